"""Faults of disk, file, clock and client: each has an answer and a line, and loses nothing."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
from serving import Service, new_id, run, serving

from counter.schema import STEPS
from counter.sqlite_store import SqliteStore
from counter.store import Unavailable

LINUX_ROOT = sys.platform == "linux" and os.geteuid() == 0


def at(text: str) -> str:
    """The seconds since 1970 of a local time in Viet Nam."""
    return str(datetime.fromisoformat(f"{text}+07:00").timestamp())


def set_clock(folder: Path, text: str) -> None:
    draft = folder / "wall.draft"
    draft.write_text(at(text), encoding="ascii")
    draft.replace(folder / "wall")


def program() -> tuple[str, ...]:
    return (str(Path(__file__).with_name("service_at.py")),)


# Days of two views before and one after; then what today, month and year show at 23:59:59 of the
# first, at 00:00:00 after it with no view, and once the third view came. Written by hand.
MIDNIGHTS = [
    ("2026-06-30", "2026-07-01", (2, 2, 2), (0, 0, 2), (1, 1, 3)),
    ("2026-12-31", "2027-01-01", (2, 2, 2), (0, 0, 0), (1, 1, 1)),
    ("2027-02-28", "2027-03-01", (2, 2, 2), (0, 0, 2), (1, 1, 3)),
    ("2028-02-28", "2028-02-29", (2, 2, 2), (0, 2, 2), (1, 3, 3)),
    ("2028-02-29", "2028-03-01", (2, 2, 2), (0, 0, 2), (1, 1, 3)),
]


@pytest.mark.parametrize(("day", "next_day", "late", "midnight", "early"), MIDNIGHTS)
def test_figures_turn_at_midnight(
    tmp_path: Path,
    day: str,
    next_day: str,
    late: tuple[int, ...],
    midnight: tuple[int, ...],
    early: tuple[int, ...],
) -> None:
    def three(service: Service) -> tuple[tuple[int, ...], tuple[int, ...]]:
        views = service.views("?p=/")
        site, page = views["site"], views["page"]
        assert site["total"] == page["total"]
        return (
            (site["today"], site["month"], site["year"]),
            (page["today"], page["month"], page["year"]),
        )

    set_clock(tmp_path, f"{day}T23:59:50")
    with serving(tmp_path, program=program()) as service:
        assert service.hit("/").json["site"]["visitor_days"] == 1
        set_clock(tmp_path, f"{day}T23:59:59")
        answer = service.hit("/", Sec_GPC="1").json
        assert answer["as_of"] == f"{day}T23:59:59+07:00"
        assert three(service) == (late, late)
        keys = list((tmp_path / "counter-key").glob("*.key"))
        assert [key.name for key in keys] == [f"visitor-{day}.key"]
        set_clock(tmp_path, f"{next_day}T00:00:00")
        assert three(service) == (midnight, midnight)
        answer = service.hit("/").json  # the reader of before, whom nobody can know again
        assert answer["counted"]
        assert answer["site"]["visitor_days"] == 2
        assert answer["as_of"] == f"{next_day}T00:00:00+07:00"
        assert three(service) == (early, early)
        keys = list((tmp_path / "counter-key").glob("*.key"))
        assert [key.name for key in keys] == [f"visitor-{next_day}.key"]
        assert service.end() == 0
    with sqlite3.connect(tmp_path / "views.db") as file:
        assert file.execute("SELECT count(*) FROM visitors").fetchone() == (1,)


def test_a_clock_set_back_keeps_the_later_day(tmp_path: Path) -> None:
    set_clock(tmp_path, "2026-12-31T12:00:00")
    with serving(tmp_path, program=program()) as service:
        service.hit("/", Sec_GPC="1")
        set_clock(tmp_path, "2027-01-01T12:00:00")
        assert service.hit("/", Sec_GPC="1").json["site"]["year"] == 1
        assert service.wait_for("clock-jump")["seconds"] > 80000
        set_clock(tmp_path, "2026-12-30T12:00:00")
        site = service.hit("/", Sec_GPC="1").json["site"]
        assert (site["today"], site["year"], site["total"]) == (2, 2, 3)
        service.wait_for("clock-keeps-later-day")
        assert service.ask("GET", "/v1/health").json["clock_behind"] is True
        assert service.end() == 0
    with serving(tmp_path, program=program()) as service:  # and does so after a restart
        service.wait_for("clock-behind-store")
        assert service.hit("/", Sec_GPC="1").json["site"]["today"] == 3
        assert service.end() == 0


def test_a_window_lasts_thirty_seconds_whatever_the_wall_clock_does(tmp_path: Path) -> None:
    set_clock(tmp_path, "2026-11-29T12:00:00")
    with serving(tmp_path, program=program()) as service:
        assert service.hit("/").json["counted"]
        set_clock(tmp_path, "2026-11-29T13:00:00")
        assert service.hit("/").json["why"] == "again"
        set_clock(tmp_path, "2026-11-29T11:00:00")
        assert service.hit("/").json["why"] == "again"


def fill(filler: Path) -> None:
    """Write to `filler` until its disk is full."""
    file = os.open(filler, os.O_CREAT | os.O_WRONLY)
    full = None
    while full is None:
        try:
            os.write(file, bytes(4096))
        except OSError as problem:
            full = problem.errno
    os.close(file)
    assert full == errno.ENOSPC


@pytest.mark.skipif(not LINUX_ROOT, reason="mounting a small file system needs root on Linux")
def test_a_full_disk_is_answered_and_passes_by_itself(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=True)
    try:
        with serving(tmp_path, store=f"sqlite:{disk}/views.db") as service:
            counted = sum(service.hit("/", Sec_GPC="1").json["counted"] for _ in range(3))
            filler = disk / "filler"
            fill(filler)
            waiting = []
            end = time.monotonic() + 20
            while len(waiting) < 3:  # what room the log still has is used first
                assert time.monotonic() < end
                id = new_id()
                answer = service.hit("/", id, Sec_GPC="1")
                if answer.status == 200:
                    counted += answer.json["counted"]
                else:
                    assert (answer.status, answer.json["why"]) == (503, "store")
                    assert int(answer.headers["Retry-After"]) > 0
                    waiting.append(id)
            assert service.ask("GET", "/v1/health").status == 503
            service.wait_for("store-failed")
            assert service.views()["site"]["total"] == counted  # still to be read
            filler.unlink()
            for id in waiting:
                assert service.hit("/", id, Sec_GPC="1").json["counted"]
            service.wait_for("store-recovered")
            assert service.ask("GET", "/v1/health").status == 200
            assert service.views()["site"]["total"] == counted + 3
            assert service.end() == 0
    finally:
        subprocess.run(["umount", disk], check=True)


def test_two_services_on_one_database(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        second = run(tmp_path, "serve")
        assert second.returncode == 1
        assert "another counter is using it" in second.stderr
        assert "bộ đếm khác" in second.stderr
        assert "Traceback" not in second.stderr
        assert service.hit("/").json["counted"]
        assert service.end() == 0


def spoil(path: Path, table: str) -> None:
    """Write over the page of the file at `path` where `table` begins."""
    path.unlink(missing_ok=True)
    SqliteStore(path).close()
    with sqlite3.connect(path) as file:
        size = file.execute("PRAGMA page_size").fetchone()[0]
        where = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        number = file.execute(where, (table,)).fetchone()[0]
    file.close()
    content = bytearray(path.read_bytes())
    content[(number - 1) * size : number * size] = b"\xa5" * size
    path.write_bytes(content)


@pytest.mark.parametrize("table", ["ids", "site_day", "page_day"])
@pytest.mark.parametrize("words", [("audit",), ("snapshot", "--output", "views.json")])
def test_damage_within_the_file_is_said_in_a_sentence(
    tmp_path: Path, words: tuple[str, ...], table: str
) -> None:
    spoil(tmp_path / "views.db", table)
    done = run(tmp_path, *words)
    assert "Traceback" not in done.stderr
    if words[0] == "audit" or table != "ids":
        assert done.returncode == 1
        assert "damaged" in done.stderr
        assert "hỏng" in done.stderr


@pytest.mark.parametrize("damage", ["text", "other", "middle", "page"])
def test_a_file_that_is_not_sound_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "views.db"
    if damage == "text":
        path.write_text("Đây không phải là cơ sở dữ liệu.\n" * 200, encoding="utf-8")
    else:
        with sqlite3.connect(path) as file:
            file.execute("CREATE TABLE other (a)")
        file.close()
    if damage == "middle":
        path.unlink()
        SqliteStore(path).close()
        content = bytearray(path.read_bytes())
        content[4096 : len(content)] = bytes(len(content) - 4096)
        path.write_bytes(content)
    if damage == "page":  # of a table that no start has to read
        spoil(path, "ids")
    before = path.read_bytes()
    done = run(tmp_path, "serve")
    assert done.returncode == 1
    assert str(path) in done.stderr or "views.db" in done.stderr
    assert "Cannot use" in done.stderr
    assert "Không dùng được" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 2, "a line in each language"
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are another thing on Windows")
@pytest.mark.parametrize("name", ["folder", "folder/views.db"])
def test_a_database_that_cannot_be_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    target = tmp_path / "folder" / "views.db"
    SqliteStore(target).close()
    closed = tmp_path / name
    mode = closed.stat().st_mode
    if LINUX_ROOT:  # whom modes do not stop
        subprocess.run(["mount", "--bind", closed, closed], check=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", closed], check=True)
    else:
        closed.chmod(mode & ~0o222)
    try:
        done = run(tmp_path, "serve", store=f"sqlite:{target}")
    finally:
        if LINUX_ROOT:
            subprocess.run(["umount", closed], check=True)
        else:
            closed.chmod(mode)
    assert done.returncode == 1
    assert "Cannot use" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let an open file be moved")
def test_a_database_that_is_taken_away_is_noticed(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        assert service.hit("/", Sec_GPC="1").json["counted"]
        for path in tmp_path.glob("views.db*"):
            if not path.name.endswith(".lock"):
                path.rename(path.with_name(path.name.replace("views", "moved")))
        assert service.hit("/", Sec_GPC="1").status == 503
        assert service.ask("GET", "/v1/health").status == 503
        for path in tmp_path.glob("moved.db*"):
            path.rename(path.with_name(path.name.replace("moved", "views")))
        answer = service.hit("/", Sec_GPC="1")
        assert answer.status == 200
        assert answer.json["site"]["total"] == 2
        assert service.end() == 0


def test_a_newer_database_is_refused_and_an_older_one_brought_forward(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "views.db"
    with sqlite3.connect(path) as file:  # as the first version wrote it
        file.executescript(STEPS[0])
        file.executescript(
            "PRAGMA application_id = 1447251540; PRAGMA user_version = 1;"
            "INSERT INTO pages VALUES (1, '/'); INSERT INTO page_day VALUES (1, 739584, 7);"
            "INSERT INTO site_day VALUES (739584, 7, 3)"
        )
    file.close()
    older = run(tmp_path, "snapshot", "--output", "views.json")
    assert older.returncode == 1
    assert "`serve`" in older.stderr
    SqliteStore(path).close()
    assert run(tmp_path, "audit").returncode == 0
    assert run(tmp_path, "snapshot", "--output", "views.json").returncode == 0
    figures = json.loads((tmp_path / "views.json").read_text(encoding="utf-8"))
    assert (figures["site"]["total"], figures["site"]["visitor_days"]) == (7, 3)
    with sqlite3.connect(path) as file:
        file.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    file.close()
    for words in (["serve"], ["audit"], ["snapshot", "--output", "views.json"]):
        newer = run(tmp_path, *words)
        assert newer.returncode == 1
        assert "upgrade the program" in newer.stderr


def test_a_migration_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "views.db"
    SqliteStore(path).close()
    before = len(STEPS)
    monkeypatch.setattr(
        "counter.schema.STEPS", (*STEPS, "CREATE TABLE more (a); INSERT INTO nowhere VALUES (1)")
    )
    with pytest.raises(Exception, match="nowhere"):
        SqliteStore(path)
    with sqlite3.connect(path) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (before,)
        assert file.execute(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'more'"
        ).fetchone() == (0,)
    file.close()


def test_slow_clients_are_let_go(tmp_path: Path) -> None:
    with serving(tmp_path, request_seconds="1") as service:
        head = b"POST /v1/hit HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n"
        for sent in (b"", b"POST /v1/hit HTTP/1.1\r\nX: ", head + b'{"p":'):
            with socket.create_connection(("127.0.0.1", service.port), 10) as wire:
                wire.sendall(sent)
                begun = time.monotonic()
                assert wire.recv(100) == b""
                assert 0.9 < time.monotonic() - begun < 5
        assert service.hit("/").json["counted"]


def test_one_network_cannot_ask_without_end(tmp_path: Path) -> None:
    settings = {"proxies": "127.0.0.1", "burst": "5", "rate": "0.1", "origins": ""}
    with serving(tmp_path, **settings) as service:
        answers = [
            service.hit("/", X_Forwarded_For=f"6.6.6.6, 2001:db8:1:2::{number}")
            for number in range(8)
        ]
        assert [answer.status for answer in answers] == [200] * 5 + [429] * 3
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 10
        assert service.hit("/", X_Forwarded_For="2001:db8:1:3::1").status == 200
        assert service.end() == 0
        assert service.events("minute")[0]["too_many"] == 3


def test_a_forged_address_is_not_believed(tmp_path: Path) -> None:
    with serving(tmp_path) as service:  # no proxy is configured
        answers = [service.hit("/", X_Forwarded_For=f"9.9.9.{number}").json for number in range(3)]
        assert [answer["counted"] for answer in answers] == [True, False, False]
        assert answers[-1]["site"]["visitor_days"] == 1


def test_nothing_about_readers_is_on_disk_or_in_the_log(tmp_path: Path) -> None:
    address, agent, path = "203.0.113.77", "Mozilla/5.0 Trình-duyệt-lạ/7.7", "/bí-mật-của-tôi/"
    with serving(tmp_path, proxies="127.0.0.1") as service:
        headers = {
            "X_Forwarded_For": address, "User_Agent": agent.encode().decode("latin-1"),
            "Referer": "https://referrer.example/x",
        }  # fmt: skip
        assert service.hit("/", **headers).json["counted"]
        assert service.hit(path, **headers).json["why"] == "unknown-page"
        files = [each for each in tmp_path.rglob("*") if each.is_file()]
        held = b"".join(each.read_bytes() for each in files)
        assert service.end() == 0
    held += "\n".join(service.lines).encode()
    packed = bytes(int(part) for part in address.split("."))
    for secret in (address.encode(), packed, packed[::-1], b"Tr\xc3\xacnh-duy", path.encode(),
                   b"referrer.example"):  # fmt: skip
        assert secret not in held


def test_a_stop_stores_what_waits(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        connections = []
        for _ in range(20):
            wire = socket.create_connection(("127.0.0.1", service.port), 10)
            body = json.dumps({"p": "/", "i": new_id()}).encode()
            wire.sendall(
                b"POST /v1/hit HTTP/1.1\r\nHost: a\r\nUser-Agent: Firefox\r\nSec-GPC: 1\r\n"
                b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
            )
            connections.append(wire)
        service.process.send_signal(signal.SIGTERM)
        answers = [wire.recv(4000) for wire in connections]
        assert service.process.wait(20) == 0
    acknowledged = sum(b'"counted":true' in answer for answer in answers)
    assert run(tmp_path, "snapshot", "--output", "views.json").returncode == 0
    figures = json.loads((tmp_path / "views.json").read_text(encoding="utf-8"))
    assert figures["site"]["total"] >= acknowledged
    assert service.events("stopped")[0]["all_stored"] is True


def test_figures_are_never_overwritten_by_lower_ones(tmp_path: Path) -> None:
    good = tmp_path / "views.json"
    good.write_text('{"site": {"total": 65605}}', encoding="utf-8")
    SqliteStore(tmp_path / "views.db").close()
    done = run(tmp_path, "snapshot", "--output", "views.json")
    assert done.returncode == 1
    assert "65605" in done.stderr
    assert json.loads(good.read_text(encoding="utf-8")) == {"site": {"total": 65605}}
    opening = [
        "open",
        "--today",
        "44",
        "--month",
        "162",
        "--year",
        "5065",
        "--total",
        "65605",
        "--visitor-days",
        "5101",
        "--source",
    ]
    done = run(tmp_path, *opening, "Trang cũ", "--day", "2018-06-11")
    assert done.returncode == 0, done.stderr
    assert run(tmp_path, "snapshot", "--output", "views.json").returncode == 0
    site = json.loads(good.read_text(encoding="utf-8"))["site"]
    assert site == {"today": 0, "month": 0, "year": 0, "total": 65605, "visitor_days": 5101}
    done = run(tmp_path, *opening[:-1], "--source", "x", "--today", "163")
    assert done.returncode == 1
    assert "today ≤ month" in done.stderr


def test_a_closed_store_gives_no_figures(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "views.db")
    (tmp_path / "views.db").unlink()
    with pytest.raises(Unavailable):
        store.latest()
    store.close()
