"""What every site must keep, whatever its plan: each check gives a sentence for each breach.

`test_site.py` puts them to the real site, `test_second_plan.py` to other plans, and
`test_site_checks.py` shows that each of them can fail.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from built_site import LANGS, Site
from html_page import Element, Page, squeeze

Check = Callable[[Site], Iterator[str]]
CHECKS: list[Check] = []
XHTML = "{http://www.w3.org/1999/xhtml}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SHARING = ("https://www.facebook.com/sharer/sharer.php?", "https://zalo.me/share?")
DAY = r"\d{4}-\d{2}-\d{2}"
MOMENT = rf"{DAY}T\d{{2}}:\d{{2}}:\d{{2}}(?:Z|[+-]\d{{2}}:\d{{2}})"
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
# What a page fetches or leads to.
LEADS = {
    "a": "href", "area": "href", "link": "href", "script": "src", "img": "src", "source": "src",
    "iframe": "src", "form": "action", "use": "href", "object": "data", "video": "src",
}  # fmt: skip
REFERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers")
# Attributes that a reader sees or hears.
READ = ("alt", "title", "aria-label", "placeholder", "label", "summary", "value", "content")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def check(function: Check) -> Check:
    CHECKS.append(function)
    return function


def everywhere(site: Site) -> list[Page]:
    return [*site.pages, *site.redirects, *([site.page("404.html")] if "404.html" in site.files else [])]


def foreign(text: str) -> str:
    """The first letter of `text` that English does not have, but for a word it has borrowed."""
    own = re.sub("communiqué", "", text, flags=re.I)
    return next((char for char in own if ord(char) > 127 and char.isalpha()), "")


# ----------------------------------------------------------------------------- pages as documents


@check
def elements_are_closed_and_ids_unique(site: Site) -> Iterator[str]:
    for page in everywhere(site):
        for mistake in page.mistakes:
            yield f"{page}: {mistake}"
        counts = Counter(element["id"] for element in page.elements if "id" in element.attributes)
        for name in (name for name, count in counts.items() if count > 1 or not name):
            yield f"{page}: id {name!r} occurs {counts[name]} times"
        if not page.source.lstrip().lower().startswith("<!doctype html>"):
            yield f"{page}: does not begin with <!doctype html>"


@check
def nothing_is_left_of_a_template(site: Site) -> Iterator[str]:
    """No braces, no «None», no empty link or heading."""
    for page in everywhere(site):
        for element, text in page.texts():
            if re.search(r"\{[{%#]|[%#}]\}|\{\w+\}|\bNone\b|\bUndefined\b|<bound method", text):
                yield f"{page}: <{element.tag}> holds {squeeze(text)[:80]!r}"
        for element in page.tagged("a", "button", "summary", "th", "caption", "title", *HEADINGS):
            picture = any(image.get("alt") for image in element.all("img"))
            if not (element.text or element.get("aria-label") or picture):
                yield f"{page}: <{element.tag}> is empty ({element.attributes})"
        for element in page.tagged("ul", "ol", "dl", "tbody", "select"):
            script_fills = "data-search-results" in element.attributes
            if not element.all("li", "dt", "tr", "option") and not script_fills:
                yield f"{page}: <{element.tag}> {element.attributes} has no entry"


@check
def headings_are_in_order(site: Site) -> Iterator[str]:
    for page in everywhere(site):
        levels = [int(heading.tag[1]) for heading in page.tagged(*HEADINGS)]
        if levels.count(1) != 1 or levels[0] != 1:
            yield f"{page}: headings {levels}"
        # The page's own headings; the foot begins again at the second level.
        last = 1
        for level in levels:
            if level > last + 1:
                yield f"{page}: from <h{last}> to <h{level}>"
            last = level


@check
def every_page_has_its_furniture(site: Site) -> Iterator[str]:
    for page in site.pages:
        lang = site.language_of(page.address)
        for name in ("description", "viewport", "og:title", "og:description", "og:url", "DC.title"):
            if not (page.meta(name) or "").strip():
                yield f"{page}: no {name}"
        if len(page.meta("description") or "") > 320:
            yield f"{page}: description of {len(page.meta('description') or '')} letters"
        if [squeeze(title.text) for title in page.tagged("title")] in ([], [""]):
            yield f"{page}: no title"
        home = page.address in ("", "en/")
        label = site.phrase("breadcrumb", lang)
        trails = [nav for nav in page.tagged("nav") if nav.get("aria-label") == label]
        if len(trails) != (0 if home else 1):
            yield f"{page}: {len(trails)} breadcrumbs"
        for trail in trails:
            steps = [step["href"] for step in trail.all("a")]
            if site.target(page, steps[0]) != (f"{'en/' * (lang == 'en')}index.html", ""):
                yield f"{page}: breadcrumb begins at {steps[0]}"
        if page.html.lang != lang:
            yield f"{page}: <html lang={page.html.lang!r}>"


@check
def the_skip_link_is_first_and_leads_to_the_main_part(site: Site) -> Iterator[str]:
    for page in [*site.pages, site.page("404.html")]:
        first = next(e for e in page.elements if e.tag in ("a", "button", "input", "summary"))
        target = page.ids.get(first.get("href").removeprefix("#"))
        if first.tag != "a" or target is None or target.tag != "main":
            yield f"{page}: the first stop is {first.tag} {first.attributes}"
        elif target.get("tabindex") != "-1":
            yield f"{page}: the main part cannot take the focus"


@check
def the_language_switch_stays_on_the_page(site: Site) -> Iterator[str]:
    for page in site.pages:
        lang = site.language_of(page.address)
        other = "vi" if lang == "en" else "en"
        switches = [
            link for link in page.tagged("a")
            if link.get("hreflang") == other and link.text == site.phrase("language_name", other)
        ]  # fmt: skip
        if len(switches) != 1 or switches[0].lang != other:
            yield f"{page}: {len(switches)} language switches"
            continue
        target = site.target(page, switches[0]["href"])
        twin = target and site.page(target[0].removesuffix("index.html"))
        back = [a["href"] for a in twin.tagged("a") if a.get("hreflang") == lang] if twin else []
        if not twin or not back or site.target(twin, back[0]) != (f"{page.address}index.html", ""):
            yield f"{page}: the switch leads to {target}, which does not lead back"


@check
def titles_tell_pages_apart(site: Site) -> Iterator[str]:
    for lang in LANGS:
        seen: dict[str, Page] = {}
        for page in site.in_language(lang):
            title = page.tagged("title")[0].text
            if title in seen:
                yield f"{page} and {seen[title]} have the title {title!r}"
            seen[title] = page


@check
def controls_that_need_a_script_are_hidden_without_one(site: Site) -> Iterator[str]:
    for page in everywhere(site):
        for element in page.tagged("button", "input", "select", "textarea"):
            hidden = any("hidden" in outer.attributes for outer in element.above())
            in_form = any(outer.tag == "form" and outer.get("action") for outer in element.above())
            if not hidden and not in_form:
                yield f"{page}: <{element.tag}> {element.attributes} is shown without its script"
        for element in page.elements:
            if handler := next((name for name in element.attributes if name.startswith("on")), ""):
                yield f"{page}: <{element.tag}> has {handler}"


@check
def fields_have_labels_and_pictures_have_words(site: Site) -> Iterator[str]:
    for page in everywhere(site):
        labelled = {label.get("for") for label in page.tagged("label") if label.text}
        for field in page.tagged("input", "select", "textarea"):
            if field.get("id") not in labelled and not field.get("aria-label"):
                yield f"{page}: field {field.attributes} has no label"
        for image in page.tagged("img"):
            if "alt" not in image.attributes or not image.get("width") or not image.get("height"):
                yield f"{page}: image {image.attributes} lacks alt, width or height"
        for part in page.tagged("nav", "aside"):
            if not part.get("aria-label") and not part.get("aria-labelledby"):
                yield f"{page}: <{part.tag}> has no name"
        for table in page.tagged("table"):
            if not table.all("caption") or not table.all("th", having="scope"):
                yield f"{page}: a table without a caption or headed columns"


# -------------------------------------------------------------------------------------- links


def leads(page: Page) -> Iterator[tuple[Element, str]]:
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


@check
def links_lead_somewhere(site: Site) -> Iterator[str]:
    for page in everywhere(site):
        for element, link in leads(page):
            if not link.strip() or link.startswith("javascript:"):
                yield f"{page}: <{element.tag}> leads to {link!r}"
            if re.match(r"(?:mailto|tel|sms):", link):
                continue
            target = site.target(page, link)
            if target is None:
                continue
            file, anchor = target
            if file not in site.files:
                yield f"{page}: {link} leads to {file}, which does not exist"
            elif anchor and file.endswith(".html"):
                other = site.page(file.removesuffix("index.html") if file != "404.html" else file)
                if anchor not in other.ids:
                    yield f"{page}: {link}: {other} has no #{anchor}"
        for element in page.elements:
            for name in REFERS:
                for id in element.get(name).split():
                    if id not in page.ids:
                        yield f"{page}: <{element.tag} {name}={id!r}>: no such id"


@check
def the_404_page_works_at_any_depth(site: Site) -> Iterator[str]:
    page = site.page("404.html")
    for _, link in leads(page):
        if not link.startswith((site.base, "#", "http")):
            yield f"404.html: {link} is relative"


@check
def links_out_are_sources(site: Site) -> Iterator[str]:
    """Outside links lead to the sources of records, to what staff set, or share the page."""
    allowed = {source.get("url", "") for source in site.records("sources").values()}
    allowed |= {site.plan.get("full_text", {}).get("source_url", "")} - {""}
    edit = site.settings.get("edit_url", "")
    for page in everywhere(site):
        for element, link in leads(page):
            if element.tag == "link" or site.target(page, link) or not link.startswith(("http", "//")):
                continue
            shares = link.startswith(SHARING) and site.settings.get("share", SHARING)
            if link not in allowed and not shares and not (edit and link.startswith(edit)):
                yield f"{page}: {link} is not a source"
            if "noopener" not in element.get("rel") and element.get("target"):
                yield f"{page}: {link} opens a window that can reach back"


@check
def nothing_is_fetched_from_elsewhere(site: Site) -> Iterator[str]:
    for page in everywhere(site):
        for element, link in leads(page):
            fetched = element.tag not in ("a", "area") and not (
                element.tag == "link"
                and element.get("rel").startswith(("canonical", "alternate", "schema."))
            )
            if fetched and re.match(r"(?:https?:)?//", link):
                yield f"{page}: <{element.tag}> fetches {link}"
        for element in page.elements:
            if element.tag in ("style", "iframe", "base") or "style" in element.attributes:
                yield f"{page}: <{element.tag} {element.attributes}>"
            if element.tag == "script" and not element.get("src"):
                if element.get("type") != "application/ld+json":
                    yield f"{page}: a script inside the page"
    for name in sorted(site.files):
        if name.endswith((".css", ".js")):
            for found in re.findall(r"https?://(?!www\.w3\.org/)[^\s\"')]+", site.text(name)):
                yield f"{name}: {found}"


# ------------------------------------------------------------------------- two languages, addresses


def alternates(page: Page) -> dict[str, str]:
    links = [link for link in page.linked("alternate") if link.get("hreflang")]
    return {link["hreflang"]: link["href"] for link in links}


@check
def alternates_are_mutual_and_absolute(site: Site) -> Iterator[str]:
    by_url = {site.absolute(page.address): page for page in site.pages}
    for page in site.pages:
        lang = site.language_of(page.address)
        own = site.absolute(page.address)
        others = alternates(page)
        canonical = [link["href"] for link in page.linked("canonical")]
        if others:
            if sorted(others) != ["en", "vi", "x-default"]:
                yield f"{page}: alternates {sorted(others)}"
                continue
            if others[lang] != own or others["x-default"] != others["vi"]:
                yield f"{page}: alternates {others}"
            for other in LANGS:
                twin = by_url.get(others[other])
                if twin is None or alternates(twin) != others:
                    yield f"{page}: {others[other]} does not answer with the same alternates"
        elif lang == "en" and canonical == [own]:
            yield f"{page}: neither alternates nor the Vietnamese page as canonical"
        if others and canonical != [own]:
            yield f"{page}: canonical {canonical}"
        if len(canonical) != 1 or canonical[0] not in by_url:
            yield f"{page}: canonical {canonical} is not a page"
        if page.meta("og:url") != own or page.meta("DC.identifier") != own:
            yield f"{page}: og:url {page.meta('og:url')}, DC.identifier {page.meta('DC.identifier')}"


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


@check
def addresses_are_plain_words(site: Site) -> Iterator[str]:
    for page in site.pages:
        if not re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*", page.address):
            yield f"{page}: an address of other signs"


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


# ----------------------------------------------------------------------------- two languages, words


@check
def english_pages_mark_what_is_vietnamese(site: Site) -> Iterator[str]:
    for page in site.in_language("en"):
        title = page.tagged("title")[0]
        untranslated = page.linked("canonical")[0]["href"] != site.absolute(page.address)
        for element, text in page.texts():
            if element.lang != "vi" and foreign(text) and not (element is title and untranslated):
                yield f"{page}: <{element.tag}> {squeeze(text)[:90]!r} is not marked"
        for element in page.elements:
            for name in READ:
                if name == "content" and (element.get("name") == "DC.creator" or untranslated):
                    continue
                if foreign(element.get(name)) and element.lang != "vi":
                    yield f"{page}: <{element.tag} {name}={element[name][:90]!r}>"
            for name, value in element.attributes.items():
                if name.startswith("data-") and foreign(value):
                    yield f"{page}: <{element.tag} {name}={value[:90]!r}>"


def pattern(phrase: str) -> str:
    """A phrase as a pattern for what it becomes once filled in."""
    return r"[\d.,]+".join(re.escape(part) for part in re.split(r"\{count\}", phrase))


def only_in(site: Site, lang: str) -> re.Pattern[str]:
    """What only an interface in `lang` can have written: its phrases and the names of its lists."""
    other = "vi" if lang == "en" else "en"
    pairs = [*site.interface.values()]
    for file in sorted((site.project / "data/vocabulary").glob("*.yml")):
        pairs += [entry["name"] for entry in site.vocabulary(file.stem).values()]
    words = {part for pair in pairs for part in pair.get(lang, "").split(" | ")}
    words -= {part for pair in pairs for part in pair.get(other, "").split(" | ")}
    long = sorted(word for word in words if len(word) > 3 and not re.search(r"\{(?!count)", word))
    return re.compile("|".join(map(pattern, long)))


@check
def the_interface_speaks_one_language(site: Site) -> Iterator[str]:
    """No phrase of the other language, and no English phrase inside what is marked Vietnamese."""
    for lang in LANGS:
        other = "vi" if lang == "en" else "en"
        strange = only_in(site, other)
        own = only_in(site, lang)
        for page in site.in_language(lang):
            pieces = [(element, squeeze(text)) for element, text in page.texts()]
            for element in page.elements:
                pieces += [(element, element[name]) for name in READ if element.get(name)]
                pieces += [
                    (element, value)
                    for name, value in element.attributes.items()
                    if name in ("data-one", "data-many", "data-none", "data-done", "data-failed")
                ]
            for element, text in pieces:
                if strange.fullmatch(text) and element.lang != other:
                    yield f"{page}: <{element.tag}> {text!r} in {element.lang}"
                if lang == "en" and element.lang == "vi" and own.fullmatch(text):
                    yield f"{page}: <{element.tag}> {text!r} is English, marked as Vietnamese"


@check
def dates_and_numbers_are_of_the_language(site: Site) -> Iterator[str]:
    wrong = {"en": r"\b\d{1,2}/\d{1,2}/\d{4}\b", "vi": rf"\b\d{{1,2}} (?:{MONTH}) \d{{4}}\b"}
    for lang in LANGS:
        for page in site.in_language(lang):
            for element, text in page.texts():
                if element.lang == lang and re.search(wrong[lang], text):
                    yield f"{page}: <{element.tag}> {squeeze(text)[:90]!r}"
            for element in page.tagged("time"):
                year, month, day = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", element["datetime"]).groups()  # type: ignore[union-attr]
                names = MONTH.split("|")
                english = f"{int(day)} {names[int(month) - 1]} {year}"
                if element.text != (english if lang == "en" else f"{day}/{month}/{year}"):
                    yield f"{page}: {element['datetime']} shown as {element.text}"


# -------------------------------------------------------------------------- for machines


def graph(page: Page) -> list[dict[str, Any]]:
    """The nodes of a page's JSON-LD."""
    scripts = [s for s in page.tagged("script") if s.get("type") == "application/ld+json"]
    data = json.loads("".join(str(child) for child in scripts[0].children))
    assert data["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = data["@graph"]
    return nodes


def nested(value: Any) -> Iterator[dict[str, Any]]:
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
    if leaf.count("/") == 1 and section == site.section("legal-texts", lang).removeprefix("en/").strip("/"):
        kinds = site.vocabulary("document-types")
        kind = site.records("legal-texts")[leaf.strip("/")]["type_document"]
        return str(kinds[kind].get("schema_type", "DigitalDocument"))
    return ""


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
def structured_data_says_what_the_page_is(site: Site) -> Iterator[str]:
    not_law = {
        text["number"]
        for text in site.records("legal-texts").values()
        if site.vocabulary("document-types")[text["type_document"]].get("schema_type") != "Legislation"
    }
    for page in site.pages:
        nodes = graph(page)
        types = [node["@type"] for node in nodes]
        wanted = ["GovernmentOrganization"] + ["BreadcrumbList"] * (page.address not in ("", "en/"))
        if [kind for kind in types if kind not in MAIN] != wanted or len(types) != len(wanted) + 1:
            yield f"{page}: JSON-LD of {types}"
        main = next(node for node in nodes if node["@type"] in MAIN)
        kind = kind_of(site, page)
        if kind and main["@type"] != kind:
            yield f"{page}: {main['@type']} where {kind} was expected"
        for node in nodes:
            for name in REQUIRED[node["@type"]]:
                if not node.get(name):
                    yield f"{page}: {node['@type']} without {name}"
        own = site.absolute(page.address)
        shown = "vi" if page.linked("canonical")[0]["href"] != own else site.language_of(own.removeprefix(site.url))
        if main["url"] != own or main["inLanguage"] != shown:
            yield f"{page}: JSON-LD of {main['url']} in {main['inLanguage']}"
        for node in nested(nodes):
            for name in ("datePublished", "dateModified", "legislationDate", "dateCreated"):
                if name in node and not re.fullmatch(DAY, node[name]):
                    yield f"{page}: {name} {node[name]!r}"
            if node.get("@type") == "Legislation" and node.get("legislationIdentifier") in not_law:
                yield f"{page}: {node['legislationIdentifier']} is called Legislation"
            address = node.get("url") or node.get("item")
            if isinstance(address, str) and site.target(page, address) is None:
                yield f"{page}: JSON-LD leads to {address}"
            elif isinstance(address, str) and site.target(page, address)[0] not in site.files:  # type: ignore[index]
                yield f"{page}: JSON-LD leads to {address}, which does not exist"
        trail = next((n["itemListElement"] for n in nodes if n["@type"] == "BreadcrumbList"), [])
        if trail and (
            [step["position"] for step in trail] != list(range(1, len(trail) + 1))
            or trail[-1]["item"] != own
        ):
            yield f"{page}: breadcrumb {trail}"


@check
def english_structured_data_has_no_vietnamese_but_names(site: Site) -> Iterator[str]:
    for page in site.in_language("en"):
        if page.linked("canonical")[0]["href"] != site.absolute(page.address):
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
def feeds_can_be_followed(site: Site) -> Iterator[str]:
    for lang in LANGS:
        by_url = {site.absolute(page.address): page for page in site.in_language(lang)}
        for name in feeds(site, lang):
            feed = site.xml(name)
            if feed.tag != f"{ATOM}feed" or feed.get(XML_LANG) != lang:
                yield f"{name}: {feed.tag} in {feed.get(XML_LANG)}"
            links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
            if links.get("self") != site.absolute(name):
                yield f"{name}: self is {links.get('self')}"
            entries = feed.findall(f"{ATOM}entry")
            ids = [part.findtext(f"{ATOM}id") or "" for part in (feed, *entries)]
            if len(set(ids)) != len(ids) or not all(id.startswith(site.url) for id in ids):
                yield f"{name}: ids {ids}"
            for part in (feed, *entries):
                for tag in ("updated", "published"):
                    when = part.findtext(f"{ATOM}{tag}")
                    if not re.fullmatch(MOMENT, when or "") and (tag == "updated" or when):
                        yield f"{name}: {tag} {when!r}"
                title = squeeze(part.findtext(f"{ATOM}title") or "")
                summary = squeeze(part.findtext(f"{ATOM}summary") or "")
                if not title or (part is not feed and not summary):
                    yield f"{name}: an entry without title or summary"
                if lang == "en" and foreign(title + summary):
                    yield f"{name}: {title[:60]!r} {summary[:60]!r}"
            for entry in entries:
                link = entry.find(f"{ATOM}link")
                target = "" if link is None else link.get("href", "")
                page = by_url.get(target)
                if page is None:
                    yield f"{name}: {target} is not a page in {lang}"
                elif page.linked("canonical")[0]["href"] != target:
                    yield f"{name}: {target} is not translated"
    for page in site.pages:
        lang = site.language_of(page.address)
        offered = [a for a in page.linked("alternate") if a.get("type") == "application/atom+xml"]
        files = [site.target(page, link["href"]) for link in offered]
        if files != [(name, "") for name in feeds(site, lang)]:
            yield f"{page}: offers the feeds {files}"


@check
def search_lists_hold_their_own_language(site: Site) -> Iterator[str]:
    for lang in LANGS:
        name = f"{site.section('search', lang)}index.json"
        entries = site.json(name)
        addresses = [entry["url"] for entry in entries]
        if len(set(addresses)) != len(addresses):
            yield f"{name}: an address twice"
        wanted = {
            page.address for page in site.listed
            if site.language_of(page.address) == lang
            and page.linked("canonical")[0]["href"] == site.absolute(page.address)
        }  # fmt: skip
        if set(addresses) != wanted:
            yield f"{name}: differs in {sorted(set(addresses) ^ wanted)}"
        for entry in entries:
            if not entry["title"] or not entry["text"]:
                yield f"{name}: {entry['url']} without title or text"
            if re.search(r"<\w|&\w+;|\{\w+\}", entry["title"] + entry["text"]):
                yield f"{name}: markup in {entry['url']}"
            if lang == "en" and foreign(entry["title"] + entry["kind"] + entry.get("status", "")):
                yield f"{name}: {entry['title']!r}"


@check
def qr_codes_are_there_for_each_shared_page(site: Site) -> Iterator[str]:
    if "qr" not in site.settings.get("share", ["qr"]):
        return
    seen: dict[tuple[str, str], Page] = {}
    for page in site.listed:
        images = [i for i in page.tagged("img") if "/qr/" in i.get("src")]
        targets = [target for image in images if (target := site.target(page, image["src"]))]
        if len(targets) != 1:
            yield f"{page}: {len(targets)} QR codes"
        for target in targets:
            if target in seen:
                yield f"{page} and {seen[target]} share {target[0]}"
            seen[target] = page


@check
def shared_addresses_are_the_pages_own(site: Site) -> Iterator[str]:
    for page in site.listed:
        own = site.absolute(page.address)
        shown = [a for a in page.tagged("a") if "data-share-address" in a.attributes]
        if site.settings.get("share", True) and [a["href"] for a in shown] != [own]:
            yield f"{page}: the address shown is {[a['href'] for a in shown]}"
        for link in page.tagged("a"):
            if link.get("href").startswith(SHARING) and not urlsplit(link["href"]).query.endswith(
                own.replace(":", "%3A").replace("/", "%2F")
            ):
                yield f"{page}: {link['href']} shares another address"
