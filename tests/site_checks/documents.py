"""Each page as a document: whole, in order, named, and usable without a script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from built_site import LANGS, Site
from html_page import Page, squeeze

from site_checks.registry import check, everywhere

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


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
            script_fills = {"data-search-results", "data-search-list"} & element.attributes.keys()
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
            hidden = any(
                "hidden" in outer.attributes or "needs-script" in outer.classes
                for outer in element.above()
            )
            in_form = any(
                outer.tag == "form" and (outer.get("action") or outer.get("method") == "dialog")
                for outer in element.above()
            )
            if not hidden and not in_form and not element.get("popovertarget"):
                yield f"{page}: <{element.tag}> {element.attributes} is shown without its script"
        for element in page.elements:
            if handler := next((name for name in element.attributes if name.startswith("on")), ""):
                yield f"{page}: <{element.tag}> has {handler}"


@check
def fields_have_labels_and_pictures_have_words(site: Site) -> Iterator[str]:  # noqa: C901
    for page in everywhere(site):
        labelled = {label.get("for") for label in page.tagged("label") if label.text}
        for field in page.tagged("input", "select", "textarea"):
            if field.get("id") not in labelled and not field.get("aria-label"):
                yield f"{page}: field {field.attributes} has no label"
        for image in page.tagged("img"):
            if "alt" not in image.attributes or not image.get("width") or not image.get("height"):
                yield f"{page}: image {image.attributes} lacks alt, width or height"
        if any(e.get("role") == "img" and not e.get("aria-label") for e in page.elements):
            yield f"{page}: a drawing has no words"
        for part in page.tagged("nav", "aside"):
            if not part.get("aria-label") and not part.get("aria-labelledby"):
                yield f"{page}: <{part.tag}> has no name"
        for table in page.tagged("table"):
            # Markdown has no captions: the heading above a written table says what it is.
            named = table.all("caption") or any("prose" in e.classes for e in table.above())
            if not named or not table.all("th", having="scope"):
                yield f"{page}: a table without a caption or headed columns"
