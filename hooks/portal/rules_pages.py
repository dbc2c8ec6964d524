"""Rules for pages: what each kind needs, translations, addresses and links.

Each rule is a generator of findings whose docstring is the rule.
"""

from __future__ import annotations

import re
from typing import Any

from portal.address import SECTIONS, Book, Page
from portal.field import Origin, keys
from portal.finding import Finding, Findings, Place, Scene, at
from portal.prose import ENGLISH_KEYS, VIETNAMESE_KEYS
from portal.records import Records
from portal.settings import Interface
from portal.tree import is_file
from portal.value import SLUG

# A redirect is a page file, or a folder with one in it; a folder cannot be called like a file.
PAGE_FILE = re.compile(r"\.(?:html?|php|aspx)$")
FILE = re.compile(r"^_|\.(?:html?|xml|json|txt|js|css|svg|png|pdf|gz|br|webmanifest)$")


def pages_are_whole(scene: Scene) -> Findings:
    """News names its category, its day and its sources; an English page has its address word,
    unless a record says what it is."""
    of_records = Book(scene.records).of_records if scene.records.interface else {}
    for page in scene.records.prose.values():
        meta = page.meta
        written = {key.partition(".")[0].partition("[")[0] for key in meta.origin.places}
        if page.lang == "en":
            for key in sorted((written & set(keys(type(meta)))) - ENGLISH_KEYS):
                yield at(meta, "key-vietnamese-only", key)
            leaf = page.stem.rpartition("/")[2]
            if meta.slug is None and leaf != "index" and page.stem not in of_records:
                yield at(meta, "missing-key", "", missing="slug")
            continue
        for key in sorted(written & (ENGLISH_KEYS - VIETNAMESE_KEYS)):
            yield at(meta, "key-english-only", key)
        if page.is_news:
            if meta.category is None:
                yield at(meta, "missing-key", "", missing="category")
            if not page.day:
                yield at(meta, "missing-key", "", missing="event_date")
            if not meta.sources:
                yield at(meta, "source-missing", "sources")


def translations_are_true(scene: Scene) -> Findings:
    """An English page has its Vietnamese twin, and says when that has changed since."""
    prose = scene.records.prose
    for (lang, stem), page in prose.items():
        original = prose.get(("vi", stem))
        if lang != "en":
            continue
        if original is None:
            if not is_file(scene.root / "docs" / "vi" / f"{stem}.md"):
                expected = f"docs/vi/{stem}.md"
                yield Finding("translation-orphan", (page.meta.origin.path, 1, 1), "",
                              {"expected": expected})  # fmt: skip
        elif page.meta.translation and page.meta.translation.digest != original.digest:
            yield at(page.meta, "translation-stale", "translation.digest", expected=original.digest)


def addresses_are_unique(scene: Scene) -> Findings:
    """No two pages share an address, in either language, and no old address hides a page."""
    if scene.records.interface is None:
        return
    yield from _section_words(scene.records.interface, scene.records.interface_origin)
    taken: dict[str, Place] = {}
    pages = Book(scene.records).all
    for page in pages:
        for lang in ("vi", "en"):
            place, key = _address_place(page, lang, scene.records)
            if (other := taken.setdefault(page.url(lang), place)) != place:
                yield Finding("repeated-address", place, key,
                              {"got": f"/{page.url(lang)}", "other": _shown(other)})  # fmt: skip
    for page, alias in [(item, alias) for item in pages for _, alias in item.aliases]:
        address = f"{alias.strip('/')}/".lstrip("/").removesuffix("index.html/")
        place, key = _alias_place(page, alias, scene.records)
        if file := _file_in_the_way(alias):
            yield Finding("alias-collision", place, key, {"got": alias, "other": file})
        elif (other := taken.setdefault(address, place)) != place:
            yield Finding("alias-collision", place, key, {"got": alias, "other": _shown(other)})


def _section_words(interface: Interface, origin: Origin) -> Findings:
    for name, phrase in interface.phrases.items():
        for lang, word in (("vi", phrase.vi), ("en", phrase.en or phrase.vi)):
            if name.startswith("path_") and not SLUG.accepts(word):
                key = f"{name}.{lang}"
                yield Finding("slug-format", origin.at(key), key, {"got": word})


def _shown(place: Place) -> str:
    path, line, _ = place
    return path if line == 1 else f"{path}:{line}"


def _address_place(page: Page, lang: str, records: Records) -> tuple[Place, str]:
    """Where the address of `page` is decided: a slug, an id, a file name or the interface."""
    origin: Origin | None
    if page.kind in ("article", "prose"):
        prose = records.prose.get((lang, page.record)) or records.prose["vi", page.record]
        origin = prose.meta.origin
        return (origin.at("slug"), "slug") if lang == "en" else ((origin.path, 1, 1), "")
    if (origin := getattr(page.record, "origin", None)) is not None:
        key = f"slug.{lang}" if hasattr(page.record, "slug") else "id"
        return origin.at(key), key
    term = page.record[1] if isinstance(page.record, tuple) else page.record
    for vocabulary in records.vocabularies.values():
        for number, entry in enumerate(vocabulary.entries):
            if term is not None and (entry.id, entry.name) == (term.id, term.name):
                key = f"entries[{number}].slug.{lang}"
                return vocabulary.origin.at(key), key
    words = {name: path for name, path, _ in SECTIONS}
    key = f"{words.get(page.key, 'path_' + page.key.replace('-', '_'))}.{lang}"
    return records.interface_origin.at(key), key


def _file_in_the_way(alias: str) -> str:
    """The file or folder of the site that a redirect at `alias` would write over; '' if none."""
    whole = alias.strip("/").lower()
    parts = whole.split("/")
    if parts[0] == "assets" or whole in ("404.html", "offline.html"):
        return parts[0]
    folders = parts if alias.endswith("/") or not PAGE_FILE.search(whole) else parts[:-1]
    return next((part for part in folders if FILE.search(part)), "")


def _alias_place(page: Page, alias: str, records: Records) -> tuple[Place, str]:
    holders: list[Any] = [page.record]
    if isinstance(page.record, str):
        both = [records.prose.get((lang, page.record)) for lang in ("vi", "en")]
        holders = [prose.meta for prose in both if prose]
    for holder in holders:
        if alias in holder.aliases:
            key = f"aliases[{holder.aliases.index(alias)}]"
            return holder.origin.at(key), key
    return (page.source_file, 1, 1), "aliases"
