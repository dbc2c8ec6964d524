"""A real service in a process of its own, and a client that says exactly what is sent."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
SITE = "https://phu-nu.example.gov.vn"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
PAGES = {"/": "/", "/en/": "/", "/tin-tuc/": "/tin-tuc/", "/en/news/": "/tin-tuc/"}


def new_id() -> str:
    return secrets.token_hex(16)


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Service:
    """A started service; `lines` are those of its log so far."""

    folder: Path
    process: subprocess.Popen[bytes]
    lines: list[str] = field(default_factory=list)
    port: int = 0

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str | None
    ) -> Answer:
        """One request on a connection of its own; names of headers with _ for -, None for none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        names = {"User_Agent": FIREFOX, "Content_Type": "text/plain", **headers}
        connection.request(
            method,
            path,
            body,
            {name.replace("_", "-"): value for name, value in names.items() if value is not None},
        )
        answer = connection.getresponse()
        result = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        return result

    def hit(self, path: str = "/", id: str | None = None, **headers: str | None) -> Answer:
        body = json.dumps({"p": path, "i": id or new_id()}, ensure_ascii=False).encode()
        return self.ask("POST", "/v1/hit", body, **headers)

    def views(self, query: str = "") -> Any:
        """What is published now, not a moment ago."""
        time.sleep(0.3)
        return self.ask("GET", f"/v1/views.json{query}").json

    def events(self, name: str) -> list[dict[str, Any]]:
        found = [json.loads(line) for line in list(self.lines) if line.startswith("{")]
        return [line for line in found if line["event"] == name]

    def wait_for(self, name: str, seconds: float = 20.0) -> dict[str, Any]:
        """The first line of the log about `name`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := self.events(name):
                return found[0]
            if self.process.poll() is not None:
                time.sleep(0.2)
                break
            time.sleep(0.02)
        if found := self.events(name):
            return found[0]
        raise AssertionError(f"no {name} in the log:\n" + "\n".join(self.lines))

    def end(self, number: int = signal.SIGTERM) -> int:
        """Stop it; its exit status."""
        self.process.send_signal(number)
        status = self.process.wait(20)
        self._reader.join(5)
        return status

    def listen(self) -> None:
        """Collect the log."""

        def read() -> None:
            assert self.process.stderr is not None
            for line in self.process.stderr:
                self.lines.append(line.decode().rstrip())

        self._reader = threading.Thread(target=read, daemon=True)
        self._reader.start()


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a service that lives in `folder`; `settings` as in counter.toml."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COUNTER_")}
    chosen = {
        "store": "sqlite:views.db",
        "listen": "127.0.0.1:0",
        "origins": SITE,
        **settings,
    }
    named = {f"COUNTER_{name.upper()}": value for name, value in chosen.items()}
    return {**kept, **named, "PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"}


def write_manifest(folder: Path, pages: Mapping[str, str] | list[str]) -> None:
    draft = folder / "counter-pages.draft"
    draft.write_text(json.dumps(pages, ensure_ascii=False), encoding="utf-8")
    draft.replace(folder / "counter-pages.json")


@contextlib.contextmanager
def serving(
    folder: Path,
    pages: Mapping[str, str] | list[str] = PAGES,
    program: tuple[str, ...] = ("-m", "counter", "serve"),
    **settings: str,
) -> Iterator[Service]:
    """A running service whose files are in `folder`."""
    write_manifest(folder, pages)
    process = subprocess.Popen(
        [sys.executable, *program],
        cwd=folder,
        env=environment(folder, **settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    service = Service(folder, process)
    service.listen()
    try:
        where = service.wait_for("ready")["listen"][0]
        service.port = 0 if where.startswith("unix:") else int(where.rpartition(":")[2])
        yield service
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def run(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`python -m counter` with `words`, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "counter", *words],
        cwd=folder,
        env=environment(folder, **settings),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
