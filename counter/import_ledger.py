"""What the importer remembers in the database, and what it adds, all in its one transaction."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import apsw

from counter.log_files import Survey

FEW = 2  # known lines by which a file is taken for a copy: two servers may write one line alike
SHARE = 20  # … if it is at least one in so many of those remembered


@dataclass(frozen=True, slots=True)
class Known:
    """How much of a file was read before, and the digest of that."""

    length: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Recent:
    """A view near the end of what was read; a line that comes late may change what counts there."""

    visitor: bytes
    page: str
    at: int
    counted: bool


class Ledger:
    """The tables `import_…`, and those of the figures, through `connection`."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = dict(connection.execute("SELECT key, id FROM pages"))

    def name(self) -> str:
        """The name that this database goes by, made up when it was first imported into."""
        self._connection.execute(
            "INSERT OR IGNORE INTO meta VALUES ('import_name', ?)", (secrets.token_hex(8),)
        )
        found = self._connection.execute("SELECT value FROM meta WHERE name = 'import_name'").get
        return str(found)

    @property
    def empty(self) -> bool:
        """Whether no file was ever read into this database."""
        return self._number("SELECT count(*) FROM import_files") == 0

    @property
    def has_live_views(self) -> bool:
        """Whether the service, which alone writes the latest moment, counted into this database."""
        return self._number("SELECT count(*) FROM meta WHERE name = 'at'") > 0

    @property
    def newest(self) -> int | None:
        """The time of the newest line that was read, in seconds since 1970."""
        return self._number("SELECT value FROM meta WHERE name = 'import_newest'") or None

    def file(self, first: int) -> Known | None:
        """What is known of the file whose first line has this mark."""
        rows = self._connection.execute(
            "SELECT length, digest FROM import_files WHERE first = ?", (first,)
        )
        return next((Known(length, digest) for length, digest in rows), None)

    def is_copy(self, marks: Iterable[int]) -> bool:
        """Whether so many of these lines were read before, from another file, that it is a copy."""
        wanted = list(marks)
        known = 0
        for each in wanted:
            known += self._number("SELECT count(*) FROM import_lines WHERE mark = ?", each)
        return known == len(wanted) > 0 or (known >= FEW and known * SHARE >= len(wanted))

    def remember(self, found: Survey) -> None:
        """That the file was read to the end of its last complete line."""
        self._connection.execute(
            "INSERT OR REPLACE INTO import_files VALUES (?, ?, ?)",
            (found.first, found.end, found.whole),
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO import_lines VALUES (?)", [(each,) for each in found.marks]
        )

    def days(self) -> dict[date, bool]:
        """The days that lines were read of, and whether more may come (else their key is gone)."""
        rows = self._connection.execute("SELECT day, open FROM import_days")
        return {date.fromordinal(day): bool(is_open) for day, is_open in rows}

    def add_views(self, views: Mapping[tuple[str, date], int]) -> None:
        """Add these numbers of views of pages on days to the figures."""
        pages = [(self._page(key), day.toordinal(), count) for (key, day), count in views.items()]
        self._connection.executemany(
            "INSERT INTO page_day VALUES (?, ?, ?) ON CONFLICT (page, day)"
            " DO UPDATE SET views = views + excluded.views",
            pages,
        )
        site: Counter[int] = Counter()
        for _, day, count in pages:
            site[day] += count
        self._add_to_days((day, count, 0) for day, count in site.items())

    def add_visitors(self, day: date, visitors: Iterable[bytes]) -> int:
        """Count those of `visitors` who were not yet seen on `day`; how many."""
        before = self._connection.total_changes()
        number = day.toordinal()
        self._connection.executemany(
            "INSERT OR IGNORE INTO import_visitors VALUES (?, ?)",
            [(number, each) for each in visitors],
        )
        new = self._connection.total_changes() - before
        self._add_to_days([(number, 0, new)])
        return new

    def recent(self) -> list[Recent]:
        """The views that were kept by `finish`."""
        rows = self._connection.execute(
            "SELECT visitor, key, at, counted FROM import_recent JOIN pages ON id = page"
            " ORDER BY at"
        )
        return [Recent(visitor, key, at, bool(counted)) for visitor, key, at, counted in rows]

    def finish(
        self, newest: int | None, days: Mapping[date, bool], recent: Iterable[Recent]
    ) -> None:
        """Keep `recent`, and which days are open; drop the visitors of those that are not."""
        if newest is not None:
            self._connection.execute(
                "INSERT OR REPLACE INTO meta VALUES ('import_newest', ?)", (newest,)
            )
        self._connection.executemany(
            "INSERT OR REPLACE INTO import_days VALUES (?, ?)",
            [(day.toordinal(), int(is_open)) for day, is_open in days.items()],
        )
        self._connection.executemany(
            "DELETE FROM import_visitors WHERE day = ?",
            [(day.toordinal(),) for day, is_open in days.items() if not is_open],
        )
        self._connection.execute("DELETE FROM import_recent")
        # Of two in one second the first was counted, if any was.
        self._connection.executemany(
            "INSERT OR IGNORE INTO import_recent VALUES (?, ?, ?, ?)",
            [(each.visitor, self._page(each.page), each.at, int(each.counted)) for each in recent],
        )

    def _add_to_days(self, rows: Iterable[tuple[int, int, int]]) -> None:
        self._connection.executemany(
            "INSERT INTO site_day VALUES (?, ?, ?) ON CONFLICT (day)"
            " DO UPDATE SET views = views + excluded.views,"
            " visitors = visitors + excluded.visitors",
            rows,
        )

    def _page(self, key: str) -> int:
        number = self._numbers.get(key)
        if number is None:
            self._connection.execute("INSERT INTO pages (key) VALUES (?)", (key,))
            number = self._numbers[key] = self._connection.last_insert_rowid()
        return number

    def _number(self, query: str, *values: int) -> int:
        found = self._connection.execute(query, values).get
        assert found is None or isinstance(found, int)
        return found or 0
