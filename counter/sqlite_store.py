"""Views in one SQLite file: the default store.

One connection, one writer. A batch is one transaction in the write-ahead log, written through with
`synchronous=FULL`, so that it is on disk when `record` returns. Sums are kept in memory beside it
and changed only once that is so; wherever the connection is in doubt, the file is opened anew and
they are read again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import apsw

from counter import schema
from counter.one_owner import OneOwner, Taken
from counter.opening import plus, share
from counter.running_sums import RunningSums
from counter.sqlite_batch import Batch
from counter.sqlite_reader import read_daily, read_opening, read_page, read_site
from counter.store import KEPT_IDS, WINDOW, Figures, Opening, Unavailable, Unusable, View

ROOM = 65_536  # bytes; a batch changes some pages of the file, of 4 KB each
FORGET_AT_ONCE = 5000  # rows deleted in one transaction, so that views do not wait for long


class SqliteStore:
    """The store in the file at `path`, made if it is not there.

    Raises Unusable if another process has it, or as `schema.connect` does.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._open: apsw.Connection | None = None
        self._closed = False
        try:
            self._owner = OneOwner(self._path.with_name(self._path.name + ".lock"))
        except Taken as problem:
            raise schema.unusable(
                self._path, "một bộ đếm khác đang dùng nó", "another counter is using it"
            ) from problem
        except OSError as problem:
            raise schema.unusable(
                self._path, f"không ghi được vào thư mục ({problem.strerror})",
                f"its folder cannot be written to ({problem.strerror})",
            ) from problem  # fmt: skip
        try:
            self._connect(create=True)
        except Exception as problem:
            self._owner.release()
            if isinstance(problem, Unavailable):
                raise schema.unusable(
                    self._path, f"không mở hoặc không ghi được ({problem})",
                    f"it cannot be opened or written ({problem})",
                ) from problem  # fmt: skip
            raise

    def record(self, views: Sequence[View]) -> list[bool]:
        """As `Store.record`."""
        with self.transaction() as connection:
            batch = Batch(connection, self._numbers)
            results = batch.take(views)
        self._numbers.update(batch.new_pages)
        for (number, day), count in batch.page_day.items():
            if number in self._sums:
                self._sums[number].add(day, count)
        for day, count in batch.site_day.items():
            self._site.add(day, count)
        self._visitor_days += sum(batch.visitors.values())
        return results

    def site(self, day: date) -> Figures:
        """As `Store.site`."""
        with self._reading() as connection:
            own = self._site.seen_from(day)
            if own is None:
                own = read_site(connection, day)
            else:
                own = Figures(own.today, own.month, own.year, own.total, self._visitor_days)
            return plus(own, share(self._opening, day))

    def pages(self, day: date, pages: Iterable[str]) -> Mapping[str, Figures]:
        """As `Store.pages`."""
        with self._reading() as connection:
            return {key: self._page(connection, day, key) for key in pages}

    def all_pages(self, day: date) -> Mapping[str, Figures]:
        """As `Store.all_pages`."""
        return self.pages(day, list(self._numbers))

    def forget(self, day: date, at: float) -> None:
        """As `Store.forget`."""
        for table, condition, limit in (
            ("windows", "at <= ?", at - WINDOW),
            ("ids", "at <= ?", at - KEPT_IDS),
            ("visitors", "day < ?", day.toordinal()),
        ):
            key = {"windows": "(visitor, page)", "ids": "id", "visitors": "(day, visitor)"}[table]
            columns = key.strip("()")
            more = True
            while more:
                with self.transaction() as connection:
                    connection.execute(
                        f"DELETE FROM {table} WHERE {key} IN (SELECT {columns} FROM {table}"
                        f" WHERE {condition} LIMIT {FORGET_AT_ONCE})",
                        (limit,),
                    )
                    more = connection.changes() == FORGET_AT_ONCE

    def latest(self) -> tuple[date, float] | None:
        """As `Store.latest`."""
        with self._reading() as connection:
            found = dict(connection.execute("SELECT name, value FROM meta"))
            return (date.fromordinal(found["day"]), found["at"]) if "day" in found else None

    def opening(self) -> Opening | None:
        """As `Store.opening`."""
        with self._reading():
            return self._opening

    def open(self, balance: Opening) -> None:
        """As `Store.open`."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO opening VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
                (
                    balance.today, balance.month, balance.year, balance.total, balance.visitor_days,
                    balance.source, None if balance.day is None else balance.day.toordinal(),
                ),
            )  # fmt: skip
        self._opening: Opening | None = balance

    def daily(self) -> Iterable[tuple[date, int, int, int]]:
        """As `Store.daily`."""
        with self._reading() as connection:
            return read_daily(connection)

    def prove(self, canary: bytes) -> None:
        """As `Store.prove`; read back by the file's name, so that a replaced file is noticed."""
        # As large as a batch, since a disk that is nearly full may have room for the canary alone.
        canary += bytes(ROOM)
        with self.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('canary', ?)", (canary,))
        reader = schema.connect_to_read(self._path)
        try:
            row = reader.execute("SELECT value FROM meta WHERE name = 'canary'").fetchone()
        except apsw.Error as problem:
            raise schema.fault(problem, self._path) from problem
        finally:
            reader.close()
        if row is None or row[0] != canary:
            raise Unavailable("what was stored was not read back")

    def close(self) -> None:
        """As `Store.close`."""
        self._closed = True
        self._drop()
        self._owner.release()

    @contextmanager
    def transaction(self) -> Iterator[apsw.Connection]:
        """One transaction, committed at the end, undone by any exception; for the importer too.

        Whoever writes views in it besides `record` opens the store anew for its sums.
        """
        connection = self._connected()
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except BaseException as problem:
            self._undo(connection)
            if isinstance(problem, apsw.Error):
                raise schema.fault(problem, self._path) from problem
            raise

    def _undo(self, connection: apsw.Connection) -> None:
        """Back to before the transaction, so that reading goes on even while a disk is full."""
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except apsw.Error:
            self._drop()  # opened anew at the next use, with all sums

    @contextmanager
    def _reading(self) -> Iterator[apsw.Connection]:
        try:
            yield self._connected()
        except apsw.Error as problem:
            self._drop()
            raise schema.fault(problem, self._path) from problem

    def _page(self, connection: apsw.Connection, day: date, key: str) -> Figures:
        number = self._numbers.get(key)
        if number is None:
            return Figures()
        sums = self._sums.get(number)
        found = None if sums is None else sums.seen_from(day)
        if found is None:
            found = read_page(connection, day, number)
            if sums is None:
                figures = (found.today, found.month, found.year, found.total)
                self._sums[number] = RunningSums(day, *figures)
        return found

    def _connected(self) -> apsw.Connection:
        if self._closed:
            raise Unusable("Kho đã đóng.\nThe store is closed.")
        if self._open is None:
            return self._connect(create=False)
        try:
            there = os.stat(self._path).st_ino == self._inode  # noqa: PTH116 (thrice as fast)
        except OSError:
            there = False
        if not there:
            # SQLite would go on writing to a file that no longer has a name.
            self._drop()
            raise Unavailable("the file was moved, replaced or removed")
        return self._open

    def _connect(self, create: bool) -> apsw.Connection:
        connection = schema.connect(self._path, create)
        try:
            self._inode = self._path.stat().st_ino
            self._numbers: dict[str, int] = dict(connection.execute("SELECT key, id FROM pages"))
            self._sums: dict[int, RunningSums] = {}
            last = connection.execute("SELECT max(day) FROM site_day").get
            day = date.min if last is None else date.fromordinal(last)
            found = read_site(connection, day)
            self._site = RunningSums(day, found.today, found.month, found.year, found.total)
            self._visitor_days = found.visitor_days
            self._opening = read_opening(connection)
        except (OSError, apsw.Error) as problem:
            connection.close(True)
            raise schema.fault(problem, self._path) from problem
        self._open = connection
        return connection

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close(True)
            self._open = None
