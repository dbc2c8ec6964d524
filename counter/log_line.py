"""One line of a web server's log: Apache's and nginx's common and combined formats.

Also with the host before them (`vhost_combined`), with more fields after them, and with a quote
that is never closed. Nothing is kept of the referrer. The time that reading takes is in proportion
to the length.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from functools import lru_cache
from ipaddress import ip_address
from typing import NamedTuple

FARTHEST = 18 * 60  # minutes of a time zone; there is none beyond 14 hours
LONGEST = 64 * 1024  # bytes of a line; servers refuse longer requests themselves


class Unreadable(Enum):
    """Why a line cannot be read, in Vietnamese and English."""

    EMPTY = ("dòng trống", "an empty line")
    LONG = ("dài hơn 64 KB", "longer than 64 KB")
    TIME = (
        "không có thời điểm [dd/Mon/yyyy:hh:mm:ss +zzzz]",
        "no time [dd/Mon/yyyy:hh:mm:ss +zzzz]",
    )
    DATE = ("thời điểm không có thật", "a time that does not exist")
    ADDRESS = ("không có địa chỉ máy khách ở đầu dòng", "no address of a client at its beginning")
    REQUEST = ("thiếu yêu cầu hoặc mã trạng thái", "no request or no status")


class Line(NamedTuple):
    """What a line says.

    `address` is what the server wrote, an IP address or a name. `at` is in seconds since 1970
    (UTC); the log's clock was `offset` minutes ahead of it. `target` is as requested, with its
    query; `method` and `target` are empty where no request was understood. `agent` is None where
    the format has none, and empty where the client sent none. `host` is that of `vhost_combined`,
    without port.
    """

    address: str
    at: int
    offset: int
    method: str
    target: str
    status: int
    agent: str | None
    host: str | None = None

    @property
    def time(self) -> datetime:
        """`at` as the log's own clock showed it."""
        zone = timezone(timedelta(minutes=self.offset))
        return datetime.fromtimestamp(self.at, UTC).astimezone(zone)


# Possessive, so that no text is looked at twice: a quote that is never closed fails at once.
_QUOTED = rb'[^"\\]*+(?:\\.[^"\\]*+)*+'
_TIME = re.compile(
    rb" \[(\d\d/[A-Z][a-z]{2}/\d{4}:\d\d):([0-5]\d):([0-5]\d|60) ([+-]\d\d[0-5]\d)\] \""
)
_STATUS = rb'" ([1-5]\d\d) (?:\d+|-)(?= |$)'
_REST = re.compile(rb"(" + _QUOTED + rb")" + _STATUS, re.DOTALL)
# A request with a quote in it that nobody escaped: it ends where a status follows.
_LOOSE = re.compile(_STATUS)
_AGENT = re.compile(rb' "' + _QUOTED + rb'" "(' + _QUOTED + rb')(?:"(?= |$)|$)', re.DOTALL)
# Nearly every line: the combined format with nothing odd in it, which the rest reads alike.
_PLAIN = re.compile(
    rb"(\S++) \S++ \S++ "
    rb"\[(\d\d/[A-Z][a-z]{2}/\d{4}:\d\d):([0-5]\d):([0-5]\d) ([+-]\d\d[0-5]\d)\] "
    rb'"([A-Z]++) ([^ "\\]++) HTTP/[\d.]++" ([1-5]\d\d) (?:\d++|-) '
    rb'"[^"\\]*+" "([^"\\]*+)"(?: |\r?\n?\Z)'
)
_ESCAPE = re.compile(rb'\\(?:x([0-9A-Fa-f]{2})|(["\\bnrtv]))')
_LETTERS = {b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
_MONTHS = {
    name: number
    for number, name in enumerate(
        b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1
    )
}


def parse(line: bytes) -> Line | Unreadable:
    """What `line` says, with or without its line break, or why it cannot be read."""
    if len(line) > LONGEST:
        return Unreadable.LONG
    if found := _PLAIN.match(line):
        address, hour, minute, second, zone, method, target, status, agent = found.groups()
        start = _hour(hour, zone)
        if start is not None and address != b"-":
            return Line(
                address.decode("latin-1"),
                start[0] + int(minute) * 60 + int(second),
                start[1],
                method.decode("latin-1"),
                target.decode("latin-1"),
                int(status),
                "" if agent == b"-" else agent.decode("latin-1"),
            )
    return _parse_any(line)


def _parse_any(line: bytes) -> Line | Unreadable:
    """As `parse`, for any format."""
    line = line.rstrip(b"\r\n")
    if not line.strip():
        return Unreadable.EMPTY
    time = _TIME.search(line)
    if time is None:
        return Unreadable.TIME
    hour, minute, second, zone = time.groups()
    start = _hour(hour, zone)
    if start is None:
        return Unreadable.DATE
    client = _client(line[: time.start()])
    if client is None:
        return Unreadable.ADDRESS
    request, status, end = _request(line, time.end())
    if status is None:
        return Unreadable.REQUEST
    method, target = _parts(request)
    return Line(
        address=client[0],
        # A leap second is the last one of its minute, as clocks of computers show it.
        at=start[0] + int(minute) * 60 + min(int(second), 59),
        offset=start[1],
        method=method,
        target=target,
        status=status,
        agent=_agent(line, end),
        host=client[1],
    )


@lru_cache(maxsize=64)
def _hour(text: bytes, zone: bytes) -> tuple[int, int] | None:
    """When the hour `17/May/2015:10` began in `zone`, in seconds since 1970 (UTC), and the zone.

    The zone is in minutes ahead of UTC. None if there is no such hour or zone.
    """
    day, month, rest = text.split(b"/")
    year, hour = rest.split(b":")
    offset = int(zone[1:3]) * 60 + int(zone[3:])
    if offset > FARTHEST:
        return None
    if zone.startswith(b"-"):
        offset = -offset
    try:
        moment = datetime(int(year), _MONTHS[month], int(day), int(hour), tzinfo=UTC)
    except (KeyError, ValueError):
        return None
    return int(moment.timestamp()) - offset * 60, offset


@lru_cache(maxsize=4096)
def _client(head: bytes) -> tuple[str, str | None] | None:
    """Address and host from what is before the time: `[host] address identity user`."""
    fields = head.decode("latin-1").split(" ")
    # A user's name may hold spaces: only an address in second place makes the first one a host.
    if len(fields) >= 4 and not _is_address(fields[0]) and _is_address(fields[1]):
        host, colon, port = fields[0].rpartition(":")
        name = host if colon and port.isdigit() else fields[0]
        return (fields[1], name.lower()) if name and "," not in name else None
    if len(fields) >= 3 and fields[0] not in ("", "-"):
        return fields[0], None
    return None


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _request(line: bytes, start: int) -> tuple[bytes, int | None, int]:
    """The request, the status, and where the status and size end."""
    if found := _REST.match(line, start):
        return found[1], int(found[2]), found.end()
    # From one byte before, as the quote may close at once.
    if found := _LOOSE.search(line, start):
        return line[start : found.start()], int(found[1]), found.end()
    return b"", None, start


def _parts(request: bytes) -> tuple[str, str]:
    """Method and target of `GET /path HTTP/1.1`; a target may hold spaces that nobody escaped."""
    method, _, rest = _plain(request).partition(" ")
    target, gap, protocol = rest.rpartition(" ")
    if not gap or not protocol.startswith("HTTP/"):
        target = rest  # HTTP/0.9, or none
    if not (method.isascii() and method.isalpha() and target):
        return "", ""
    return method, target


def _agent(line: bytes, start: int) -> str | None:
    if found := _AGENT.match(line, start):
        agent = _plain(found[1])
        return "" if agent == "-" else agent
    if line.startswith(b' "', start):
        # Referrer or agent with a quote that nobody escaped; the agent is the last of the two.
        _, gap, last = line[start + 2 :].partition(b'" "')
        return _plain(last.removesuffix(b'"')) if gap else ""
    return None


def _plain(text: bytes) -> str:
    """`text` without the escapes of the server: `\\"`, `\\\\`, `\\xhh` and those of white space."""
    if b"\\" in text:
        text = _ESCAPE.sub(_unescaped, text)
    return text.decode("latin-1")  # as HTTP reads its fields; every byte is a letter of it


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes.fromhex(found[1].decode("ascii"))
    return _LETTERS.get(found[2], found[2])
