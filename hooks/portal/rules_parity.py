"""Rules for twins: an English page has what its Vietnamese one has, unit by unit.

Each rule is a generator of findings whose docstring is the rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import NamedTuple

from portal.alignment import Pairs
from portal.comparison import by_the_way, elsewhere, exchanged, lacking, out_of_order, side_by_side
from portal.field import Origin
from portal.finding import Finding, Findings, Place, Scene
from portal.outline import Unit
from portal.passage import Passages
from portal.problem import MOST_IN_A_FILE, Report
from portal.prose import Prose
from portal.support import Support
from portal.twin import Found, Part, of_text, parts_of


class Twins(NamedTuple):
    """A page in both languages, with the parts that belong together."""

    vi: Prose
    en: Prose
    pairs: Pairs[Part]

    def place(self, line: int, column: int = 1) -> tuple[str, int, int]:
        return self.en.meta.origin.path, line, column

    def there(self, line: int) -> str:
        return f"{self.vi.meta.origin.path}:{line}"


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
RULES = {
    "heading": "parity-heading", "paragraph": "parity-paragraph", "item": "parity-list",
    "row": "parity-table",
}  # fmt: skip


def twins_are_alike(scene: Scene, report: Report) -> Findings:
    """An English page has the headings, paragraphs, lists, tables, links to pages of the site and
    figures of its Vietnamese page, in the same places, however old the translation is. Pages whose
    form is broken, by the `report` so far, are compared once that is mended."""
    records = scene.records
    if records.interface is None:
        return
    support, passages = Support.of_scene(scene), Passages.of_scene(scene)
    broken = {problem.path for problem in report.problems if problem.rule in FORM}
    astray = {problem.path for problem in report.problems if problem.rule in LINK_FORM}
    for (lang, stem), page in records.prose.items():
        original = records.prose.get(("vi", stem))
        if lang != "en" or original is None:
            continue
        paths = {page.meta.origin.path, original.meta.origin.path}
        if not broken & paths:
            yield from _compare(original, page, support, passages, links=not astray & paths)


def _compare(
    vi: Prose, en: Prose, support: Support, passages: Passages, *, links: bool
) -> Findings:  # fmt: skip
    # The title of a text for a record is the record's name, which official translations vary.
    named = support.subject(vi) is not None
    for key in ("description",) if named else ("title", "description"):
        old, new = (Value(page.meta.origin, key, page.lang, getattr(page.meta, key) or "")
                    for page in (vi, en))  # fmt: skip
        if old.text and new.text:
            yield from values_differ(old, new, support, passages)
    there, here = parts_of(vi, support), parts_of(en, support)
    twins = Twins(vi, en, side_by_side(there, here))
    yield from _gaps(twins)
    # Of a row with a cell too many, the first says it for all.
    told = ""
    for before, after in twins.pairs:
        if before is None or after is None:
            continue
        if before.unit[:2] == after.unit[:2]:
            told = ""
        elif told != after.unit.kind:
            told = after.unit.kind
            yield _unlike(twins, before.unit, after.unit, after.unit.line, before.unit.line)
        if links:
            yield from _links(twins, before, after)
        yield from _figures(twins, before, after)


def _gaps(twins: Twins) -> Findings:
    """What stands in one page alone; below a heading that does, the heading says it for all."""
    headed: set[str] = set()
    last: list[Unit | None] = [None, None]
    for number, (old, new) in enumerate(twins.pairs):
        side, part = ("vi", old) if new is None else ("en", new)
        if old is not None and new is not None:
            headed.clear()
        elif part is not None and side not in headed:
            if part.unit.kind == "heading":
                headed.add(side)
            rest = islice(twins.pairs, number, None)
            line = part.unit.line
            if old is None:
                follows = next((item.unit for item, _ in rest if item), None)
                there = _expected(part.unit, last[0], follows, twins.vi)
                yield _unlike(twins, None, part.unit, line, there)
            else:
                follows = next((item.unit for _, item in rest if item), None)
                here = _expected(part.unit, last[1], follows, twins.en)
                yield _unlike(twins, part.unit, None, here, line)
        last = [old.unit if old else last[0], new.unit if new else last[1]]


def _expected(lost: Unit, before: Unit | None, after: Unit | None, page: Prose) -> int:
    """The line of `page` where `lost` was to stand, between `before` and `after`."""
    if before is None or after is None:
        return after.line if after else before.last if before else page.body_line
    ends = before.kind == lost.kind != after.kind and lost.kind in ("item", "row")
    return before.last + 1 if ends else after.line


def _unlike(twins: Twins, old: Unit | None, new: Unit | None, here: int, there: int) -> Finding:
    kind = (old or new or Unit("", "", 0, "")).kind
    values: dict[str, object] = {
        "got": " ".join(new.text.split()) if new else "–",
        "expected": " ".join(old.text.split())[:80] if old else "–",
        "there": twins.there(there),
    }
    return Finding(RULES[kind], twins.place(here), "", values)


def _links(twins: Twins, old: Part, new: Part) -> Findings:
    """Links to one page as often in both."""
    wanted = Counter(key for _, key in old.links)
    given = Counter(key for _, key in new.links)
    for key in [*dict.fromkeys([*wanted, *given])]:
        if wanted[key] == given[key]:
            continue
        line = next((line for line, name in new.links if name == key), new.unit.line)
        there = next((line for line, name in old.links if name == key), old.unit.line)
        values: dict[str, object] = {
            "got": given[key], "expected": wanted[key],
            "page": key, "there": twins.there(there),
        }  # fmt: skip
        yield Finding("parity-link", twins.place(line), "", values)


def _figures(twins: Twins, old: Part, new: Part) -> Findings:
    for before, after in zip(*_cells(old, new), strict=True):
        for item in differences(before, after):
            line = item.meant.line if item.meant else before.unit.line
            place = (item.got.line, item.got.column) if item.got else (after.unit.line, 1)
            yield item.finding(twins.place(*place), "", twins.there(line))


def _cells(old: Part, new: Part) -> tuple[list[Part], list[Part]]:
    there, here = old.cells, new.cells
    return (there, here) if len(there) == len(here) else ([old], [new])


class Difference(NamedTuple):
    """What is wrong in a translation: `got` stands there, `meant` in the original."""

    rule: str
    got: Found | None
    meant: Found | None

    def finding(self, place: Place, key: str, there: str) -> Finding:
        got, meant = (item.text if item else "" for item in (self.got, self.meant))
        values: dict[str, object] = {"there": there}
        if self.rule == "parity-figure-missing":
            values |= {"expected": meant}
        elif self.rule == "parity-place":
            values |= {"got": got or "–", "expected": meant or "–"}
        else:
            values |= {"got": got, "guess": meant}
        return Finding(self.rule, place, key, values)


def differences(old: Part, new: Part) -> Iterator[Difference]:
    """What figures and places of the Vietnamese `old` differ in the English `new`."""
    extra = [*islice(lacking(new.found, old), MOST_IN_A_FILE + 1)]
    lost = [*islice(lacking(old.found, new), MOST_IN_A_FILE + 1)]
    # «ba việc» may be the matters; but it is no four matters.
    if not extra or not lost:
        extra, lost = ([item for item in side if not by_the_way(item)] for side in (extra, lost))
    for got, meant in zip_longest(extra, lost):
        # What is lost in the same place was probably meant.
        yield Difference("parity-figure" if got else "parity-figure-missing", got, meant)
    if not extra and not lost:
        if pair := exchanged(old, new):
            yield Difference("parity-figure-count", *pair)
        elif pair := out_of_order(old, new):
            yield Difference("parity-figure-order", *pair)
    # «Gia Lai» may be the province; but it is no other place.
    lost = elsewhere(old.places, new.places)
    for number, got in enumerate(elsewhere(new.places, old.places)):
        yield Difference("parity-place", got, lost[number] if number < len(lost) else None)


class Value(NamedTuple):
    """A text of a record or of front matter, in a language."""

    origin: Origin
    key: str
    lang: str
    text: str

    def place(self, item: Found | None, passages: Passages) -> Place:
        if item is None:
            return self.origin.at(self.key)
        [passage] = passages.of(self.origin, self.key, self.lang, self.text)
        return passage.at(item.figure.start, item.figure.end)


def values_differ(old: Value, new: Value, support: Support, passages: Passages) -> Findings:
    """The figures and places in which one value differs from the other."""
    texts = [of_text(value.text, value.lang, support) for value in (old, new)]
    for item in differences(*texts):
        path, line, _ = old.place(item.meant, passages)
        yield item.finding(new.place(item.got, passages), new.key, f"{path}:{line}")
