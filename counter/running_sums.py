"""Sums kept up to date as views come, so that no figure needs a look at every day."""

from __future__ import annotations

from datetime import date

from counter.store import Figures


class RunningSums:
    """Views on one day, in its month, in its year and ever.

    Days may be added in any order; it can be seen from the latest day added or asked for, or later.
    """

    __slots__ = ("day", "month", "today", "total", "year")

    def __init__(self, day: date, today: int, month: int, year: int, total: int) -> None:
        self.day, self.today, self.month, self.year, self.total = day, today, month, year, total

    def add(self, day: date, views: int) -> None:
        """Add `views` of `day`."""
        if day > self.day:
            self._turn(day)
        self.total += views
        if day.year == self.day.year:
            self.year += views
            if day.month == self.day.month:
                self.month += views
                if day == self.day:
                    self.today += views

    def seen_from(self, day: date) -> Figures | None:
        """The figures on `day`; None if it is too early for these sums."""
        if day < self.day:
            return None
        if day > self.day:
            self._turn(day)
        return Figures(self.today, self.month, self.year, self.total)

    def _turn(self, day: date) -> None:
        """Go on to a later `day`."""
        self.today = 0
        if day.year != self.day.year:
            self.month = self.year = 0
        elif day.month != self.day.month:
            self.month = 0
        self.day = day
