"""`python -m counter import-log`: views from the logs of a host that runs no service."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from counter.answers import views_document
from counter.bots import Bots
from counter.config import Settings, sqlite_path
from counter.day import local_day
from counter.import_run import Report, Request, State, run
from counter.log import Mistake, say
from counter.manifest import read_pages
from counter.snapshot import write_views
from counter.sqlite_reader import SqliteReader
from counter.sqlite_store import SqliteStore

REFUSED = {State.SHORTER, State.EDITED, State.COPY, State.DAMAGED}
LONGEST = 2000  # characters of a path: lists made from logs have longer ones than sites do
WIDTH = 30  # of the progress bar, in characters


def options(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the arguments of the command."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="logs, plain or gzip")
    parser.add_argument("--database", type=Path, help="the SQLite file, in place of `store`")
    parser.add_argument("--pages", type=Path, help="counter-pages.json, in place of `manifest`")
    parser.add_argument("--output", type=Path, help="write the figures there, as views.json")
    parser.add_argument(
        "--host", action="append", default=[], help="count this host, where lines name theirs"
    )
    parser.add_argument(
        "--also", action="store_true", help="although the service counts into this database too"
    )
    parser.add_argument(
        "--force", action="store_true", help="write the figures also if their total is lower"
    )
    parser.add_argument(
        "--close", action="store_true", help="no more lines come of any day: forget its visitors"
    )
    parser.add_argument(
        "--not-a-copy", action="store_true", help="count files that hold lines of other files"
    )


def main(arguments: argparse.Namespace, settings: Settings) -> int:
    """Read the files; 0, or 1 if one of them was refused. Raises Mistake, and what stores do."""
    database = arguments.database or sqlite_path(settings.store)
    if database is None:
        raise Mistake(
            "import-log cần kho SQLite; hãy chỉ ra bằng --database.",
            "import-log needs a store in SQLite; name one with --database.",
        )
    pages = _pages(arguments.pages or settings.manifest)
    for file in arguments.files:
        if file.exists() and not file.is_file():
            raise Mistake(
                f"{file} không phải tệp thường; mỗi tệp được đọc hai lần.",
                f"{file} is no ordinary file; each is read twice.",
            )
    bar = Bar(arguments.files)
    request = Request(
        files=arguments.files,
        key_folder=settings.key_folder,
        pages=pages,
        is_bot=Bots(settings.bots_allowed).is_bot,
        hosts=arguments.host,
        also=arguments.also,
        not_copies=arguments.not_a_copy,
        close=arguments.close,
        now=time.time(),
        progress=bar.advance,
    )
    store = SqliteStore(database)
    try:
        report = run(request, store)
    except OSError as problem:
        raise Mistake(
            f"Không đọc được {problem.filename}: {problem.strerror}.",
            f"Cannot read {problem.filename}: {problem.strerror}.",
        ) from problem
    finally:
        bar.end()
        store.close()
    _tell(report)
    if arguments.output and report.newest is not None:
        _write(arguments.output, database, report.newest, arguments.force)
    return 1 if any(state in REFUSED for _, state, _ in report.files) else 0


class Bar:
    """How much of the files was read, on a terminal alone: each is looked at twice."""

    def __init__(self, files: list[Path]) -> None:
        self._shown = sys.stderr.isatty()
        self._size = 2 * sum(file.stat().st_size for file in files if file.is_file()) or 1
        self._done = 0
        self._percent = -1

    def advance(self, size: int) -> None:
        """So many bytes more were read."""
        self._done += size
        percent = min(100, 100 * self._done // self._size)
        if self._shown and percent != self._percent:
            self._percent = percent
            filled = "#" * (WIDTH * percent // 100)
            print(f"\r[{filled:<{WIDTH}}] {percent:3} %", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Clear the line."""
        if self._shown and self._percent >= 0:
            print("\r" + " " * (WIDTH + 10) + "\r", end="", file=sys.stderr, flush=True)


def _pages(path: Path) -> dict[str, str]:
    try:
        return read_pages(path.read_bytes(), LONGEST)
    except OSError as problem:
        raise Mistake(
            f"Không đọc được danh sách trang {path}: {problem.strerror}. Hãy dựng trang trước.",
            f"Cannot read the list of pages {path}: {problem.strerror}. Build the site first.",
        ) from problem
    except (ValueError, RecursionError) as problem:
        raise Mistake(
            f"Danh sách trang {path} hỏng: {problem}.",
            f"The list of pages {path} is broken: {problem}.",
        ) from problem


def _tell(report: Report) -> None:
    for path, state, unfinished in report.files:
        vi, en = state.value
        wait = ("; dòng cuối chưa trọn, chờ lần sau", "; its last line is not complete and waits")
        say(
            f"{path.name}: {vi}{wait[0] if unfinished else ''}.",
            f"{path.name}: {en}{wait[1] if unfinished else ''}.",
        )
    tally = report.tally
    say(
        f"Đã đọc {tally.lines} dòng: thêm {report.views} lượt xem, {report.visitors} lượt khách.",
        f"{tally.lines} lines read: {report.views} views and {report.visitors} visitor-days added.",
    )
    for reason, count in tally.reasons.most_common():
        vi, en = reason.value
        say(f"  không tính {count}: {vi}.", f"  not counted {count}: {en}.")
    for name, number, why in tally.unreadable:
        vi, en = why.value
        say(f"  {name}, dòng {number}: {vi}.", f"  {name}, line {number}: {en}.")
    if report.visitors_late:
        say(
            f"  {report.visitors_late} lượt xem của ngày đã khép: có tính, không thêm lượt khách.",
            f"  {report.visitors_late} views of days already closed: counted, without visitors.",
        )


def _write(path: Path, database: Path, newest: int, force: bool) -> None:
    """The figures seen from the newest line: what came after it is not known."""
    reader = SqliteReader(database)
    try:
        site, pages = reader.snapshot(local_day(newest))
    finally:
        reader.close()
    write_views(path, views_document(site, newest, pages), force)
