"""What the search page looks through: one short entry a page, in one language."""

from __future__ import annotations

import json
import re

from portal import describe
from portal.address import Book, Page
from portal.language import plain
from portal.legal_text import LegalText
from portal.model import Exemplar, Measure
from portal.register import Register

KINDS = {
    "measure": "title_measures",
    "legal-text": "title_legal_texts",
    "exemplar": "title_exemplars",
    "article": "title_news",
}


def search_list(register: Register, book: Book, lang: str) -> str:
    """JSON of every listed page in `lang`: address, title, kind, status, text. Untranslated pages
    are in the Vietnamese list only."""
    entries = []
    for page in book.all:
        if not page.listed or (lang == "en" and not page.translated):
            continue
        entry = {
            "url": page.url(lang),
            "title": plain(page.title.best(lang)[0], lang),
            "kind": book.title(KINDS[page.kind]).best(lang)[0] if page.kind in KINDS else "",
            "text": _text(register, page, lang),
        }
        if isinstance(page.record, LegalText):
            status = f"status_{page.record.legal_force.value}"
            entry["status"] = book.title(status).best(lang)[0]
        entries.append(entry)
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))


def _text(register: Register, page: Page, lang: str) -> str:
    parts = [describe.page(register, page, lang)]
    record = page.record
    if isinstance(record, Measure):
        parts = [record.text.best(lang)[0]]
    elif isinstance(record, Exemplar):
        parts.append(record.locality.best(lang)[0])
    elif isinstance(record, LegalText):
        parts += [person.name for person in record.signed_by]
        if record.also_known_as:
            parts += record.also_known_as.vi if lang == "vi" else record.also_known_as.en
    elif page.key == "glossary":
        parts += [term.term.best(lang)[0] for term in register.terms]
    elif page.key == "agencies":
        parts += [agency.name.best(lang)[0] for agency in register.agencies.values()]
    if written := register.pages.get(page.src.removesuffix(".md")):
        parts += [written.meta.byline or "", _without_markup(written.best(lang).body)]
    return " ".join(parts)


def _without_markup(markdown: str) -> str:
    """The words of a written page, without link targets and Markdown signs."""
    text = re.sub(r"\]\([^)]*\)|\{[^}]*\}", "", markdown)
    return " ".join(re.sub(r"[#*_`>\[\]|]+", "", text).split())
