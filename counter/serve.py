"""Running the service: the server, its limits, its signals."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from counter.app import create_app
from counter.config import Settings, address, open_store
from counter.day import Clock
from counter.log import Mistake, log, say
from counter.service import Service

MOST_HEADER_BYTES = 16_384
HEADER_SECONDS = 10.0  # from connecting, or from the last answer, to a whole set of headers
KEEP_ALIVE = 30  # seconds
STOP_SECONDS = 5  # for requests that are under way


class Protocol(HttpToolsProtocol):
    """Closes connections whose headers are too long or do not come."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._heard = 0
        self._patience = self.loop.call_later(HEADER_SECONDS, self._too_slow)

    def data_received(self, data: bytes) -> None:
        self._heard += len(data)
        if self._heard > MOST_HEADER_BYTES:
            self.transport.close()
            return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        self._heard = 0
        self._patience.cancel()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._patience.cancel()
        super().connection_lost(exc)

    def _too_slow(self) -> None:
        self.transport.close()


class Server(uvicorn.Server):
    """Says in the log when it is ready to count, and where."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            log("ready", listen=[_name(each) for each in sockets or []])


def serve(settings: Settings, clock: Clock | None = None) -> int:
    """Run until SIGTERM or Ctrl+C; the exit status. Raises Mistake, Unusable or Unavailable at the start."""
    if not settings.origins:
        say(
            "Chú ý: chưa khai báo origins, nên chưa trình duyệt nào được đếm.",
            "Note: no origins are set, so that no browser can be counted yet.",
        )
    listener = _listen(settings.listen)
    service = Service(settings, open_store(settings), clock or Clock(notice=_notice))
    config = uvicorn.Config(
        create_app(service), http=Protocol, ws="none", lifespan="on", loop="asyncio",
        access_log=False, log_config=None, server_header=False, proxy_headers=False,
        limit_concurrency=settings.connections, timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=STOP_SECONDS,
    )  # fmt: skip
    # uvicorn hands the signal on to these once it has stopped; they turn it into a plain end.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _ended)
    Server(config).run(sockets=[listener])
    return 0


def _ended(number: int, frame: Any) -> None:
    """Nothing is left to do."""


def _notice(event: str, seconds: float) -> None:
    log(event, seconds=round(seconds, 3))


def _name(listener: socket.socket) -> str:
    name = listener.getsockname()
    return f"unix:{name}" if isinstance(name, str) else f"{name[0]}:{name[1]}"


def _listen(where: str) -> socket.socket:
    try:
        if where.startswith("unix:"):
            return _listen_at(Path(where.removeprefix("unix:")))
        host, port = address(where)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as problem:
        raise Mistake(
            f"Không mở được cổng {where}: {problem.strerror}.",
            f"Cannot listen at {where}: {problem.strerror}.",
        ) from problem
    return listener


def _listen_at(path: Path) -> socket.socket:
    """A Unix socket at `path`, for its owner and group; one that a killed service left is replaced."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    if path.is_socket():
        try:
            socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).connect(str(path))
        except OSError:
            path.unlink(missing_ok=True)
    listener.bind(str(path))
    path.chmod(0o660)
    return listener
