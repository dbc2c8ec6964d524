"""Two languages: which page answers which, and that none speaks the other one unmarked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from built_site import LANGS, Site
from html_page import squeeze

from site_checks.registry import MONTHS, alternates, canonical, check, foreign

# Attributes that a reader sees or hears.
READ = ("alt", "title", "aria-label", "placeholder", "label", "summary", "value", "content")
SAID_BY_SCRIPTS = ("data-one", "data-many", "data-none", "data-done", "data-failed")


@check
def alternates_are_mutual_and_absolute(site: Site) -> Iterator[str]:
    by_url = {site.absolute(page.address): page for page in site.pages}
    for page in site.pages:
        others = alternates(page)
        if not others:
            continue
        if sorted(others) != ["en", "vi", "x-default"] or others["x-default"] != others["vi"]:
            yield f"{page}: alternates {others}"
        if others.get(site.language_of(page.address)) != site.absolute(page.address):
            yield f"{page}: alternates {others}"
        for other in set(others.values()):
            if other not in by_url or alternates(by_url[other]) != others:
                yield f"{page}: {other} does not answer with the same alternates"


@check
def each_page_has_one_address_to_be_known_by(site: Site) -> Iterator[str]:
    addresses = {site.absolute(page.address) for page in site.pages}
    for page in site.pages:
        own = site.absolute(page.address)
        named = [link["href"] for link in page.linked("canonical")]
        if len(named) != 1 or named[0] not in addresses:
            yield f"{page}: canonical {named}"
        elif (named != [own]) != (not alternates(page) and site.language_of(page.address) == "en"):
            yield f"{page}: canonical {named}, alternates {alternates(page)}"
        if page.meta("og:url") != own or page.meta("DC.identifier") != own:
            yield f"{page}: og:url {page.meta('og:url')}, DC {page.meta('DC.identifier')}"


@check
def english_pages_mark_what_is_vietnamese(site: Site) -> Iterator[str]:
    for page in site.in_language("en"):
        title = page.tagged("title")[0]
        untranslated = canonical(page) != site.absolute(page.address)
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
                    if name in SAID_BY_SCRIPTS
                ]
            for element, text in pieces:
                if strange.fullmatch(text) and element.lang != other:
                    yield f"{page}: <{element.tag}> {text!r} in {element.lang}"
                if lang == "en" and element.lang == "vi" and own.fullmatch(text):
                    yield f"{page}: <{element.tag}> {text!r} is English, marked as Vietnamese"


@check
def dates_and_numbers_are_of_the_language(site: Site) -> Iterator[str]:
    wrong = {"en": r"\b\d{1,2}/\d{1,2}/\d{4}\b", "vi": rf"\b\d{{1,2}} (?:{MONTHS}) \d{{4}}\b"}
    for lang in LANGS:
        for page in site.in_language(lang):
            for element, text in page.texts():
                if element.lang == lang and re.search(wrong[lang], text):
                    yield f"{page}: <{element.tag}> {squeeze(text)[:90]!r}"
            for element in page.tagged("time"):
                year, month, day = re.fullmatch(
                    r"(\d{4})-(\d{2})-(\d{2})", element["datetime"]
                ).groups()  # type: ignore[union-attr]
                names = MONTHS.split("|")
                english = f"{int(day)} {names[int(month) - 1]} {year}"
                if element.text != (english if lang == "en" else f"{day}/{month}/{year}"):
                    yield f"{page}: {element['datetime']} shown as {element.text}"
