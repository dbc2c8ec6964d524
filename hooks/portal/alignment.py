"""Two sequences side by side: which items belong together, and which have no counterpart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import TypeVar

T = TypeVar("T")
Pairs = list[tuple[T | None, T | None]]
# Beyond so many comparisons only what stands at the same place is compared.
MOST = 40_000


def align(there: Sequence[T], here: Sequence[T], likeness: Callable[[T, T], float]) -> Pairs[T]:
    """`there` beside `here`, both in order, so that the `likeness` of what stands side by side is
    the greatest in all. What is not alike at all (0) never does; None stands for a counterpart."""
    if len(there) * len(here) > MOST:
        return [*zip_longest(there, here)]
    # best[i][j] is the greatest likeness of there[i:] and here[j:].
    best = [[0.0] * (len(here) + 1) for _ in range(len(there) + 1)]
    alike = [[likeness(old, new) for new in here] for old in there]
    for i in range(len(there) - 1, -1, -1):
        for j in range(len(here) - 1, -1, -1):
            both = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    return _path(there, here, best, alike)


def _path(
    there: Sequence[T], here: Sequence[T], best: list[list[float]], alike: list[list[float]]
) -> Pairs[T]:
    found: Pairs[T] = []
    i = j = 0
    while i < len(there) and j < len(here):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((there[i], here[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((there[i], None))
            i += 1
        else:
            found.append((None, here[j]))
            j += 1
    found += [(old, None) for old in there[i:]]
    found += [(None, new) for new in here[j:]]
    return found
