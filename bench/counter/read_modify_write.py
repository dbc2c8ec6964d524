"""A peer for `speed.py`: a counter as plugins of blog systems keep it.

It reads the number, adds one, and writes it back, each in a transaction of its own, in whatever
worker thread the request got. It is durable, and two requests at a time lose an update.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import threading
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

FILE = Path("peer.db")
_own = threading.local()


def connection() -> sqlite3.Connection:
    """The connection of this thread."""
    if not hasattr(_own, "file"):
        _own.file = sqlite3.connect(FILE, timeout=30, isolation_level=None)
        _own.file.execute("PRAGMA journal_mode = WAL")
        _own.file.execute("PRAGMA synchronous = FULL")
    file: sqlite3.Connection = _own.file
    return file


def count(page: str) -> int:
    """Count a view of `page`."""
    file = connection()
    row = file.execute("SELECT views FROM views WHERE page = ?", (page,)).fetchone()
    views = (row[0] if row else 0) + 1
    file.execute("INSERT OR REPLACE INTO views VALUES (?, ?)", (page, views))
    return views


async def hit(request: Request) -> JSONResponse:
    """Count one."""
    page = json.loads(await request.body())["p"]
    return JSONResponse({"total": await run_in_threadpool(count, page)})


async def figures(request: Request) -> JSONResponse:
    """The total, as our service gives it."""
    total = connection().execute("SELECT coalesce(sum(views), 0) FROM views").fetchone()[0]
    return JSONResponse({"site": {"total": total}})


if __name__ == "__main__":
    connection().execute("CREATE TABLE IF NOT EXISTS views (page TEXT PRIMARY KEY, views INTEGER)")
    routes = [Route("/v1/hit", hit, methods=["POST"]), Route("/v1/views.json", figures)]
    uvicorn.run(
        Starlette(routes=routes), port=int(sys.argv[1]), http="httptools", ws="none",
        access_log=False, log_level="error",
    )  # fmt: skip
