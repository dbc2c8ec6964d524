"""What rankings are worth: recall, reciprocal rank, questions left without an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from collection import Query

MOST = 10  # places of a ranking that are looked at


@dataclass(frozen=True)
class Quality:
    """Means over `asked` queries: the share of the right pages among the first five and ten, one
    over the place of the first right one (none in ten: 0), queries with no page at all, and those
    whose first page is right."""

    asked: int
    recall5: float
    recall10: float
    mrr10: float
    nothing: float
    first: float


def quality(queries: Sequence[Query], rankings: Sequence[Sequence[int]]) -> Quality:
    """The figures of one form; a ranking holds places of pages, the best first, each once."""
    pairs = list(zip(queries, rankings, strict=True))
    return Quality(
        len(pairs),
        fmean(recall(query, ranking, 5) for query, ranking in pairs),
        fmean(recall(query, ranking, 10) for query, ranking in pairs),
        fmean(reciprocal(query, ranking) for query, ranking in pairs),
        fmean(not ranking for _, ranking in pairs),
        fmean(bool(ranking) and ranking[0] in query.gold for query, ranking in pairs),
    )


def recall(query: Query, ranking: Sequence[int], most: int) -> float:
    return len(query.gold & set(ranking[:most])) / len(query.gold)


def reciprocal(query: Query, ranking: Sequence[int]) -> float:
    places = (1 / place for place, page in enumerate(ranking[:MOST], 1) if page in query.gold)
    return next(places, 0.0)
