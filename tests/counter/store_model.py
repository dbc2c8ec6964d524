"""A store of views in plain dictionaries, to compare the real ones with; and views to feed both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from counter.store import KEPT_IDS, WINDOW, Figures, Opening, View

NUMBERS = count(1)


def new_id() -> bytes:
    """16 bytes that no other view of this process has."""
    return next(NUMBERS).to_bytes(16, "big")


def person(number: int) -> bytes:
    """The day's hash of an invented visitor; spread over all bytes, as real hashes are."""
    return (number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128).to_bytes(16, "big")


def view(
    page: str, day: date, at: float, visitor: int | None = None, id: bytes | None = None
) -> View:
    """A view of `page` by the invented visitor of that number, with a new id unless given."""
    known = None if visitor is None else person(visitor)
    return View(id or new_id(), page, day, at, known)


@dataclass
class Model:
    """What the definition says, word for word, without a thought of speed."""

    ids: dict[bytes, float] = field(default_factory=dict)
    windows: dict[tuple[bytes, str], float] = field(default_factory=dict)
    counted: Counter[tuple[date, str]] = field(default_factory=Counter)
    visitors: set[tuple[date, bytes]] = field(default_factory=set)
    last: tuple[date, float] | None = None

    def record(self, views: Sequence[View]) -> list[bool]:
        return [self._one(view) for view in views]

    def _one(self, view: View) -> bool:
        here = (view.day, view.at)
        self.last = here if self.last is None else max(self.last, here)
        if view.visitor is not None:
            self.visitors.add((view.day, view.visitor))
        if view.id in self.ids and view.at - self.ids[view.id] < KEPT_IDS:
            return False
        self.ids[view.id] = view.at
        if view.visitor is not None:
            key = (view.visitor, view.page)
            if key in self.windows and view.at - self.windows[key] < WINDOW:
                return False
            self.windows[key] = view.at
        self.counted[view.day, view.page] += 1
        return True

    def site(self, day: date, balance: Opening | None = None) -> Figures:
        mine = self._figures(day, ((on, views) for (on, _), views in self.counted.items()))
        old = Figures() if balance is None else _seen(balance, day)
        return Figures(
            mine.today + old.today,
            mine.month + old.month,
            mine.year + old.year,
            mine.total + old.total,
            len(self.visitors) + old.visitor_days,
        )

    def all_pages(self, day: date) -> dict[str, Figures]:
        names = {page for _, page in self.counted}
        return {name: self.page(day, name) for name in names}

    def page(self, day: date, name: str) -> Figures:
        return self._figures(
            day, ((on, views) for (on, page), views in self.counted.items() if page == name)
        )

    def daily(self) -> list[tuple[date, int, int, int]]:
        days = {day for day, _ in self.counted} | {day for day, _ in self.visitors}
        rows = []
        for day in sorted(days):
            views = sum(number for (on, _), number in self.counted.items() if on == day)
            rows.append((day, views, views, sum(on == day for on, _ in self.visitors)))
        return rows

    def _figures(self, day: date, views: Iterable[tuple[date, int]]) -> Figures:
        today = month = year = total = 0
        for on, number in views:
            total += number
            year += number * (on.year == day.year)
            month += number * ((on.year, on.month) == (day.year, day.month))
            today += number * (on == day)
        return Figures(today, month, year, total)


def _seen(balance: Opening, day: date) -> Figures:
    on = balance.day
    if on is None:
        return Figures(0, 0, 0, balance.total, balance.visitor_days)
    return Figures(
        balance.today if on == day else 0,
        balance.month if (on.year, on.month) == (day.year, day.month) else 0,
        balance.year if on.year == day.year else 0,
        balance.total,
        balance.visitor_days,
    )
