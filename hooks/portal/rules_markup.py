"""The rule for what written pages turn into: nothing but plain text structure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.finding import Finding, Findings, Scene
from portal.markdown_text import Rendering, hopeless_places, read_rendering
from portal.markup import Refusal, refusals
from portal.prose import TAG, Prose, prose_lines
from portal.text_file import position

RULES = {
    "tag": "raw-html", "attribute": "markup-attribute", "value": "markup-attribute",
    "address": "link-scheme",
}  # fmt: skip
# Ways in which other systems take a file into a page.
INCLUDE = re.compile(r"-{1,2}8<-{1,2}|\{[%!][-+]?\s*\S|\{\{|<!--\s*#")


def pages_hold_plain_markup(scene: Scene) -> Findings:
    """A page includes no other file, is made in time, and turns into what the list allows."""
    rendering = read_rendering(scene.root)
    for page in scene.records.prose.values():
        included = [*_includes(page)]
        yield from included
        if not included:
            yield from _judged(page, rendering)


def _includes(page: Prose) -> Iterator[Finding]:
    for number, line in enumerate(prose_lines(page.body), start=page.body_line):
        if found := INCLUDE.search(line):
            place = (page.meta.origin.path, number, found.start() + 1)
            yield Finding("include-mark", place, "", {"got": found[0]})


def _judged(page: Prose, rendering: Rendering) -> Iterator[Finding]:
    path = page.meta.origin.path
    hopeless = next(hopeless_places(page.body), None)
    html = None if hopeless is not None else rendering.html_in_time(page.body)
    if html is None:
        line, column = position(page.body, hopeless or _densest(page.body))
        yield Finding("markdown-too-slow", (path, page.body_line + line - 1, column))
        return
    lines = prose_lines(page.body)
    # Tags that are written out, and a second title, were reported when the page was read.
    known = any(TAG.search(line) for line in lines)
    for refusal in refusals(html):
        if refusal.what == "tag" and (known or refusal.got == "h1"):
            continue
        line, column = _place(refusal, lines)
        place = (path, page.body_line + line - 1, column)
        yield Finding(RULES[refusal.what], place, "", {"got": refusal.got, "guess": ""})


def _densest(body: str) -> int:
    """Where the part of `body` with the most signs begins: it is what takes so long."""
    start, worst, most = 0, 0, -1
    for part in body.split("\n\n"):
        signs = len(re.findall(r"[^\w\s]", part))
        if signs > most:
            worst, most = start, signs
        start += len(part) + 2
    return min(worst, max(len(body) - 1, 0))


def _place(refusal: Refusal, lines: list[str]) -> tuple[int, int]:
    """Line and column, from 1, of what was refused: where its words stand, else the first line."""
    wanted = refusal.got.lower()[:40] or refusal.tag
    for number, line in enumerate(lines, start=1):
        if (column := line.lower().find(wanted)) >= 0:
            return number, column + 1
    # Written in entities or with blanks inside: the braces or brackets that hold it.
    holder = re.compile(r"\{:?[^}]*\}" if refusal.what != "address" else r"\]\(|\]:|<")
    for number, line in enumerate(lines, start=1):
        if found := holder.search(line):
            return number, found.start() + 1
    return 1, 1
