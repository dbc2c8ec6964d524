"""How much of one mark a page may hold in one place: beyond that, Markdown takes for ever."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

# Marks that Markdown looks for a partner of, at most so many between two blank lines.
IN_A_BLOCK = {"[": 500, "*": 1_000, "_": 2_000, "`": 1_000, "<": 500, "&": 5_000, "|": 20_000,
              "{": 1_000, "\\": 5_000, "~": 500, "=": 5_000}  # fmt: skip
MOST_LINES = 20_000
DEEPEST_QUOTE = 8
DEEPEST_LIST = 40
HEADINGS = 500
FOOTNOTES = 500
HEADING = re.compile(r"#{1,6}[^#]|[=-]+\s*$")
FOOTNOTE = re.compile(r" {0,3}\[\^[^\]]*\]:")
# A numeral or a dash so far to the right is an item of a list within lists.
ITEM = re.compile(r"([ \t>]*)(?:[-+*]|\d+[.)])[ \t]")


def breaches(lines: list[str]) -> Iterator[tuple[int, str, int]]:
    """Where `lines`, with code blanked out, hold too much: line from 0, the mark, the limit."""
    yield from _in_blocks(lines)
    yield from _in_all(lines)


def _in_blocks(lines: list[str]) -> Iterator[tuple[int, str, int]]:
    start, counts, reported = 0, Counter[str](), False
    for number, line in enumerate(lines):
        if not line.strip():
            start, counts, reported = number + 1, Counter(), False
            continue
        for mark, most in IN_A_BLOCK.items():
            counts[mark] += line.count(mark)
            if counts[mark] > most and not reported:
                yield start, mark, most
                reported = True


def _in_all(lines: list[str]) -> Iterator[tuple[int, str, int]]:
    headings = footnotes = 0
    for number, line in enumerate(lines):
        headings += HEADING.match(line) is not None
        footnotes += FOOTNOTE.match(line) is not None
        item = ITEM.match(line)
        found = (
            (">", DEEPEST_QUOTE, len(re.match(r"[ >]*", line)[0].replace(" ", ""))),  # type: ignore[index]
            ("-", DEEPEST_LIST, len(item[1].expandtabs(4)) if item else 0),
            ("##", HEADINGS, headings),
            ("[^", FOOTNOTES, footnotes),
        )
        for mark, most, count in found:
            if count > most:
                yield number, mark, most
                return
