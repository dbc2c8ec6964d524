"""What the search of this site looks through: pages and records as documents of one language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from portal import describe
from portal.address import Book, Page
from portal.language import MONTHS, plain
from portal.legal_text import LEGAL_FORCE, LegalText
from portal.model import Exemplar, LocalizedList, Measure
from portal.outline import HEADING, anchor_of, is_rule, without_marks
from portal.prose import FENCE
from portal.register import Register
from portal.search_index import Document, Section
from portal.search_text import terms

# What results can be filtered by: the kind of a page as the interface names it.
KINDS = {
    "measure": "measure", "measures": "measure",
    "legal-text": "legal_text", "legal-texts": "legal_text",
    "exemplar": "exemplar", "exemplars": "exemplar",
    "article": "news", "news": "news", "news-category": "news",
    "glossary": "term", "agencies": "agency",
}  # fmt: skip
OTHER = "page"
TITLES = {
    "measure": "title_measures", "legal_text": "title_legal_texts", "exemplar": "title_exemplars",
    "news": "title_news", "term": "title_glossary", "agency": "title_agencies",
    OTHER: "search_other_page",
}  # fmt: skip
# Of texts that fit nearly alike, the one in force is meant.
WEIGHTS = {"unknown": 0.95, "not_in_force": 0.85}
# A page that tells of many things comes after the one that is about what was asked.
OF_MANY_THINGS = 0.75
# What only translates a phrase comes after what tells of it.
WITHOUT_DEFINITION = 0.75
BULLET = re.compile(r"^\s*[-*+]\s+")


class Library:
    """The documents of the site in one language. Untranslated pages are in Vietnamese alone."""

    def __init__(self, register: Register, book: Book, lang: str) -> None:
        self._register, self._book, self._lang = register, book, lang

    def __iter__(self) -> Iterator[Document]:
        for page in self._book.all:
            if page.listed and (self._lang == "vi" or page.translated):
                yield self._document(page)
                if page.key == "glossary":
                    yield from self._terms(page)
                elif page.key == "agencies":
                    yield from self._agencies(page)

    def _document(self, page: Page) -> Document:
        record, lang = page.record, self._lang
        title = plain(page.title.best(lang)[0], lang)
        kind = KINDS.get(page.kind, OTHER)
        written = self._register.pages.get(page.src.removesuffix(".md"))
        date = str(written.vi.day) if written and written.vi.is_news else ""
        # Somebody may know what it is called in the other language alone.
        other = (page.title.vi if lang == "en" else page.title.en or "",)
        if isinstance(record, LegalText):
            return Document(
                page.url(lang), title, [*self._sections(page)], kind,
                record.legal_force.value, record.date_document.isoformat(),
                record.number if record.is_numbered else "",
                self._term("document-types", record.type_document),
                (*other, *_names(record.search_words, lang)),
                _names(record.also_known_as, lang),
                WEIGHTS.get(record.legal_force.value, 1.0),
            )  # fmt: skip
        words = record.search_words if isinstance(record, Measure | Exemplar) else None
        return Document(
            page.url(lang), title, [*self._sections(page)], kind, date=date,
            names=(*other, *_names(words, lang)),
            weight=OF_MANY_THINGS if page.kind == "prose" else 1.0,
        )  # fmt: skip

    def _sections(self, page: Page) -> Iterator[Section]:
        record, lang = page.record, self._lang
        if isinstance(record, LegalText):
            yield from self._legal_text(record)
        elif isinstance(record, Measure):
            yield from self._measure(record)
        elif isinstance(record, Exemplar):
            yield from self._exemplar(record)
        if written := self._register.pages.get(page.src.removesuffix(".md")):
            best = written.best(lang)
            description = best.meta.description or ""
            byline = (best.meta.byline,) if best.meta.byline else ()
            names = (*byline, *best.meta.search_words)
            yield from sections_of(best.body, description, names)
        elif not isinstance(record, LegalText | Measure | Exemplar):
            yield Section(describe.page(self._register, page, lang))

    def _legal_text(self, text: LegalText) -> Iterator[Section]:
        lang = self._lang
        issuers = [self._term("issuers", issuer) for issuer in text.passed_by]
        parts = [f"{self._term('document-types', text.type_document)}. {', '.join(issuers)}."]
        parts += [note.best(lang)[0] for note in (text.note, text.title_note) if note]
        signers = tuple(signer.name for signer in text.signed_by)
        yield Section(" ".join(parts), names=signers)
        if note := text.legal_force.note:
            yield Section(note.best(lang)[0], self._phrase("status"), "force-title")

    def _measure(self, measure: Measure) -> Iterator[Section]:
        lang = self._lang
        yield Section(
            measure.text.best(lang)[0], names=(self._phrase("measure_n").format(n=measure.id),)
        )
        agencies = [
            self._register.agencies[item.agency].name.best(lang)[0] for item in measure.responsible
        ]
        if agencies:
            heading = self._phrase("responsible")
            yield Section("; ".join(agencies), heading, "responsible-title")

    def _exemplar(self, exemplar: Exemplar) -> Iterator[Section]:
        lang = self._lang
        places = tuple(self._term("places", place) for place in exemplar.places)
        parts = [exemplar.description, exemplar.locality, exemplar.period, exemplar.caution]
        text = " ".join(part.best(lang)[0] for part in parts if part)
        yield Section(text, names=(*places, self._term("exemplar-kinds", exemplar.kind)))
        if exemplar.figures:
            figures = "; ".join(figure.best(lang)[0] for figure in exemplar.figures)
            yield Section(figures, self._phrase("figures"), "figures-title")

    def _terms(self, page: Page) -> Iterator[Document]:
        """Each entry of the glossary and each abbreviation is a place of its own."""
        lang, url = self._lang, page.url(self._lang)
        for term in self._register.terms:
            other = term.term.vi if lang == "en" else term.term.en or ""
            parts = [part.best(lang)[0] for part in (term.definition, term.note) if part]
            yield Document(
                f"{url}#{term.id}", plain(term.term.best(lang)[0], lang),
                [Section(" ".join(parts))], "term", names=(other,), called=_names(term.also, lang),
                weight=1.0 if term.definition else WITHOUT_DEFINITION,
            )  # fmt: skip
        for short in self._register.abbreviations:
            meaning = short.meaning.best(lang)[0]
            title = plain(short.abbreviation, lang)
            yield Document(f"{url}#abbreviations", title, [Section(meaning)], "term")

    def _agencies(self, page: Page) -> Iterator[Document]:
        lang = self._lang
        for agency in self._register.agencies.values():
            parts = (agency.role, agency.current, agency.note)
            text = " ".join(part.best(lang)[0] for part in parts if part)
            title = plain(agency.name.best(lang)[0], lang)
            yield Document(f"{page.url(lang)}#{agency.id}", title, [Section(text)], "agency")

    def _term(self, vocabulary: str, entry: str) -> str:
        return self._register.term(vocabulary, entry).name.best(self._lang)[0]

    def _phrase(self, name: str) -> str:
        return self._register.interface.in_language(self._lang)[name]


def synonyms(register: Register, lang: str) -> dict[str, tuple[str, ...]]:
    """What else the phrases of the glossary and the abbreviations are called, both ways."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    groups = [
        (term.term.best(lang)[0], *_names(term.also, lang)) for term in register.terms
    ] + [
        (short.abbreviation, short.meaning.best(lang)[0]) for short in register.abbreviations
    ]  # fmt: skip
    for group in groups:
        keys = [" ".join(terms(name, lang)) for name in group]
        for key in keys:
            others = [name for name, other in zip(group, keys, strict=True) if other != key]
            found[key] |= dict.fromkeys(others)
    return {key: tuple(names) for key, names in sorted(found.items()) if key and names}


def labels(register: Register, lang: str) -> dict[str, Any]:
    """The words of the interface that results need, told in the root of the index so that no page
    carries them before it is asked."""
    phrase = register.interface.in_language(lang)
    told: dict[str, Any] = {
        name: phrase[f"search_{name}"]
        for name in ("none", "other", "mended", "meant", "as_typed", "by_kind", "by_status",
                     "by_year")
    }  # fmt: skip
    kinds = {kind: phrase[title] for kind, title in TITLES.items()}
    return told | {
        "months": MONTHS if lang == "en" else (),
        "own": phrase["search_results"],
        "one": phrase["count_one"],
        "many": phrase["count_many"],
        "kind": kinds,
        "status": {force: phrase[f"status_{force}"] for force in LEGAL_FORCE},
    }


def sections_of(markdown: str, description: str, names: tuple[str, ...]) -> Iterator[Section]:
    """The parts of a written page between its headings, with the anchors that they get there."""
    heading, anchor = "", ""
    lines = [description]
    taken: set[str] = set()
    fenced = False
    for line in markdown.splitlines():
        fenced ^= FENCE.match(line) is not None
        if fenced or not (found := HEADING.match(line)):
            lines.append(line)
            continue
        yield Section(_words(lines), heading, anchor, names)
        names = ()
        heading, anchor = without_marks(found[2]), anchor_of(found[2], taken)
        lines = []
    yield Section(_words(lines), heading, anchor, names)


def _words(lines: list[str]) -> str:
    return without_marks(" ".join(BULLET.sub("", line) for line in lines if not is_rule(line)))


def _names(names: LocalizedList | None, lang: str) -> tuple[str, ...]:
    return () if names is None else names.vi if lang == "vi" else names.en
