"""A server that a test can put into trouble, or have publish another version, while it is read."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from built_site import Site
from static_host import Listener, StaticHost


@dataclass
class Trouble:
    """What a server does from now on. `asked` is every path that was asked for, in order."""

    site: Site
    address: str = ""
    status: int = 200
    wait: float = 0
    broken: str = ""  # an answer for a path with this in it ends half way
    moved: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


class TroubledHost(StaticHost):
    """Serves the site of its `Trouble` as that says."""

    def __init__(self, *request: Any, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(*request, site=trouble.site)

    def do_GET(self) -> None:  # noqa: N802 - the name that the library calls
        trouble, path = self.trouble, self.path.partition("?")[0]
        trouble.asked.append(path)
        time.sleep(trouble.wait)
        if target := trouble.moved.get(path):
            self._answer(308, b"", Location=target)
        elif trouble.status != 200:
            self._answer(trouble.status, b"<!doctype html><title>503</title><h1>503</h1>")
        elif trouble.broken and trouble.broken in path:
            self.close_connection = True
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(b"half")
        else:
            self.site = trouble.site  # a connection outlives a version
            self.directory = str(trouble.site.root)
            super().do_GET()

    def end_headers(self) -> None:
        """As the recipes in deploy/ say it."""
        digested = re.search(r"\.[0-9a-f]{10}\.\w+$", self.path)
        self.send_header("Cache-Control", "max-age=31536000, immutable" if digested else "no-cache")
        super().end_headers()

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def troubled(site: Site) -> Iterator[Trouble]:
    """Serve `site` on a loopback port until the block ends."""
    trouble = Trouble(site)
    server = Listener(("127.0.0.1", 0), partial(TroubledHost, trouble=trouble))
    trouble.address = f"http://127.0.0.1:{server.server_port}{site.base}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield trouble
    finally:
        server.shutdown()
        server.server_close()
