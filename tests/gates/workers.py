"""Two processes, each with a browser and a server of its own, that tasks are handed to."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from chromium import find_or_install
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from static_host import Server

from gates.gate import Outcome
from gates.pages import Built

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-default-apps", "--disable-sync", "--no-first-run",
]  # fmt: skip
BLOCKED = "Service Worker registration blocked by Playwright"
PROBES = (Path(__file__).parent / "probes.js").read_text("utf-8")
# What the policy stopped, said by the page itself.
VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => console.error(
  `policy: ${event.effectiveDirective} stopped ${event.blockedURI} ${event.sourceFile}`));"""


@dataclass
class Bench:
    """What a task works with."""

    site: Built
    browser: Browser
    server: Server
    modules: Path  # node_modules
    complaints: list[str] = field(default_factory=list)  # of the page that is open

    def context(self, **options: Any) -> BrowserContext:
        """A fresh browser profile that writes down every violation, error and failure."""
        context = self.browser.new_context(base_url=self.server.address, **options)
        context.add_init_script(VIOLATIONS)
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))
        context.on(
            "console",
            lambda said: self.complaints.append(f"{said.type}: {said.text}")
            if said.type in ("error", "warning") and BLOCKED not in said.text else None,
        )  # fmt: skip
        context.on(
            "request",
            lambda asked: None if asked.url.startswith((self.server.address, "data:"))
            else self.complaints.append(f"third party: {asked.url}"),
        )  # fmt: skip
        return context

    @contextmanager
    def open(self, address: str, width: int = 1280, height: int = 800, **options: Any
             ) -> Iterator[Page]:  # fmt: skip
        """A page in a profile of its own, with the probes in it."""
        options.setdefault("reduced_motion", "reduce")
        # Keeping copies of the whole plan for each page would cost more than all that is measured.
        options.setdefault("service_workers", "block")
        with self.context(viewport={"width": width, "height": height}, **options) as context:
            page = context.new_page()
            self.complaints.clear()
            page.goto(address, wait_until="load")
            page.evaluate(PROBES)
            yield page


BENCH: list[Bench] = []


def start(site: Built, headers: Mapping[str, str], modules: Path, chromium: str) -> None:
    """Make this process a worker."""
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
    server = Server(site, headers)
    BENCH.append(Bench(site, browser, server, modules))

    def stop() -> None:
        browser.close()
        playwright.stop()
        server.close()

    Finalize(None, stop, exitpriority=10)


def work(name: str, arguments: tuple[Any, ...]) -> Outcome:
    """Run the task `module:function`, in a worker.

    On a busy computer a page may be too late for the patience of the browser's driver: what a task
    could not ask is asked once more.
    """
    module, _, function = name.partition(":")
    task = getattr(importlib.import_module(f"gates.{module}"), function)
    try:
        outcome: Outcome = task(BENCH[0], *arguments)
    except PlaywrightError as late:
        print(f"again: {name} {arguments}: {late}", file=sys.stderr, flush=True)
        outcome = task(BENCH[0], *arguments)
    return outcome


class Workers:
    """Hands out tasks; the first handed out is the first begun."""

    def __init__(self, site: Built, headers: Mapping[str, str], modules: Path) -> None:
        self.pool = ProcessPoolExecutor(
            max_workers=min(2, os.cpu_count() or 1),
            mp_context=multiprocessing.get_context("spawn"),
            initializer=start,
            initargs=(site, dict(headers), modules, find_or_install()),
        )

    def hand(self, name: str, *arguments: Any) -> Future[Outcome]:
        return self.pool.submit(work, name, arguments)

    def close(self) -> None:
        self.pool.shutdown(cancel_futures=True)
