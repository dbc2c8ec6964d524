"""The rule for links in written pages: each leads somewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from portal.address import ANCHORED, Book, Page
from portal.finding import Finding, Findings, Scene
from portal.language import slugify
from portal.outline import HEADING, anchor_of, anchors_given
from portal.problem import guess
from portal.prose import Prose, prose_lines
from portal.records import Records
from portal.tree import is_file

# Comparing is slow: where nearly every link is wrong, the rest is reported without a guess.
MOST_GUESSES = 300
SCHEMES = ("http:", "https:", "mailto:", "tel:")
# An inline link or image with its target, and a reference definition: [text](target "title")
# A link with a space in its middle, which Markdown prints as it stands: [text] (target.md)
GAP = re.compile(
    r"\][ \t]+\((?:https?:|mailto:|www\.|[^\s()]+\.(?:md|html|pdf|png|jpe?g|svg|webp)\b)"
)
LINK = re.compile(
    r"\]\(\s*<?(?P<inline>[^)<>]*)|^ {0,3}\[(?!\^)[^\]]+\]:\s+<?(?P<defined>[^\s<>]+)"
)


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
    assets = sorted(scene.records.uploads)
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
    for shown, line in zip(prose_lines(page.body), page.body.split("\n"), strict=True):
        # Code in a heading is part of what it is called.
        if HEADING.match(shown) and (heading := HEADING.match(line)):
            anchor_of(heading[2], found)
        else:
            found |= {*anchors_given(shown)}
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


def _judge(target: str, page: Prose, scene: Scene, known: set[str], unread: tuple[str, ...]) -> str:
    """The rule that the link `target` on `page` breaks, or ''."""
    path = unquote(target.partition("#")[0].partition("?")[0])
    if re.search(r"\s", target):
        return "link-space"
    if leads_outside(target):
        return outside_rule(target)
    if target.startswith("/"):
        return "link-absolute"
    if not path:
        return "" if target.startswith("#") and len(target) > 1 else "link-target"
    goal = posixpath.normpath(posixpath.join(posixpath.dirname(page.stem), path))
    if goal.endswith(".md"):
        if goal in known or goal.startswith(unread):
            return ""
        # A page that could not be read: its own mistake is enough to report.
        written = (scene.root / "docs" / lang / goal for lang in (page.lang, "vi"))
        inside = not goal.startswith("..")
        return "" if inside and any(is_file(path) for path in written) else "link-target"
    file = posixpath.normpath(posixpath.join(page.lang, posixpath.dirname(page.stem), path))
    if file in scene.records.uploads or goal in scene.records.uploads:
        return ""
    host = re.match(r"(?:www\.|[\w.-]+\.(?:vn|com|org|net)\b)", path)
    return "web-address" if host else "link-target"


def leads_outside(target: str) -> bool:
    """Whether a link says by itself where it leads, with a scheme or a host."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", target) is not None


def outside_rule(target: str) -> str:
    """The rule that a link which leads outside breaks, or ''."""
    if not target.lower().startswith(SCHEMES):
        return "link-scheme"
    return "" if _whole(target) else "web-address"


def _whole(address: str) -> bool:
    """Whether a web address names its host and no user; other schemes are left as they are."""
    if not address.lower().startswith("http"):
        return True
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and "@" not in parts.netloc


def _from(stem: str, src: str) -> str:
    return posixpath.relpath(src, posixpath.dirname(stem) or ".")
