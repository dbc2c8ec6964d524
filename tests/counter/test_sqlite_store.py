"""The SQLite store: the contract of all stores, and what is its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from contract import NewPlace, NoRoom, Opener, StoreContract

from counter.sqlite_store import SqliteStore
from counter.store import Store, Unavailable

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


def test_health_needs_the_room_of_a_batch(tmp_path: Path) -> None:
    """A disk with room for the canary alone is full for views."""
    store = SqliteStore(tmp_path / "views.db")
    with store.transaction() as connection:
        size = connection.execute("PRAGMA page_count").get
        connection.execute(f"PRAGMA max_page_count = {size + 4}")
    with pytest.raises(Unavailable):
        store.prove(b"canary")
    with store.transaction() as connection:
        connection.execute("PRAGMA max_page_count = 100000")
    store.prove(b"canary")
    store.close()
