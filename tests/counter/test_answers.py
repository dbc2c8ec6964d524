"""Answers are sound JSON, and say what is said beside the figures."""

from __future__ import annotations

import json

import pytest

from counter.answers import hit_answer, page_figures, site_figures, views_document
from counter.definition import DEFINITION
from counter.snapshot import checked
from counter.store import Figures

SITE, PAGE = Figures(1, 22, 333, 4444, 55), Figures(0, 2, 3, 4)
NOON = 1_795_928_400.0
AS_OF = "2026-11-29T12:00:00+07:00"


@pytest.mark.parametrize("why", ["", "again", "unknown-page"])
@pytest.mark.parametrize("page", [PAGE, None])
def test_the_answer_to_a_view(why: str, page: Figures | None) -> None:
    answer = json.loads(hit_answer(why, SITE, page, NOON + 0.9))
    assert answer.pop("counted") is (why == "")
    assert answer.pop("why", "") == why
    assert answer.pop("site") == site_figures(SITE)
    assert answer.pop("page", None) == (None if page is None else page_figures(page))
    assert answer == {"as_of": AS_OF, "tz": "Asia/Ho_Chi_Minh"}


def test_what_is_published_is_what_a_snapshot_takes() -> None:
    pages = {"/tin-tuc/": PAGE, "/": SITE}
    document = views_document(SITE, NOON, pages)
    assert checked(document) == document
    assert list(document["pages"]) == ["/", "/tin-tuc/"]
    assert document["as_of"] == AS_OF
    assert document["def"] == DEFINITION


BAD: list[tuple[str, object]] = [
    ("site", {"today": 1}), ("site", None), ("pages", []), ("pages", {"x": {}}), ("tz", "UTC"),
    ("as_of", "2026-11-29T12:00:00"), ("as_of", "today"), ("as_of", 7), ("source", "seed"),
    ("def", {}),
    ("def", {"vi": "", "en": "x"}), ("more", 1),
    ("site", {"today": 2, "month": 1, "year": 3, "total": 4, "visitor_days": 0}),
    ("site", {"today": -1, "month": 1, "year": 3, "total": 4, "visitor_days": 0}),
    ("site", {"today": 0, "month": 1, "year": 3, "total": 4.0, "visitor_days": 0}),
    ("site", {"today": True, "month": 1, "year": 3, "total": 4, "visitor_days": 0}),
    ("site", {"today": 0, "month": 1, "year": 3, "total": 2**60, "visitor_days": 0}),
    ("pages", {"/": {"today": 5, "month": 1, "year": 3, "total": 4}}),
    ("pages", {"tin-tuc": {"today": 0, "month": 1, "year": 3, "total": 4}}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), BAD)
def test_figures_that_are_not_sound_are_not_taken(name: str, value: object) -> None:
    document = {**views_document(SITE, NOON, {"/": PAGE}), name: value}
    with pytest.raises(ValueError, match=r"\w"):
        checked(document)
