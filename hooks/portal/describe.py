"""One sentence about each page: its meta description, its line in feeds and in search results."""

from __future__ import annotations

from portal.address import Page
from portal.language import long_date, plain
from portal.legal_text import LegalText
from portal.model import Exemplar, Measure
from portal.register import Register

LONGEST = 300


def page(register: Register, page: Page, lang: str) -> str:
    """The description of `page` in `lang`; on English pages without Vietnamese letters."""
    text = _text(register, page, lang)
    if len(text) > LONGEST:
        text = text[:LONGEST].rpartition(" ")[0].rstrip(",;:.") + "…"
    return plain(text, lang)


def _text(register: Register, page: Page, lang: str) -> str:
    record = page.record
    written = register.pages.get(page.src.removesuffix(".md"))
    if isinstance(record, Measure):
        return record.text.best(lang)[0]
    if isinstance(record, LegalText):
        return legal_text(register, record, lang)
    if isinstance(record, Exemplar):
        return record.description.best(lang)[0]
    if written and written.best(lang).meta.description:
        return written.best(lang).meta.description or ""
    phrase = register.interface.phrases.get(f"lead_{page.kind.replace('-', '_')}")
    if phrase:
        return phrase.best(lang)[0].format(title=page.title.best(lang)[0])
    title = page.title.best(lang)[0]
    return f"{title}. {register.site.description.best(lang)[0]}"


def legal_text(register: Register, text: LegalText, lang: str) -> str:
    """Type, number, date, issuer and status of a legal text in a sentence."""
    phrases = register.interface.in_language(lang)
    issuers = ", ".join(
        register.term("issuers", issuer).name.best(lang)[0] for issuer in text.passed_by
    )
    form = "legal_text_sentence" + ("" if text.is_numbered else "_unnumbered")
    return phrases[form].format(
        type=register.term("document-types", text.type_document).name.best(lang)[0],
        number=text.number,
        title=text.title.best(lang)[0],
        date=long_date(text.date_document, lang),
        issuer=issuers,
        status=phrases[f"status_{text.legal_force.value}"],
        checked=long_date(text.legal_force.checked_on, lang),
    )
