"""Figures read from the SQLite file alone: each is summed anew from the days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import apsw

from counter import schema
from counter.opening import plus, share
from counter.store import Figures, Opening

PERIODS = """
    coalesce(sum(views) FILTER (WHERE day = :day), 0),
    coalesce(sum(views) FILTER (WHERE day >= :month AND day < :next_month), 0),
    coalesce(sum(views) FILTER (WHERE day >= :year AND day < :next_year), 0),
    coalesce(sum(views), 0)
"""


def periods(day: date) -> dict[str, int]:
    """The day, and the first days of its month, its year and those after them, as numbers."""
    return {
        "day": day.toordinal(),
        "month": day.replace(day=1).toordinal(),
        "next_month": date(day.year + day.month // 12, day.month % 12 + 1, 1).toordinal(),
        "year": date(day.year, 1, 1).toordinal(),
        "next_year": date(day.year + 1, 1, 1).toordinal(),
    }


def read_site(connection: apsw.Connection, day: date) -> Figures:
    """The figures of the site without the opening balance."""
    return Figures(
        *connection.execute(
            f"SELECT {PERIODS}, coalesce(sum(visitors), 0) FROM site_day", periods(day)
        ).get
    )


def read_page(connection: apsw.Connection, day: date, number: int) -> Figures:
    """The figures of the page with this number."""
    return Figures(
        *connection.execute(
            f"SELECT {PERIODS} FROM page_day WHERE page = :page", {**periods(day), "page": number}
        ).get
    )


def read_all_pages(connection: apsw.Connection, day: date) -> dict[str, Figures]:
    """The figures of every page that was ever counted."""
    rows = connection.execute(
        f"SELECT key, {PERIODS} FROM page_day JOIN pages ON id = page GROUP BY page", periods(day)
    )
    return {row[0]: Figures(*row[1:]) for row in rows}


def read_opening(connection: apsw.Connection) -> Opening | None:
    """The opening balance."""
    row = connection.execute(
        "SELECT today, month, year, total, visitor_days, source, day FROM opening"
    ).fetchone()
    if row is None:
        return None
    today, month, year, total, visitor_days, source, number = row
    day = None if number is None else date.fromordinal(number)
    return Opening(today, month, year, total, visitor_days, source, day)


def read_daily(connection: apsw.Connection) -> list[tuple[date, int, int, int]]:
    """For each day: views of the site, sum of the views of its pages, distinct visitors."""
    rows = connection.execute(
        "SELECT day, sum(site), sum(pages), sum(visitors) FROM ("
        " SELECT day, views AS site, 0 AS pages, visitors FROM site_day UNION ALL"
        " SELECT day, 0, sum(views), 0 FROM page_day GROUP BY day"
        ") GROUP BY day ORDER BY day"
    )
    return [(date.fromordinal(day), *rest) for day, *rest in rows]


class SqliteReader:
    """A view of the file at `path` that writes nothing and disturbs no service.

    Raises Unusable or Unavailable as `schema.connect_to_read` does.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = schema.connect_to_read(path)

    @property
    def connection(self) -> apsw.Connection:
        """The connection, for what is not asked often enough to have a method here."""
        return self._connection

    @contextmanager
    def one_moment(self) -> Iterator[apsw.Connection]:
        """The connection, for reading all of one and the same moment.

        Raises Unusable or Unavailable where SQLite cannot go on, as in the midst of a damaged file.
        """
        try:
            with self._connection:
                yield self._connection
        except apsw.Error as problem:
            raise schema.fault(problem, self.path) from problem

    def snapshot(self, day: date) -> tuple[Figures, Mapping[str, Figures]]:
        """The figures of the site and of every page seen from `day`, of one and the same moment."""
        with self.one_moment() as connection:
            own = read_site(connection, day)
            opening = read_opening(connection)
            pages = read_all_pages(connection, day)
        return plus(own, share(opening, day)), pages

    def daily(self) -> Iterable[tuple[date, int, int, int]]:
        """As `Store.daily`."""
        return read_daily(self._connection)

    def close(self) -> None:
        """Give back what is held."""
        self._connection.close()
