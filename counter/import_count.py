"""Views of logs by the definition: windows, visitors, days; also across runs of the importer."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from counter.day import local_day
from counter.import_keys import ImportKeys
from counter.import_ledger import Ledger, Recent
from counter.log_hits import HELD, HORIZON, Hit, in_order
from counter.store import WINDOW
from counter.visitor import visitor_of

OPEN_DAYS = 1  # days before that of the newest line of which more lines are expected
TOGETHER = 20_000  # views after which memory is cleared of what is in the database or past
KEPT = HORIZON + int(WINDOW)  # seconds before the newest view whose windows still matter


class Counting:
    """Adds views to the ledger.

    The views at the end of the last run are taken back and counted once more among the new ones, so
    that it makes no difference where one run ended and the next began. `seen` are the views that
    were read, `added` those that count, `visitors` the new visitors of days, and `late` the views
    of days whose visitors cannot be told apart any more.
    """

    def __init__(self, ledger: Ledger, keys: ImportKeys) -> None:
        self._ledger, self._keys = ledger, keys
        self.seen = self.added = self.visitors = self.late = 0
        self._days = ledger.days()
        open_days = {day for day, is_open in self._days.items() if is_open and day in keys.days}
        self._closed = frozenset(self._days) - open_days
        self._windows: dict[tuple[bytes, str], int] = {}
        self._views: Counter[tuple[str, date]] = Counter()
        self._seen: dict[date, set[bytes]] = {}
        self._recent: deque[Recent] = deque(maxlen=HELD)
        self._local = lru_cache(maxsize=1024)(lambda quarter: local_day(quarter * 900))

    def count(self, streams: list[tuple[int, Iterator[Hit]]]) -> None:
        """Count the views of `streams`, which are as `in_order` takes them."""
        if not streams:
            self._recent.extend(self._ledger.recent())
            return
        before = list(self._taken_back())
        if before:
            streams = [*streams, (before[0].at, iter(before))]
        for number, hit in enumerate(in_order(streams), start=1):
            self._take(hit)
            if not number % TOGETHER:
                self._store(hit.at)

    def finish(self, newest: int | None, close: bool) -> frozenset[date]:
        """Store the rest, `newest` being the time of the newest line; the days that stay open.

        With `close` no day does, and nothing is kept by which visitors could be told apart.
        """
        at = newest or 0
        self._store(at)
        self._add(least=None)
        last = local_day(at)
        for day in self._days:
            recent = last - timedelta(days=OPEN_DAYS) <= day <= last
            self._days[day] = recent and day not in self._closed and not close
        kept = [] if close else [each for each in self._recent if each.at > at - KEPT]
        self._ledger.finish(newest, self._days, kept)
        return frozenset(day for day, is_open in self._days.items() if is_open)

    def _taken_back(self) -> Iterator[Hit]:
        recent = self._ledger.recent()
        certain = (self._ledger.newest or 0) - HORIZON
        for each in recent:
            if each.at > certain:
                if each.counted:
                    self._views[each.page, self._local(each.at // 900)] -= 1
                    self.added -= 1
                yield Hit(each.at, each.page, b"", "", each.visitor)
            elif each.counted:
                self._windows[each.visitor, each.page] = each.at
                self._recent.append(each)

    def _take(self, hit: Hit) -> None:
        day = self._local(hit.at // 900)
        visitor = hit.visitor
        if visitor is None:
            self.seen += 1
            visitor = self._visitor(day, hit)
        start = self._windows.get((visitor, hit.page))
        # A line may come too late even for `in_order`: what matters is how far apart they are.
        counts = start is None or abs(hit.at - start) >= WINDOW
        if counts:
            self._windows[visitor, hit.page] = hit.at if start is None else max(start, hit.at)
            self._views[hit.page, day] += 1
            self.added += 1
        recent = self._recent
        recent.append(Recent(visitor, hit.page, hit.at, counts))
        while recent[0].at < hit.at - KEPT:
            recent.popleft()

    def _visitor(self, day: date, hit: Hit) -> bytes:
        visitor = visitor_of(self._keys.of(day), hit.address, hit.agent.encode("latin-1"))
        self._days.setdefault(day, True)
        if day in self._closed:
            self.late += 1
        else:
            self._seen.setdefault(day, set()).add(visitor)
        return visitor

    def _store(self, at: int) -> None:
        """Write what is certain, and forget windows that closed long before `at`."""
        self._add(least=1)
        for day, seen in self._seen.items():
            self.visitors += self._ledger.add_visitors(day, seen)
        self._seen.clear()
        for each in [each for each, start in self._windows.items() if start < at - KEPT]:
            del self._windows[each]

    def _add(self, least: int | None) -> None:
        """Add the views of which there are at least so many; what was taken back may be missing."""
        ready = {each: n for each, n in self._views.items() if n and (least is None or n >= least)}
        self._ledger.add_views(ready)
        for each in ready:
            del self._views[each]
