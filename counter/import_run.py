"""One run of the importer: which parts of which files are new, and what they add."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from counter.import_count import Counting
from counter.import_keys import ImportKeys
from counter.import_ledger import Known, Ledger
from counter.log import Mistake
from counter.log_files import Damaged, Digest, Lines, Progress, Survey, survey
from counter.log_hits import Hit, Reader, Reason, Tally
from counter.log_line import Line
from counter.sqlite_store import SqliteStore


class State(Enum):
    """What became of a file, in Vietnamese and English."""

    NEW = ("đã đọc", "read")
    GROWN = ("đã đọc phần mới", "read from where it had ended")
    SAME = ("không có gì mới", "nothing new")
    EMPTY = ("chưa có dòng hoàn chỉnh nào", "no complete line yet")
    SHORTER = ("ngắn hơn lần đọc trước, bỏ qua", "shorter than when it was read, left out")
    EDITED = (
        "đã bị sửa ở phần đã đọc, không đếm phần nào",
        "changed where it had been read, nothing of it counted",
    )
    COPY = (
        "chép lại những dòng đã đếm từ tệp khác, không đếm (--not-a-copy nếu sai)",
        "a copy of lines counted from another file, not counted (--not-a-copy if that is wrong)",
    )
    DAMAGED = ("gzip hỏng, không đếm phần nào", "damaged gzip, nothing of it counted")


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked for.

    `also` lets a database be fed that the service counts into too, `not_copies` files that hold
    lines of others; `close` says that no more lines will come of any day so far.
    """

    files: Sequence[Path]
    key_folder: Path
    pages: Mapping[str, str]
    is_bot: Callable[[str], bool]
    hosts: Collection[str]
    also: bool
    not_copies: bool
    close: bool
    now: float
    progress: Progress


@dataclass(slots=True)
class Report:
    """What a run did: the state of each file, whether its end is missing, views and other lines.

    `visitors_late` counts views on days whose visitors could not be told apart any more.
    """

    files: list[tuple[Path, State, bool]] = field(default_factory=list)
    views: int = 0
    visitors: int = 0
    visitors_late: int = 0
    tally: Tally = field(default_factory=Tally)
    newest: int | None = None


def run(request: Request, store: SqliteStore) -> Report:
    """Read what is new and add it, all or nothing.

    The views are in the database when this returns, so the figures of `store` are to be read by
    opening it anew. Raises Mistake, OSError, and what the store does.
    """
    report = Report()
    with store.transaction() as connection:
        ledger = Ledger(connection)
        keys = ImportKeys(request.key_folder, ledger.name())
        _check(request, ledger, keys)
        parts = list(_new_parts(request, ledger, keys, report))
        reader = Reader(request.pages, request.is_bot, request.hosts, request.now)
        counting = Counting(ledger, keys)
        counting.count([(part.start, _hits(part, reader, keys, request)) for part in parts])
        newest = max(reader.tally.newest or 0, ledger.newest or 0) or None
        open_days = counting.finish(newest, request.close)
        report.newest, report.tally = newest, reader.tally
        report.views, report.visitors = counting.added, counting.visitors
        report.visitors_late = counting.late
        if again := counting.seen - counting.added:
            report.tally.reasons[Reason.AGAIN] = again
        # Before the days are committed as open, so that none is open without its key.
        keys.save(open_days | keys.saved)
    keys.save(open_days)
    return report


@dataclass(frozen=True, slots=True)
class _Part:
    """What is new in a file: from `offset`, after so many lines, up to the end of its survey."""

    path: Path
    offset: int
    found: Survey

    @property
    def start(self) -> int:
        return self.found.began or 0


def _check(request: Request, ledger: Ledger, keys: ImportKeys) -> None:
    if keys.fresh and not ledger.empty:
        raise Mistake(
            "Thiếu tệp khóa của import-log, nên không nhận ra tệp nào đã đọc; hãy khôi phục tệp "
            "khóa, hoặc đọc lại mọi nhật ký vào một cơ sở dữ liệu mới.",
            "The file of keys of import-log is missing, so files that were read cannot be "
            "recognised; restore it, or read all logs into a new database.",
        )
    if ledger.has_live_views and not request.also:
        raise Mistake(
            "Dịch vụ bộ đếm đã ghi lượt xem vào cơ sở dữ liệu này; đọc thêm nhật ký của cùng thời "
            "gian sẽ đếm hai lần. Thêm --also nếu nhật ký là của thời gian khác.",
            "The service has counted views into this database; logs of the same time would count "
            "them twice. Add --also if the logs are of another time.",
        )


def _new_parts(
    request: Request, ledger: Ledger, keys: ImportKeys, report: Report
) -> Iterator[_Part]:
    def known_length(first: int) -> int:
        known = ledger.file(first)
        return 0 if known is None else known.length

    def is_telling(line: Line) -> bool:
        return line.method == "GET" and bool(line.agent) and not request.is_bot(line.agent or "")

    for path in request.files:
        try:
            found = survey(path, keys.ledger, known_length, is_telling, request.progress)
        except Damaged:
            report.files.append((path, State.DAMAGED, False))
            continue
        known = None if found.first is None else ledger.file(found.first)
        state = _state(found, known)
        if state in (State.NEW, State.GROWN) and not request.not_copies:
            first = {found.first} if known is None and found.first is not None else set()
            if ledger.is_copy(found.marks | first):
                state = State.COPY
        report.files.append((path, state, found.cut or found.rest))
        if state in (State.NEW, State.GROWN):
            ledger.remember(found)
            yield _Part(path, 0 if known is None else known.length, found)


def _state(found: Survey, known: Known | None) -> State:
    if found.first is None:
        return State.EMPTY
    if known is None:
        return State.NEW
    if found.end < known.length:
        return State.SHORTER
    if found.known != known.digest:
        return State.EDITED
    return State.SAME if found.end == known.length else State.GROWN


def _hits(part: _Part, reader: Reader, keys: ImportKeys, request: Request) -> Iterator[Hit]:
    digest = Digest(keys.ledger)

    def lines() -> Iterator[bytes]:
        source = Lines(part.path, request.progress, part.offset)
        for raw in source:
            digest.add(raw)
            yield raw
            if source.offset >= part.found.end:
                break

    yield from reader.hits(part.path.name, lines(), part.found.lines)
    if digest.value() != part.found.fresh:
        raise Mistake(
            f"{part.path} bị thay đổi trong khi đọc; chưa đếm gì, hãy chạy lại.",
            f"{part.path} was changed while it was read; nothing was counted, run again.",
        )
