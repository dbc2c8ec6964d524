"""What stands behind a written page: the records that it is about, names or leads to, and the
figures that these hold."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from portal.address import ANCHORED, Book, Page
from portal.figure import MARKS, Figure, document_key, figures, keys_of, leading, more_figures
from portal.figure_form import DOCUMENT
from portal.finding import Scene
from portal.leaf import leaves
from portal.legal_text import RELATIONS, LegalText
from portal.model import Localized, LocalizedList, Measure, Plan
from portal.number_word import words_of
from portal.place_name import Places
from portal.prose import Prose, prose_lines
from portal.records import Records
from portal.value import Pattern, Reference, WebAddress

# Keys that hold no fact, or one that is no text of the site.
# The day of a check is the site's own; see `checks`.
SILENT = ("search_words", "avoid", "file", "mark", "checked_on")
# What needs no support: articles; what a writer counts, such as two ways; years joined by words.
FREE = ("citation", "word", "name", "span")
TARGET = re.compile(r"\]\(\s*<?([^)<>\s]*)|^ {0,3}\[(?!\^)[^\]]+\]:\s+<?([^\s<>]+)")


def said(record: Any) -> Iterator[tuple[str, str]]:
    """Every text of `record`, dates included, with the language it is in."""
    for leaf in leaves(record, without=SILENT):
        if isinstance(leaf.kind, Reference | Pattern | WebAddress):
            continue
        lang = leaf.name if leaf.holder in (Localized, LocalizedList) else "vi"
        for _, value in leaf.each():
            if isinstance(value, date):
                yield "vi", value.isoformat()
            elif isinstance(value, str):
                yield lang, value


def _called(text: LegalText) -> str:
    """How people call `text`: Decision 948, or 948 where that is no count of anything."""
    number = leading(text.number)
    return f"luật {number}, {number if len(number) > 2 else ''}" if number else ""


def _counts(text: str, lang: str) -> bool:
    """Whether `text` has a number, in figures or as a word that is more than an article."""
    return bool(re.search(r"\d", text)) or any(word.value > 2 for word in words_of(text, lang))


@dataclass(frozen=True)
class Support:
    """The figures that `records` hold, for one page at a time."""

    records: Records

    @classmethod
    def of_scene(cls, scene: Scene) -> Support:
        return scene.once("support", lambda: cls(scene.records))

    @cached_property
    def book(self) -> Book:
        return Book(self.records)

    @cached_property
    def numbers(self) -> dict[str, LegalText]:
        """Every text of the register by its number."""
        return {document_key(text.number): text for text in self.records.legal_texts()}

    @cached_property
    def outside(self) -> set[str]:
        """The numbers of documents that are not in the register but in its relations."""
        names = [
            relation.outside
            for text in self.records.legal_texts()
            for kind in (*RELATIONS, "amended_by", "repealed_by")
            for relation in getattr(text, kind)
            if relation.outside
        ]
        return {document_key(found) for name in names for found in DOCUMENT.findall(name)}

    @cached_property
    def short(self) -> set[str]:
        """How documents are called for short: 939 for Decision 939/QĐ-TTg or for Project 939."""
        texts = self.records.legal_texts()
        known = [name for text in texts if text.also_known_as for name in text.also_known_as.vi]
        return {leading(text.number) for text in texts} | {
            str(int(number)) for name in known for number in re.findall(r"\d{1,4}", name)
        }

    @cached_property
    def checks(self) -> set[str]:
        """The days on which somebody looked what is in force: what this site itself did."""
        return {text.legal_force.checked_on.isoformat() for text in self.records.legal_texts()}

    @cached_property
    def names(self) -> re.Pattern[str] | None:
        """Terms with figures in them, such as «5 không, 3 sạch» and "five nos, three cleans", which
        are no figures."""
        glossary = self.records.singles.get("glossary.yml")
        forms = [text for term in (glossary.terms if glossary else ())
                 for part in (term.term, term.also) if part
                 for lang, text in said(part) if _counts(text, lang)]  # fmt: skip
        words = [r",?[\s-]+".join(re.escape(word) for word in re.findall(r"[\w'’]+", form))
                 for form in forms]  # fmt: skip
        return re.compile("|".join(words), re.IGNORECASE) if words else None

    @cached_property
    def places(self) -> Places:
        return Places(self.records)

    def subject(self, page: Prose) -> Any:
        """The record that `page` is written for, or None."""
        found = self.book.of_records.get(page.stem)
        return found.record if found else None

    def goals(self, page: Prose) -> list[tuple[int, Page, str]]:
        """The pages of the site that `page` leads to, in order: line, page and anchor."""
        found = []
        for number, line in enumerate(prose_lines(page.body), start=page.body_line):
            for match in TARGET.finditer(line):
                path, _, anchor = (match[1] or match[2] or "").partition("#")
                if goal := self.goal(page, path):
                    found.append((number, goal, anchor))
        return found

    def goal(self, page: Prose, path: str) -> Page | None:
        """The page of the site that `path`, as a link on `page`, leads to."""
        src = posixpath.normpath(posixpath.join(posixpath.dirname(page.stem), path))
        return self.book.by_src.get(src) if path else None

    def behind(self, page: Prose, original: Prose) -> list[Any]:
        """The records that `page` is about, names or leads to; `original` is its Vietnamese."""
        meta, held = original.meta, self.records.collections
        found = [self.records.singles.get("plan.yml"), self.subject(page)]
        for reference in meta.legal_texts:
            found += self.records.texts_by_reference.get(reference, [])
        found += [held["measures"].get(name) for name in meta.measures]
        found += [held["exemplars"].get(name) for name in meta.exemplars]
        found += [held["agencies"].get(meta.byline_agency or "")]
        for _, goal, anchor in self.goals(page):
            found.append(self._record(goal, anchor))
        found += [self.numbers.get(document_key(name)) for name in DOCUMENT.findall(page.body)]
        sources = {name for record in (meta, *found) for name in getattr(record, "sources", ())}
        found += [held["sources"].get(name) for name in sorted(sources)]
        return [record for record in found if record is not None]

    def _record(self, goal: Page, anchor: str) -> Any:
        """The record that the page `goal` shows, at `anchor` where several stand on it."""
        if goal.kind in ("measure", "legal-text", "exemplar"):
            return goal.record
        if goal.kind == "article":
            return self.records.prose["vi", goal.record].meta
        for kind, section in ANCHORED.items():
            if goal.key == section:
                if kind == "term":
                    glossary = self.records.singles.get("glossary.yml")
                    terms = glossary.terms if glossary else ()
                    return next((term for term in terms if term.id == anchor), None)
                return self.records.collections[section].get(anchor)
        return None

    def figures(self, text: str, lang: str) -> list[Figure]:
        return figures(text, lang, self.names)

    def all_figures(self, text: str, lang: str) -> list[Figure]:
        """The figures of `text`, in order, numbers in words and terms of years included."""
        both = [*self.figures(text, lang), *more_figures(text, lang, self.names)]
        return sorted(both, key=lambda figure: figure.start)

    def keys(self, records: list[Any]) -> set[str]:
        """The keys of all figures in `records`, and those of the texts related to them."""
        found: set[str] = set()
        for record in records:
            if id(record) not in self._keys:
                self._keys[id(record)] = keys_of(self._texts(record), self.names)
            found |= self._keys[id(record)]
        return found

    @cached_property
    def _keys(self) -> dict[int, set[str]]:
        return {}

    def _texts(self, record: Any) -> Iterator[tuple[str, str]]:
        yield from said(record)
        if isinstance(record, Plan):
            for reference in (record.decision, record.directive or ""):
                for text in self.records.texts_by_reference.get(reference, ()):
                    yield "vi", f"{_called(text)} {text.number} {text.date_document}"
        if isinstance(record, LegalText):
            yield "vi", _called(record)
            for other, relation in self._related.get(record.id, ()):
                yield from said(relation)
                yield "vi", other.number
                for day in (other.date_document, other.first_date_entry_in_force):
                    yield "vi", day.isoformat() if day else ""

    @cached_property
    def _related(self) -> dict[str, list[tuple[LegalText, Any]]]:
        """The texts in a relation with each text, from both sides."""
        found: dict[str, list[tuple[LegalText, Any]]] = {}
        for text in self.records.legal_texts():
            for kind in RELATIONS:
                for relation in getattr(text, kind):
                    for other in self.records.texts_by_reference.get(relation.text or "", ()):
                        found.setdefault(text.id, []).append((other, relation))
                        found.setdefault(other.id, []).append((text, relation))
        return found

    def measures(self, page: Prose, behind: list[Any]) -> set[str]:
        """The numbers of the measures that the Vietnamese `page` or a record behind it names."""
        named = {record.id for record in behind if isinstance(record, Measure)}
        subject = self.subject(page)
        return {*named, *page.meta.measures, *getattr(subject, "measures", ())}

    def holds(self, figure: Figure, keys: set[str], measures: set[str]) -> bool:
        """Whether `keys`, or the register where it is a document, support `figure`."""
        if figure.kind in FREE or (figure.kind == "rank" and int(figure.key) < 4):
            return True
        if figure.kind == "measure":
            return figure.key in measures
        if figure.kind == "document" and (figure.key in self.numbers or figure.key in self.outside):
            return True
        if figure.kind == "short" and len(figure.key) > 2 and figure.key in self.short:
            return True
        marked = f"{MARKS.get(figure.kind, '')}{figure.key}"
        return marked in keys or (figure.kind != "rank" and figure.key in keys)
