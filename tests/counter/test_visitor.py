"""Who is one visitor, whose address it is, and how much one network may ask."""

from __future__ import annotations

import ipaddress
import os
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.limits import Buckets
from counter.log import Mistake
from counter.proxy import Proxies
from counter.visitor import Visitors, network

DAY, NEXT = date(2026, 11, 29), date(2026, 11, 30)


def test_a_network_is_an_address_or_the_half_of_one() -> None:
    assert network("203.0.113.7") == bytes([203, 0, 113, 7])
    assert network("::ffff:203.0.113.7") == bytes([203, 0, 113, 7])
    assert network("2001:db8:1:2:3:4:5:6") == network("2001:db8:1:2::") != network("2001:db8:1:3::")
    assert network("fe80::1%eth0") == network("fe80::2")
    assert network("") == network("unix") == network("203.0.113.7.1") == b""


def test_a_visitor_is_one_for_a_day(tmp_path: Path) -> None:
    visitors = Visitors(tmp_path / "keys", DAY)
    first = visitors.visitor(DAY, network("203.0.113.7"), b"Firefox")
    assert len(first) == 16
    assert visitors.visitor(DAY, network("203.0.113.7"), b"Firefox") == first
    assert visitors.visitor(DAY, network("203.0.113.8"), b"Firefox") != first
    assert visitors.visitor(DAY, network("203.0.113.7"), b"Safari") != first
    assert visitors.visitor(DAY, b"ab", b"cd") != visitors.visitor(DAY, b"abcd", b"")
    other = Visitors(tmp_path / "keys", DAY)  # another process, or after a restart
    assert other.visitor(DAY, network("203.0.113.7"), b"Firefox") == first
    assert visitors.visitor(NEXT, network("203.0.113.7"), b"Firefox") != first
    assert [each.name for each in (tmp_path / "keys").iterdir()] == ["visitor-2026-11-30.key"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are another thing on Windows")
def test_the_key_is_for_nobody_else(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    Visitors(folder, DAY)
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(file.read_bytes()) == 32


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are another thing on Windows")
@pytest.mark.parametrize("damage", ["mode", "length"])
def test_a_key_that_cannot_be_trusted_is_replaced(
    tmp_path: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Visitors(tmp_path, DAY).visitor(DAY, b"1234", b"Firefox")
    (file,) = tmp_path.iterdir()
    old = file.read_bytes()
    if damage == "mode":
        file.chmod(0o644)
    else:
        file.write_bytes(old[:31])
    assert Visitors(tmp_path, DAY).visitor(DAY, b"1234", b"Firefox") != before
    (file,) = tmp_path.iterdir()
    assert len(file.read_bytes()) == 32
    assert file.read_bytes() != old
    assert file.stat().st_mode & 0o777 == 0o600
    assert "key-replaced" in capsys.readouterr().err


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file", encoding="utf-8")
    with pytest.raises(Mistake, match="Cannot use the folder"):
        Visitors(tmp_path / "keys", DAY)


NETWORKS = [ipaddress.ip_network(text) for text in ("127.0.0.0/8", "10.0.0.0/8", "2001:db8::/32")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "reader"),
    [
        ("203.0.113.7", [b"9.9.9.9"], "203.0.113.7"),  # no proxy of ours
        ("127.0.0.1", [b"203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", [b"6.6.6.6, 203.0.113.7"], "203.0.113.7"),  # the left is anybody's word
        ("127.0.0.1", [b"6.6.6.6, 203.0.113.7, 10.1.2.3"], "203.0.113.7"),
        ("127.0.0.1", [b"6.6.6.6", b"203.0.113.7,10.1.2.3"], "203.0.113.7"),
        ("127.0.0.1", [b"10.9.9.9, 10.1.2.3"], "10.9.9.9"),  # proxies all the way
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", [b""], "127.0.0.1"),
        ("127.0.0.1", [b"unknown"], "127.0.0.1"),
        ("127.0.0.1", [b"6.6.6.6, garbage, 10.1.2.3"], "10.1.2.3"),
        ("127.0.0.1", [b"203.0.113.7:4711"], "203.0.113.7"),
        ("127.0.0.1", [b"[2001:db9::1]:4711"], "2001:db9::1"),
        ("127.0.0.1", [b"\xff\xfe"], "127.0.0.1"),
        ("::ffff:127.0.0.1", [b"203.0.113.7"], "203.0.113.7"),
        ("2001:db8::5", [b"203.0.113.7"], "203.0.113.7"),
        (None, [b"203.0.113.7"], "203.0.113.7"),
    ],
)
def test_whose_request_it_is(peer: str | None, forwarded: list[bytes], reader: str) -> None:
    assert Proxies(NETWORKS, socket=True).client(peer, forwarded) == reader


def test_a_socket_is_no_proxy_unless_set() -> None:
    assert Proxies(NETWORKS, socket=False).client(None, [b"203.0.113.7"]) == ""


@given(st.lists(st.binary(max_size=60), max_size=4))
def test_any_header_gives_an_address_or_the_peer(forwarded: list[bytes]) -> None:
    found = Proxies(NETWORKS, socket=False).client("127.0.0.1", forwarded)
    assert ipaddress.ip_address(found)


def test_an_office_passes_and_a_flood_does_not() -> None:
    buckets = Buckets(rate=2.0, burst=120)
    assert all(buckets.wait(b"1234", 0.0) == 0 for _ in range(120))
    assert buckets.wait(b"1234", 0.0) == pytest.approx(0.5)
    assert buckets.wait(b"5678", 0.0) == 0
    assert buckets.wait(b"1234", 0.5) == 0
    assert buckets.wait(b"1234", 0.5) > 0
    assert buckets.wait(b"1234", 0.4) > 0  # whatever the clock does


def test_networks_are_forgotten_in_bounded_memory() -> None:
    buckets = Buckets(rate=1.0, burst=1, most=1000)
    for _ in range(20_000):
        buckets.wait(os.urandom(8), 0.0)
    assert len(buckets) == 1000
