"""The list of checks, and what several of them ask of a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from built_site import Site
from html_page import Element, Page

Check = Callable[[Site], Iterator[str]]
CHECKS: list[Check] = []
# What a page fetches or leads to.
LEADS = {
    "a": "href", "area": "href", "link": "href", "script": "src", "img": "src", "source": "src",
    "iframe": "src", "form": "action", "use": "href", "object": "data", "video": "src",
}  # fmt: skip
SHARING = ("https://www.facebook.com/sharer/sharer.php?", "https://zalo.me/share?")
DAY = r"\d{4}-\d{2}-\d{2}"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def check(function: Check) -> Check:
    """Add `function` to the checks that every site has to pass."""
    CHECKS.append(function)
    return function


def everywhere(site: Site) -> list[Page]:
    """Every HTML file: pages, redirects, the 404 page."""
    return [*site.pages, *site.redirects, site.page("404.html")]


def foreign(text: str) -> str:
    """The first letter of `text` that English does not have, but for a word it has borrowed."""
    own = re.sub("communiqué", "", text, flags=re.IGNORECASE)
    return next((char for char in own if ord(char) > 127 and char.isalpha()), "")


def leads(page: Page) -> Iterator[tuple[Element, str]]:
    """Every element of `page` that leads or fetches, with where to or what."""
    for element in page.elements:
        name = LEADS.get(element.tag)
        if name and name in element.attributes:
            yield element, element[name]
        if element.get("srcset"):
            yield element, element["srcset"].split()[0]
        if element.get("data-index"):
            yield element, element["data-index"]
        if element.get("http-equiv") == "refresh":
            yield element, element["content"].partition("url=")[2]


def canonical(page: Page) -> str:
    """The address that `page` gives as the one to be known by."""
    return page.linked("canonical")[0]["href"]


def alternates(page: Page) -> dict[str, str]:
    """The address of `page` in each language, by language."""
    links = [link for link in page.linked("alternate") if link.get("hreflang")]
    return {link["hreflang"]: link["href"] for link in links}
