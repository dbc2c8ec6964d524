"""Running the service: the server, its limits, its signals."""

from __future__ import annotations

import asyncio
import gc
import logging
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
MOST_BODY_BYTES = 16_777_216  # more than `hit` reads of one that is too large
KEEP_ALIVE = 30  # seconds
STOP_SECONDS = 5  # for requests that are under way


class JoinedWrites:
    """A transport that sends what is written in one turn of the loop in one piece.

    uvicorn writes the head and the body of an answer one after the other, which costs a system call
    and a packet more.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Send `data` at the end of this turn."""
        if not self._pieces:
            self._loop.call_soon(self._flush)
        self._pieces.append(data)

    def close(self) -> None:
        """Send what was written and close."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._pieces:
            self._transport.write(b"".join(self._pieces))
            self._pieces.clear()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Protocol(HttpToolsProtocol):
    """HTTP whose requests may be neither long-winded nor slow."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client connected; its first request is waited for from now on."""
        super().connection_made(JoinedWrites(transport, self.loop))  # type: ignore[arg-type]
        self._heard, self._most = 0, MOST_HEADER_BYTES
        self.begun: float | None = self.loop.time()

    def data_received(self, data: bytes) -> None:
        """A part of a request came."""
        self._heard += len(data)  # the parser sets it to 0 at the end of a head and of a request
        super().data_received(data)
        if self._heard > self._most:
            self.transport.close()

    def on_message_begin(self) -> None:
        """A request began."""
        self.begun = self.loop.time()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._heard, self._most = 0, MOST_BODY_BYTES
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole; from here on it is we who are waited for."""
        self._heard, self._most = 0, MOST_HEADER_BYTES
        self.begun = None
        super().on_message_complete()


class Server(uvicorn.Server):
    """Says when it is ready, and closes connections whose request does not come to its end."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if self.started:
            log("ready", listen=[_name(each) for each in sockets or []])

    async def on_tick(self, counter: int) -> bool:
        """Called ten times a second; whether to end."""
        if counter % 10 == 0:
            limit = asyncio.get_running_loop().time() - self.request_seconds
            for each in list(self.server_state.connections):
                if isinstance(each, Protocol) and each.begun is not None and each.begun < limit:
                    each.transport.close()
        return await super().on_tick(counter)

    request_seconds = 10.0


def serve(settings: Settings, clock: Clock | None = None) -> int:
    """Run until SIGTERM or Ctrl+C; the exit status. Raises Mistake or Unusable at the start."""
    if not settings.origins:
        say(
            "Chú ý: chưa khai báo origins, nên chưa trình duyệt nào được đếm.",
            "Note: no origins are set, so that no browser can be counted yet.",
        )
    listener = _listen(settings.listen)
    service = Service(settings, open_store(settings), clock or Clock(notice=_notice))
    if not service.manifest.pages:
        where = settings.manifest
        say(
            f"Chú ý: chưa có danh sách trang {where}; bộ đếm chờ lần dựng trang tạo ra nó.",
            f"Note: no list of pages at {where} yet; it comes with a build of the site.",
        )
    config = uvicorn.Config(
        create_app(service), http=Protocol, ws="none", lifespan="on", loop="auto",
        access_log=False, log_config=None, server_header=False, proxy_headers=False,
        limit_concurrency=settings.connections, timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=STOP_SECONDS,
    )  # fmt: skip
    # Its warnings are a line for each bad request, which anybody can send without end.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    # uvicorn hands the signal on to these once it has stopped; they turn it into a plain end.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _ended)
    server = Server(config)
    server.request_seconds = settings.request_seconds
    # What is loaded stays, and requests hardly leave cycles: to look through everything for rubbish
    # again and again would only hold up answers.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    server.run(sockets=[listener])
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
        # With its protocol said, as asyncio sets TCP_NODELAY only on sockets that say it.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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
    """A Unix socket at `path`, for its owner and group; what a killed service left is replaced."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    if path.is_socket():
        try:
            socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).connect(str(path))
        except OSError:
            path.unlink(missing_ok=True)
    listener.bind(str(path))
    path.chmod(0o660)
    return listener
