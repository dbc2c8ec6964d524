"""Invented paths leave nothing behind. A million of them: `bench/counter/paths.py`."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest
from serving import serving
from wandering import wander

COUNT = 4000


@pytest.mark.skipif(sys.platform != "linux", reason="memory of a process as Linux shows it")
def test_unknown_paths_leave_no_row(tmp_path: Path) -> None:
    with serving(tmp_path, proxies="127.0.0.1") as service:
        assert service.hit("/").json["counted"]
        left = wander(service, COUNT)
        assert left.answered == COUNT
        assert left.kilobytes < 50_000
        assert service.end() == 0
    file = sqlite3.connect(tmp_path / "views.db")
    tables = ("pages", "page_day", "site_day", "ids", "windows", "visitors")
    rows = [file.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
    file.close()
    assert rows == [1] * len(tables)
