"""From lines of logs to views of pages, in the order of time, and why other lines are none."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from counter.log import Mistake
from counter.log_line import Line, Unreadable, parse
from counter.visitor import network

HORIZON = (
    600  # seconds by which a line may stand too late: servers write it when they have answered
)
HELD = 200_000  # views that are held back at most until their order is certain
SHOWN = 10  # unreadable lines that are named
SHOWN_HOST = 100  # characters
READ = frozenset((200, 304))
FUTURE = 86400  # seconds that a server's clock may be ahead of ours


class Reason(Enum):
    """Why a line is no view that counts, in Vietnamese and English."""

    UNREADABLE = ("dòng không đọc được", "unreadable lines")
    HOST = ("tên miền khác", "another host")
    FUTURE = ("thời điểm ở tương lai", "a time in the future")
    METHOD = ("không phải GET", "not GET")
    STATUS = ("trạng thái không phải 200 hoặc 304", "a status other than 200 and 304")
    PAGE = ("không phải trang trong danh sách", "not a page of the manifest")
    NO_AGENT = ("định dạng không ghi User-Agent", "a format without User-Agent")
    BOT = ("máy tự động tự khai, hoặc không khai gì", "declared bots, or agents that say nothing")
    AGAIN = ("xem lại trong 30 giây", "the same page again within 30 seconds")


@dataclass(slots=True)
class Tally:
    """Lines read, why some do not count, the first unreadable ones, the time of the newest."""

    lines: int = 0
    reasons: Counter[Reason] = field(default_factory=Counter)
    unreadable: list[tuple[str, int, Unreadable]] = field(default_factory=list)
    newest: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A view of `page` by who has this address (as from `visitor.network`, or a name) and agent.

    Of a view that was read in an earlier run nothing is left but `visitor`, the hash of the two.
    """

    at: int
    page: str
    address: bytes
    agent: str
    visitor: bytes | None = None


class Reader:
    """Tells which lines are views.

    `pages` is the manifest, `is_bot` decides about agents, `hosts` are those that count where lines
    name theirs, and `now` is the present in seconds since 1970.
    """

    def __init__(
        self,
        pages: Mapping[str, str],
        is_bot: Callable[[str], bool],
        hosts: Collection[str],
        now: float,
    ) -> None:
        self.tally = Tally()
        # Compared without escapes: browsers, servers and the build escape different letters.
        plain = {unquote_to_bytes(path): key for path, key in pages.items()}
        self._page = lru_cache(maxsize=65536)(
            lambda target: plain.get(unquote_to_bytes(target.partition("?")[0].encode("latin-1")))
        )
        self._is_bot = lru_cache(maxsize=4096)(is_bot)
        self._hosts = frozenset(host.lower() for host in hosts)
        self._latest = now + FUTURE

    def hits(self, name: str, lines: Iterable[bytes], number: int) -> Iterator[Hit]:
        """The views among `lines` of the file called `name`, of which `number` precede them."""
        reasons, newest, before = self.tally.reasons, 0, number
        for raw in lines:
            number += 1
            line = parse(raw)
            if isinstance(line, Unreadable):
                self._note(name, number, line)
                continue
            if newest < line.at <= self._latest:
                newest = line.at
            found = self._judge(line)
            if isinstance(found, Hit):
                yield found
            else:
                reasons[found] += 1
        self.tally.lines += number - before
        self.tally.newest = max(newest, self.tally.newest or 0) or None

    def _judge(self, line: Line) -> Hit | Reason:
        if line.host is not None and line.host not in self._hosts:
            self._check_host(line.host)
            return Reason.HOST
        if line.at > self._latest:
            return Reason.FUTURE
        if line.method != "GET":
            return Reason.METHOD
        if line.status not in READ:
            return Reason.STATUS
        page = self._page(line.target)
        if page is None:
            return Reason.PAGE
        if line.agent is None:
            return Reason.NO_AGENT
        if self._is_bot(line.agent):
            return Reason.BOT
        return Hit(line.at, page, _who(line.address), line.agent)

    def _check_host(self, host: str) -> None:
        if not self._hosts:
            shown = host[:SHOWN_HOST]
            raise Mistake(
                f"Nhật ký ghi tên miền ở đầu dòng; hãy chọn bằng --host, ví dụ --host {shown!r}.",
                f"The log names a host on each line; choose with --host, as in --host {shown!r}.",
            )

    def _note(self, name: str, number: int, why: Unreadable) -> None:
        self.tally.reasons[Reason.UNREADABLE] += 1
        if len(self.tally.unreadable) < SHOWN:
            self.tally.unreadable.append((name, number, why))


@lru_cache(maxsize=4096)
def _who(address: str) -> bytes:
    return network(address) or address.encode("latin-1")


def in_order(streams: Iterable[tuple[int, Iterator[Hit]]]) -> Iterator[Hit]:
    """The views of all streams by time, if none stands more than `HORIZON` too late in its own.

    Each comes with a time that it does not begin before (by more than that). Streams are only
    started when their time has come, so that few files are open at once.
    """
    waiting = sorted(streams, key=lambda each: each[0], reverse=True)
    running: list[tuple[int, int, Iterator[Hit]]] = []  # how far each has come
    held: list[tuple[int, int, Hit]] = []
    count = 0
    while waiting or running:
        while waiting and (not running or waiting[-1][0] <= running[0][0] + HORIZON):
            start, stream = waiting.pop()
            count += 1
            heapq.heappush(running, (start, count, stream))
        come, number, stream = running[0]
        hit = next(stream, None)
        if hit is None:
            heapq.heappop(running)
        else:
            count += 1
            heapq.heappush(held, (hit.at, count, hit))
            heapq.heapreplace(running, (max(come, hit.at), number, stream))
        # A stream that waits begins later than any that runs has come.
        certain = running[0][0] - HORIZON if running else None
        while held and certain is not None and (held[0][0] <= certain or len(held) > HELD):
            yield heapq.heappop(held)[2]
    while held:
        yield heapq.heappop(held)[2]
