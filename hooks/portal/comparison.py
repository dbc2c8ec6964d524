"""Two texts that are to say the same: which parts belong together, and what one has that the other
lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from portal.alignment import Pairs, align
from portal.figure import Figure, simplest
from portal.twin import Found, Part

YEAR = re.compile(r"(?:19|20)\d\d")
IN_WORDS = ("word", "count", "rank", "name", "length")


def side_by_side(there: Sequence[Part], here: Sequence[Part]) -> Pairs[Part]:
    """The units of two pages, each beside its counterpart."""
    shapes = ([(part.unit.kind, part.unit.form) for part in side] for side in (there, here))
    if len({tuple(shape) for shape in shapes}) == 1:
        return [*zip(there, here, strict=True)]
    return _whole_sections(align(there, here, _likeness))


def _whole_sections(pairs: Pairs[Part]) -> Pairs[Part]:
    """`pairs` where what has no counterpart begins with its heading: of two headings alike, that
    before it was taken for the one at its end."""
    found = [*pairs]
    for end, (old, new) in enumerate(found):
        side = 0 if new is None else 1
        last = found[end][side]
        if (old is None) == (new is None) or last is None or last.unit.kind != "heading":
            continue
        start = end
        while start and found[start - 1][1 - side] is None:
            start -= 1
        both = found[start - 1] if start else (None, None)
        head, twin = both[side], both[1 - side]
        if head and twin and (head.unit.kind, head.unit.form) == (last.unit.kind, last.unit.form):
            moved = (last, twin) if side == 0 else (twin, last)
            alone: tuple[Part | None, Part | None] = (head, None) if side == 0 else (None, head)
            found[start - 1 : end + 1] = [alone, *found[start:end], moved]
    return found


def _likeness(old: Part, new: Part) -> float:
    if old.unit.kind != new.unit.kind:
        # A heading that lost its marks stands where it stood.
        return 0.01
    shared = sum(
        weight * (4 * len(a & b) / (len(a) + len(b)) - 1 if a or b else 0.1)
        for weight, a, b in zip((1.0, 1.0, 0.5), old.features, new.features, strict=True)
    )
    lengths = len(old.text.strip()) + 1, len(new.text.strip()) + 1
    same = 0.3 * (old.unit.form == new.unit.form) + min(lengths) / max(lengths) - 0.5
    # Whatever differs may still belong together, where nothing else does.
    return max(shared + same, 0.05)


def lacking(items: Iterable[Found], other: Part) -> Iterator[Found]:
    """The first of each figure among `items` that `other` does not have, in figures or words."""
    lost: dict[str, Found] = {}
    for item in items:
        if item.figure.key not in other.known and _tells(item.figure):
            lost.setdefault(item.figure.key, item)
    by_place = {item.figure: item for item in lost.values()}
    yield from (by_place[figure] for figure in simplest([*by_place]))


def _tells(figure: Figure) -> bool:
    """Whether a translation cannot do without `figure`: one and two are words of all kinds."""
    if figure.kind in ("word", "rank"):
        return int(figure.key.removesuffix("%")) > 2
    return figure.kind != "name" and not figure.key.startswith("1 ")


def by_the_way(item: Found) -> bool:
    """Whether `item` is a word for what the text itself lists or counts."""
    return item.figure.kind in ("word", "rank")


def exchanged(old: Part, new: Part) -> tuple[Found, Found] | None:
    """A figure that `new` has more often than `old`, and one that it has less often: where both
    have the same figures, one of them was written for the other."""
    in_words = {
        item.figure.key for part in (old, new) for item in part.found
        if item.figure.kind in IN_WORDS
    }  # fmt: skip
    both = {item.figure.key for item in old.found} & {item.figure.key for item in new.found}
    there, here = (
        [item for item in part.found if item.figure.key in both - in_words] for part in (old, new)
    )
    counts = [Counter(item.figure.key for item in side) for side in (there, here)]
    more, less = counts[1] - counts[0], counts[0] - counts[1]
    extra = [item for item in here if item.figure.key in more]
    lost = [item for item in there if item.figure.key in less]
    if not extra or not lost:
        return None
    pairs = zip(here, there, strict=False)
    found = ((new, old) for new, old in pairs if new in extra and old in lost)
    return next(found, (extra[-1], lost[0]))


def out_of_order(old: Part, new: Part) -> tuple[Found, Found] | None:
    """Where both have the same numbers: the first that stands in the place of another, and that.
    Years are left out, for sentences often begin with them in one language alone."""
    there, here = _numbers(old), _numbers(new)
    if Counter(item.figure.key for item in there) != Counter(item.figure.key for item in here):
        return None
    pairs = zip(there, here, strict=True)
    return next(((b, a) for a, b in pairs if a.figure.key != b.figure.key), None)


def _numbers(part: Part) -> list[Found]:
    return [item for item in part.found
            if item.figure.kind == "number" and not YEAR.fullmatch(item.figure.key)]  # fmt: skip


def elsewhere(items: Iterable[Found], others: Iterable[Found]) -> list[Found]:
    """The first of each place among `items` that the `others` do not name."""
    known = {item.figure.key for item in others}
    lost: dict[str, Found] = {}
    for item in items:
        if item.figure.key not in known:
            lost.setdefault(item.figure.key, item)
    return [*lost.values()]
