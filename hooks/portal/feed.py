"""Atom feeds: news, and changes to the register of legal texts, each in one language."""

from __future__ import annotations

from dataclasses import dataclass

from portal import describe
from portal.address import Book
from portal.language import plain
from portal.legal_text import LegalText
from portal.register import Register

LONGEST = 30


@dataclass(frozen=True)
class FeedEntry:
    """`updated` and `published` are days, YYYY-MM-DD; `published` is '' where it is not known."""

    title: str
    url: str
    summary: str
    updated: str
    published: str = ""


def news(register: Register, book: Book, lang: str) -> list[FeedEntry]:
    """Articles that exist in `lang`, latest first."""
    entries = []
    for article in register.articles:
        if lang == "en" and article.en is None:
            continue
        page = book.pages[f"article:{article.stem}"]
        meta = article.meta
        updated = meta.updated.isoformat() if meta.updated else full_day(article.vi.day)
        entries.append(
            FeedEntry(
                plain(article.best(lang).meta.title, lang),
                page.url(lang),
                describe.page(register, page, lang),
                updated,
                meta.date.isoformat() if meta.date else "",
            )
        )
    return entries[:LONGEST]


def register_changes(register: Register, book: Book, lang: str) -> list[FeedEntry]:
    """Legal texts by the day of their latest change; an entry is updated when it is checked."""
    entries = []
    for text in sorted(register.legal_texts.values(), key=last_change, reverse=True):
        page = book.pages[f"legal-text:{text.id}"]
        if lang == "en" and not page.translated:
            continue
        status = register.interface.in_language(lang)[f"status_{text.legal_force.value}"]
        title = f"{page.title.best(lang)[0]} ({status})"
        entries.append(
            FeedEntry(
                plain(title, lang),
                page.url(lang),
                describe.page(register, page, lang),
                text.legal_force.checked_on.isoformat(),
                text.date_document.isoformat(),
            )
        )
    return entries[:LONGEST]


def last_change(text: LegalText) -> str:
    """The latest day, up to the check, on which the text was issued, took effect or ended."""
    days = (text.date_document, text.first_date_entry_in_force, text.date_no_longer_in_force)
    checked = text.legal_force.checked_on
    return max(day.isoformat() for day in days if day and day <= checked) + text.id


def full_day(partial: str) -> str:
    """A partial date as its first day: Atom has no others."""
    return partial + "-01" * ((10 - len(partial)) // 3)
