"""The ASGI application: `/v1/hit`, `/v1/views.json`, `/v1/health`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from counter.answers import compact, page_figures, views_document
from counter.hit import RETRY, HitEndpoint
from counter.log import log
from counter.service import Service
from counter.store import Figures

READ = {
    "cache-control": "public, max-age=5, stale-if-error=86400",
    "access-control-allow-origin": "*",
    "x-content-type-options": "nosniff",
}
UNSTORED = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


def create_app(service: Service) -> ASGIApp:
    """The application in front of `service`, which it starts and stops by the lifespan protocol."""
    hit = HitEndpoint(service)
    others = Starlette(
        routes=[
            Route("/v1/views.json", _guarded(_views(service)), methods=["GET"]),
            Route("/v1/health", _health(service), methods=["GET"]),
        ]
    )

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            # Views are most of what comes, and need nothing of the framework.
            await (hit if scope["path"] == "/v1/hit" else others)(scope, receive, send)
        elif scope["type"] == "lifespan":
            await _lifespan(service, receive, send)

    return app


Endpoint = Callable[[Request], Awaitable[Response]]


def _views(service: Service) -> Endpoint:
    async def views(request: Request) -> Response:
        query = request.query_params
        if query.get("all") == "1":
            seen = await service.everything()
            document = views_document(seen.site, seen.moment.wall, seen.pages)
        else:
            key = service.manifest.key(query.get("p", ""))
            seen = await service.seen(key)
            document = views_document(seen.site, seen.moment.wall)
            if key is not None:
                document["page"] = page_figures(seen.pages.get(key, Figures()))
        return Response(compact(document), media_type="application/json", headers=READ)

    return views


def _guarded(endpoint: Endpoint) -> Endpoint:
    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Exception:  # whatever the store has; the writer has logged it
            service_down = {"retry-after": str(RETRY), "access-control-allow-origin": "*"}
            return Response(
                compact({"why": "store"}), 503, UNSTORED | service_down, "application/json"
            )

    return guarded


def _health(service: Service) -> Endpoint:
    async def health(request: Request) -> Response:
        try:
            await service.prove()
            stored = True
        except Exception as problem:
            log("health-failed", kind=type(problem).__name__)
            stored = False
        body = {
            "ok": stored,
            "anomaly": service.tally.anomaly,
            "clock_behind": service.clock.behind,
            "pages": len(set(service.manifest.pages.values())),
            "queue": service.writer.waiting,
        }
        return Response(compact(body), 200 if stored else 503, UNSTORED, "application/json")

    return health


async def _lifespan(service: Service, receive: Receive, send: Send) -> None:
    await receive()
    service.start()
    await send({"type": "lifespan.startup.complete"})
    try:
        await receive()
    except asyncio.CancelledError:
        await service.stop()
        raise
    await service.stop()
    await send({"type": "lifespan.shutdown.complete"})
