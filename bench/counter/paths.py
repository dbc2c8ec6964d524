"""A million invented paths: `python bench/counter/paths.py [COUNT]`. Rows and memory left behind.

One view of a real page is counted before, which has a row in each of six tables, and whose window
is forgotten meanwhile. Exits with 1 if there is a row more, or more than 50 MB.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "counter")]

from serving import serving  # noqa: E402
from wandering import wander  # noqa: E402


def main() -> int:
    """Send them; the exit status."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with serving(folder, proxies="127.0.0.1", anomaly="1000000000") as service:
            service.hit("/")
            begun = time.monotonic()
            left = wander(service, count)
            seconds = time.monotonic() - begun
            service.end()
        file = sqlite3.connect(folder / "views.db")
        rows = sum(
            file.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("pages", "page_day", "site_day", "ids", "windows", "visitors")
        )
        file.close()
    print(json.dumps({"asked": count, "answered": left.answered, "rows": rows,
                      "memory_more_kb": left.kilobytes, "seconds": round(seconds, 1)}))  # fmt: skip
    return 0 if rows <= 6 and left.kilobytes <= 50_000 and left.answered == count else 1


if __name__ == "__main__":
    sys.exit(main())
