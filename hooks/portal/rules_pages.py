"""Rules for pages: what each kind needs, translations, addresses and links.

Each rule is a generator of findings whose docstring is the rule.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from portal.address import ANCHORED, SECTIONS, Book, Page
from portal.field import Origin, keys
from portal.finding import Finding, Findings, Place, Scene, at
from portal.language import slugify
from portal.problem import guess
from portal.prose import ENGLISH_KEYS, VIETNAMESE_KEYS, Prose, prose_lines
from portal.records import Records
from portal.settings import Interface
from portal.value import SLUG

# Comparing is slow: where nearly every link is wrong, the rest is reported without a guess.
MOST_GUESSES = 300
SCHEMES = ("http:", "https:", "mailto:", "tel:")
# An inline link or image with its target, and a reference definition: [text](target "title")
# A link with a space in its middle, which Markdown prints as it stands: [text] (target.md)
GAP = re.compile(
    r"\][ \t]+\((?:https?:|mailto:|www\.|[^\s()]+\.(?:md|html|pdf|png|jpe?g|svg|webp)\b)"
)
LINK = re.compile(r"\]\(\s*<?(?P<inline>[^)<>]*)|^ {0,3}\[[^\]]+\]:\s+<?(?P<defined>[^\s<>]+)")


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
        if (other := taken.setdefault(address, place)) != place:
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


def links_lead_somewhere(scene: Scene) -> Findings:
    """Every link in a page leads to a page of the site, a file in docs/, or a web address."""
    if scene.records.interface is None:
        return
    book = Book(scene.records)
    known = set(book.by_src)
    # A record that could not be read has no page yet; its own mistake is enough to report.
    numbers = {text.number for text in scene.records.legal_texts()}
    unread = tuple(
        f"{book.pages[name].paths[0]}/" for name in ("measures", "legal-texts", "exemplars")
        if scene.records.known[name] - set(scene.records.collections[name]) - numbers
    )  # fmt: skip
    assets = sorted(
        path.relative_to(scene.root / "docs").as_posix()
        for path in (scene.root / "docs" / "assets").rglob("*") if path.is_file()
    )  # fmt: skip
    guesses: dict[tuple[str, str], str] = {}
    fixed = _template_anchors(scene)
    for page in scene.records.prose.values():
        for line, column, target in links(page):
            place = (page.meta.origin.path, line, column)
            rule = _judge(target, page, scene, known, unread)
            if rule:
                near = ""
                if rule == "link-target":
                    where = posixpath.dirname(page.stem), target
                    if where not in guesses and len(guesses) < MOST_GUESSES:
                        guesses[where] = _nearest(target, page, known, assets)
                    near = guesses.get(where, "")
                yield Finding(rule, place, "", {"got": target, "guess": near})
            elif wrong := _lost_anchor(target, page, scene, book, fixed):
                yield Finding("link-anchor", place, "", wrong)
        yield from _slips(page)


def _lost_anchor(
    target: str, page: Prose, scene: Scene, book: Book, fixed: set[str]
) -> dict[str, object]:
    """What to say of an anchor that the page it leads to does not have; else empty."""
    path, _, anchor = target.partition("#")
    if not anchor or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/", target):
        return {}
    src = posixpath.normpath(posixpath.join(posixpath.dirname(page.stem), unquote(path)))
    goal = book.by_src.get(src if path else f"{page.stem}.md")
    if goal is None:
        return {}
    prose = scene.records.prose
    stem = goal.src.removesuffix(".md")
    shown = prose.get((page.lang, stem)) or prose.get(("vi", stem))
    anchors = heading_anchors(shown) if shown else set()
    if goal.kind not in ("article", "prose"):
        anchors |= _record_anchors(goal, scene.records)
        anchors |= fixed
    if unquote(anchor) in anchors or anchor.startswith(("fn:", "fnref:", "__")):
        return {}
    near = guess(slugify(unquote(anchor)), sorted(anchors))
    return {"got": anchor, "guess": f"#{near}" if near else ""}


def _record_anchors(page: Page, records: Records) -> set[str]:
    """The ids of the records that live on `page`, at anchors of their own."""
    kinds = [kind for kind, section in ANCHORED.items() if section == page.key]
    if kinds == ["term"]:
        glossary = records.singles.get("glossary.yml")
        return {term.id for term in glossary.terms} if glossary else set()
    return {name for kind in kinds for name in records.collections[ANCHORED[kind]]}


def _template_anchors(scene: Scene) -> set[str]:
    """The anchors that templates write out, for whichever page they are."""
    found: set[str] = set()
    for folder in scene.templates:
        for path in folder.rglob("*.html"):
            found |= set(re.findall(r'\bid="([\w-]+)"', path.read_text(encoding="utf-8")))
    return found


def heading_anchors(page: Prose) -> set[str]:
    """The anchors of the headings of `page`, and those given by hand as {#anchor}."""
    found: set[str] = set()
    for line in prose_lines(page.body):
        found |= set(re.findall(r"\{:?\s*#([\w-]+)[^}]*\}", line))
        if heading := re.match(r"#{2,6}\s*(.*)", line):
            text = re.sub(r"\]\([^)]*\)|\{[^}]*\}", "", heading[1])
            name = slugify(text)
            while name in found:
                stem, _, count = name.rpartition("_")
                name = f"{stem}_{int(count) + 1}" if stem and count.isdigit() else f"{name}_1"
            found.add(name)
    return found


def _slips(page: Prose) -> Findings:
    """Links and images that Markdown prints as they stand, or that say nothing."""
    for number, line in enumerate(prose_lines(page.body), start=page.body_line):
        for found in re.finditer(r"!\[\s*\](?=[(\[])", line):
            yield Finding("image-alt", (page.meta.origin.path, number, found.start() + 1))
        for found in GAP.finditer(line):
            yield Finding("link-gap", (page.meta.origin.path, number, found.start() + 1))


def _nearest(target: str, page: Prose, known: set[str], assets: list[str]) -> str:
    """The page or file that `target` was probably meant to lead to, as a link from `page`."""
    path = unquote(target).replace("\\", "/").partition("#")[0]
    plain = re.sub(r"(?:/|/index)?\.html?$|/$", "", path)
    for ending in ("", ".md", "/index.md"):
        goal = posixpath.normpath(posixpath.join(posixpath.dirname(page.stem), plain + ending))
        if goal in known:
            return _from(page.stem, goal)
    files = [_from(f"{page.lang}/{page.stem}", file) for file in assets]
    pages = [_from(page.stem, src) for src in known]
    name = slugify(posixpath.basename(plain))
    same = [file for file in [*pages, *files] if slugify(posixpath.basename(file)) == name]
    return same[0] if len(same) == 1 else guess(path, [*sorted(pages), *files])


def links(page: Prose) -> Iterator[tuple[int, int, str]]:
    """Line, column and target of every Markdown link and image of `page`, code left out."""
    for number, line in enumerate(prose_lines(page.body), start=page.body_line):
        for found in LINK.finditer(line):
            name = "inline" if found["inline"] is not None else "defined"
            # After the target, a title in quotes may follow.
            target = re.split(r"\s[\"'(]", found[name], maxsplit=1)[0].strip()
            yield number, found.start(name) + 1, target


def _judge(
    target: str, page: Prose, scene: Scene, known: set[str], unread: tuple[str, ...]
) -> str:
    """The rule that the link `target` on `page` breaks, or ''."""
    path = unquote(target.partition("#")[0].partition("?")[0])
    if re.search(r"\s", target):
        return "link-space"
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target) or target.startswith("//"):
        if not target.lower().startswith(SCHEMES):
            return "link-scheme"
        return "" if _whole(target) else "web-address"
    if target.startswith("/"):
        return "link-absolute"
    if not path:
        return "" if target.startswith("#") and len(target) > 1 else "link-target"
    goal = posixpath.normpath(posixpath.join(posixpath.dirname(page.stem), path))
    if goal.endswith(".md"):
        return "" if goal in known or goal.startswith(unread) else "link-target"
    file = posixpath.normpath(posixpath.join(page.lang, posixpath.dirname(page.stem), path))
    inside = not file.startswith("..")
    if inside and any((scene.root / "docs" / name).is_file() for name in (file, goal)):
        return ""
    host = re.match(r"(?:www\.|[\w.-]+\.(?:vn|com|org|net)\b)", path)
    return "web-address" if host else "link-target"


def _whole(address: str) -> bool:
    """Whether a web address names its host; other schemes are left as they are."""
    if not address.lower().startswith("http"):
        return True
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


def _from(stem: str, src: str) -> str:
    return posixpath.relpath(src, posixpath.dirname(stem) or ".")
