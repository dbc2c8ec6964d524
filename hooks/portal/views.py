"""The figures of the view counter, as `data/views.json` has them and as the site publishes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from portal import source
from portal.field import Cursor, Origin, Schema, Type, key
from portal.model import LOCALIZED, Localized
from portal.source import Node
from portal.value import Integer, Pattern, RecordOf, Reference, Text
from portal.value_date import VIET_NAM

MOMENT = Pattern(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})", "moment-format")
TIME_ZONE = "Asia/Ho_Chi_Minh"
COUNTED = "counter"  # the source of figures that our own counter wrote
PERIODS = ("today", "month", "year", "total")


@dataclass(frozen=True)
class ByPath:
    """A block whose keys are addresses of pages; each value is read by `item`."""

    item: Type

    def read(self, node: Node, at: Cursor) -> dict[str, Any] | None:
        if not isinstance(node, source.Mapping):
            at.add("expected-keys", node, known="/, /tin-tuc/", example="/")
            return None
        values = {}
        for entry in node.entries:
            place = at.child(entry.key)
            at.origin.places[place.key] = (entry.value.line, entry.value.column)
            values[entry.key] = self.item.read(entry.value, place)
        return {path: value for path, value in values.items() if value is not None}

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": self.item.schema()}


@dataclass(frozen=True, kw_only=True)
class PageViews:
    """Views on the day of the figures, in its month, in its year and ever."""

    today: int = key(Integer(), "Lượt xem hôm nay", required=True)
    month: int = key(Integer(), "Lượt xem tháng này", required=True)
    year: int = key(Integer(), "Lượt xem năm nay", required=True)
    total: int = key(Integer(), "Tổng lượt xem", required=True)

    @property
    def periods(self) -> list[int]:
        """The four figures, the shortest period first."""
        return [getattr(self, name) for name in PERIODS]


@dataclass(frozen=True, kw_only=True)
class SiteViews(PageViews):
    visitor_days: int = key(Integer(), "Số khách theo ngày (đồng hồ)", required=True)


@dataclass(frozen=True, kw_only=True)
class Views:
    """The counter's figures at one moment; without `as_of` the moment is not known."""

    site: SiteViews = key(RecordOf(SiteViews), "Số liệu cả trang", required=True)
    pages: Mapping[str, PageViews] | None = key(
        ByPath(RecordOf(PageViews)), "Số liệu từng trang, theo đường dẫn tiếng Việt"
    )
    as_of: str | None = key(MOMENT, "Thời điểm chốt số liệu, ví dụ 2026-11-23T08:00:00+07:00")
    tz: str | None = key(Text(60), "Múi giờ tính ngày")
    definition: Localized | None = key(LOCALIZED, "Cách đếm, cho người đọc", name="def")
    source: str | None = key(
        Reference("sources", besides=(COUNTED,)), "Mã nguồn của số liệu; bộ đếm thì ghi counter"
    )
    origin: Origin = Origin("")
    former: ClassVar[dict[str, str]] = {"time_zone": '"tz": "{value}"'}


def in_hanoi(moment: str) -> datetime:
    """The local time of an RFC 3339 `moment`; ValueError where there is no such moment."""
    return datetime.fromisoformat(moment).astimezone(VIET_NAM)


def parts_in_hanoi(moment: str) -> tuple[str, str, str]:
    """The day (2026-11-29), the time (10:00) and all of `moment`, in Viet Nam."""
    local = in_hanoi(moment)
    return local.date().isoformat(), f"{local:%H:%M}", local.isoformat(timespec="seconds")


def published(views: Views, definition: Localized) -> str:
    """The text of the site's own `views.json`: what the counter would answer, had it stopped at the
    moment of the figures. `definition` stands where the figures came with none."""
    words = views.definition or definition
    told = {
        "site": _figures(views.site, (*PERIODS, "visitor_days")),
        "pages": {
            path: _figures(each, PERIODS) for path, each in (views.pages or {}).items()
        },
        "as_of": parts_in_hanoi(views.as_of)[2] if views.as_of else None,
        "tz": TIME_ZONE,
        "def": {"vi": words.vi, "en": words.en or words.vi},
        "source": views.source,
    }  # fmt: skip
    known = {name: value for name, value in told.items() if value is not None}
    # Short, as no compressed copy stands beside it.
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def manifest(paths: Mapping[str, str]) -> str:
    """The text of `counter-pages.json`: each path of a page with the key of its count."""
    return json.dumps(paths, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _figures(views: PageViews, names: tuple[str, ...]) -> dict[str, int]:
    return {name: getattr(views, name) for name in names}
