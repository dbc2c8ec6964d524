"""A page cut into units with what each says that a translation has to say too: figures, links,
names of places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from portal.address import ANCHORED
from portal.figure import Figure, parts
from portal.language import fold
from portal.outline import Unit, units
from portal.passage import readable
from portal.prose import Prose
from portal.support import Support

# Words that may stand for figures which `words_of` does not take them for.
MAYBE = {
    "vi": [
        (re.compile(r"\bnăm\b", re.IGNORECASE), {"5"}),
        (re.compile(r"\b(?:đôi|kép)\b", re.IGNORECASE), {"2"}),
        (re.compile(r"\bnửa\s+(?:\w+\s+)?năm\b", re.IGNORECASE), {"6", "6 month"}),
        (re.compile(r"\bthập\s+(?:kỷ|niên)\b", re.IGNORECASE), {"10", "10 year"}),
    ],
    "en": [
        (re.compile(r"\b(?:both|double|pair|couple)\b", re.IGNORECASE), {"2"}),
        (re.compile(r"\bhalf\b", re.IGNORECASE), {"6", "6 month"}),
        (re.compile(r"\bdecades?\b", re.IGNORECASE), {"10", "10 year"}),
    ],
}
NUMERAL = re.compile(r"\A\s*(\d{1,9})[.)]\s")
NAME = re.compile(r"(?<![^\s(“\"*[])[A-ZĐÀ-Ỹ][\w&]+")
PIPE = re.compile(r"(?<!\\)\|")


class Found(NamedTuple):
    """A figure, or a place by its id, with where and how it is written."""

    line: int
    column: int
    figure: Figure
    text: str


@dataclass(frozen=True, eq=False)
class Part:
    """A unit of a page in `lang`: its text as read, its figures (numbers in words included), the
    places that it names, and its links: line and page each leads to."""

    unit: Unit
    lang: str
    text: str
    found: list[Found] = field(default_factory=list)
    places: list[Found] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)

    @cached_property
    def known(self) -> set[str]:
        """The keys that figures of the other language may have here."""
        found = {key for item in self.found for key in parts(item.figure)}
        found |= {item.figure.key for item in self.found}
        maybe = (keys for form, keys in MAYBE[self.lang] if form.search(self.text))
        return found.union(*maybe)

    @cached_property
    def features(self) -> tuple[set[str], set[str], set[str]]:
        """What a counterpart has as well, whatever its language."""
        names = {fold(name) for name in NAME.findall(self.text)}
        figures = {item.figure.key for item in self.found}
        figures |= {f"{number}." for number in NUMERAL.findall(self.unit.text)}
        return figures, {page for _, page in self.links}, names

    @property
    def cells(self) -> list[Part]:
        """The cells of a row of a table, else the part alone."""
        if self.unit.kind != "row":
            return [self]
        ends = [match.start() for match in PIPE.finditer(self.text)]
        if self.text.lstrip().startswith("|"):
            ends = ends[1:]
        cuts = [-1, *ends, len(self.text)]
        texts = [self.text[start + 1 : end] for start, end in pairwise(cuts)]
        found = [Part(self.unit, self.lang, text) for text in texts]
        for item in self.found:
            found[bisect_right(ends, item.column - 1)].found.append(item)
        for item in self.places:
            found[bisect_right(ends, item.column - 1)].places.append(item)
        return found


def parts_of(page: Prose, support: Support) -> list[Part]:
    """The units of `page`, in order."""
    text = readable(page.body)
    lines = text.split("\n")
    cut = units(page)
    if not cut:
        return []
    ends = [unit.line - page.body_line for unit in cut[1:]] + [len(lines)]
    found = [
        Part(unit, page.lang, "\n".join(lines[unit.line - page.body_line : end]))
        for unit, end in zip(cut, ends, strict=True)
    ]
    starts = [unit.line for unit in cut]

    def home(line: int) -> Part:
        return found[max(bisect_right(starts, line) - 1, 0)]

    for item in figures_in(text, page.lang, support, page.body_line):
        home(item.line).found.append(item)
    for item in places_in(text, page.lang, support, page.body_line):
        home(item.line).places.append(item)
    for line, goal, anchor in support.goals(page):
        # Headings have anchors of their own in each language; records have the same.
        shown = f"{goal.src}#{anchor}" if goal.key in ANCHORED.values() and anchor else goal.src
        home(line).links.append((line, shown))
    return found


def of_text(text: str, lang: str, support: Support) -> Part:
    """A text that is no page, such as a title or a value of a record."""
    unit = Unit("paragraph", "", 1, text)
    found = [*figures_in(text, lang, support)]
    return Part(unit, lang, text, found, [*places_in(text, lang, support)])


def figures_in(text: str, lang: str, support: Support, first: int = 1) -> Iterator[Found]:
    """The figures of `text`, whose first line has the number `first`, those in words included."""
    figures = [item for item in support.all_figures(text, lang) if item.kind not in TERMS]
    return _placed(figures, text, first)


def places_in(text: str, lang: str, support: Support, first: int = 1) -> Iterator[Found]:
    """The places that `text` names."""
    named = [Figure("place", *place) for place in support.places.in_text(text, lang)]
    return _placed(named, text, first)


# Years that one language may join with a dash and the other with words.
TERMS = ("range", "span")


def _placed(figures: list[Figure], text: str, first: int) -> Iterator[Found]:
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for figure in figures:
        line = bisect_right(starts, figure.start)
        written = " ".join(text[figure.start : figure.end].split())
        yield Found(first + line - 1, figure.start - starts[line - 1] + 1, figure, written)
