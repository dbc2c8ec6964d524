"""A server for built sites: what a static host answers, and a note of what was asked."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

NO_HEADERS: Mapping[str, str] = {}
COMPRESSED = frozenset(
    [".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".webmanifest", ".xml"]
)


class Place(Protocol):
    """What a server needs to know of a built site: its folder and the path it is served at."""

    root: Path
    base: str


@dataclass(frozen=True)
class Answer:
    """One request and what it cost: bytes of the body as they were sent, and who asked."""

    path: str
    status: int
    size: int
    type: str
    agent: str


class StaticHost(SimpleHTTPRequestHandler):
    """Serves a site at its address as static hosts do, with 404.html for what is not there."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *request: Any, site: Place) -> None:
        self.site = site
        super().__init__(*request, directory=str(site.root))

    def translate_path(self, path: str) -> str:
        below = path.startswith(self.site.base)
        return super().translate_path(path.removeprefix(self.site.base) if below else "nowhere")

    def send_error(self, code: int, *_: Any, **__: Any) -> None:
        body = (self.site.root / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


class CarefulHost(StaticHost):
    """The same with the headers and the compression of the recipes in deploy/, keeping a log."""

    def __init__(
        self, *request: Any, site: Place, headers: Mapping[str, str], log: list[Answer]
    ) -> None:
        self.headers_sent, self.log = headers, log
        super().__init__(*request, site=site)

    def do_GET(self) -> None:
        self.answer(True)

    def do_HEAD(self) -> None:
        self.answer(False)

    def answer(self, whole: bool) -> None:
        """Send a file, or 404.html where there is none."""
        asked = self.path.partition("?")[0]
        file, status = Path(self.translate_path(asked)), 200
        if file.is_dir() and asked.endswith("/"):
            file /= "index.html"
        if not file.is_file():
            file, status = self.site.root / "404.html", 404
        kind = self.guess_type(str(file))
        if kind.startswith(("text/", "application/javascript")):
            kind = kind.partition(";")[0] + "; charset=utf-8"
        body = file.read_bytes()
        squeezed = file.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", "")
        if squeezed:
            body = compressed(file, file.stat().st_mtime_ns)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if squeezed:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        for name, value in self.headers_sent.items():
            self.send_header(name, value)
        self.end_headers()
        agent = self.headers.get("User-Agent", "")
        self.log.append(Answer(asked, status, len(body), kind.partition(";")[0], agent))
        if whole:
            self.wfile.write(body)


@cache
def compressed(file: Path, _changed: int) -> bytes:
    """What a server sends for `file`: its precompressed twin, or else gzip at nginx's level 6."""
    twin = file.with_name(f"{file.name}.gz")
    return twin.read_bytes() if twin.exists() else gzip.compress(file.read_bytes(), 6, mtime=0)


class Server:
    """A site on a loopback port from now on, until `close`."""

    def __init__(
        self, site: Place | None = None, headers: Mapping[str, str] | None = None, port: int = 0
    ) -> None:
        """With `headers` as the recipes send them; without, plainly. A site may be given later."""
        self.log: list[Answer] = []
        self.headers = headers
        self.server = Listener(("127.0.0.1", port), StaticHost)
        self.port = self.server.server_port
        if site:
            self.show(site)

    def show(self, site: Place) -> Server:
        """Serve `site`."""
        self.site = site
        self.server.RequestHandlerClass = (
            partial(StaticHost, site=site)
            if self.headers is None
            else partial(CarefulHost, site=site, headers=self.headers, log=self.log)
        )  # type: ignore[assignment]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    @property
    def address(self) -> str:
        """Where the site is, ending in a slash."""
        return f"http://127.0.0.1:{self.port}{self.site.base}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class Listener(ThreadingHTTPServer):
    """Waits for nobody: a browser may leave while it is being answered."""

    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: Any) -> None:
        pass
