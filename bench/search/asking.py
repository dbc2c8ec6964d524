"""Asks the engines in headless Chromium over loopback HTTP, and notes what that costs."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from browsing import ARGUMENTS
from chromium import find_or_install
from collection import Query
from engines import HERE, Ready
from figures import MOST
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from static_host import Server

SHOWN = 8  # results whose extracts are wanted
SLOWER = 6  # how many times slower a phone is taken to be
BATCH = 40
QUIET = 3  # milliseconds of processor in a tenth of a second: nothing is going on
PATIENCE = 300_000  # milliseconds for a batch
START = "async ([name, about]) => { globalThis.ask = await ENGINES[name](about); }"
ASK = "([text, most, shown]) => ask(text, most, shown)"
FIRST = f"""async ([name, about, text]) => {{
  globalThis.ask = await ENGINES[name](about);
  return ask(text, {SHOWN}, {SHOWN});
}}"""
ASK_ALL = f"""async (texts) => {{
  const found = [];
  for (const text of texts) found.push(await ask(text, {MOST}, 0));
  return found;
}}"""


@dataclass(frozen=True)
class First:
    """What the first query of a visitor transfers, and its milliseconds of processor."""

    size: int
    requests: int
    cpu: float


@dataclass(frozen=True)
class Expense:
    """What queries cost: `first` ones of visitors with nothing in their cache; milliseconds of
    processor of `later` ones of one visitor, by form; and those of the page's own thread where
    the browser is slowed down (empty where the search runs in a worker, which Chromium does not
    slow down)."""

    first: list[First]
    later: dict[str, list[float]]
    slowed: dict[str, list[float]]

    @property
    def size(self) -> float:
        return median(each.size for each in self.first)

    @property
    def most(self) -> int:
        return max(each.size for each in self.first)

    @property
    def requests(self) -> float:
        return median(each.requests for each in self.first)

    @property
    def most_requests(self) -> int:
        return max(each.requests for each in self.first)


@dataclass(frozen=True)
class Place:
    """What the server needs to know."""

    root: Path
    base: str = "/"


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; `chromium.NoBrowser` where there is none."""
    path = find_or_install()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Asker:
    """One engine, served until `close`."""

    def __init__(self, browser: Browser, ready: Ready) -> None:
        self.browser, self.ready = browser, ready
        shutil.copy2(HERE / "blank.html", ready.folder / "404.html")
        self.server = Server(Place(ready.folder), headers={})
        self.watch: CDPSession = browser.new_browser_cdp_session()

    def close(self) -> None:
        self.watch.detach()
        self.server.close()

    @contextlib.contextmanager
    def page(self) -> Iterator[Page]:
        """A blank page of a visitor who was never here; nothing of the engine is loaded."""
        context = self.browser.new_context()
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{self.server.address}404.html")
        page.add_script_tag(path=HERE / "ask.js")
        self.server.log.clear()
        try:
            yield page
        finally:
            context.close()

    def start(self, page: Page) -> None:
        page.evaluate(START, [self.ready.name, self.ready.about])

    def rankings(self, queries: Sequence[Query]) -> list[list[int]]:
        """The places of the best pages for each query."""
        found: list[list[int]] = []
        with self.page() as page:
            self.start(page)
            for at in range(0, len(queries), BATCH):
                found += page.evaluate(ASK_ALL, [q.text for q in queries[at : at + BATCH]])
        return found

    def expense(self, first: Sequence[Query], later: Sequence[Query], slowed: bool) -> Expense:
        """What `first` cost, each to a new visitor, and `later` ones to one and the same."""
        firsts = [self.first(query) for query in first]
        with self.page() as page:
            self.start(page)
            ask_one(page, first[0])
            self.settle(page)
            times = [self.spent(partial(ask_one, page, query)) for query in later]
        slow = self.slowed(first[0], later) if slowed else []
        return Expense(firsts, by_form(later, times), by_form(later, slow))

    def first(self, query: Query) -> First:
        """Code, index and what is shown of the results, all counted as sent."""
        with self.page() as page:
            about = [self.ready.name, self.ready.about, query.text]
            self.settle(page)
            cpu = self.spent(partial(page.evaluate, FIRST, about))
            log = [each for each in self.server.log if each.path != "/404.html"]
        return First(sum(each.size for each in log), len(log), cpu)

    def slowed(self, first: Query, later: Sequence[Query]) -> list[float]:
        """Milliseconds of the page's own thread for each query on a slower processor."""
        with self.page() as page:
            self.start(page)
            ask_one(page, first)
            self.settle(page)
            session = page.context.new_cdp_session(page)
            # Its processor time, not the clock's: other programs may be at work.
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            busy = []
            for query in later:
                before = task_time(session)
                ask_one(page, query)
                busy.append((task_time(session) - before) * 1000)
        return busy

    def settle(self, page: Page) -> None:
        """Wait until what the browser does of itself for a new page is done."""
        for _ in range(30):
            if self.spent(partial(page.wait_for_timeout, 100)) < QUIET:
                return

    def spent(self, act: Callable[[], object]) -> float:
        """Milliseconds of processor that the browser's pages take for `act`, workers included."""
        before = self.processor()
        act()
        return (self.processor() - before) * 1000

    def processor(self) -> float:
        """Seconds of processor of all processes that show pages."""
        told = self.watch.send("SystemInfo.getProcessInfo")["processInfo"]
        pages = [each for each in told if each["type"] == "renderer"]
        return sum(exact_time(each["id"]) or each["cpuTime"] for each in pages)


def ask_one(page: Page, query: Query) -> None:
    page.evaluate(ASK, [query.text, SHOWN, SHOWN])


def by_form(queries: Sequence[Query], times: Sequence[float]) -> dict[str, list[float]]:
    """Times by the form of their query; empty where nothing was timed."""
    told: dict[str, list[float]] = {}
    for query, spent in zip(queries, times, strict=False):
        told.setdefault(query.form, []).append(spent)
    return told


def exact_time(process: int) -> float | None:
    """Seconds of processor of a process, to the nanosecond, where Linux tells."""
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
        return sum(int((each / "schedstat").read_text().split()[0]) for each in threads) / 1e9
    except (OSError, ValueError, IndexError):
        return None


def task_time(session: CDPSession) -> float:
    """Seconds that the page's own thread has worked."""
    told = session.send("Performance.getMetrics")["metrics"]
    return next(each["value"] for each in told if each["name"] == "TaskDuration")
