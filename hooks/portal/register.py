"""The whole plan in one place: sound records, indexed by what pages ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from portal.language import fold
from portal.legal_text import INVERSE, INVERSE_RELATIONS, RELATIONS, LegalText
from portal.model import (
    Abbreviations,
    Agency,
    Exemplar,
    Glossary,
    Localized,
    Measure,
    Plan,
    Source,
    Term,
)
from portal.notice import Notice, current
from portal.prose import FrontMatter, Prose
from portal.records import VOCABULARIES, Records
from portal.settings import Interface, Site
from portal.views import Views


@dataclass(frozen=True)
class Link:
    """One relation seen from one side. `kind` ends in `_by` or `_of` on the earlier text."""

    kind: str
    text: LegalText | None
    outside: str | None
    provision: Localized | None
    start: date | None


@dataclass(frozen=True)
class Article:
    """A written page in both languages; `en` is None until it is translated."""

    stem: str
    vi: Prose
    en: Prose | None

    @property
    def meta(self) -> FrontMatter:
        return self.vi.meta

    def best(self, lang: str) -> Prose:
        return self.en if lang == "en" and self.en else self.vi

    @property
    def stale(self) -> bool:
        """Whether the Vietnamese text has changed since the English was made from it."""
        made_from = self.en.meta.translation if self.en else None
        return made_from is not None and made_from.digest != self.vi.digest


class Register:
    """Records that passed the checks. Collections are sorted the way pages show them; notices are
    those that are not over when `today` begins."""

    def __init__(self, records: Records, today: date = date.min) -> None:
        self.today = today
        self.plan: Plan = records.singles["plan.yml"]
        self.site: Site = records.singles["site.yml"]
        self.notices: list[Notice] = current(self.site.notices, today)
        self.views: Views | None = records.singles.get("views.json")
        assert records.interface is not None
        self.interface: Interface = records.interface
        glossary: Glossary | None = records.singles.get("glossary.yml")
        abbreviations: Abbreviations | None = records.singles.get("abbreviations.yml")
        self.terms = sorted(glossary.terms if glossary else (), key=lambda t: fold(t.term.vi))
        self.abbreviations = sorted(
            abbreviations.abbreviations if abbreviations else (), key=lambda a: fold(a.abbreviation)
        )
        self.sources: dict[str, Source] = records.collections["sources"]
        self.agencies: dict[str, Agency] = records.collections["agencies"]
        self.measures: dict[str, Measure] = dict(
            sorted(records.collections["measures"].items(), key=lambda item: int(item[0]))
        )
        self.exemplars: dict[str, Exemplar] = dict(
            sorted(records.collections["exemplars"].items(), key=lambda i: fold(i[1].name.vi))
        )
        texts = sorted(
            records.legal_texts(), key=lambda t: (t.date_document, t.number), reverse=True
        )
        self.legal_texts: dict[str, LegalText] = {text.id: text for text in texts}
        self._by_number = {text.number: text for text in texts}
        empty: dict[str, Term] = {}
        self.vocabularies: dict[str, dict[str, Term]] = {
            name: {term.id: term for term in records.vocabularies[name].entries}
            if name in records.vocabularies else empty
            for name in VOCABULARIES
        }  # fmt: skip
        self.pages = _pair_pages(records.prose)

    def text(self, reference: str) -> LegalText:
        """The legal text with the id or number `reference`; KeyError where there is none."""
        return self.legal_texts.get(reference) or self._by_number[reference]

    def term(self, vocabulary: str, entry: str) -> Term:
        """The entry of a controlled list; KeyError where there is none."""
        return self.vocabularies[vocabulary][entry]

    @cached_property
    def articles(self) -> list[Article]:
        """News, latest first; articles of one day by title."""
        news = [page for page in self.pages.values() if page.vi.is_news]
        news.sort(key=lambda article: fold(article.meta.title))
        return sorted(news, key=lambda article: article.vi.day, reverse=True)

    def related_articles(self, article: Article) -> list[Article]:
        """Other articles of the same category, latest first."""
        return [
            other for other in self.articles
            if other.meta.category == article.meta.category and other is not article
        ]  # fmt: skip

    @cached_property
    def links(self) -> dict[str, list[Link]]:
        """Every relation of every legal text, from both sides, in the order of `RELATIONS`."""
        found: dict[str, list[Link]] = defaultdict(list)
        for text in self.legal_texts.values():
            for kind in (*RELATIONS, *INVERSE_RELATIONS):
                for relation in getattr(text, kind):
                    other = self.text(relation.text) if relation.text else None
                    found[text.id].append(
                        Link(kind, other, relation.outside, relation.provision, relation.start)
                    )
                    if other is not None:
                        start = relation.start
                        link = Link(INVERSE[kind], text, None, relation.provision, start)
                        found[other.id].append(link)
        order = [name for pair in INVERSE.items() for name in pair]
        for links in found.values():
            links.sort(key=lambda link: order.index(link.kind))
        return found

    @cached_property
    def by_measure(self) -> dict[str, dict[str, list[Any]]]:
        """For each measure the legal texts, exemplars and articles that name it."""
        return {
            number: {
                "legal_texts": _naming(self.legal_texts.values(), number),
                "exemplars": _naming(self.exemplars.values(), number),
                "articles": [a for a in self.articles if number in a.meta.measures],
            }
            for number in self.measures
        }

    @cached_property
    def articles_naming(self) -> dict[tuple[str, str], list[Article]]:
        """Articles by ('legal-text' or 'exemplar', id) of the records that they name."""
        found: dict[tuple[str, str], list[Article]] = defaultdict(list)
        for article in self.articles:
            for reference in article.meta.legal_texts:
                found["legal-text", self.text(reference).id].append(article)
            for exemplar in article.meta.exemplars:
                found["exemplar", exemplar].append(article)
        return found

    def measures_of_agency(self, agency: str) -> list[str]:
        """The measures for which `agency` is responsible or to which its record points."""
        own = self.agencies[agency].measures
        return [
            number for number, measure in self.measures.items()
            if number in own or agency in (item.agency for item in measure.responsible)
        ]  # fmt: skip

    @cached_property
    def sections(self) -> list[str]:
        """The sections of the main menu, in order: those that have something to show."""
        filled = {
            "measures": self.measures,
            "legal-texts": self.legal_texts,
            "exemplars": self.exemplars,
            "news": self.articles,
            "agencies": self.agencies,
            "glossary": self.terms or self.abbreviations,
            "coverage": self.measures,
        }
        return [section for section, content in filled.items() if content]

    @cached_property
    def last_checked(self) -> date:
        """The latest day on which the status of a legal text was checked, else the plan's day."""
        days = [text.legal_force.checked_on for text in self.legal_texts.values()]
        return max(days, default=self.plan.date)


def _naming(records: Iterable[Any], measure: str) -> list[Any]:
    return [record for record in records if measure in record.measures]


def _pair_pages(prose: dict[tuple[str, str], Prose]) -> dict[str, Article]:
    return {
        stem: Article(stem, page, prose.get(("en", stem)))
        for (lang, stem), page in sorted(prose.items())
        if lang == "vi"
    }
