"""The real log beside the project, and a count of it that shares nothing with `counter`."""

from __future__ import annotations

import gzip
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from crawleruseragents import is_crawler

PROJECT = Path(__file__).resolve().parents[2]
LOG = PROJECT.parent / "shared/logs/apache-2015.log.gz"
needs_log = pytest.mark.skipif(not LOG.is_file(), reason=f"no {LOG.name} in ../shared/logs")
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".css", ".js", ".ico")


def text() -> bytes:
    """The log, unpacked."""
    return gzip.decompress(LOG.read_bytes())


@dataclass(frozen=True)
class Row:
    """A line, cut at its quotes as awk would."""

    moment: datetime
    address: str
    method: str
    path: str
    status: str
    agent: str


def rows(log: bytes) -> list[Row]:
    """Every line, in the order of the log."""
    found = []
    for line in log.decode("latin-1").splitlines():
        before, request, numbers, rest = line.split('"', 3)
        method, target = request.split(" ")[:2]
        found.append(
            Row(
                datetime.strptime(before[before.index("[") + 1 : -2], "%d/%b/%Y:%H:%M:%S %z"),
                before.split(" ")[0],
                method,
                target.split("?")[0],
                numbers.split()[0],
                rest.split('" "')[1].rstrip('"'),
            )
        )
    return found


def page_paths(log: bytes) -> list[str]:
    """Paths of the log that look like pages: a manifest for it."""
    paths = {row.path for row in rows(log) if not row.path.lower().endswith(PICTURES)}
    return sorted(path for path in paths if path.startswith("/") and path.isprintable())


@dataclass
class Count:
    """Views of each path on each local day, and the visitors of each day."""

    views: dict[tuple[str, date], int]
    visitors: dict[date, int]

    def figures(self, day: date, path: str | None = None) -> tuple[int, int, int, int]:
        """Views today, this month, this year and ever, of a page or of all."""
        today = month = year = total = 0
        for (each, when), views in self.views.items():
            if path is None or each == path:
                today += views * (when == day)
                month += views * (when.year == day.year and when.month == day.month)
                year += views * (when.year == day.year)
                total += views
        return today, month, year, total


def count(log: bytes, pages: list[str]) -> Count:
    """By the definition: sorted by time, then one view for each 30 seconds from the first on."""
    known = set(pages)
    moments: dict[tuple[date, str, str, str], list[datetime]] = defaultdict(list)
    bots: dict[str, bool] = {}
    for row in rows(log):
        if row.method == "GET" and row.status in {"200", "304"} and row.path in known:
            if row.agent not in bots:
                bots[row.agent] = row.agent in {"", "-"} or is_crawler(row.agent)
            if not bots[row.agent]:
                day = row.moment.astimezone(LOCAL).date()
                moments[day, row.address, row.agent, row.path].append(row.moment)
    views: dict[tuple[str, date], int] = defaultdict(int)
    visitors: dict[date, set[tuple[str, str]]] = defaultdict(set)
    for (day, address, agent, path), times in moments.items():
        visitors[day].add((address, agent))
        opened = None
        for moment in sorted(times):
            if opened is None or (moment - opened).total_seconds() >= 30:
                opened = moment
                views[path, day] += 1
    return Count(dict(views), {day: len(who) for day, who in visitors.items()})
