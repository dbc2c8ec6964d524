"""The recipes of deploy/ in real servers: every answer carries the headers, copies are used."""

from __future__ import annotations

import http.client
import ssl
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import web_server
from built_site import Site
from portal.headers import headers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="servers as Debian has them")
UNTRUSTED = ssl._create_unverified_context()  # its certificate is its own
FOREVER, A_DAY, EACH_TIME = (
    "public, max-age=31536000, immutable",
    "public, max-age=86400",
    "no-cache",
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Host:
    """A running server: its addresses, and the site that it shows."""

    name: str
    address: str
    plain: str
    site: Site

    def ask(self, path: str, method: str = "GET", plain: bool = False, **more: str) -> Answer:
        place = urlsplit(self.plain if plain else self.address).netloc
        connection = (
            http.client.HTTPSConnection(place, context=UNTRUSTED, timeout=30)
            if self.address.startswith("https") and not plain
            else http.client.HTTPConnection(place, timeout=30)
        )
        connection.request(
            method, path, headers={name.replace("_", "-"): value for name, value in more.items()}
        )
        answer = connection.getresponse()
        result = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        return result

    def file(self, path: str) -> bytes:
        return (self.site.root / path).read_bytes()


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def host(
    request: pytest.FixtureRequest, second_site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    home = tmp_path_factory.mktemp(request.param)
    try:
        with getattr(web_server, request.param)(second_site.root, home) as (address, plain):
            yield Host(request.param, address, plain, second_site)
    except web_server.NoServer as problem:
        pytest.skip(str(problem))


def published(host: Host, name: str) -> str:
    return "/" + host.site.published(name)


def shard(host: Host) -> str:
    """One of the files of the search."""
    return "/" + min(name for name in host.site.files if name.startswith("search/vi/files/t0."))


PLACES: list[tuple[Callable[[Host], str], int, str]] = [
    (lambda host: "/", 200, EACH_TIME),
    (lambda host: "/en/", 200, EACH_TIME),
    (lambda host: "/tin-tuc/lop-hoc/", 200, EACH_TIME),
    (lambda host: "/quyet-dinh-9001.html", 200, EACH_TIME),
    (lambda host: "/khong-co/", 404, EACH_TIME),
    (lambda host: "/tin-tuc/atom.xml", 200, EACH_TIME),
    (lambda host: "/search/vi/root.json", 200, EACH_TIME),
    (lambda host: shard(host), 200, FOREVER),
    (lambda host: "/sw.js", 200, EACH_TIME),
    (lambda host: published(host, "assets/css/site.css"), 200, FOREVER),
    (lambda host: published(host, "assets/js/site.js"), 200, FOREVER),
    (lambda host: published(host, "assets/icon.svg"), 200, FOREVER),
    (lambda host: "/assets/9001-qd-ubnd.pdf", 200, A_DAY),
]


@pytest.mark.parametrize(("place", "status", "cache"), PLACES)
def test_every_answer_carries_the_headers(
    host: Host, place: Callable[[Host], str], status: int, cache: str
) -> None:
    path = place(host)
    answer = host.ask(path)
    assert answer.status == status
    again = host.ask(path, If_None_Match=answer.headers["ETag"] or "none")
    assert again.status == (404 if status == 404 else 304)
    for found in (answer, again, host.ask(path, "HEAD")):
        for name, value in headers().items():
            assert found.headers.get_all(name) == [value], name
        assert found.headers.get_all("Cache-Control") == [cache]
        assert not [digit for digit in found.headers["Server"] or "" if digit.isdigit()]


@pytest.mark.parametrize(("encoding", "ending"), [("gzip", "gz"), ("br", "br")])
@pytest.mark.parametrize("path", ["index.html", "sw.js", "assets/css/site.css", "sitemap.xml"])
def test_copies_made_at_build_are_what_is_sent(
    host: Host, path: str, encoding: str, ending: str
) -> None:
    if host.name == "nginx" and encoding == "br" and not web_server.BROTLI.exists():
        pytest.skip("nginx has no module for Brotli here")
    file = host.site.published(path)
    address = "/" + file.removesuffix("index.html")
    answer = host.ask(address, Accept_Encoding=encoding)
    assert answer.headers["Content-Encoding"] == encoding
    assert answer.body == host.file(f"{file}.{ending}")
    assert "accept-encoding" in (answer.headers["Vary"] or "").lower()
    plain = host.ask(address)
    assert plain.headers["Content-Encoding"] is None
    assert plain.body == host.file(file)
    assert plain.headers["Content-Type"] == answer.headers["Content-Type"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/tin-tuc/atom.xml", "application/atom+xml"),
        ("/search/vi/root.json", "application/json"),
        ("/assets/9001-qd-ubnd.pdf", "application/pdf"),
    ],
)
def test_files_are_what_they_are_called(host: Host, path: str, kind: str) -> None:
    assert host.ask(path).headers["Content-Type"].lower().startswith(kind)


def test_scripts_may_be_run(host: Host) -> None:
    kind = host.ask("/sw.js").headers["Content-Type"]
    assert kind.partition(";")[0] in ("application/javascript", "text/javascript")


@pytest.mark.parametrize(
    "path", ["/_headers", "/index.html.gz", "/index.html.br", "/.git/config", "/.env", "/a/.b"]
)
def test_what_readers_have_no_use_for_is_not_there(host: Host, path: str) -> None:
    answer = host.ask(path)
    assert answer.status == 404
    assert answer.body == host.file("404.html")


@pytest.mark.parametrize("path", ["/..%2f..%2fetc/passwd", "/assets/..%2f..%2fmkdocs.yml", "/%00"])
def test_nothing_outside_the_site_is_sent(host: Host, path: str) -> None:
    answer = host.ask(path)
    assert answer.status >= 400
    assert b"root:" not in answer.body
    assert b"site_name" not in answer.body


def test_a_folder_without_its_slash_leads_to_it(host: Host) -> None:
    answer = host.ask("/tin-tuc?a=1")
    assert answer.status in (301, 302, 307, 308)
    assert urlsplit(answer.headers["Location"]).path == "/tin-tuc/"


def test_plain_http_leads_to_https_at_the_same_name(host: Host) -> None:
    if not host.plain:
        pytest.skip("Caddy does this by itself, once it has a certificate")
    answer = host.ask("/tin-tuc/?a=1", plain=True, Host="example.gov.vn")
    assert (answer.status, answer.headers["Location"]) == (
        301, "https://example.gov.vn/tin-tuc/?a=1",
    )  # fmt: skip
    assert not [digit for digit in answer.headers["Server"] if digit.isdigit()]


def test_the_site_is_read_only(host: Host) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert host.ask("/", method).status in (403, 405)
        assert Path(host.site.root / "index.html").exists()
