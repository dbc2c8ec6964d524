"""A5: no text in a language that its page does not say it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from built_site import Site
from html_page import Page, squeeze
from site_checks import languages

from gates.gate import Outcome
from gates.pages import NOT_FOUND

CHECKS = (
    languages.alternates_are_mutual_and_absolute,
    languages.english_pages_mark_what_is_vietnamese,
    languages.the_interface_speaks_one_language,
    languages.dates_and_numbers_are_of_the_language,
)
# Words that no Vietnamese sentence has: two different ones in a text give English away.
ENGLISH = frozenset(
    [
        "and",
        "are",
        "at",
        "be",
        "been",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "into",
        "is",
        "its",
        "of",
        "on",
        "or",
        "than",
        "that",
        "the",
        "their",
        "this",
        "to",
        "was",
        "were",
        "which",
        "with",
        "will",
    ]
)
VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


def examine(site: Site) -> Outcome:
    """The whole site: needs no browser."""
    outcome = Outcome()
    for check in CHECKS:
        for breach in check(site):
            page, _, what = breach.partition(": ")
            outcome.add("A5", page.lstrip("/"), check.__name__, [what])
    for page in site.pages:
        outcome.add("A5", page.address, "language of the page", wrong(site, page))
        outcome.count("A5", pages=1, texts=sum(1 for _ in page.texts()))
    outcome.add("A5", NOT_FOUND, "both languages", one_sided(site.page(NOT_FOUND)))
    return outcome


def wrong(site: Site, page: Page) -> Iterator[str]:
    """Breaches that have nothing to do with the words of the interface."""
    if page.html.get("lang") != site.language_of(page.address):
        yield f"html lang={page.html.get('lang')!r}"
    for element, text in page.texts():
        words = {word.strip(".,;:()“”") for word in text.lower().split()}
        if element.lang == "vi" and len(words & ENGLISH) > 1 and not VIETNAMESE.search(text):
            yield f"<{element.tag}> {squeeze(text)[:90]!r} is English, in {element.lang}"
    for link in page.all("a", having="hreflang"):
        if link["hreflang"] != link.lang and "language" in (link.parent or link).get("class"):
            yield f"switch to {link['hreflang']} is marked {link.lang}"


def one_sided(page: Page) -> Iterator[str]:
    """The page for what is not there speaks both languages."""
    texts = list(page.main.texts())
    for lang in ("vi", "en"):
        if not any(element.lang == lang and text.strip() for element, text in texts):
            yield f"says nothing in {lang}"
