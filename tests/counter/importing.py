"""Small logs, and runs of the importer on them in this process."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from counter import log_import
from counter.bots import is_bot
from counter.config import Settings
from counter.import_run import Report, Request, run
from counter.sqlite_reader import SqliteReader
from counter.sqlite_store import SqliteStore
from counter.store import Figures

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
PAGES = ("/vi/", "/en/", "/vi/ke-hoach/")
NOW = datetime(2026, 11, 29, 10, 0, tzinfo=LOCAL).timestamp()


def line(
    moment: str,
    target: str = "/vi/",
    address: str = "203.0.113.9",
    agent: str = AGENT,
    status: int = 200,
    method: str = "GET",
) -> bytes:
    """One line of a combined log; `moment` is like `2024-02-29 23:59:59 +0700` (or local time)."""
    if len(moment) == len("2024-02-29 23:59:59"):
        moment += " +0700"
    when = datetime.strptime(moment, "%Y-%m-%d %H:%M:%S %z").strftime("%d/%b/%Y:%H:%M:%S %z")
    text = f'{address} - - [{when}] "{method} {target} HTTP/1.1" {status} 99 "-" "{agent}"\n'
    return text.encode("latin-1")


@dataclass
class Importer:
    """A database in a folder, and its logs beside it."""

    folder: Path
    pages: Iterable[str] = PAGES

    @property
    def database(self) -> Path:
        return self.folder / "views.db"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    def write(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def run(
        self,
        *files: Path,
        hosts: Iterable[str] = (),
        also: bool = False,
        not_copies: bool = False,
        close: bool = False,
        bot: Callable[[str], bool] = is_bot,
        now: float = NOW,
        progress: Callable[[int], None] = lambda size: None,
    ) -> Report:
        store = SqliteStore(self.database)
        try:
            pages = {path: path for path in self.pages}
            request = Request(
                files, self.keys, pages, bot, list(hosts), also, not_copies, close, now, progress
            )
            return run(request, store)
        finally:
            store.close()

    def command(self, *words: str | Path) -> int:
        """`import-log` with these words, as the command line does it."""
        parser = argparse.ArgumentParser()
        log_import.options(parser)
        settings = Settings(store=f"sqlite:{self.database}", key_folder=self.keys)
        return log_import.main(parser.parse_args([str(word) for word in words]), settings)

    def everything(self) -> tuple[object, ...]:
        """All that is published, so that two databases can be compared."""
        reader = SqliteReader(self.database)
        try:
            rows = reader.connection.execute(
                "SELECT key, day, views FROM page_day JOIN pages ON id = page ORDER BY key, day"
            ).fetchall()
            return rows, list(reader.daily())
        finally:
            reader.close()

    def figures(self, day: str) -> Figures:
        """The figures of the site seen from `day`."""
        reader = SqliteReader(self.database)
        try:
            return reader.snapshot(datetime.fromisoformat(day).date())[0]
        finally:
            reader.close()
