"""Answers as bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
    """The answer to a view: counted if `why` is empty."""
    answer: dict[str, Any] = {"counted": not why}
    if why:
        answer["why"] = why
    answer["site"] = site_figures(site)
    if page is not None:
        answer["page"] = page_figures(page)
    answer["as_of"], answer["tz"] = stamp(wall), ZONE_NAME
    return compact(answer)


def compact(value: object) -> bytes:
    """`value` as JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
