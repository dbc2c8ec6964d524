"""`POST /v1/hit`: the way of a view from the wire to the answer."""

from __future__ import annotations

import asyncio
import math
from functools import lru_cache

from starlette.types import Receive, Scope, Send

from counter.answers import compact, hit_answer
from counter.request import (
    KINDS,
    LARGEST_BODY,
    Headers,
    Malformed,
    is_foreign,
    read_headers,
    read_hit,
)
from counter.service import Service
from counter.store import Figures, View
from counter.visitor import network
from counter.writer import Busy, Seen

LET_GO = 16_000_000  # bytes of a body that are read for nothing
RETRY = 2  # seconds after which to try again what could not be stored


class Refused(Exception):
    """A request that is not counted and not answered with figures."""

    def __init__(self, status: int, reason: str, retry: int | None = None) -> None:
        super().__init__(reason)
        self.status, self.reason, self.retry = status, reason, retry


class Gone(Exception):
    """Whoever asked went away before all was said."""


class HitEndpoint:
    """The ASGI application at `/v1/hit`."""

    def __init__(self, service: Service) -> None:
        self._service = service
        # In memory alone, and few: most readers have one of some dozens of browsers.
        self._is_bot = lru_cache(maxsize=512)(
            lambda agent: service.bots.is_bot(agent.decode("utf-8", "replace"))
        )
        self._last: tuple[Seen, dict[tuple[bool, str], bytes]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = read_headers(scope["headers"])
        more: list[tuple[bytes, bytes]] = []
        try:
            if scope["method"] == "OPTIONS":
                status, body = self._preflight(headers, more)
            else:
                status, body = 200, await self._take(scope, headers, receive)
        except Gone:
            return
        except Refused as refusal:
            self._service.tally.note(refusal.reason)
            if not await _let_go(headers.length, receive):
                return
            status, body = refusal.status, compact({"counted": False, "why": refusal.reason})
            if refusal.retry is not None:
                more.append((b"retry-after", b"%d" % refusal.retry))
        if self._service.origins:
            more.append((b"vary", b"Origin"))
            if headers.origin in self._service.origins:
                more.append((b"access-control-allow-origin", headers.origin or b""))
        await _answer(send, status, body, more)

    def _preflight(self, headers: Headers, more: list[tuple[bytes, bytes]]) -> tuple[int, bytes]:
        if headers.origin not in self._service.origins:
            raise Refused(403, "foreign-origin")
        more.append((b"access-control-allow-methods", b"POST"))
        more.append((b"access-control-allow-headers", b"content-type"))
        more.append((b"access-control-max-age", b"86400"))
        return 204, b""

    async def _take(self, scope: Scope, headers: Headers, receive: Receive) -> bytes:
        service = self._service
        if scope["method"] != "POST":
            raise Refused(405, "method")
        if is_foreign(headers, service.origins):
            raise Refused(403, "foreign-origin")
        if headers.kind not in KINDS:
            raise Refused(415, "content-type")
        if headers.length is not None and _length(headers.length) > LARGEST_BODY:
            raise Refused(413, "too-large")
        peer = scope["client"][0] if scope["client"] else None
        address = service.proxies.client(peer, headers.forwarded)
        source = network(address)
        moment = service.clock.now()
        # This machine itself is not held back: behind a proxy that nobody configured, all readers
        # have its address, and they would be shut out together.
        if not address.startswith("127.") and address not in ("", "::1"):
            wait = service.buckets.wait(source, moment.at)
            if wait:
                raise Refused(429, "too-many", math.ceil(wait))
        try:
            hit = read_hit(await _body(receive))
        except Malformed:
            raise Refused(400, "malformed") from None
        key = service.manifest.key(hit.path)
        why = self._why_not(headers, key)
        if why or key is None:
            service.tally.note(why)
            return await self._figures(why, key)
        visitor = None
        if not headers.private:
            visitor = service.visitors.visitor(moment.day, source, headers.agent)
        return await self._store(View(hit.id, key, moment.day, moment.at, visitor))

    def _why_not(self, headers: Headers, key: str | None) -> str:
        """Why this is not a view that counts; empty if it is one."""
        if headers.prefetch:
            return "prefetch"
        if key is None:
            return "unknown-page"
        if self._is_bot(headers.agent):
            return "bot"
        return ""

    async def _figures(self, why: str, key: str | None) -> bytes:
        """The answer for what is not stored."""
        try:
            seen = await self._service.seen(key)
        except Exception:  # whatever the store has; the writer has logged it
            raise Refused(503, "store", RETRY) from None
        page = None if key is None else seen.pages.get(key, Figures())
        return hit_answer(why, seen.site, page, seen.moment.wall)

    async def _store(self, view: View) -> bytes:
        """The answer once `view` is stored."""
        service = self._service
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

        def answer(counted: bool, seen: Seen | None) -> None:
            if future.done():
                return
            if seen is None:
                future.set_exception(Refused(503, "store", RETRY))
            else:
                service.tally.note("counted" if counted else "again")
                future.set_result(self._stored(counted, view.page, seen))

        try:
            service.writer.put(view, answer)
        except Busy:
            raise Refused(503, "queue-full", RETRY) from None
        service.tally.queued(service.writer.waiting)
        return await future

    def _stored(self, counted: bool, page: str, seen: Seen) -> bytes:
        """The bytes of the answer, made once for all views of one page in a batch."""
        if self._last is None or self._last[0] is not seen:
            self._last = (seen, {})
        answers = self._last[1]
        found = answers.get((counted, page))
        if found is None:
            why = "" if counted else "again"
            found = hit_answer(why, seen.site, seen.pages[page], seen.moment.wall)
            answers[counted, page] = found
        return found


def _length(text: bytes) -> int:
    return int(text) if text.isdigit() and len(text) < 12 else 10**12


async def _let_go(length: bytes | None, receive: Receive) -> bool:
    """Read a body that is too large to its end; false if its sender went away.

    Who is still sending when the connection ends never sees the answer.
    """
    if length is not None and LARGEST_BODY < _length(length) <= LET_GO:
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return False
            more = message.get("more_body", False)
    return True


async def _body(receive: Receive) -> bytes:
    """The whole body; raises Refused when it is too large, Gone when it never comes.

    The server closes connections that are too slow with it.
    """
    body: bytes = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            raise Refused(413, "too-large")
        if not message.get("more_body", False):
            return body


async def _answer(send: Send, status: int, body: bytes, more: list[tuple[bytes, bytes]]) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *more,
    ]
    if status == 405:
        headers.append((b"allow", b"POST, OPTIONS"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
