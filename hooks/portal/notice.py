"""Notices at the head of every page: what is said, and from when until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.field import key
from portal.model import LOCALIZED, Localized
from portal.value import Choice, WebAddress
from portal.value_date import VIET_NAM, DayOrMoment

KINDS = ("maintenance", "urgent")
# More than these hide the page that they stand on.
MOST = 3


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A notice from `start` to `end`. A day counts whole, the last one too; a moment is exact."""

    kind: str = key(
        Choice(KINDS), "Loại: maintenance (bảo trì) hoặc urgent (khẩn)", required=True
    )  # fmt: skip
    text: Localized = key(LOCALIZED, "Câu thông báo, bằng hai thứ tiếng", required=True)
    start: date = key(
        DayOrMoment(), "Bắt đầu hiện: 2026-12-01 hoặc 2026-12-01T22:00:00+07:00", required=True
    )
    end: date = key(
        DayOrMoment(), "Hiện đến hết ngày này, hoặc đến thời điểm này", required=True
    )  # fmt: skip
    link: str | None = key(WebAddress(), "Nơi đọc thêm")

    @property
    def begins(self) -> datetime:
        """The moment from which it is shown."""
        return _moment(self.start)

    @property
    def ends(self) -> datetime:
        """The moment from which it is no longer shown."""
        return _moment(self.end) + timedelta(days=0 if isinstance(self.end, datetime) else 1)

    @staticmethod
    def local(day: date) -> date:
        """A day as it is, a moment in Viet Nam's time: as readers are told of it."""
        return day.astimezone(VIET_NAM) if isinstance(day, datetime) else day

    def waits(self, today: date) -> bool:
        """Whether it has not begun when `today` begins."""
        return self.begins > _moment(today)


def current(notices: Iterable[Notice], today: date) -> list[Notice]:
    """The notices that are not over when `today` begins, the urgent ones first."""
    left = [notice for notice in notices if notice.ends > _moment(today)]
    return sorted(left, key=lambda notice: (notice.kind != "urgent", notice.begins))


def _moment(day: date) -> datetime:
    """A moment in Viet Nam's time: that of a day is its midnight."""
    if isinstance(day, datetime):
        return day.astimezone(VIET_NAM)
    return datetime.combine(day, time(), VIET_NAM)
