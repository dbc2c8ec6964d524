"""Rules for pages: what each kind needs, translations, addresses and links.

Each rule is a generator of findings whose docstring is the rule.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from portal.address import Book
from portal.field import keys
from portal.finding import Finding, Findings, Scene, at
from portal.problem import guess
from portal.prose import ENGLISH_KEYS, Prose, prose_lines
from portal.value import SLUG

SCHEMES = ("http:", "https:", "mailto:", "tel:")
# An inline link or image with its target, and a reference definition: [text](target "title")
LINK = re.compile(r"\]\(\s*<?(?P<inline>[^\s)<>]*)|^ {0,3}\[[^\]]+\]:\s+<?(?P<defined>[^\s<>]+)")


def pages_are_whole(scene: Scene) -> Findings:
    """News names its category, its day and its sources; an English page has its address word."""
    for page in scene.records.prose.values():
        meta = page.meta
        written = {key.partition(".")[0].partition("[")[0] for key in meta.origin.places}
        if page.lang == "en":
            for key in sorted((written & set(keys(type(meta)))) - ENGLISH_KEYS):
                yield at(meta, "key-vietnamese-only", key)
            if meta.slug is None and page.stem.rpartition("/")[2] != "index":
                yield at(meta, "missing-key", "", missing="slug")
        elif page.is_news:
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
            if not (scene.root / "docs" / "vi" / f"{stem}.md").exists():
                expected = f"docs/vi/{stem}.md"
                yield Finding("translation-orphan", (page.meta.origin.path, 1, 1), "",
                              {"expected": expected})  # fmt: skip
        elif page.meta.translation and page.meta.translation.digest != original.digest:
            yield at(page.meta, "translation-stale", "translation.digest", expected=original.digest)


def addresses_are_unique(scene: Scene) -> Findings:
    """No two pages share an address, in either language, and no old address hides a page."""
    if scene.records.interface is None:
        return
    for name, phrase in scene.records.interface.phrases.items():
        for lang, word in (("vi", phrase.vi), ("en", phrase.en or phrase.vi)):
            if name.startswith("path_") and not re.fullmatch(SLUG.form, word):
                key = f"{name}.{lang}"
                place = scene.records.interface_origin.at(key)
                yield Finding("slug-format", place, key, {"got": word})
    taken: dict[str, str] = {}
    pages = Book(scene.records).all
    for page in pages:
        file = page.source_file or page.src
        for lang in ("vi", "en"):
            other = taken.setdefault(page.url(lang), file)
            if other != file:
                yield Finding("repeated-address", (file, 1, 1), "",
                              {"got": f"/{page.url(lang)}", "other": other})  # fmt: skip
    for page in pages:
        for _, alias in page.aliases:
            address = f"{alias.strip('/')}/".lstrip("/").removesuffix("index.html/")
            other = taken.setdefault(address, f"{page.source_file} (aliases)")
            if other != f"{page.source_file} (aliases)":
                yield Finding("alias-collision", (page.source_file, 1, 1), "aliases",
                              {"got": alias, "other": other})  # fmt: skip


def links_lead_somewhere(scene: Scene) -> Findings:
    """Every link in a page leads to a page of the site, a file in docs/, or a web address."""
    if scene.records.interface is None:
        return
    book = Book(scene.records)
    known = set(book.by_src)
    # A record that could not be read has no page yet; its own mistake is enough to report.
    unread = tuple(
        f"{book.pages[name].paths[0]}/" for name in ("measures", "legal-texts", "exemplars")
        if scene.records.known[name] - set(scene.records.collections[name])
    )  # fmt: skip
    for page in scene.records.prose.values():
        for line, column, target in links(page):
            place = (page.meta.origin.path, line, column)
            rule = _judge(target, page, scene, known, unread)
            if rule:
                near = guess(target, [_from(page.stem, src) for src in known])
                hint = near if rule == "link-target" else ""
                yield Finding(rule, place, "", {"got": target, "guess": hint})


def links(page: Prose) -> Iterator[tuple[int, int, str]]:
    """Line, column and target of every Markdown link and image of `page`, code left out."""
    for number, line in enumerate(prose_lines(page.body), start=page.body_line):
        for found in LINK.finditer(line):
            name = "inline" if found["inline"] is not None else "defined"
            yield number, found.start(name) + 1, found[name]


def _judge(
    target: str, page: Prose, scene: Scene, known: set[str], unread: tuple[str, ...]
) -> str:
    path = unquote(target.partition("#")[0].partition("?")[0])
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target) or target.startswith("//"):
        return "" if target.lower().startswith(SCHEMES) else "link-scheme"
    if target.startswith("/"):
        return "link-absolute"
    if not path:
        return "" if target.startswith("#") and len(target) > 1 else "link-target"
    goal = posixpath.normpath(posixpath.join(posixpath.dirname(page.stem), path))
    if goal.endswith(".md"):
        return "" if goal in known or goal.startswith(unread) else "link-target"
    file = posixpath.normpath(posixpath.join(page.lang, posixpath.dirname(page.stem), path))
    inside = not file.startswith("..")
    exists = any((scene.root / "docs" / name).is_file() for name in (file, goal))
    return "" if inside and exists else "link-target"


def _from(stem: str, src: str) -> str:
    return posixpath.relpath(src, posixpath.dirname(stem) or ".")
