"""The shape of a written page: its headings, paragraphs, items of lists and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from portal.language import slugify
from portal.prose import Prose, prose_lines

# As Python-Markdown has it: at the very beginning of a line, with a space after the marks or not.
HEADING = re.compile(r"(#{1,6})(.*)")
BRACES = re.compile(r"\{([^{}]*)\}")
# Each form ends before it could begin again, so that no text takes more than one pass.
MARKS = re.compile(r"\]\([^()]*(?:\([^()]*\)[^()]*)*\)|\{[^{}]*\}|\[\^[^\[\]]*\]:?")
ITEM = re.compile(r"(\s*)([-+*]|\d{1,9}[.)])\s+\S")
# What is shown nowhere: the target of a link, the long form of an abbreviation.
DEFINITION = re.compile(r" {0,3}(?:\[(?!\^)[^\]]+\]:\s|\*\[[^\]]+\]:)")


class Unit(NamedTuple):
    """A heading, a paragraph, an item of a list or a row of a table: what a translation has too.
    `form` is what it has in common: the level of a heading, the mark and the depth of an item, the
    cells of a row."""

    kind: str
    form: str
    line: int
    text: str

    @property
    def last(self) -> int:
        return self.line + self.text.count("\n")


def units(page: Prose) -> list[Unit]:
    """What `page` is made of, in order."""
    found: list[Unit] = []
    block: list[str] = []
    indents: list[int] = []
    for number, line in enumerate([*prose_lines(page.body), ""], start=page.body_line):
        heading = HEADING.match(line)
        if line.strip() and not heading:
            block.append(line)
            continue
        found += _of_block(block, number - len(block), indents)
        block = []
        if heading:
            indents.clear()
            title = heading[2].strip(" \t#")
            found.append(Unit("heading", heading[1], number, f"{heading[1]} {title}"))
    return found


def _of_block(lines: list[str], line: int, indents: list[int]) -> Iterator[Unit]:
    """The units of `lines` without a blank one between, the first of which is at `line`. `indents`
    are those of the items so far, for lists go on after a blank line."""
    if not lines:
        return
    if len(lines) > 1 and "|" in lines[1] and is_rule(lines[1]):
        rows = [(number, row) for number, row in enumerate(lines) if number != 1]
        yield from (Unit("row", str(_cells(row)), line + number, row) for number, row in rows)
        return
    starts = [number for number, row in enumerate(lines) if number == 0 or ITEM.match(row)]
    for start, end in pairwise([*starts, len(lines)]):
        kept = [row for row in lines[start:end] if not DEFINITION.match(row)]
        text = "\n".join(lines[start:end])
        if item := ITEM.match(lines[start]):
            yield Unit("item", _form(item, indents), line + start, text)
        elif kept:
            if not lines[start].startswith(("  ", "\t")):
                indents.clear()
            yield Unit("paragraph", "", line + start, text)


def _form(item: re.Match[str], indents: list[int]) -> str:
    """The mark of `item` and its depth below the items with these `indents`, which it joins."""
    indent = len(item[1].expandtabs(4))
    while indents and indents[-1] >= indent:
        indents.pop()
    indents.append(indent)
    return ("1." if item[2][0].isdigit() else "-") * len(indents)


def _cells(line: str) -> int:
    return len(re.sub(r"\\\|", "", line).strip().strip("|").split("|"))


def is_rule(line: str) -> bool:
    """Whether `line` only draws one: across the page, or below the head of a table."""
    return "-" in line and not set(line) - set("|-: \t")


def without_marks(text: str) -> str:
    """The words of Markdown, without targets of links, attributes and its signs."""
    return " ".join(re.sub(r"[#*_`>\[\]|]+", " ", MARKS.sub("", text)).split())


def anchors_given(line: str) -> list[str]:
    """The anchors that stand on `line` by hand, as in {#anchor} and {: .wide #anchor }."""
    braces = BRACES.findall(line) if "#" in line else []
    return [anchor for text in braces for anchor in re.findall(r"(?<![^\s:])#([\w-]+)", text)]


def anchor_of(title: str, taken: set[str]) -> str:
    """The anchor that Python-Markdown gives the heading `title` (with its marks), where those
    `taken` are there already: x, x_1, x_2. It is taken from now on."""
    given = anchors_given(title)
    name = given[-1] if given else slugify(without_marks(title))
    while name in taken:
        stem, _, count = name.rpartition("_")
        name = f"{stem}_{int(count) + 1}" if stem and count.isdigit() else f"{name}_1"
    taken.add(name)
    return name
