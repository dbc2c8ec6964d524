"""Lines of logs: the formats in use, and what no format knows."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counter.log_line import LONGEST, Line, Unreadable, _parse_any, parse

MOMENT = datetime(2024, 2, 29, 23, 59, 59, tzinfo=timezone(timedelta(hours=7)))
HEAD = b"203.0.113.9 - - [29/Feb/2024:23:59:59 +0700] "
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
END = b' "https://example.org/" "' + AGENT.encode() + b'"'


def read(line: bytes) -> Line:
    found = parse(line)
    assert isinstance(found, Line), found
    return found


def test_combined() -> None:
    line = read(HEAD + b'"GET /vi/ke-hoach/?a=b HTTP/1.1" 200 5120' + END + b"\n")
    assert line == Line(
        "203.0.113.9", int(MOMENT.timestamp()), 420, "GET", "/vi/ke-hoach/?a=b", 200, AGENT
    )
    assert line.time == MOMENT
    assert line.time.utcoffset() == timedelta(hours=7)


def test_common_has_no_agent() -> None:
    line = read(HEAD + b'"GET /vi/ HTTP/1.1" 200 -')
    assert (line.target, line.status, line.agent) == ("/vi/", 200, None)


@pytest.mark.parametrize("more", [b' "-"', b' 0.003 "203.0.113.1, 10.0.0.1"', b" rt=0.1 x", b' "'])
def test_more_fields_after_the_agent(more: bytes) -> None:
    assert read(HEAD + b'"GET /vi/ HTTP/2.0" 304 0' + END + more).agent == AGENT


@pytest.mark.parametrize(
    ("head", "address", "host"),
    [
        (b"example.gov.vn:443 203.0.113.9 - - ", "203.0.113.9", "example.gov.vn"),
        (b"Example.gov.vn 2001:db8::1 - lan ", "2001:db8::1", "example.gov.vn"),
        (b"2001:db8::1 - - ", "2001:db8::1", None),
        (b"fe80::1%eth0 - - ", "fe80::1%eth0", None),
        (b"::ffff:203.0.113.9 - - ", "::ffff:203.0.113.9", None),
        (b"203.0.113.9 - Nguyen Thi Lan ", "203.0.113.9", None),
        (b"203.0.113.9 203.0.113.9 - - ", "203.0.113.9", None),
        (b"may-tinh.example.vn - - ", "may-tinh.example.vn", None),
        (b"203.0.113.9 - [x] ", "203.0.113.9", None),
        (b"203.0.113.9 - [01/Jan/2024:00:00:00 +0700] ", "203.0.113.9", None),
    ],
)
def test_who_asked(head: bytes, address: str, host: str | None) -> None:
    line = read(head + b'[29/Feb/2024:23:59:59 +0700] "GET / HTTP/1.1" 200 1' + END)
    assert (line.address, line.host) == (address, host)
    assert line.time == MOMENT


@pytest.mark.parametrize(
    ("request_line", "method", "target"),
    [
        (b"GET /a b/c HTTP/1.1", "GET", "/a b/c"),
        (b"GET /old", "GET", "/old"),
        (b"-", "", ""),
        (b"", "", ""),
        (b"\\x16\\x03\\x01\\x02\\x00", "", ""),
        (b"\x16\x03\x01", "", ""),
        (b"GET /t%C3%AAn HTTP/3.0", "GET", "/t%C3%AAn"),
        ("GET /tên HTTP/1.1".encode(), "GET", "/tên".encode().decode("latin-1")),
        (b"GET /t\\xC3\\xAAn HTTP/1.1", "GET", "/tên".encode().decode("latin-1")),
        (b'GET /a\\"b HTTP/1.1', "GET", '/a"b'),
        (b"GET /a\\x22b HTTP/1.1", "GET", '/a"b'),
        (b"GET /a\\\\x22b HTTP/1.1", "GET", "/a\\x22b"),
        (b'GET /a"b HTTP/1.1', "GET", '/a"b'),
        (b"PROPFIND /dav HTTP/1.1", "PROPFIND", "/dav"),
    ],
)
def test_what_was_asked(request_line: bytes, method: str, target: str) -> None:
    line = read(HEAD + b'"' + request_line + b'" 200 1' + END)
    assert (line.method, line.target, line.status, line.agent) == (method, target, 200, AGENT)


@pytest.mark.parametrize(
    ("end", "agent"),
    [
        (b' "-" "-"', ""),
        (b' "-" ""', ""),
        (b' "-" "a \\"b\\" c"', 'a "b" c'),
        (b' "-" "a \\x22b\\x22 c"', 'a "b" c'),
        (b' "http://x/\\"" "a"', "a"),
        (b' "-" "never closed', "never closed"),
        (b' "-" "a "b" c"', 'a "b" c'),
        (b' "a"b" "c"', "c"),
        (b' "-" "\xff\xfe"', "\xff\xfe"),
        (b' "-"', ""),
        (b"", None),
        (b" 12 34", None),
    ],
)
def test_agents(end: bytes, agent: str | None) -> None:
    assert read(HEAD + b'"GET / HTTP/1.1" 200 1' + end).agent == agent


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"", Unreadable.EMPTY),
        (b"  \r\n", Unreadable.EMPTY),
        (b"x" * (LONGEST + 1), Unreadable.LONG),
        (b"#Fields: date time", Unreadable.TIME),
        (b'203.0.113.9 - - [1709225999] "GET / HTTP/1.1" 200 1', Unreadable.TIME),
        (b'203.0.113.9 - - [30/Feb/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 1', Unreadable.DATE),
        (b'203.0.113.9 - - [29/Feb/2023:00:00:00 +0000] "GET / HTTP/1.1" 200 1', Unreadable.DATE),
        (b'203.0.113.9 - - [01/Foo/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 1', Unreadable.DATE),
        (b'203.0.113.9 - - [01/Jan/2024:24:00:00 +0000] "GET / HTTP/1.1" 200 1', Unreadable.DATE),
        (b'203.0.113.9 - - [01/Jan/2024:00:60:00 +0000] "GET / HTTP/1.1" 200 1', Unreadable.TIME),
        (b'203.0.113.9 - - [01/Jan/2024:00:00:00 +9900] "GET / HTTP/1.1" 200 1', Unreadable.DATE),
        (b'- - - [01/Jan/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 1', Unreadable.ADDRESS),
        (b' [01/Jan/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 1', Unreadable.ADDRESS),
        (
            b'a, 10.0.0.1 - - [01/Jan/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 1',
            Unreadable.ADDRESS,
        ),
        (HEAD + b'"GET / HTTP/1.1', Unreadable.REQUEST),
        (HEAD + b'"GET / HTTP/1.1"', Unreadable.REQUEST),
        (HEAD + b'"GET / HTTP/1.1" 20', Unreadable.REQUEST),
        (HEAD + b'"GET / HTTP/1.1" 999 1', Unreadable.REQUEST),
    ],
)
def test_what_cannot_be_read_has_a_reason(line: bytes, why: Unreadable) -> None:
    assert parse(line) is why
    assert all(why.value)


def test_a_leap_second_is_the_last_of_its_minute() -> None:
    line = read(b'::1 - - [31/Dec/2016:23:59:60 +0000] "GET / HTTP/1.1" 200 1' + END)
    assert line.time == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


@given(
    st.integers(366 * 86400, 4102444800),
    st.integers(-14 * 4, 14 * 4),
    st.ip_addresses(),
    st.text(st.characters(codec="latin-1", exclude_characters='"\\'), max_size=40),
    st.sampled_from([200, 304, 404]),
)
@example(int(MOMENT.timestamp()), 28, "2001:db8::1", "x", 200)
def test_what_a_server_writes_is_read_back(
    seconds: int, quarters: int, address: object, agent: str, status: int
) -> None:
    moment = datetime.fromtimestamp(seconds, timezone(timedelta(minutes=15 * quarters)))
    agent = agent.replace("\n", " ").replace("\r", " ")
    stamp = moment.strftime("%d/%b/%Y:%H:%M:%S %z")
    text = f'{address} - - [{stamp}] "GET /vi/ HTTP/1.1" {status} 7 "-" "{agent}"'
    line = read(text.encode("latin-1"))
    assert (line.address, line.time, line.status) == (str(address), moment, status)
    assert line.time.utcoffset() == moment.utcoffset()
    assert line.agent == ("" if agent == "-" else agent)


ODD = st.sampled_from(
    [b"", b" ", b'"', b"\\", b"-", b"\r", b"\t", b"x", b"[", b"]", b"\n", b"9", b"_"]
)


@given(st.integers(0, 400), st.integers(0, 3), ODD)
def test_a_plain_line_is_read_like_any_other(at: int, drop: int, odd: bytes) -> None:
    """There is a short way for nearly every line; it says what the long one does."""
    line = HEAD + b'"GET /vi/ HTTP/1.1" 200 5120' + END + b"\r\n"
    line = line[:at] + odd + line[at + drop :]
    assert parse(line) == _parse_any(line)


PIECES = [
    b'"', b"\\", b'\\"', b"\\x22", b" ", b"[", b"] ", b'" "', b'" 200 1', b"GET / HTTP/1.1",
    b"\xff", b"203.0.113.9", b"- -", b'[29/Feb/2024:23:59:59 +0700] "',
    HEAD, END, b"\0", b"\n", b"\\x",
]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=8)), max_size=30))
def test_anything_is_read_or_has_a_reason(pieces: list[bytes]) -> None:
    found = parse(b"".join(pieces))
    if isinstance(found, Line):
        assert found.address
        assert 100 <= found.status <= 599
        assert (found.method == "") == (found.target == "")


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_hostile_lines_are_read_at_once(piece: bytes) -> None:
    """Generous: in proportion to the length it takes a millisecond, else seconds."""
    line = (HEAD + b'"' + piece * LONGEST)[:LONGEST]
    started = time.process_time()
    parse(line)
    assert time.process_time() - started < 0.2
