"""One run of the importer: which parts of which files are new, and what they add."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from counter.day import local_day
from counter.import_keys import ImportKeys
from counter.import_ledger import Known, Ledger
from counter.log import Mistake
from counter.log_files import DIGEST, Damaged, Lines, Progress, Survey, survey
from counter.log_hits import HORIZON, Hit, Reader, Reason, Tally, in_order
from counter.log_line import Line
from counter.sqlite_store import SqliteStore
from counter.store import WINDOW

OPEN_DAYS = 1  # days before that of the newest line of which more lines are expected
TOGETHER = 20_000  # views after which memory is cleared of what is in the database or past


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
    """What a run is asked for. `also` lets a database be fed that the service counts into too."""

    files: Sequence[Path]
    key_folder: Path
    pages: Mapping[str, str]
    is_bot: Callable[[str], bool]
    hosts: Collection[str]
    also: bool
    not_copies: bool
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
        counting = _Counting(ledger, keys, report, reader.tally)
        counting.count(in_order((part.start, _hits(part, reader, keys, request)) for part in parts))
        newest = max(reader.tally.newest or 0, ledger.newest or 0) or None
        open_days = counting.finish(newest)
        report.tally, report.newest = reader.tally, newest
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
    digest = blake2b(key=keys.ledger, digest_size=DIGEST)

    def lines() -> Iterator[bytes]:
        source = Lines(part.path, request.progress, part.offset)
        for raw in source:
            digest.update(raw)
            yield raw
            if source.offset >= part.found.end:
                break

    yield from reader.hits(part.path.name, lines(), part.found.lines)
    if digest.digest() != part.found.fresh:
        raise Mistake(
            f"{part.path} bị thay đổi trong khi đọc; chưa đếm gì, hãy chạy lại.",
            f"{part.path} was changed while it was read; nothing was counted, run again.",
        )


class _Counting:
    """Adds views to the ledger, in the order of time."""

    def __init__(self, ledger: Ledger, keys: ImportKeys, report: Report, tally: Tally) -> None:
        self._ledger, self._keys, self._report, self._tally = ledger, keys, report, tally
        self._days = ledger.days()
        self._was_open = frozenset(
            day for day, is_open in self._days.items() if is_open and day in keys.days
        )
        self._closed = frozenset(self._days) - self._was_open
        self._windows = ledger.windows()
        self._views: Counter[tuple[str, date]] = Counter()
        self._seen: dict[date, set[bytes]] = {}

    def count(self, hits: Iterable[Hit]) -> None:
        local = lru_cache(maxsize=1024)(lambda quarter: local_day(quarter * 900))
        windows, views = self._windows, self._views
        for number, hit in enumerate(hits, start=1):
            day = local(hit.at // 900)
            if day not in self._seen:
                self._begin(day)
            visitor = self._visitor(day, hit.address, hit.agent)
            self._seen[day].add(visitor)
            start = windows.get((visitor, hit.page))
            # A line may stand too late: what matters is how far apart the two are.
            if start is not None and abs(hit.at - start) < WINDOW:
                self._tally.reasons[Reason.AGAIN] += 1
            else:
                windows[visitor, hit.page] = hit.at if start is None else max(start, hit.at)
                views[hit.page, day] += 1
                self._report.views += 1
                self._report.visitors_late += day in self._closed
            if not number % TOGETHER:
                self._store(hit.at)

    def finish(self, newest: int | None) -> frozenset[date]:
        """Store the rest; the days of which more lines may come."""
        self._store(newest or 0)
        last = local_day(newest or 0)
        first = last - timedelta(days=OPEN_DAYS)
        for day in self._days:
            self._days[day] = day not in self._closed and first <= day <= last
        open_days = frozenset(day for day, is_open in self._days.items() if is_open)
        self._ledger.finish(newest, self._days, self._windows)
        return open_days

    def _begin(self, day: date) -> None:
        self._seen[day] = set()
        self._days.setdefault(day, True)

    def _visitor(self, day: date, address: bytes, agent: str) -> bytes:
        # As `visitor.Visitors` does; the length comes first, so that no agent can go on an address.
        text = b"%d:%b%b" % (len(address), address, agent.encode("latin-1"))
        return blake2b(text, digest_size=16, key=self._keys.of(day), person=b"visitor").digest()

    def _store(self, at: int) -> None:
        self._ledger.add_views(self._views)
        self._views.clear()
        for day, seen in self._seen.items():
            if seen and day not in self._closed:
                self._report.visitors += self._ledger.add_visitors(day, seen)
        self._seen.clear()
        for each in [each for each, start in self._windows.items() if start < at - HORIZON]:
            del self._windows[each]
