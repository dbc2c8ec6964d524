"""The one writer: a thread that stores all waiting views in one transaction, then answers them."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from counter.day import Clock, Moment
from counter.log import log
from counter.store import Figures, Store, Unavailable, Unusable, View

LARGEST_BATCH = 2000
FORGET_EVERY = 15.0  # seconds; a window closes after 30, so that its hash goes within a minute
# Seconds into a day for which the visitors of the one before are kept: a view that was received
# before midnight may be stored after it, and its visitor must still be known.
LATE = 2.0

Result = TypeVar("Result")


class Busy(Exception):
    """The queue is full."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The figures right after a commit, shared by all views of its batch."""

    moment: Moment
    site: Figures
    pages: Mapping[str, Figures]


Answer = Callable[[bool, Seen | None], None]  # counted, figures; None: not stored


class Writer:
    """Owns `store`: every call of it is made by one thread, from `start` to `stop`.

    `measure` hears of each batch: its size and the seconds of its commit.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        capacity: int,
        measure: Callable[[int, float], None] = lambda size, seconds: None,
    ) -> None:
        self._store, self._clock, self._capacity, self._measure = store, clock, capacity, measure
        self._ready = threading.Condition(threading.Lock())
        self._views: list[tuple[View, Answer]] = []
        self._questions: list[Callable[[], None]] = []
        self._stopping = False
        self._failing = ""
        self._day = clock.now().day
        self._next_forget = 0.0
        self._turned: tuple[date, float] = (self._day, 0.0)  # the day before, and when it ended
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    @property
    def waiting(self) -> int:
        """How many views wait to be stored."""
        return len(self._views)

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin; answers are given in `loop`."""
        self._loop = loop
        self._thread.start()

    def stop(self, seconds: float = 10.0) -> bool:
        """Store what waits and end; whether that was done within `seconds`."""
        with self._ready:
            self._stopping = True
            self._ready.notify()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def put(self, view: View, answer: Answer) -> None:
        """Queue `view`; `answer` is called in the loop once it is stored or is not. Raises Busy."""
        with self._ready:
            if self._stopping or len(self._views) >= self._capacity:
                raise Busy
            self._views.append((view, answer))
            if len(self._views) == 1:
                self._ready.notify()

    def ask(self, question: Callable[[Store], Result]) -> asyncio.Future[Result]:
        """What the store answers to `question`, which the thread puts; raises as the store does."""
        future: asyncio.Future[Result] = self._loop.create_future()

        def put() -> None:
            result, problem = None, None
            try:
                result = question(self._store)
            except Exception as caught:
                problem = caught
            self._call(_settle, future, result, problem)

        with self._ready:
            if self._stopping or len(self._questions) >= self._capacity:
                raise Busy
            self._questions.append(put)
            self._ready.notify()
        return future

    def _run(self) -> None:
        while True:
            with self._ready:
                if not (self._views or self._questions or self._stopping):
                    self._ready.wait(min(1.0, self._clock.until_midnight() + 0.001))
                batch, self._views = self._views[:LARGEST_BATCH], self._views[LARGEST_BATCH:]
                questions, self._questions = self._questions, []
                ended = self._stopping and not (batch or questions)
            if ended:
                self._forget(last=True)
                return
            if batch:
                self._record(batch)
            for question in questions:
                question()
            self._forget()

    def _record(self, batch: Sequence[tuple[View, Answer]]) -> None:
        begun = time.perf_counter()
        try:
            results = self._store.record([view for view, _ in batch])
            moment = self._clock.now()
            seen = Seen(
                moment,
                self._store.site(moment.day),
                self._store.pages(moment.day, {view.page for view, _ in batch}),
            )
        except Exception as problem:
            # Views may be stored here and not acknowledged: they are sent again with the same ids.
            self._failed(problem)
            self._call(_deliver, batch, [False] * len(batch), None)
            return
        if self._failing:
            log("store-recovered")
            self._failing = ""
        self._measure(len(batch), time.perf_counter() - begun)
        self._call(_deliver, batch, results, seen)

    def _forget(self, last: bool = False) -> None:
        moment = self._clock.now()
        if moment.day != self._day:
            self._turned = (self._day, moment.at)
        elif moment.at < self._next_forget and not last:
            return
        self._day = moment.day
        before, turned = self._turned
        soon = moment.at - turned < LATE and not last
        self._next_forget = moment.at + (LATE if soon else FORGET_EVERY)
        with self._ready:
            days = [moment.day, *(view.day for view, _ in self._views), *([before] if soon else [])]
        try:
            self._store.forget(min(days), moment.at)
        except Exception as problem:
            self._failed(problem)

    def _failed(self, problem: Exception) -> None:
        """Log a failure once, until another comes."""
        name = type(problem).__name__
        known = isinstance(problem, Unavailable | Unusable)
        text = str(problem).splitlines()[-1:] if known else [f"{name} in the store"]
        if self._failing != name:
            log("store-failed", kind=name, problem=" ".join(text))
            self._failing = name

    def _call(self, function: Callable[..., None], *arguments: object) -> None:
        try:
            self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:
            log("loop-closed")  # nobody is left to be answered


def _deliver(
    batch: Sequence[tuple[View, Answer]], results: Sequence[bool], seen: Seen | None
) -> None:
    for (_, answer), counted in zip(batch, results, strict=True):
        answer(counted, seen)


def _settle(future: asyncio.Future[Result], result: Result, problem: Exception | None) -> None:
    if future.done():
        return
    if problem is None:
        future.set_result(result)
    else:
        future.set_exception(problem)
