"""Where links lead, and that nothing is fetched from anywhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from built_site import Site
from html_page import Element, Page

from site_checks.registry import SHARING, check, everywhere, leads

REFERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers")
NOT_FETCHED = ("canonical", "alternate", "schema.")


@check
def links_lead_somewhere(site: Site) -> Iterator[str]:
    for page in everywhere(site):
        for element, link in leads(page):
            if not link.strip() or link.startswith("javascript:"):
                yield f"{page}: <{element.tag}> leads to {link!r}"
            elif not re.match(r"(?:mailto|tel|sms):", link):
                yield from lost(site, page, link)


def lost(site: Site, page: Page, link: str) -> Iterator[str]:
    """What is wrong with a link into this site."""
    file, anchor = site.target(page, link) or ("", "")
    if file and file not in site.files:
        yield f"{page}: {link} leads to {file}, which does not exist"
    elif anchor and file.endswith(".html"):
        other = site.page(file.removesuffix("index.html"))
        if anchor not in other.ids:
            yield f"{page}: {link}: {other} has no #{anchor}"


@check
def names_refer_to_what_is_there(site: Site) -> Iterator[str]:
    """Labels and headings that elements name by their id."""
    for page in everywhere(site):
        for element in page.elements:
            for attribute in REFERS:
                for name in element.get(attribute).split():
                    if name not in page.ids:
                        yield f"{page}: <{element.tag} {attribute}={name!r}>: no such id"


@check
def the_404_page_works_at_any_depth(site: Site) -> Iterator[str]:
    page = site.page("404.html")
    for _, link in leads(page):
        if not link.startswith((site.base, "#", "http")):
            yield f"404.html: {link} is relative"


@check
def links_out_are_sources(site: Site) -> Iterator[str]:
    """Outside links lead to sources, to what staff set or wrote themselves, or share the page."""
    allowed = {source.get("url") for source in site.records("sources").values()}
    allowed |= site.outside_links
    allowed.add(site.plan.get("full_text", {}).get("source_url"))
    own = [site.settings[name] for name in ("edit_url",) if name in site.settings]
    for page in everywhere(site):
        for element, link in leads(page):
            outside = link.startswith(("http", "//")) and not site.target(page, link)
            if element.tag == "link" or not outside:
                continue
            if link not in allowed and not link.startswith((*own, *SHARING)):
                yield f"{page}: {link} is not a source"
            if element.get("target") and "noopener" not in element.get("rel"):
                yield f"{page}: {link} opens a window that can reach back"


def fetched(element: Element) -> bool:
    if element.tag == "link":
        return not element.get("rel").startswith(NOT_FETCHED)
    return element.tag not in ("a", "area")


@check
def nothing_is_fetched_from_elsewhere(site: Site) -> Iterator[str]:
    for page in everywhere(site):
        for element, link in leads(page):
            if fetched(element) and re.match(r"(?:https?:)?//", link):
                yield f"{page}: <{element.tag}> fetches {link}"
    for name in sorted(site.files):
        if name.endswith((".css", ".js")):
            for found in re.findall(r"https?://(?!www\.w3\.org/)[^\s\"')]+", site.text(name)):
                yield f"{name}: {found}"


@check
def scripts_and_styles_are_files(site: Site) -> Iterator[str]:
    """So that a strict content security policy can be set."""
    for page in everywhere(site):
        for element in page.elements:
            if element.tag in ("style", "iframe", "base") or "style" in element.attributes:
                yield f"{page}: <{element.tag} {element.attributes}>"
            data = element.get("type") == "application/ld+json"
            if element.tag == "script" and not element.get("src") and not data:
                yield f"{page}: a script inside the page"


@check
def every_page_is_linked_and_can_be_reached(site: Site) -> Iterator[str]:
    for lang, start in (("vi", ""), ("en", "en/")):
        reached: set[str] = set()
        waiting = [start]
        while waiting:
            address = waiting.pop()
            if address in reached:
                continue
            reached.add(address)
            page = site.page(address)
            for link in page.tagged("a"):
                target = site.target(page, link.get("href"))
                if target and target[0].endswith("index.html"):
                    waiting.append(target[0].removesuffix("index.html"))
        for page in site.in_language(lang):
            if page.address not in reached:
                yield f"{page}: no way leads here from /{start}"


@check
def addresses_are_plain_words(site: Site) -> Iterator[str]:
    for page in site.pages:
        if not re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*", page.address):
            yield f"{page}: an address of other signs"
