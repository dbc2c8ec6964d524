"""What search engines, feed readers and other machines are told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

from built_site import LANGS, Site
from html_page import Page, squeeze

from site_checks.registry import DAY, SHARING, alternates, canonical, check, foreign

XHTML = "{http://www.w3.org/1999/xhtml}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MOMENT = rf"{DAY}T\d{{2}}:\d{{2}}:\d{{2}}(?:Z|[+-]\d{{2}}:\d{{2}})"
DATES = ("datePublished", "dateModified", "legislationDate", "dateCreated")
MAIN = ("WebSite", "WebPage", "CollectionPage", "NewsArticle", "Legislation", "DigitalDocument")
REQUIRED = {
    "NewsArticle": ("headline", "author", "url", "inLanguage", "publisher", "description"),
    "Legislation": (
        "name", "legislationIdentifier", "legislationDate", "legislationType",
        "legislationPassedBy", "url", "inLanguage",
    ),
    "DigitalDocument": ("name", "identifier", "dateCreated", "author", "url", "inLanguage"),
    "WebSite": ("name", "url", "inLanguage", "publisher"),
    "WebPage": ("name", "url", "inLanguage"),
    "CollectionPage": ("name", "url", "inLanguage"),
    "GovernmentOrganization": ("name", "url", "@id"),
    "BreadcrumbList": ("itemListElement",),
}  # fmt: skip


@check
def the_sitemap_lists_what_is_to_be_found(site: Site) -> Iterator[str]:
    entries: dict[str, dict[str, str]] = {}
    for entry in site.xml("sitemap.xml").iter(f"{SITEMAP}url"):
        address = entry.findtext(f"{SITEMAP}loc") or ""
        if address in entries:
            yield f"sitemap: {address} twice"
        links = entry.iter(f"{XHTML}link")
        entries[address] = {link.attrib["hreflang"]: link.attrib["href"] for link in links}
        day = entry.findtext(f"{SITEMAP}lastmod")
        if day is not None and not re.fullmatch(DAY, day):
            yield f"sitemap: {address} changed on {day!r}"
    pages = {site.absolute(page.address): page for page in site.listed}
    for address in sorted(entries.keys() - pages.keys()):
        yield f"sitemap: {address} is not a page to be listed"
    for address in sorted(pages.keys() - entries.keys()):
        yield f"{pages[address]}: not in the sitemap"
    for address in entries.keys() & pages.keys():
        if entries[address] != alternates(pages[address]):
            yield f"sitemap: alternates of {address}: {entries[address]}"
    if site.absolute("sitemap.xml") not in site.text("robots.txt"):
        yield "robots.txt does not name the sitemap"


def graph(page: Page) -> list[dict[str, Any]]:
    """The nodes of a page's JSON-LD."""
    scripts = [s for s in page.tagged("script") if s.get("type") == "application/ld+json"]
    data = json.loads("".join(str(child) for child in scripts[0].children))
    assert data["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = data["@graph"]
    return nodes


def nested(value: Any) -> Iterator[dict[str, Any]]:
    """Every node within `value`, itself included."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from nested(part)
    elif isinstance(value, list):
        for part in value:
            yield from nested(part)


def kind_of(site: Site, page: Page) -> str:
    """The schema.org type that the main node of `page` must have; '' where several would do."""
    lang = site.language_of(page.address)
    section, _, leaf = page.address.removeprefix("en/").partition("/")
    if not section:
        return "WebSite"
    if leaf and section == site.section("news", lang).removeprefix("en/").strip("/"):
        return "NewsArticle" if leaf.count("/") == 1 else ""
    if leaf.count("/") == 1 and section == site.section("legal-texts", lang).removeprefix(
        "en/"
    ).strip("/"):
        kinds = site.vocabulary("document-types")
        kind = site.records("legal-texts")[leaf.strip("/")]["type_document"]
        return str(kinds[kind].get("schema_type", "DigitalDocument"))
    return ""


def main_node(page: Page) -> dict[str, Any]:
    """The node that describes the page itself."""
    return next(node for node in graph(page) if node["@type"] in MAIN)


@check
def structured_data_says_what_the_page_is(site: Site) -> Iterator[str]:
    for page in site.pages:
        types = [node["@type"] for node in graph(page)]
        around = ["GovernmentOrganization"] + ["BreadcrumbList"] * (page.address not in ("", "en/"))
        if [name for name in types if name not in MAIN] != around or len(types) != len(around) + 1:
            yield f"{page}: JSON-LD of {types}"
        main, kind = main_node(page), kind_of(site, page)
        if kind and main["@type"] != kind:
            yield f"{page}: {main['@type']} where {kind} was expected"
        own = site.absolute(page.address)
        shown = site.language_of(page.address) if canonical(page) == own else "vi"
        if main["url"] != own or main["inLanguage"] != shown:
            yield f"{page}: JSON-LD of {main['url']} in {main['inLanguage']}"


@check
def structured_data_is_whole(site: Site) -> Iterator[str]:
    """Required properties, dates as dates, a breadcrumb that counts and ends here."""
    for page in site.pages:
        nodes = graph(page)
        for node in nodes:
            lost = [name for name in REQUIRED[node["@type"]] if not node.get(name)]
            if lost:
                yield f"{page}: {node['@type']} without {lost}"
        for node in nested(nodes):
            wrong = [
                node[name] for name in DATES if not re.fullmatch(DAY, node.get(name, "2000-01-01"))
            ]
            if wrong:
                yield f"{page}: dates {wrong}"
            steps = node.get("itemListElement")
            if steps and (
                [step["position"] for step in steps] != list(range(1, len(steps) + 1))
                or steps[-1]["item"] != site.absolute(page.address)
            ):
                yield f"{page}: breadcrumb {steps}"


@check
def structured_data_leads_to_pages_and_calls_law_what_is_law(site: Site) -> Iterator[str]:
    kinds = site.vocabulary("document-types")
    not_law = {
        text["number"]
        for text in site.records("legal-texts").values()
        if kinds[text["type_document"]].get("schema_type") != "Legislation"
    }
    for page in site.pages:
        for node in nested(graph(page)):
            if node.get("@type") == "Legislation" and node.get("legislationIdentifier") in not_law:
                yield f"{page}: {node['legislationIdentifier']} is called Legislation"
            address = node.get("url") or node.get("item")
            target = site.target(page, address) if address else ("index.html", "")
            if target is None or target[0] not in site.files:
                yield f"{page}: JSON-LD leads to {address}"


@check
def english_structured_data_has_no_vietnamese_but_names(site: Site) -> Iterator[str]:
    for page in site.in_language("en"):
        if canonical(page) != site.absolute(page.address):
            continue
        for node in nested(graph(page)):
            for name, value in node.items():
                named = node.get("@type") == "Person" and name == "name"
                number = name in ("legislationIdentifier", "identifier")
                if isinstance(value, str) and foreign(value) and not named and not number:
                    yield f"{page}: {node.get('@type')}.{name}: {value[:90]!r}"


def feeds(site: Site, lang: str) -> list[str]:
    return [f"{site.section(name, lang)}atom.xml" for name in ("news", "legal-texts")]


@check
def feeds_are_atom_in_one_language(site: Site) -> Iterator[str]:
    for lang in LANGS:
        for name in feeds(site, lang):
            feed = site.xml(name)
            if feed.tag != f"{ATOM}feed" or feed.get(XML_LANG) != lang:
                yield f"{name}: {feed.tag} in {feed.get(XML_LANG)}"
            links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
            if links.get("self") != site.absolute(name):
                yield f"{name}: self is {links.get('self')}"
            parts = [feed, *feed.findall(f"{ATOM}entry")]
            names = [part.findtext(f"{ATOM}id") or "" for part in parts]
            if len(set(names)) != len(names) or not all(n.startswith(site.url) for n in names):
                yield f"{name}: ids {names}"
            for part in parts:
                yield from (f"{name}: {fault}" for fault in faults(part, lang))


def faults(part: Element, lang: str) -> Iterator[str]:
    """What a feed or an entry of one lacks."""
    for tag in ("updated", "published"):
        when = part.findtext(f"{ATOM}{tag}")
        if not re.fullmatch(MOMENT, when or "") and (tag == "updated" or when):
            yield f"{tag} {when!r}"
    title = squeeze(part.findtext(f"{ATOM}title") or "")
    summary = squeeze(part.findtext(f"{ATOM}summary") or "")
    if not title or (part.tag == f"{ATOM}entry" and not summary):
        yield "an entry without title or summary"
    if lang == "en" and foreign(title + summary):
        yield f"{title[:60]!r} {summary[:60]!r}"


@check
def feeds_lead_to_translated_pages(site: Site) -> Iterator[str]:
    for lang in LANGS:
        by_url = {site.absolute(page.address): page for page in site.in_language(lang)}
        for name in feeds(site, lang):
            for link in site.xml(name).findall(f"{ATOM}entry/{ATOM}link"):
                target = link.get("href", "")
                if target not in by_url or canonical(by_url[target]) != target:
                    yield f"{name}: {target} is not a page in {lang}"


@check
def pages_offer_the_feeds_of_their_language(site: Site) -> Iterator[str]:
    for page in site.pages:
        lang = site.language_of(page.address)
        offered = [a for a in page.linked("alternate") if a.get("type") == "application/atom+xml"]
        files = [site.target(page, link["href"]) for link in offered]
        if files != [(name, "") for name in feeds(site, lang)]:
            yield f"{page}: offers the feeds {files}"


@check
def search_lists_hold_their_own_language(site: Site) -> Iterator[str]:
    for lang in LANGS:
        name = f"search/{lang}"
        entries = site.found(lang)
        addresses = [entry["url"] for entry in entries if "#" not in entry["url"]]
        if len(set(addresses)) != len(addresses):
            yield f"{name}: an address twice"
        wanted = {
            page.address for page in site.listed
            if site.language_of(page.address) == lang
            and canonical(page) == site.absolute(page.address)
        }  # fmt: skip
        if set(addresses) != wanted:
            yield f"{name}: differs in {sorted(set(addresses) ^ wanted)}"
        for entry in entries:
            if not entry["title"] or ("#" not in entry["url"] and not entry["text"].strip()):
                yield f"{name}: {entry['url']} without title or text"
            if re.search(r"<\w|&\w+;|\{\w+\}", entry["title"] + entry["text"]):
                yield f"{name}: markup in {entry['url']}"
            if lang == "en" and foreign(entry["title"]):
                yield f"{name}: {entry['title']!r}"


@check
def qr_codes_are_there_for_each_shared_page(site: Site) -> Iterator[str]:
    if "qr" not in site.settings.get("share", ["qr"]):
        return
    seen: dict[str, Page] = {}
    for page in site.listed:
        codes = {
            path["d"] for box in page.tagged("div") if "qr" in box.classes
            for path in box.walk() if path.tag == "path"
        }  # fmt: skip
        # The quiet zone is one path, the code another; each page has its own.
        own = {code for code in codes if len(code) > 200}
        if len(own) != 1:
            yield f"{page}: {len(own)} QR codes"
        for code in own:
            if code in seen:
                yield f"{page} and {seen[code]} share a QR code"
            seen[code] = page


@check
def shared_addresses_are_the_pages_own(site: Site) -> Iterator[str]:
    for page in site.listed:
        own = site.absolute(page.address)
        shown = [a for a in page.tagged("a") if "data-share-address" in a.attributes]
        if site.settings.get("share", True) and [a["href"] for a in shown] != [own]:
            yield f"{page}: the address shown is {[a['href'] for a in shown]}"
        for link in page.tagged("a"):
            ends = link.get("href").endswith(quote(own, safe=""))
            if link.get("href").startswith(SHARING) and not ends:
                yield f"{page}: {link['href']} shares another address"
