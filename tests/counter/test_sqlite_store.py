"""The SQLite store: the contract of all stores, and what is its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from contract import NewPlace, NoRoom, Opener, StoreContract

from counter.sqlite_store import SqliteStore
from counter.store import Store

if sys.platform != "win32":
    import resource


class TestSqliteStore(StoreContract):
    """SQLite keeps the contract."""

    @pytest.fixture
    def new_place(self, tmp_path: Path) -> NewPlace:
        places = iter(range(10_000))

        def new() -> Opener:
            path = tmp_path / f"{next(places)}.db"
            return lambda: SqliteStore(path)

        return new

    @pytest.fixture
    def no_room(self) -> NoRoom:
        @contextmanager
        def inside(store: Store) -> Iterator[None]:
            if sys.platform == "win32":
                pytest.skip("Windows has no limit on the size of files")
            limits = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
            try:
                yield
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, limits)

        return inside
