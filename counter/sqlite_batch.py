"""A batch of views on its way into the SQLite file.

At each call SQLite lets go of Python's lock, and getting it back from a busy event loop takes
longer than most statements do. So a batch is decided in Python, and a statement takes many rows.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TypeVar

import apsw

from counter.store import KEPT_IDS, WINDOW, View

SIZES = (256, 64, 16, 4, 1)  # rows to a statement: few different ones, so that all stay prepared

Row = TypeVar("Row")
Window = tuple[bytes, int]  # a visitor, and the number of a page


class Batch:
    """What a batch adds, written to `connection` within its transaction.

    `numbers` are those of the pages known so far. After `take`, the other attributes say what the
    sums in memory have to be told once it is committed.
    """

    def __init__(self, connection: apsw.Connection, numbers: Mapping[str, int]) -> None:
        self._connection = connection
        self._numbers = numbers
        self.new_pages: dict[str, int] = {}
        self.page_day: Counter[tuple[int, date]] = Counter()
        self.site_day: Counter[date] = Counter()
        self.visitors: Counter[date] = Counter()

    def take(self, views: Sequence[View]) -> list[bool]:
        """Write `views`; for each whether it was counted."""
        if not views:
            return []
        results = self._decide(views)
        self._visit(views)
        self._write_sums()
        self._many(
            "INSERT INTO meta VALUES {} ON CONFLICT (name)"
            " DO UPDATE SET value = max(value, excluded.value)",
            "(?, ?)",
            [
                ("day", max(view.day for view in views).toordinal()),
                ("at", max(view.at for view in views)),
            ],
        )
        return results

    def _decide(self, views: Sequence[View]) -> list[bool]:
        keys = [self._window(view) for view in views]
        ids = self._known_ids({view.id for view in views})
        windows = self._open_windows({key for key in keys if key is not None})
        new_ids: dict[bytes, float] = {}
        new_windows: dict[Window, float] = {}
        results = []
        for view, key in zip(views, keys, strict=True):
            counted = abs(view.at - ids.get(view.id, -math.inf)) >= KEPT_IDS
            if counted:
                ids[view.id] = new_ids[view.id] = view.at
                if key is not None:
                    counted = abs(view.at - windows.get(key, -math.inf)) >= WINDOW
                    if counted:
                        windows[key] = new_windows[key] = view.at
            if counted:
                self.page_day[self._number(view.page), view.day] += 1
                self.site_day[view.day] += 1
            results.append(counted)
        self._many("INSERT OR REPLACE INTO ids VALUES {}", "(?, ?)", new_ids.items())
        self._many(
            "INSERT OR REPLACE INTO windows VALUES {}",
            "(?, ?, ?)",
            [(*key, at) for key, at in new_windows.items()],
        )
        return results

    def _window(self, view: View) -> Window | None:
        """Whose window on which page `view` falls into."""
        number = self._number(view.page)
        return None if view.visitor is None else (view.visitor, number)

    def _number(self, key: str) -> int:
        number = self._numbers.get(key) or self.new_pages.get(key)
        if number is None:
            self._connection.execute("INSERT INTO pages (key) VALUES (?)", (key,))
            number = self._connection.last_insert_rowid()
            self.new_pages[key] = number
        return number

    def _visit(self, views: Sequence[View]) -> None:
        days: dict[date, dict[bytes, None]] = {}
        for view in views:
            if view.visitor is not None:
                days.setdefault(view.day, {})[view.visitor] = None
        for day, visitors in days.items():
            number = day.toordinal()
            self.visitors[day] = self._many(
                "INSERT OR IGNORE INTO visitors VALUES {}",
                "(?, ?)",
                [(number, visitor) for visitor in visitors],
            )

    def _write_sums(self) -> None:
        self._many(
            "INSERT INTO page_day VALUES {} ON CONFLICT (page, day)"
            " DO UPDATE SET views = views + excluded.views",
            "(?, ?, ?)",
            [(page, day.toordinal(), views) for (page, day), views in self.page_day.items()],
        )
        self._many(
            "INSERT INTO site_day VALUES {} ON CONFLICT (day) DO UPDATE SET"
            " views = views + excluded.views, visitors = visitors + excluded.visitors",
            "(?, ?, ?)",
            [
                (day.toordinal(), self.site_day[day], self.visitors[day])
                for day in {**self.site_day, **self.visitors}
            ],
        )

    def _known_ids(self, ids: set[bytes]) -> dict[bytes, float]:
        """When each of `ids` that is known was stored."""
        found: dict[bytes, float] = {}
        for part in _parts(list(ids)):
            statement = _filled("SELECT id, at FROM ids WHERE id IN ({})", "?", len(part))
            found.update(self._connection.execute(statement, part))
        return found

    def _open_windows(self, keys: set[Window]) -> dict[Window, float]:
        """When each of the windows `keys` that is remembered was opened."""
        found: dict[Window, float] = {}
        for part in _parts(list(keys)):
            statement = _filled(
                "SELECT visitor, page, at FROM windows WHERE (visitor, page) IN (VALUES {})",
                "(?, ?)",
                len(part),
            )
            values = [value for key in part for value in key]
            for visitor, page, at in self._connection.execute(statement, values):
                found[visitor, page] = at
        return found

    def _many(self, statement: str, row: str, rows: Iterable[tuple[object, ...]]) -> int:
        """Run `statement` with `rows`; the number of rows that changed."""
        changed = 0
        for part in _parts(list(rows)):
            values = [value for each in part for value in each]
            self._connection.execute(_filled(statement, row, len(part)), values)
            changed += self._connection.changes()
        return changed


def _parts(rows: list[Row]) -> Iterator[list[Row]]:
    """`rows` in parts of the sizes for which there are statements."""
    start = 0
    for size in SIZES:
        while len(rows) - start >= size:
            yield rows[start : start + size]
            start += size


@cache
def _filled(statement: str, row: str, size: int) -> str:
    return statement.format(", ".join([row] * size))
