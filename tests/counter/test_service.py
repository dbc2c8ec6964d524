"""The service over real HTTP: what it counts, what it refuses, and what it says."""

from __future__ import annotations

import base64
import contextlib
import json
import secrets
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import SITE, Service, new_id, run, serving, write_manifest


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("service"), proxies="127.0.0.1", anomaly="100000") as one:
        yield one


def reader() -> str:
    """The address of somebody new."""
    return ".".join(str(1 + secrets.randbelow(200)) for _ in range(4))


def total(service: Service) -> int:
    number: int = service.views()["site"]["total"]
    return number


def test_a_view_is_counted_and_answered_with_the_figures(running: Service) -> None:
    before = running.views("?p=/tin-tuc/")
    answer = running.hit("/tin-tuc/", X_Forwarded_For=reader(), Origin=SITE)
    assert answer.status == 200
    assert answer.json["counted"] is True
    assert "why" not in answer.json
    for name in ("today", "month", "year", "total"):
        assert answer.json["site"][name] == before["site"][name] + 1
        assert answer.json["page"][name] == before["page"][name] + 1
    assert answer.json["site"]["visitor_days"] == before["site"]["visitor_days"] + 1
    assert answer.json["tz"] == "Asia/Ho_Chi_Minh"
    assert answer.json["as_of"].endswith("+07:00")
    assert answer.headers["Access-Control-Allow-Origin"] == SITE
    assert answer.headers["Vary"] == "Origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Set-Cookie"] is None
    assert answer.headers["Server"] is None


def test_both_languages_are_one_page(running: Service) -> None:
    somebody = reader()
    assert running.hit("/tin-tuc/", X_Forwarded_For=somebody).json["counted"]
    other = running.hit("/en/news/", X_Forwarded_For=somebody).json
    assert (other["counted"], other["why"]) == (False, "again")
    assert other["page"] == running.views("?p=/tin-tuc/")["page"]


def test_the_same_id_counts_once(running: Service) -> None:
    id = new_id()
    assert running.hit("/", id, Sec_GPC="1").json["counted"]
    for _ in range(3):
        again = running.hit("/", id, Sec_GPC="1").json
        assert (again["counted"], again["why"]) == (False, "again")
    short = base64.urlsafe_b64encode(bytes.fromhex(id)).rstrip(b"=").decode()
    assert not running.hit("/", short, Sec_GPC="1").json["counted"]


def test_a_reader_who_wants_no_profile_is_counted_without_one(running: Service) -> None:
    before = running.views()["site"]
    for _ in range(2):
        assert running.hit("/", Sec_GPC="1").json["counted"]
    after = running.views()["site"]
    assert after["total"] == before["total"] + 2
    assert after["visitor_days"] == before["visitor_days"]


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"User_Agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"}, "bot"),
        ({"User_Agent": ""}, "bot"),
        ({"User_Agent": None}, "bot"),
        ({"Sec_Purpose": "prefetch"}, "prefetch"),
        ({"Sec_Purpose": "prefetch;prerender"}, "prefetch"),
        ({"Purpose": "prefetch"}, "prefetch"),
        ({"X_Moz": "prefetch"}, "prefetch"),
    ],
)
def test_known_reasons_not_to_count(
    running: Service, headers: dict[str, str | None], why: str
) -> None:
    before = total(running)
    answer = running.hit("/tin-tuc/", **headers)
    assert answer.status == 200
    assert (answer.json["counted"], answer.json["why"]) == (False, why)
    assert set(answer.json) == {"counted", "why", "site", "page", "as_of", "tz"}
    assert total(running) == before


@pytest.mark.parametrize(
    "path", ["/khong-co/", "/tin-tuc", "/tin-tuc/?a=1", "/tin-tuc/#b", "", "tin-tuc/", "/" * 400,
             "//tin-tuc/", "/./tin-tuc/", "/TIN-TUC/", "https://phu-nu.example.gov.vn/tin-tuc/"],
)  # fmt: skip
def test_unknown_paths_are_answered_and_not_stored(running: Service, path: str) -> None:
    answer = running.hit(path)
    assert answer.status == 200
    assert answer.json["why"] == "unknown-page"
    assert "page" not in answer.json
    assert set(running.views("?all=1")["pages"]) <= {"/", "/tin-tuc/"}


ID = "00112233445566778899aabbccddeeff"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{}", b"[]", b"null", b"7", b"\xff\xfe", b"{", b'{"p":"/"}', b'{"i":"%s"}',
        b'{"p":"/","i":"%s","x":1}', b'{"p":7,"i":"%s"}',
        b'{"p":"/","i":7}', b'{"p":"/","i":"%sa"}',
        b'{"p":"/","i":"zz112233445566778899aabbccddeeff"}', b'{"p":"/\\u0000","i":"%s"}',
        b'{"p":"/\\n","i":"%s"}', b'{"p":"/\\ud800","i":"%s"}', b'{"p":"/","i":"%s"} x',
        b"[" * 500, b'{"p":"/","i":"0011223344556677889\xc3\xa9bbccddeeff"}', b'{"p":"/","i":null}',
    ],
)  # fmt: skip
def test_malformed_bodies_are_refused(running: Service, body: bytes) -> None:
    answer = running.ask("POST", "/v1/hit", body.replace(b"%s", ID.encode()))
    assert (answer.status, answer.json["why"]) == (400, "malformed")


def test_bodies_too_large_are_refused_at_once(running: Service) -> None:
    assert running.ask("POST", "/v1/hit", b" " * 513).status == 413
    assert running.hit("/" + "a" * 600).status == 413
    with socket.create_connection(("127.0.0.1", running.port), 10) as wire:
        wire.sendall(b"POST /v1/hit HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n")
        assert wire.recv(100).startswith(b"HTTP/1.1 413 ")
    with socket.create_connection(("127.0.0.1", running.port), 10) as wire:
        head = b"POST /v1/hit HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        wire.sendall(head + b"201\r\n" + b"x" * 513 + b"\r\n")
        assert wire.recv(100).startswith(b"HTTP/1.1 413 ")


def test_who_sends_far_too_much_still_hears_why(running: Service) -> None:
    for size in (100_000, 1_000_000, 4_000_000):
        for connection in ("close", "keep-alive"):
            answer = running.ask("POST", "/v1/hit", b" " * size, Connection=connection)
            assert (answer.status, answer.json["why"]) == (413, "too-large")
        answer = running.ask("POST", "/v1/hit", b" " * size, Connection="close", Origin="null")
        assert answer.status == 403
    with socket.create_connection(("127.0.0.1", running.port), 10) as wire:
        wire.sendall(b"POST /v1/hit HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n")
        sent = 0
        with contextlib.suppress(ConnectionError):
            while sent < 100_000_000:
                sent += wire.send(b" " * 100_000)
        assert sent < 100_000_000
    assert running.hit("/khong-co/").status == 200


def test_heads_too_large_end_the_connection(running: Service) -> None:
    with socket.create_connection(("127.0.0.1", running.port), 10) as wire:
        wire.sendall(b"GET /v1/views.json HTTP/1.1\r\n")
        cut = False
        for _ in range(200):
            try:
                wire.sendall(b"X-Filler: " + b"a" * 1000 + b"\r\n")
            except OSError:
                cut = True
                break
            time.sleep(0.002)
        assert cut


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": SITE.replace("https", "http")},
        {"Origin": SITE + ":8443"},
        {"Origin": SITE + "."},
        {"Origin": "https://evil.example", "Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "cross-site"},
    ],
)
def test_pages_of_others_cannot_count(running: Service, headers: dict[str, str]) -> None:
    before = total(running)
    answer = running.hit("/", X_Forwarded_For=reader(), **headers)
    assert (answer.status, answer.json["why"]) == (403, "foreign-origin")
    assert answer.headers["Access-Control-Allow-Origin"] is None
    assert total(running) == before


def test_preflight(running: Service) -> None:
    answer = running.ask(
        "OPTIONS", "/v1/hit", None, Origin=SITE, Access_Control_Request_Method="POST"
    )
    assert answer.status == 204
    assert answer.headers["Access-Control-Allow-Origin"] == SITE
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert running.ask("OPTIONS", "/v1/hit", None, Origin="https://evil.example").status == 403


def test_other_methods_kinds_and_addresses(running: Service) -> None:
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        answer = running.ask(method, "/v1/hit")
        assert answer.status == 405
        assert answer.headers["Allow"] == "POST, OPTIONS"
    assert running.hit(Content_Type="multipart/form-data; boundary=a").status == 415
    assert (
        running.hit(Content_Type="text/plain;charset=UTF-8", X_Forwarded_For=reader()).status == 200
    )
    assert running.ask("POST", "/v1/views.json", b"").status == 405
    for path in ("/", "/v1/", "/v1/hit/", "/v1/../v1/hit", "/v2/hit"):
        assert running.ask("GET", path).status == 404


def test_figures_for_all_to_read(running: Service) -> None:
    answer = running.ask("GET", "/v1/views.json?p=/en/", None, Origin="https://other.example")
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "public, max-age=5, stale-if-error=86400"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert set(answer.json) == {"site", "page", "as_of", "tz", "def", "source"}
    assert set(answer.json["def"]) == {"vi", "en"}
    assert set(answer.json["site"]) == {"today", "month", "year", "total", "visitor_days"}
    assert "page" not in running.ask("GET", "/v1/views.json?p=/khong-co/").json


def test_health(running: Service) -> None:
    answer = running.ask("GET", "/v1/health")
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json == {
        "ok": True, "anomaly": False, "clock_behind": False, "pages": 2, "queue": 0,
    }  # fmt: skip


def test_snapshot_and_audit_beside_the_running_service(running: Service, tmp_path: Path) -> None:
    running.hit("/", Sec_GPC="1")
    stored, asked = tmp_path / "stored.json", tmp_path / "asked.json"
    done = run(running.folder, "snapshot", "--output", str(stored))
    assert done.returncode == 0, done.stderr
    url = f"http://127.0.0.1:{running.port}/v1/views.json"
    time.sleep(0.3)
    done = run(running.folder, "snapshot", "--output", str(asked), "--from", url)
    assert done.returncode == 0, done.stderr
    one, other = (json.loads(path.read_text(encoding="utf-8")) for path in (stored, asked))
    assert one.pop("as_of") <= other.pop("as_of")
    assert one == other
    assert one["site"] == running.views()["site"]
    done = run(running.folder, "audit")
    assert (done.returncode, done.stderr) == (0, "Số liệu khớp.\nThe figures agree.\n")
    copy = tmp_path / "copy.db"
    assert run(running.folder, "backup", str(copy)).returncode == 0
    done = run(running.folder, "snapshot", "--output", str(asked), store=f"sqlite:{copy}")
    assert done.returncode == 0, done.stderr
    assert json.loads(asked.read_text(encoding="utf-8"))["site"] == one["site"]


def test_the_manifest_is_read_again_when_it_changes(tmp_path: Path) -> None:
    with serving(tmp_path, ["/"]) as service:
        assert service.hit("/moi/", Sec_GPC="1").json["why"] == "unknown-page"
        write_manifest(tmp_path, ["/", "/moi/"])
        end = time.monotonic() + 15
        while not service.hit("/moi/", Sec_GPC="1").json["counted"]:
            assert time.monotonic() < end
            time.sleep(0.2)
        (tmp_path / "counter-pages.json").write_text('{"/": 1', encoding="utf-8")
        service.wait_for("manifest-broken")
        assert service.hit("/moi/", Sec_GPC="1").json["counted"]
        assert service.end() == 0
