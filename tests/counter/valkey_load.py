"""Services that count through a Valkey all the time, as readers' browsers make them: what is not
acknowledged is sent again with the same ids until it is."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from contextlib import suppress
from datetime import date

from store_model import view

from counter.store import Unavailable, View
from counter.valkey_store import ValkeyStore

DAY = date(2026, 11, 29)
AT = 1_795_910_400.0
LIMIT = 60.0  # seconds after which a batch that is never acknowledged fails the test


class Load:
    """`services` threads, each with a store of its own, until the block ends."""

    def __init__(self, url: str, services: int = 3) -> None:
        self.url = url
        self.acknowledged: list[View] = []
        self.refusals = 0  # how often a batch was not acknowledged
        self.slowest = 0.0  # seconds of the longest call
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._problems: list[BaseException] = []
        self._threads = [
            threading.Thread(target=self._serve, args=(number,)) for number in range(services)
        ]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(2 * LIMIT)
        assert not any(thread.is_alive() for thread in self._threads), "a call hangs"
        if self._problems:
            raise self._problems[0]

    def wait_for(self, more: int) -> None:
        """Return once that many views more are acknowledged."""
        goal, end = len(self.acknowledged) + more, time.monotonic() + LIMIT
        while len(self.acknowledged) < goal:
            assert time.monotonic() < end, "nothing is acknowledged any more"
            assert not self._problems, self._problems
            time.sleep(0.01)

    def check(self) -> None:
        """Every acknowledged view, and no other, is in the figures and known by its id."""
        store = ValkeyStore(self.url)
        number = len(self.acknowledged)
        expected = Counter(one.page for one in self.acknowledged)
        found = {page: figures.total for page, figures in store.all_pages(DAY).items()}
        assert found == dict(expected)
        visitors = len({one.visitor for one in self.acknowledged})
        assert store.site(DAY).total == number
        assert store.site(DAY).visitor_days == visitors
        assert list(store.daily()) == [(DAY, number, number, visitors)]
        assert store.record(self.acknowledged) == [False] * number
        store.close()

    def _serve(self, number: int) -> None:
        rng = random.Random(number)
        store: ValkeyStore | None = None
        try:
            while not self._stop.is_set():
                batch = [
                    view(f"/vi/trang-{rng.randrange(40)}/", DAY, AT, rng.randrange(10**9))
                    for _ in range(rng.randrange(1, 12))
                ]
                end = time.monotonic() + LIMIT
                while True:
                    begun = time.monotonic()
                    try:
                        store = store or ValkeyStore(self.url)
                        store.record(batch)
                        break
                    except Unavailable:
                        self.refusals += 1
                        if begun > end:
                            raise
                    finally:
                        self.slowest = max(self.slowest, time.monotonic() - begun)
                with self._lock:
                    self.acknowledged += batch
        except BaseException as problem:
            self._problems.append(problem)
        finally:
            with suppress(Exception):
                if store is not None:
                    store.close()
