"""What stands on the picture that goes with a link to a page when it is shared."""

from __future__ import annotations

from dataclasses import dataclass

from portal.address import Book, Page
from portal.language import long_date, plain
from portal.legal_text import LegalText
from portal.model import Exemplar, Measure
from portal.register import Register

# A longer account of where an exemplar is would not fit beside its kind.
LONGEST_PLACE = 36


@dataclass(frozen=True)
class Card:
    """The texts of one card in one language. `kicker` says what kind of page it is ('' for none).

    `numeral` is the number of a measure and `place` its place among `count` of them, from 0; other
    cards have '' and -1. A `cover` is the card of a page that leads to others.
    """

    kicker: str
    title: str
    site: str
    agency: str
    count: int
    numeral: str = ""
    place: int = -1
    cover: bool = False

    def alt(self, lang: str) -> str:
        """The words of the card, for those who cannot see it."""
        parts = [part for part in (self.kicker, self.title, self.site, self.agency) if part]
        return plain(" · ".join(parts), lang)


def card_page(book: Book, page: Page) -> Page:
    """The page whose card `page` shows: its own, or its parent's for one that is not listed."""
    while not page.listed and page.parent:
        page = book.pages[page.parent]
    return page


def card(register: Register, page: Page, lang: str) -> Card:
    """The card of `page`, in `lang` as far as its texts exist in it."""
    site = register.site.title.best(lang)[0]
    agency = register.agencies[register.site.publisher].name.best(lang)[0]
    phrases = register.interface.in_language(lang)
    count = len(register.measures)
    record = page.record
    title = page.title.best(lang)[0]
    if page.kind == "home":
        return Card(register.plan.decision_name.best(lang)[0], site, "", agency, count, cover=True)
    if isinstance(record, Measure):
        kicker = phrases["measure_n"].format(n=record.id)
        place = list(register.measures).index(record.id)
        return Card(kicker, title, site, agency, count, record.id, place)
    if isinstance(record, LegalText):
        kind = register.term("document-types", record.type_document).name.best(lang)[0]
        number = (record.number,) if record.is_numbered else ()
        return Card(" · ".join((kind, *number)), record.title.best(lang)[0], site, agency, count)
    if isinstance(record, Exemplar):
        kind = register.term("exemplar-kinds", record.kind).name.best(lang)[0]
        place_name = record.locality.best(lang)[0]
        where = (place_name,) if len(place_name) <= LONGEST_PLACE else ()
        return Card(" · ".join((kind, *where)), title, site, agency, count)
    if page.kind == "article":
        return Card(_news(register, page, lang), title, site, agency, count)
    kicker = phrases["title_news"] if page.kind == "news-category" else ""
    return Card(kicker, title, site, agency, count, cover=True)


def _news(register: Register, page: Page, lang: str) -> str:
    """The category of a news article and its day, as far as they are known."""
    meta = register.pages[page.record].meta
    parts = []
    if meta.category:
        parts.append(register.term("news-categories", meta.category).name.best(lang)[0])
    if meta.date:
        parts.append(long_date(meta.date, lang))
    return " · ".join(parts)
