"""The opening balance: the figures of an older counter, shared out over periods."""

from __future__ import annotations

from datetime import date

from counter.store import Figures, Opening

MOST = 2**53 - 1  # the largest whole number that JavaScript reads exactly


def share(opening: Opening | None, day: date) -> Figures:
    """What `opening` adds to each figure seen from `day`.

    Its views are in four periods that do not overlap: its day, the rest of that month, the rest of
    that year, and earlier. Without a day all are earlier.
    """
    if opening is None:
        return Figures()
    known = opening.day
    same_year = known is not None and known.year == day.year
    same_month = same_year and known is not None and known.month == day.month
    return Figures(
        opening.today if known == day else 0,
        opening.month if same_month else 0,
        opening.year if same_year else 0,
        opening.total,
        opening.visitor_days,
    )


def plus(one: Figures, other: Figures) -> Figures:
    """The sum of each figure."""
    return Figures(
        one.today + other.today,
        one.month + other.month,
        one.year + other.year,
        one.total + other.total,
        one.visitor_days + other.visitor_days,
    )


def mistakes(opening: Opening, today: date) -> list[tuple[str, str]]:
    """What is impossible in `opening`, in Vietnamese and English; `today` is the local day."""
    found = []
    if not 0 <= opening.today <= opening.month <= opening.year <= opening.total <= MOST:
        found.append(
            (
                "Số mở đầu phải theo thứ tự 0 ≤ hôm nay ≤ tháng ≤ năm ≤ tổng.",
                "The opening figures must satisfy 0 ≤ today ≤ month ≤ year ≤ total.",
            )
        )
    if not 0 <= opening.visitor_days <= max(opening.total, 0):
        found.append(
            (
                "Lượt khách theo ngày phải từ 0 đến tổng lượt xem.",
                "Visitor-days must be between 0 and the total of views.",
            )
        )
    if not opening.source.strip():
        found.append(
            ("Hãy ghi nguồn của số mở đầu.", "Say where the opening figures are from (--source).")
        )
    if opening.day is not None and opening.day > today:
        found.append(
            (
                f"Ngày của số mở đầu ({opening.day}) nằm trong tương lai.",
                f"The day of the opening figures ({opening.day}) is in the future.",
            )
        )
    return found
