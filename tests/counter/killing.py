"""Kill a service at any moment under load, and count what it had acknowledged and lost."""

from __future__ import annotations

import json
import random
import secrets
import signal
import socket
import sqlite3
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from serving import FIREFOX, Service, serving

SERVICE = ("-m", "counter", "serve")
CONTROL = (str(Path(__file__).with_name("service_too_early.py")),)
PAGES = [f"/trang-{number}/" for number in range(20)]


@dataclass
class Outcome:
    """Of all kills: ids sent, acknowledged, acknowledged but not stored; counted beyond once."""

    sent: int = 0
    acknowledged: int = 0
    lost: int = 0
    stored_unacknowledged: int = 0
    wrong_total: int = 0


@dataclass
class Sender(threading.Thread):
    """Sends views on one connection until it breaks; remembers which were acknowledged."""

    port: int
    sent: list[str] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 20) as wire:
                while True:
                    id = secrets.token_hex(16)
                    self.sent.append(id)
                    wire.sendall(request(id, random.choice(PAGES)))
                    answer = wire.recv(4096)
                    if not answer:
                        return
                    if b'"counted":true' in answer:
                        self.acknowledged.add(id)
        except OSError:
            return


def request(id: str, page: str) -> bytes:
    body = json.dumps({"p": page, "i": id}).encode()
    return (
        f"POST /v1/hit HTTP/1.1\r\nHost: a\r\nUser-Agent: {FIREFOX}\r\nSec-GPC: 1\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def kill(
    folder: Path, kills: int, seconds: float, senders: int, program: tuple[str, ...] = SERVICE
) -> Outcome:
    """Start the service in `folder`, kill it after about `seconds` of load, and so on.

    After each kill the file is read as it is; then what was not acknowledged is sent again, as
    readers' browsers do, and each id must be counted exactly once.
    """
    outcome, everything = Outcome(), set[str]()
    unanswered: list[str] = []
    for _ in range(kills):
        with serving(folder, PAGES, program, request_seconds="60") as service:
            resend(service, unanswered)
            threads = [Sender(service.port) for _ in range(senders)]
            for thread in threads:
                thread.start()
            time.sleep(seconds * random.uniform(0.5, 1.5))
            service.process.send_signal(signal.SIGKILL)
            service.process.wait(20)
            for thread in threads:
                thread.join(20)
        acknowledged = set[str]().union(*(thread.acknowledged for thread in threads))
        sent = [id for thread in threads for id in thread.sent]
        unanswered = [id for id in sent if id not in acknowledged]
        everything.update(sent)
        stored, _ = read(folder)
        outcome.sent += len(sent)
        outcome.acknowledged += len(acknowledged)
        outcome.lost += len(acknowledged - stored)
        outcome.stored_unacknowledged += len(stored & set(unanswered))
    with serving(folder, PAGES, program) as service:
        resend(service, unanswered)
        service.end()
    stored, total = read(folder)
    outcome.wrong_total = abs(total - len(stored)) + len(everything - stored) - outcome.lost
    return outcome


def resend(service: Service, ids: list[str]) -> None:
    if ids:
        with socket.create_connection(("127.0.0.1", service.port), 20) as wire:
            for id in ids:
                wire.sendall(request(id, PAGES[0]))
                assert b" 200 " in wire.recv(4096)[:20]


def read(folder: Path) -> tuple[set[str], int]:
    """The ids stored, and the total of views."""
    file = sqlite3.connect(folder / "views.db")
    try:
        ids = {row[0].hex() for row in file.execute("SELECT id FROM ids")}
        total: int = file.execute("SELECT coalesce(sum(views), 0) FROM site_day").fetchone()[0]
        return ids, total
    finally:
        file.close()
