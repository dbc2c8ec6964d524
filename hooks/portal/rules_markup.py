"""Rules for what written pages become: harmless HTML, in a short time, from one file alone."""

from __future__ import annotations

import re
from collections import Counter

from portal.finding import Finding, Findings, Scene
from portal.markup import CLASSES
from portal.prose import TAG, Prose, prose_lines
from portal.rules_links import leads_outside, links, outside_rule

# An ordinary page takes some milliseconds.
SECONDS = 3.0
KNOWN = ", ".join(f".{name}" for name in CLASSES)
BRACED_ADDRESS = re.compile(r"\{(?:[^{}]*[\s:])?((?:href|src)\s*=[^{}]*)\}?", re.IGNORECASE)
# Marks by which one tool or another puts files, templates or commands into a text.
INCLUDE = re.compile(
    r"-+8<-+|\{%|%\}|\{\{|\{!.*?!\}|\[\[\s*(?:include|\$)|!\[\["
    r"|^\s*(?:\.\. \w[\w-]*::|!include\b|@@?include\b"
    r"|:{3,}\s*\{?(?:include|literalinclude)|#include\b|<<[<(\[{]|\$include\b|\\(?:input|include)\{)"
    r"|\[!(?:INCLUDE|import)\b",
    re.IGNORECASE,
)  # fmt: skip


def pages_include_nothing(scene: Scene) -> Findings:
    """A page is what stands in its file: no mark asks for another file or for a program."""
    for page in scene.records.prose.values():
        # Code blocks too: the tools that know these marks look into those as well.
        for number, line in enumerate(page.body.split("\n"), start=page.body_line):
            if found := INCLUDE.search(line):
                column = found.start() + len(found[0]) - len(found[0].lstrip()) + 1
                place = (page.meta.origin.path, number, column)
                yield Finding("include-mark", place, "", {"got": found[0].strip()})


def addresses_stand_in_brackets(scene: Scene) -> Findings:
    """A link leads where its brackets say, so that braces after it cannot lead elsewhere."""
    for page in scene.records.prose.values():
        for number, line in enumerate(prose_lines(page.body), start=page.body_line):
            for found in BRACED_ADDRESS.finditer(line):
                values: dict[str, object] = {"got": found[1], "known": KNOWN}
                place = (page.meta.origin.path, number, found.start(1) + 1)
                yield Finding("markup-attribute", place, "", values)


def pages_render_clean(scene: Scene) -> Findings:
    """The HTML of a page holds only what `markup` allows, and is made in a few seconds."""
    for page in scene.records.prose.values():
        if name := scene.passed.holds("page", page.body.encode()):
            found = list(_judge(page, scene))
            if not found:
                scene.passed.add(name)
            yield from found


def _judge(page: Prose, scene: Scene) -> Findings:
    settings = str(scene.settings)
    job = {"do": "page", "settings": settings, "text": page.body}
    answer = scene.worker.ask(job, SECONDS)
    if answer is None:
        line, column = page.body_line + densest_line(page.body), 1
        place = (page.meta.origin.path, line, column)
        yield Finding("markdown-too-slow", place, "", {"limit": int(SECONDS)})
        return
    told = _told_already(page)
    for rule, name, value in answer:
        line = scene.worker.ask({**job, "do": "line", "refused": [rule, name, value]}, SECONDS) or 1
        line, column = _place(page, line, name, value)
        if (line, rule) in told:
            continue
        shown = value if rule != "markup-attribute" else f'{name}="{value}"'
        place = (page.meta.origin.path, page.body_line + line - 1, column)
        values: dict[str, object] = {} if rule == "raw-html" else {"got": shown}
        if rule == "markup-attribute":
            values["known"] = KNOWN
        yield Finding(rule, place, "", values)


def _told_already(page: Prose) -> set[tuple[int, str]]:
    """Line and rule of what the rules that read the Markdown itself report."""
    told = {
        (number, "raw-html")
        for number, line in enumerate(prose_lines(page.body), start=1) if TAG.search(line)
    }  # fmt: skip
    for number, line in enumerate(prose_lines(page.body), start=1):
        if BRACED_ADDRESS.search(line):
            told.add((number, "markup-attribute"))
    for at, _, target in links(page):
        number = at - page.body_line + 1
        if leads_outside(target):
            told.add((number, outside_rule(target)))
        elif re.search(r"\s|^/|^[^#?]*\\", target):  # told as a space, a slash or no such page
            told.add((number, "link-scheme"))
        elif not target:
            told.add((number, "markup-attribute"))
    return told


def _place(page: Prose, line: int, name: str, value: str) -> tuple[int, int]:
    """Line and column where `name` or `value` stands at or shortly before `line`, from 1."""
    lines = page.body.split("\n")
    for number in range(line, max(0, line - 4), -1):
        for word in filter(None, (f"{name}=", value, f"<{name}", f"#{value}", name)):
            at = lines[number - 1].lower().find(word.lower())
            if at >= 0:
                return number, at + 1
    return line, 1


def densest_line(text: str) -> int:
    """The line of `text`, from 0, whose paragraph has the most marks in it."""
    weights: Counter[int] = Counter()
    start = 0
    for number, line in enumerate(text.split("\n")):
        if not line.strip():
            start = number + 1
        else:
            weights[start] += len(re.findall(r"[^\w\s.,;:?()\"'-]", line)) + len(line) // 100
    return max(weights, key=lambda number: (weights[number], -number), default=0)
