"""The real counter in a process of its own, and a site that was built to ask it."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from built_site import PROJECT, Site, build
from second_project import edit, write_project

from counter.sqlite_store import SqliteStore
from counter.store import Opening

OPENING = {"today": 44, "month": 162, "year": 5065, "total": 65605, "visitor_days": 5101}
AS_OF = "2026-11-23T08:00:00+07:00"


def free_port() -> int:
    """A port of this computer that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def counted_site(folder: Path, settings: str, others: str = "") -> Site:
    """The second plan with figures of `AS_OF`, and a line of `settings` of its counter and one of
    `others`."""
    project = write_project(folder / "project")
    views = {"site": OPENING, "as_of": AS_OF, "tz": "Asia/Ho_Chi_Minh"}
    (project / "data/views.json").write_text(json.dumps(views), "utf-8")
    before = "publisher: ubnd-xa\n"
    edit(project / "data/site.yml", before, f"{before}counter:\n  {settings}\n{others}\n")
    return build(project, folder / "site")


class Counter:
    """The service at a port; it can be stopped and started again."""

    def __init__(self, folder: Path, port: int, site: Site, origin: str) -> None:
        folder.mkdir()
        self.address = f"http://127.0.0.1:{port}/v1/"
        kept = {name: value for name, value in os.environ.items() if name[:8] != "COUNTER_"}
        self.environment = kept | {
            "COUNTER_STORE": f"sqlite:{folder / 'views.db'}",
            "COUNTER_KEY_FOLDER": str(folder / "key"),
            "COUNTER_MANIFEST": str(site.root / "counter-pages.json"),
            "COUNTER_LISTEN": f"127.0.0.1:{port}",
            "COUNTER_ORIGINS": origin,
            "COUNTER_BOTS_ALLOWED": "HeadlessChrome",
        }
        self.log = folder / "log.txt"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it counts."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "counter", "serve"],
                cwd=PROJECT, env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip
        for _ in range(200):
            assert self.process.poll() is None, self.log.read_text("utf-8")
            with contextlib.suppress(OSError):
                if ask(f"{self.address}health")["ok"]:
                    return
            time.sleep(0.05)
        raise AssertionError(self.log.read_text("utf-8"))

    def stop(self) -> None:
        """Stop it and wait for its end."""
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def figures(self, path: str) -> tuple[int, int]:
        """The total views of the site and of the page at `path`."""
        told = ask(f"{self.address}views.json?p={path}")
        return told["site"]["total"], told["page"]["total"]

    def settled(self, path: str) -> tuple[int, int]:
        """The same once all is in it: the service shows what it read a moment ago again."""
        time.sleep(1.5)
        return self.figures(path)


@contextmanager
def running(folder: Path, port: int, site: Site, origin: str) -> Iterator[Counter]:
    """A counter that runs until the end of the block."""
    counter = Counter(folder, port, site, origin)
    store = SqliteStore(folder / "views.db")
    store.open(Opening(**OPENING, source="tests"))
    store.close()
    counter.start()
    try:
        yield counter
    finally:
        counter.stop()


def ask(address: str, body: bytes | None = None, **headers: str) -> Any:
    """What JSON is answered, whatever the status; OSError where nobody answers."""
    request = Request(address, body, headers)
    try:
        with urlopen(request, timeout=10) as answer:
            return json.load(answer)
    except URLError as error:
        if hasattr(error, "read"):
            return json.load(error)
        raise
