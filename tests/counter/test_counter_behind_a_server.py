"""The recipes of deploy/ in real servers, in front of a service at a Unix socket."""

from __future__ import annotations

import http.client
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import web_server
from serving import FIREFOX, SITE, Service, new_id, serving

RECIPES = Path(__file__).resolve().parents[2] / "deploy"
SOCKET = "/run/counter/counter.sock"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="servers as Debian has them")


@dataclass
class Site:
    """The server called `name` at `port`, and the service behind it."""

    name: str
    port: int
    service: Service

    def hit(self, **headers: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        body = json.dumps({"p": "/", "i": new_id()})
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(
            "POST", "/v1/hit", body,
            {"User-Agent": FIREFOX, "Content-Type": "text/plain", "Origin": SITE, **named},
        )  # fmt: skip
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, json.loads(content) if content.startswith(b"{") else content


def nginx(home: Path, port: int, socket: Path) -> list[str]:
    recipe = (RECIPES / "counter-nginx.conf").read_text("utf-8")
    assert SOCKET in recipe
    (home / "counter.conf").write_text(recipe.replace(SOCKET, str(socket)), "utf-8")
    folders = " ".join(f"{name}_temp_path {home}/{name};" for name in web_server.FOLDERS)
    (home / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''} pid {home}/nginx.pid; daemon off;"
        f" error_log {home}/error.log; events {{}}"
        f" http {{ {folders} access_log {home}/access.log; server {{ listen 127.0.0.1:{port};"
        f" include {home}/counter.conf; location / {{ return 404; }} }} }}",
        "utf-8",
    )
    return ["-p", str(home), "-c", str(home / "nginx.conf")]


def caddy(home: Path, port: int, socket: Path) -> list[str]:
    recipe = (RECIPES / "counter.caddy").read_text("utf-8")
    assert SOCKET in recipe
    (home / "counter.caddy").write_text(recipe.replace(SOCKET, str(socket)), "utf-8")
    (home / "Caddyfile").write_text(
        f"{{\n\tadmin off\n}}\nhttp://127.0.0.1:{port} {{\n\timport counter.caddy\n"
        "\t@writing not method GET HEAD\n\terror @writing 405\n\tfile_server\n}\n",
        "utf-8",
    )
    return ["run", "--config", str(home / "Caddyfile"), "--adapter", "caddyfile"]


@pytest.fixture(scope="module", params=[nginx, caddy], ids=lambda server: server.__name__)
def site(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    name = request.param.__name__
    home = tmp_path_factory.mktemp(name)
    socket, port = home / "counter.sock", web_server.free_port()
    try:
        program = web_server.find_or_install(name)
    except web_server.NoServer as problem:
        pytest.skip(str(problem))
    with (
        serving(home, listen=f"unix:{socket}", proxies="unix") as service,
        web_server.running([program, *request.param(home, port, socket)], home, port),
    ):
        yield Site(name, port, service)


def test_the_address_is_the_one_that_the_server_saw(site: Site) -> None:
    status, first = site.hit()
    assert (status, first["counted"]) == (200, True)
    for forged in ("9.9.9.9", "8.8.8.8, 7.7.7.7"):
        status, answer = site.hit(X_Forwarded_For=forged)
        assert (status, answer["counted"], answer["why"]) == (200, False, "again")
    assert answer["site"]["visitor_days"] == 1


def test_what_is_too_large_is_refused(site: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    connection.request("POST", "/v1/hit", b"x" * 5000, {"Content-Type": "text/plain"})
    assert connection.getresponse().status == 413
    connection.close()


def test_views_leave_no_line_in_the_access_log(site: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    connection.request("GET", "/another", headers={"User-Agent": "Another"})
    connection.getresponse().read()
    connection.close()
    site.hit(Sec_GPC="1")
    if site.name == "caddy":  # which has no such log unless told to
        assert "Another" not in (site.service.folder / "said").read_text("utf-8")
        return
    lines = (site.service.folder / "access.log").read_text("utf-8").splitlines()
    assert any("/another" in line for line in lines)
    assert not any("/v1/" in line for line in lines)
