"""Exactly once, whatever is sent again and whenever the store fails: a state machine.

The machine sends views through the real writer into a real SQLite file, sends them again, lets
commits fail before or after they are durable, kills and reopens. The model is a set.
"""

from __future__ import annotations

import asyncio
import functools
import tempfile
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from counter.day import Clock
from counter.sqlite_reader import SqliteReader
from counter.sqlite_store import SqliteStore
from counter.store import Figures, Unavailable, View
from counter.writer import Busy, Seen, Writer

DAY = date(2026, 11, 29)
NOON = 1_795_928_400.0
PAGES = ["/", "/tin-tuc/", "/kế-hoạch/"]


class Troubled(SqliteStore):
    """Fails when it is told to, before it stored anything or after it stored everything."""

    trouble = ""

    def record(self, views: Sequence[View]) -> list[bool]:
        trouble, self.trouble = self.trouble, ""
        if trouble == "before":
            raise Unavailable("nothing was stored")
        results = super().record(views)
        if trouble == "after":
            raise Unavailable("stored, but nobody hears of it")
        return results


class Sending(RuleBasedStateMachine):
    """Views are numbers; each has its id."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "views.db"
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.made: list[View] = []
        self.answered: set[bytes] = set()
        self.counted: set[bytes] = set()
        self.begin()

    def begin(self) -> None:
        self.store = Troubled(self.path)
        self.writer = Writer(self.store, Clock(lambda: NOON, lambda: 0.0), 1000)
        self.writer.start(self.loop)

    def put(self, views: Sequence[View]) -> None:
        """Send `views` at once and wait for the answers."""
        if not views:
            return
        done = threading.Event()
        answers: list[tuple[View, bool, Seen | None]] = []

        def heard(view: View, counted: bool, seen: Seen | None) -> None:
            answers.append((view, counted, seen))
            if len(answers) == len(views):
                done.set()

        for view in views:
            self.writer.put(view, functools.partial(heard, view))
        assert done.wait(20)
        for view, counted, seen in answers:
            if seen is None:
                assert not counted
                continue
            if counted:
                assert view.id not in self.counted
                self.counted.add(view.id)
                assert seen.pages[view.page].total > 0
            self.answered.add(view.id)

    @rule(count=st.integers(1, 5), page=st.sampled_from(PAGES))
    def new_views(self, count: int, page: str) -> None:
        views = [
            View((len(self.made) + number).to_bytes(16, "big"), page, DAY, NOON, None)
            for number in range(count)
        ]
        self.made += views
        self.put(views)

    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        if self.made:
            picked = data.draw(st.lists(st.sampled_from(self.made), min_size=1, max_size=8))
            self.put(picked)

    @rule()
    def send_again_what_was_not_answered(self) -> None:
        self.put([view for view in self.made if view.id not in self.answered])

    @rule(trouble=st.sampled_from(["before", "after"]))
    def the_next_commit_fails(self, trouble: str) -> None:
        self.store.trouble = trouble

    @rule()
    def restart(self) -> None:
        assert self.writer.stop()
        self.store.close()
        self.begin()

    @invariant()
    def each_answered_view_is_stored_once(self) -> None:
        reader = SqliteReader(self.path)
        site, pages = reader.snapshot(DAY)
        stored = {row[0] for row in reader.connection.execute("SELECT id FROM ids")}
        reader.close()
        assert self.answered <= stored
        assert site.total == len(stored)
        assert site.total <= len(self.made)
        assert sum(figures.total for figures in pages.values()) == site.total

    def teardown(self) -> None:
        self.store.trouble = ""
        self.send_again_what_was_not_answered()
        assert {view.id for view in self.made} == self.answered
        assert self.store.site(DAY) == Figures(*[len(self.made)] * 4)
        assert self.writer.stop()
        self.store.close()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()
        self.folder.cleanup()


TestSending = Sending.TestCase
TestSending.settings = settings(
    max_examples=30, stateful_step_count=20, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip


def test_a_full_queue_takes_no_more() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "views.db")
        writer = Writer(store, Clock(), 3)  # not started, so that nothing leaves the queue
        for number in range(3):
            writer.put(View(bytes([number]) * 16, "/", DAY, NOON, None), lambda counted, seen: None)
        try:
            writer.put(View(bytes(16), "/", DAY, NOON, None), lambda counted, seen: None)
        except Busy:
            assert writer.waiting == 3
        else:
            raise AssertionError("a fourth view was taken")
        store.close()


def test_a_view_received_before_midnight_and_stored_after_it_has_a_known_visitor() -> None:
    now = [NOON]
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "views.db"
        store = SqliteStore(path)
        writer = Writer(store, Clock(lambda: now[0], lambda: now[0]), 10)
        writer.start(loop)
        for number, page in enumerate(PAGES):
            done = threading.Event()
            view = View(bytes([number]) * 16, page, DAY, now[0], b"v" * 16)
            writer.put(view, lambda counted, seen, done=done: done.set())
            assert done.wait(10)
            now[0] = NOON + 12 * 3600 + number / 2  # the next day has begun
        assert writer.stop()
        assert list(store.daily()) == [(DAY, 3, 3, 1)]
        store.close()
        reader = SqliteReader(path)
        assert reader.connection.execute("SELECT count(*) FROM visitors").get == 0
        reader.close()
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
