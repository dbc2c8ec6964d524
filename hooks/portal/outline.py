"""The shape of a written page: its sections with their lists and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from portal.language import slugify
from portal.prose import Prose, prose_lines

# As Python-Markdown has it: at the very beginning of a line, with a space after the marks or not.
HEADING = re.compile(r"(#{1,6})(.*)")
BRACES = re.compile(r"\{([^{}]*)\}")
# Each form ends before it could begin again, so that no text takes more than one pass.
MARKS = re.compile(r"\]\([^()]*(?:\([^()]*\)[^()]*)*\)|\{[^{}]*\}|\[\^[^\[\]]*\]:?")
ITEM = re.compile(r"\s*(?:[-+*]|\d{1,9}[.)])\s+\S")


@dataclass
class Block:
    """Lines without a blank one between: a paragraph, a list or a table."""

    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def items(self) -> int:
        return sum(ITEM.match(line) is not None for line in self.lines)

    @property
    def table(self) -> tuple[int, int] | None:
        """Rows and columns, where this is a table."""
        if len(self.lines) < 2 or "|" not in self.lines[1] or not is_rule(self.lines[1]):
            return None
        return len(self.lines) - 2, _cells(self.lines[1])


def _cells(line: str) -> int:
    return len(re.sub(r"\\\|", "", line).strip().strip("|").split("|"))


@dataclass
class Section:
    """A heading (level 0 before the first) with what follows it up to the next."""

    line: int
    level: int
    title: str
    blocks: list[Block] = field(default_factory=list)

    def beside(self, line: int, twin: Section) -> int:
        """The line of `twin` where that is to be expected which is here at `line`."""
        before = [number for number, block in enumerate(self.blocks) if block.line <= line]
        if before and len(self.blocks) == len(twin.blocks):
            return twin.blocks[before[-1]].line
        return twin.line

    @property
    def lists(self) -> list[tuple[int, int]]:
        """Of each list its line and the number of its items. Blank lines do not end a list."""
        found: list[tuple[int, int]] = []
        before: Block | None = None
        for block in self.blocks:
            if block.items and before is not None and _goes_on(block):
                found[-1] = (found[-1][0], found[-1][1] + block.items)
            elif block.items:
                found.append((block.line, block.items))
            before = block if block.items or (before and _indented(block)) else None
        return found

    @property
    def tables(self) -> list[tuple[int, int, int]]:
        """Of each table its line, its rows and its columns."""
        return [(block.line, *block.table) for block in self.blocks if block.table]


def _goes_on(block: Block) -> bool:
    return ITEM.match(block.lines[0]) is not None


def _indented(block: Block) -> bool:
    return block.lines[0].startswith(("  ", "\t"))


def sections(page: Prose) -> list[Section]:
    """The sections of `page`, the part before the first heading included."""
    lines = prose_lines(page.body)
    blank = next((at for at, line in enumerate(lines) if line.strip()), 0)
    found = [Section(page.body_line + blank, 0, "")]
    block: Block | None = None
    for number, line in enumerate(lines, start=page.body_line):
        if heading := HEADING.match(line):
            found.append(Section(number, len(heading[1]), heading[2].strip(" \t#")))
            block = None
        elif not line.strip():
            block = None
        else:
            if block is None:
                block = Block(number)
                found[-1].blocks.append(block)
            block.lines.append(line)
    return found


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
