"""Runs the view counter beside the preview of `run.py serve`, and ends when that ends.

Whoever starts this holds the other end of its standard input: once nobody does, even because a
process was killed, there is nothing left to count for. The environment says the rest (COUNTER_…).
What fails is said in a sentence: a preview without live figures is a preview all the same.
"""

from __future__ import annotations

import _thread
import json
import os
import signal
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 5.0  # seconds for a graceful end


def follow() -> None:
    """Stop this program once the other end of its standard input is closed."""
    while os.read(0, 1024):  # not sys.stdin, which an end of this program would wait for
        pass
    if os.name == "nt":
        _thread.interrupt_main()
    else:
        os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)


def open_with_shown_figures(store_file: Path, shown: Path) -> None:
    """Let a new count begin with the figures of `shown`, which pages are built with."""
    from counter.sqlite_store import SqliteStore
    from counter.store import Opening

    if store_file.exists() or not shown.is_file():
        return
    told = json.loads(shown.read_text("utf-8"))
    figures, moment = told["site"], told.get("as_of")
    names = ("today", "month", "year", "total", "visitor_days")
    day = datetime.fromisoformat(moment).date() if moment else None
    store = SqliteStore(store_file)
    try:
        store.open(Opening(*(int(figures[name]) for name in names), "data/views.json", day))
    finally:
        store.close()


def main() -> int:
    """Serve until the preview ends; the exit code of the counter."""
    threading.Thread(target=follow, daemon=True).start()
    sys.path[0] = str(ROOT)  # the package `counter`, not the hooks
    try:
        from counter.__main__ import main as count

        # A mistake in the figures is reported by the build, with its place.
        try:
            file = Path(os.environ["COUNTER_STORE"].removeprefix("sqlite:"))
            open_with_shown_figures(file, ROOT / "data" / "views.json")
        except (ValueError, KeyError, TypeError):
            pass
        code = count(["serve"])
    except KeyboardInterrupt:
        return 0
    except BaseException as error:
        code = error.code if isinstance(error, SystemExit) else f"{type(error).__name__}: {error}"
    if code:
        print(
            f"Bộ đếm lượt xem không chạy được ({code}); trang xem thử vẫn chạy, với số có sẵn.\n"
            f"The view counter could not run ({code}); the preview goes on with figures as built.",
            file=sys.stderr,
            flush=True,
        )
    return 1 if code else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main())
