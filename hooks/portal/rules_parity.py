"""Rules for twins: an English page has what its Vietnamese one has, section by section.

Each rule is a generator of findings whose docstring is the rule.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest
from typing import NamedTuple

from portal.figure import Figure, parts
from portal.finding import Finding, Findings, Scene
from portal.number_word import number_words
from portal.outline import Section, sections
from portal.passage import readable
from portal.problem import MOST_IN_A_FILE, Report
from portal.prose import Prose
from portal.support import Support


class Twins(NamedTuple):
    """A page in both languages, cut into sections that belong together."""

    vi: Prose
    en: Prose
    pairs: list[tuple[Section, Section]]

    def place(self, line: int, column: int = 1) -> tuple[str, int, int]:
        return self.en.meta.origin.path, line, column


# A page with one of these is no sound page yet: what it lacks beside its twin comes from that.
FORM = frozenset({
    "body-empty", "heading-level", "include-mark", "look-alike", "markdown-limit",
    "markdown-too-slow", "markup-attribute", "page-too-long", "raw-html",
})  # fmt: skip
# With one of these only its links are not.
LINK_FORM = frozenset({
    "image-alt", "image-source", "link-absolute", "link-anchor", "link-gap", "link-scheme",
    "link-space", "link-target", "web-address",
})  # fmt: skip


def twins_are_alike(scene: Scene, report: Report) -> Findings:
    """An English page has the headings, lists, tables, links to pages of the site and figures of
    its Vietnamese page, in the same sections, however old the translation is. Pages whose form is
    broken, by the `report` so far, are compared once that is mended."""
    records = scene.records
    if records.interface is None:
        return
    support = Support(records)
    broken = {problem.path for problem in report.problems if problem.rule in FORM}
    astray = {problem.path for problem in report.problems if problem.rule in LINK_FORM}
    for (lang, stem), page in records.prose.items():
        original = records.prose.get(("vi", stem))
        if lang != "en" or original is None:
            continue
        paths = {page.meta.origin.path, original.meta.origin.path}
        if not broken & paths:
            yield from _compare(original, page, support, links=not astray & paths)


def _compare(vi: Prose, en: Prose, support: Support, *, links: bool) -> Findings:
    there, here = sections(vi), sections(en)
    alike = [part.level for part in there] == [part.level for part in here]
    if not alike:
        yield from _headings(Twins(vi, en, []), there, here)
        # Without the same sections only the pages as a whole can be compared.
        there, here = [_whole(there)], [_whole(here)]
    twins = Twins(vi, en, list(zip(there, here, strict=True)))
    for old, new in twins.pairs:
        yield from _lists(twins, old, new)
        yield from _tables(twins, old, new)
    if links:
        yield from _links(twins, support)
    yield from _figures(twins, support)


def _whole(parts: list[Section]) -> Section:
    blocks = [block for part in parts for block in part.blocks]
    return Section(parts[0].line, 0, "", blocks)


def _headings(twins: Twins, there: list[Section], here: list[Section]) -> Findings:
    """The first heading that has no counterpart of its level."""
    last = here[0].line
    for old, new in zip_longest(there, here):
        if old is None or new is None or old.level != new.level:
            values: dict[str, object] = {
                "got": f"{'#' * new.level} {new.title}" if new else "–",
                "expected": f"{'#' * old.level} {old.title}" if old else "–",
                "line": old.line if old else there[-1].line,
            }
            yield Finding("parity-heading", twins.place(new.line if new else last), "", values)
            return
        last = new.line


def _lists(twins: Twins, old: Section, new: Section) -> Findings:
    for there, here in zip_longest(old.lists, new.lists):
        if there is None or here is None or there[1] != here[1]:
            values: dict[str, object] = {
                "got": here[1] if here else 0,
                "expected": there[1] if there else 0,
                "line": there[0] if there else old.line,
            }
            yield Finding("parity-list", twins.place(here[0] if here else new.line), "", values)
            return


def _tables(twins: Twins, old: Section, new: Section) -> Findings:
    for there, here in zip_longest(old.tables, new.tables):
        if there is None or here is None or there[1:] != here[1:]:
            values: dict[str, object] = {
                "got": _size(here), "expected": _size(there),
                "line": there[0] if there else old.line,
            }  # fmt: skip
            yield Finding("parity-table", twins.place(here[0] if here else new.line), "", values)
            return


def _size(table: tuple[int, int, int] | None) -> str:
    return f"{table[1]} × {table[2]}" if table else "0 × 0"


def _cut(lines: Iterable[int], pairs: list[Section]) -> list[int]:
    """The number of the section that each of `lines` is in."""
    starts = [part.line for part in pairs]
    return [max(bisect_right(starts, line) - 1, 0) for line in lines]


def _links(twins: Twins, support: Support) -> Findings:
    """Links to one page as often in both, section by section."""
    there = [(line, goal.key) for line, goal, _ in support.goals(twins.vi)]
    here = [(line, goal.key) for line, goal, _ in support.goals(twins.en)]
    olds, news = [old for old, _ in twins.pairs], [new for _, new in twins.pairs]
    homes = _cut((line for line, _ in there), olds), _cut((line for line, _ in here), news)
    for number, (old, new) in enumerate(twins.pairs):
        mine = [item for item, home in zip(there, homes[0], strict=True) if home == number]
        yours = [item for item, home in zip(here, homes[1], strict=True) if home == number]
        wanted = Counter(key for _, key in mine)
        given = Counter(key for _, key in yours)
        for key in [*dict.fromkeys([*wanted, *given])]:
            if wanted[key] == given[key]:
                continue
            line = next((line for line, name in yours if name == key), new.line)
            values: dict[str, object] = {
                "got": given[key], "expected": wanted[key],
                "page": support.book.pages[key].src,
                "line": next((line for line, name in mine if name == key), old.line),
            }  # fmt: skip
            yield Finding("parity-link", twins.place(line), "", values)


class Found(NamedTuple):
    line: int
    column: int
    figure: Figure
    text: str


def _found(page: Prose, support: Support) -> Iterator[Found]:
    text = readable(page.body)
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for figure in support.figures(text, page.lang):
        line = bisect_right(starts, figure.start)
        column = figure.start - starts[line - 1] + 1
        written = " ".join(text[figure.start : figure.end].split())
        yield Found(page.body_line + line - 1, column, figure, written)


def _figures(twins: Twins, support: Support) -> Findings:
    # The title of a text for a record is the record's name, which official translations vary.
    named = support.subject(twins.vi) is not None
    for key in ("description",) if named else ("title", "description"):
        old, new = getattr(twins.vi.meta, key), getattr(twins.en.meta, key)
        if old and new:
            yield from _in_front(twins, key, (old, new), support)
    there, here = [*_found(twins.vi, support)], [*_found(twins.en, support)]
    olds, news = [old for old, _ in twins.pairs], [new for _, new in twins.pairs]
    homes = (_cut((item.line for item in there), olds), _cut((item.line for item in here), news))
    words = [_words(page, parts) for page, parts in ((twins.vi, olds), (twins.en, news))]
    for number, (old, new) in enumerate(twins.pairs):
        mine = [item for item, home in zip(there, homes[0], strict=True) if home == number]
        yours = [item for item, home in zip(here, homes[1], strict=True) if home == number]
        extra = islice(_missing(yours, mine, words[0][number]), MOST_IN_A_FILE + 1)
        lost = islice(_missing(mine, yours, words[1][number]), MOST_IN_A_FILE + 1)
        for item, meant in zip_longest(extra, lost):
            if item:
                # What is lost in the same section was probably meant.
                line, hint = (meant.line, meant.text) if meant else (old.line, "")
                values: dict[str, object] = {"got": item.text, "line": line, "guess": hint}
                yield Finding("parity-figure", twins.place(item.line, item.column), "", values)
            elif meant:
                values = {"expected": meant.text, "line": meant.line}
                place = twins.place(old.beside(meant.line, new))
                yield Finding("parity-figure-missing", place, "", values)


def _words(page: Prose, pages: list[Section]) -> list[set[str]]:
    """The numbers in words in each section of `page`."""
    lines = readable(page.body).split("\n")
    starts = [part.line - page.body_line for part in pages]
    ends = [*starts[1:], len(lines)]
    return [
        number_words("\n".join(lines[start:end]), page.lang)
        for start, end in zip(starts, ends, strict=True)
    ]


def _missing(items: list[Found], others: list[Found], words: set[str]) -> Iterator[Found]:
    """The first of each figure among `items` that the `others` do not have, in figures or words."""
    known = {key for other in others for key in parts(other.figure)}
    known |= {other.figure.key for other in others} | words
    seen: set[str] = set()
    for item in items:
        key = item.figure.key
        if key not in known and key not in seen:
            seen.add(key)
            yield item


def _in_front(twins: Twins, key: str, texts: tuple[str, str], support: Support) -> Findings:
    old, new = (
        [Found(0, 0, figure, " ".join(text[figure.start : figure.end].split()))
         for figure in support.figures(text, lang)]
        for text, lang in zip(texts, ("vi", "en"), strict=True)
    )  # fmt: skip
    place, line = twins.en.meta.origin.at(key), twins.vi.meta.origin.at(key)[1]
    extra = [*_missing(new, old, number_words(texts[0], "vi"))]
    lost = [*_missing(old, new, number_words(texts[1], "en"))]
    for item, meant in zip_longest(extra, lost):
        if item:
            values: dict[str, object] = {"got": item.text, "line": line}
            yield Finding(
                "parity-figure", place, key, {**values, "guess": meant.text if meant else ""}
            )
        elif meant:
            values = {"expected": meant.text, "line": line}
            yield Finding("parity-figure-missing", place, key, values)
