"""What the service has while it runs, and its figures for those who only look."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import date

from counter.bots import Bots
from counter.config import Settings
from counter.day import Clock
from counter.limits import Buckets
from counter.log import log
from counter.manifest import Manifest
from counter.proxy import Proxies
from counter.store import Figures, Store
from counter.tally import EVERY, Tally
from counter.visitor import Visitors
from counter.writer import Seen, Writer

FRESH = 0.25  # seconds for which figures that were read serve those who only look
LOOK_EVERY = 2.0  # seconds between looks at the manifest and at midnight
PATIENCE = 5.0  # seconds that a reader of figures waits for the store

Pages = Callable[[Store, date], Mapping[str, Figures]]


class Service:
    """Everything between a request and the store. `start` and `stop` are called in the loop."""

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        clock.start_after(store.latest())
        self.manifest = Manifest(settings.manifest)
        self.bots = Bots(allow=settings.bots_allowed)
        self.visitors = Visitors(settings.key_folder, clock.now().day)
        self.proxies = Proxies(settings.networks, settings.trust_socket)
        self.buckets = Buckets(settings.rate, settings.burst)
        self.tally = Tally(settings.anomaly)
        self.writer = Writer(store, clock, settings.queue, self.tally.batch)
        self.origins = frozenset(origin.encode() for origin in settings.origins)
        # By page key, of which the manifest bounds the number; None for the site, "" for all pages.
        self._seen: dict[str | None, tuple[float, Seen]] = {}
        self._reading: dict[str | None, asyncio.Task[Seen]] = {}
        self._proving: asyncio.Task[None] | None = None
        self._proved = -FRESH
        self._store = store

    def start(self) -> None:
        """Begin to store and to look after things."""
        self.writer.start(asyncio.get_running_loop())
        self._care = asyncio.create_task(self._take_care())

    async def stop(self) -> bool:
        """Store what waits and close; whether all of it was stored."""
        self._care.cancel()
        done = await asyncio.to_thread(self.writer.stop)
        self.tally.turn(EVERY)
        if done:
            self._store.close()
        log("stopped", all_stored=done)
        return done

    async def seen(self, page: str | None) -> Seen:
        """The figures of the site and of `page`, at most `FRESH` old; raises as a store does."""
        return await self._recent(page, lambda store, day: store.pages(day, [page] if page else []))

    async def everything(self) -> Seen:
        """The figures of the site and of every page, at most `FRESH` old; raises as above."""
        return await self._recent("", lambda store, day: store.all_pages(day))

    async def prove(self) -> None:
        """Return if the store kept and gave back a canary just now (`FRESH`); else raise."""
        if time.monotonic() - self._proved < FRESH:
            return
        if self._proving is None or self._proving.done():
            self._proving = asyncio.create_task(self._prove())
        await asyncio.wait_for(asyncio.shield(self._proving), PATIENCE)

    async def _recent(self, name: str | None, pages: Pages) -> Seen:
        """What was read for `name` a moment ago and on this day, or is read now."""
        now, day = time.monotonic(), self.clock.now().day
        kept = self._seen.get(name)
        if kept is not None and now - kept[0] < FRESH and kept[1].moment.day == day:
            return kept[1]
        task = self._reading.get(name)
        if task is None or task.done():
            task = self._reading[name] = asyncio.create_task(self._read(name, pages))
        return await asyncio.wait_for(asyncio.shield(task), PATIENCE)

    async def _read(self, name: str | None, pages: Pages) -> Seen:
        def read(store: Store) -> Seen:
            moment = self.clock.now()
            return Seen(moment, store.site(moment.day), pages(store, moment.day))

        seen = await self.writer.ask(read)
        self._seen[name] = time.monotonic(), seen
        return seen

    async def _prove(self) -> None:
        canary = secrets.token_bytes(16)
        await self.writer.ask(lambda store: store.prove(canary))
        self._proved = time.monotonic()

    async def _take_care(self) -> None:
        """Look at the manifest, forget the key of yesterday, write the line of each minute."""
        begun = time.monotonic()
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await asyncio.to_thread(self.manifest.refresh)
                self.visitors.turn(self.clock.now().day)
                if time.monotonic() - begun >= EVERY:
                    self.tally.turn(time.monotonic() - begun)
                    begun = time.monotonic()
            except Exception as problem:  # must go on, whatever it was
                log("care-failed", kind=type(problem).__name__)
