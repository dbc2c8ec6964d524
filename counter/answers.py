"""Answers as bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from counter.day import ZONE_NAME, stamp
from counter.definition import DEFINITION
from counter.store import Figures


def site_figures(figures: Figures) -> dict[str, int]:
    """The five figures of the site, as they are published."""
    return {**page_figures(figures), "visitor_days": figures.visitor_days}


def page_figures(figures: Figures) -> dict[str, int]:
    """The four figures of a page, as they are published."""
    return {
        "today": figures.today,
        "month": figures.month,
        "year": figures.year,
        "total": figures.total,
    }


def views_document(
    site: Figures, wall: float, pages: Mapping[str, Figures] | None = None
) -> dict[str, Any]:
    """The figures with their time zone and definition, of the moment `wall` of the wall clock."""
    document: dict[str, Any] = {
        "site": site_figures(site),
        "as_of": stamp(wall),
        "tz": ZONE_NAME,
        "def": DEFINITION,
        "source": "counter",
    }
    if pages is not None:
        document["pages"] = {key: page_figures(pages[key]) for key in sorted(pages)}
    return document


def hit_answer(why: str, site: Figures, page: Figures | None, wall: float) -> bytes:
    """The answer to a view: counted if `why`, a word, is empty."""
    # By hand, as one is made for every page in every batch and `json` takes six times as long.
    head = f'"counted":false,"why":"{why}"' if why else '"counted":true'
    own = "" if page is None else f'"page":{{{_four(page)}}},'
    return (
        f'{{{head},"site":{{{_four(site)},"visitor_days":{site.visitor_days}}},{own}'
        f'"as_of":"{_stamp(int(wall))}","tz":"{ZONE_NAME}"}}'
    ).encode()


def _four(figures: Figures) -> str:
    return (
        f'"today":{figures.today},"month":{figures.month},'
        f'"year":{figures.year},"total":{figures.total}'
    )


@lru_cache(maxsize=4)
def _stamp(second: int) -> str:
    return stamp(second)


def compact(value: object) -> bytes:
    """`value` as JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
