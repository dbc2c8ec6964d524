"""`run.py serve`: the preview, with a counter beside it that needs no set-up and ends with it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from built_site import PROJECT
from counter_service import OPENING, ask, counted_site, free_port
from playwright.sync_api import Browser, Page
from project_tasks import equip

PATIENCE = 60.0  # seconds for a first build on a busy computer


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of its own, with the counter and figures."""
    folder = tmp_path_factory.mktemp("preview")
    counted_site(folder, "show: true")
    root = equip(folder / "project")
    shutil.copytree(PROJECT / "counter", root / "counter")
    return root


@contextmanager
def preview(project: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], int, Path]]:
    """The preview once it answers: its process, its port, and the file of what it says."""
    port, said = free_port(), project / "said.txt"
    with said.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "run.py", "serve", "--port", str(port), *words],
            cwd=project, stdout=log, stderr=log, text=True, start_new_session=True,
            env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
    try:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and process.poll() is None:
            with contextlib.suppress(OSError), urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                break
            time.sleep(0.2)
        assert process.poll() is None, said.read_text("utf-8")
        yield process, port, said
    finally:
        process.kill()
        process.wait()


def counter_of(port: int) -> str:
    """Where the pages of the preview say that they are counted."""
    with urlopen(f"http://127.0.0.1:{port}/") as answer:
        text = answer.read().decode()
    return str(text.partition('data-live="')[2].partition('"')[0])


def listens(address: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(address.split(":")[2].partition("/")[0]))) == 0


def soon(holds: Callable[[], bool]) -> bool:
    """Whether `holds` comes true."""
    end = time.monotonic() + 20
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


STOPS = [signal.SIGINT, signal.SIGTERM, *([signal.SIGKILL] if os.name != "nt" else [])]


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_the_counter_ends_with_the_preview(project: Path, stop: signal.Signals) -> None:
    with preview(project) as (process, port, said):
        address = counter_of(port)
        assert ask(f"{address}health")["ok"]
        process.send_signal(stop)
        process.wait(20)
        assert soon(lambda: not listens(address))
        assert soon(lambda: '"all_stored": true' in said.read_text("utf-8"))
        assert "Traceback" not in said.read_text("utf-8")


def test_a_counter_that_cannot_run_leaves_the_preview(project: Path) -> None:
    aside = (project / "counter").rename(project / "aside")
    try:
        with preview(project) as (process, port, said):
            assert not listens(counter_of(port))
            told = said.read_text("utf-8")
            assert "Bộ đếm lượt xem không chạy được" in told
            assert "The view counter could not run" in told
            assert "Traceback" not in told
            assert process.poll() is None
    finally:
        aside.rename(project / "counter")


def test_the_preview_can_do_without(project: Path) -> None:
    with preview(project, "--no-counter") as (_, port, said):
        assert counter_of(port) == ""
        assert "counter" not in said.read_text("utf-8")


def shown(page: Page) -> list[int]:
    """The totals of the site and of the page, once they are live."""
    page.locator('[data-views="page.total"]:not(:text-is("–"))').wait_for()
    cells = [page.locator(f'[data-views="{which}.total"]') for which in ("site", "page")]
    return [int(re.sub(r"\D", "", cell.inner_text())) for cell in cells]


@pytest.mark.browser
def test_the_figures_move_by_one_then_not_then_by_one(project: Path, browser: Browser) -> None:
    """Twice within 30 seconds and once after, with no set-up, in a browser without a window."""
    shutil.rmtree(project / ".cache/counter", ignore_errors=True)
    with preview(project) as (_, port, _):
        address = counter_of(port)
        assert soon(lambda: ask(f"{address}health").get("pages", 0) > 0)  # it has their list
        context = browser.new_context(base_url=f"http://127.0.0.1:{port}/")
        page = context.new_page()
        begun = time.monotonic()
        page.goto("/")
        first = shown(page)
        assert first == [OPENING["total"] + 1, 1]
        page.reload()
        assert shown(page) == first
        page.goto("/en/")
        assert shown(page) == first
        time.sleep(max(0.0, 31 - (time.monotonic() - begun)))
        page.goto("/")
        assert shown(page) == [number + 1 for number in first]
        context.close()


def test_the_counter_alone_takes_our_place_and_stores_what_it_has(project: Path) -> None:
    address = f"http://127.0.0.1:{free_port()}/v1/"
    env = {**os.environ, "COUNTER_LISTEN": address[7:].partition("/")[0], "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        [sys.executable, "run.py", "counter"],
        cwd=project, env=env, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert soon(lambda: listens(address) and ask(f"{address}health")["ok"])
        process.terminate()
        _, said = process.communicate(timeout=20)
        assert '"all_stored": true' in said
        assert not listens(address)
        # Nothing of it stands where it could be committed.
        assert not [*project.glob("counter*.db"), *project.glob("counter-key")]
    finally:
        process.kill()
        process.wait()
