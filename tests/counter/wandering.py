"""Ask for paths that are not there, from everywhere, and see what it leaves behind."""

from __future__ import annotations

import json
import random
import secrets
import socket
import threading
from dataclasses import dataclass

from serving import FIREFOX, Service

AT_ONCE = 50  # requests sent before their answers are read


@dataclass(frozen=True)
class Left:
    """What it left: kilobytes of memory more than before, and how many answers were 200."""

    kilobytes: int
    answered: int


def wander(service: Service, count: int, threads: int = 4) -> Left:
    """Send `count` views of random paths from random addresses with random agents."""
    before = memory(service)
    answered = [0] * threads

    def send(number: int) -> None:
        rng = random.Random(secrets.token_bytes(8))
        with socket.create_connection(("127.0.0.1", service.port), 60) as wire:
            left = count // threads
            while left > 0:
                some = min(left, AT_ONCE)
                wire.sendall(b"".join(request(rng) for _ in range(some)))
                seen = b""
                while seen.count(b'"unknown-page"') < some:
                    part = wire.recv(262_144)
                    if not part:
                        raise AssertionError("the service hung up")
                    seen += part
                answered[number] += seen.count(b"HTTP/1.1 200 ")
                left -= some

    workers = [threading.Thread(target=send, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return Left(memory(service) - before, sum(answered))


def request(rng: random.Random) -> bytes:
    path = "/" + rng.randbytes(rng.randint(4, 90)).hex() + "/"
    body = json.dumps({"p": path, "i": rng.randbytes(16).hex()}).encode()
    address = ".".join(str(rng.randrange(1, 255)) for _ in range(4))
    return (
        f"POST /v1/hit HTTP/1.1\r\nHost: a\r\nUser-Agent: {FIREFOX} {rng.random()}\r\n"
        f"X-Forwarded-For: {address}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def memory(service: Service) -> int:
    """Kilobytes of memory that the service has (Linux)."""
    with open(f"/proc/{service.process.pid}/status", encoding="ascii") as status:  # noqa: PTH123
        (line,) = [line for line in status if line.startswith("VmRSS:")]
    return int(line.split()[1])
