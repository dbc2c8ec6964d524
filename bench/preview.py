"""How long a person waits in `mkdocs serve` between saving a file and seeing the change.

The server is started as `run.py serve` starts it, and this program does what a browser with the
page open does: it waits on the server's `/livereload/` until there is a new version, then asks for
the page. MkDocs looks for changed files twice a second: a quarter of a second is in every figure.
"""

from __future__ import annotations

import http.client
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measure import Failed, environment

PATIENCE = 120.0
PAUSE = 0.1
Change = Callable[[str, str], str]  # the file's text and the mark to put into it


@dataclass(frozen=True)
class Edit:
    """One kind of edit: the file, the page that shows it, and how the mark is put in."""

    name: str
    file: Path
    url: str
    change: Change


def below(text: str, mark: str) -> str:
    """The Markdown `text` with a paragraph more."""
    return f"{text.rstrip()}\n\n{mark}.\n"


def in_title(text: str, mark: str) -> str:
    """The YAML `text` with a word more in its Vietnamese title."""
    form = r"(?m)(^title:\n  vi: *(?:>-?\n +|[\"'])?)"
    changed, times = re.subn(form, rf"\g<1>{mark} ", text, count=1)
    if not times:
        raise Failed("no title to change")
    return changed


def after_template(text: str, mark: str) -> str:
    """The template `text` with a paragraph more at its end."""
    return f"{text.rstrip()}\n<p>{mark}</p>\n"


@contextmanager
def server(project: Path) -> Iterator[str]:
    """`mkdocs serve` in `project`, ready; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [*command, "--dev-addr", f"127.0.0.1:{port}"],
            cwd=project, env=environment(), stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}/"
        try:
            give_up = time.monotonic() + PATIENCE
            while not get(address):
                if process.poll() is not None or time.monotonic() > give_up:
                    log.seek(0)
                    raise Failed(log.read().decode("utf-8", "replace")[-4000:])
                time.sleep(PAUSE)
            yield address
        finally:
            process.terminate()
            process.wait()


def get(address: str) -> str:
    """What the server answers; '' where it does not."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return str(answer.read().decode("utf-8"))
    except (OSError, http.client.HTTPException):
        return ""


def reload_until(seen: Callable[[str], bool], address: str, url: str) -> float:
    """Reload the page whenever the server has a new version, until it is as wanted."""
    start = time.perf_counter()
    while not seen(text := get(address + url)):
        waited = time.perf_counter() - start
        if waited > PATIENCE:
            raise Failed(f"no change was seen at /{url}")
        # The two numbers that the server writes into each page for its own script.
        version = re.search(r"livereload\((\d+), (\d+)\)", text)
        if version:
            get(f"{address}livereload/{version[1]}/{version[2]}")
        else:
            time.sleep(PAUSE)
    return time.perf_counter() - start


def measure(project: Path, edits: list[Edit], times: int) -> dict[str, float]:
    """The median wait after each kind of edit, the files put back each time."""
    with server(project) as address:
        return {edit.name: statistics.median(waits(address, edit, times)) for edit in edits}


def waits(address: str, edit: Edit, times: int) -> Iterator[float]:
    """The wait after each of `times` edits; every file is left as it was."""
    original = edit.file.read_bytes()
    for number in range(times):
        mark = f"benchmark{number}x{time.monotonic_ns()}"
        time.sleep(0.6 + 0.17 * number)  # not always at the same moment between two looks
        changed = edit.change(original.decode("utf-8"), mark)
        edit.file.write_bytes(changed.encode("utf-8"))
        yield reload_until(lambda text, mark=mark: mark in text, address, edit.url)  # type: ignore[misc]
        edit.file.write_bytes(original)
        reload_until(lambda text, mark=mark: mark not in text, address, edit.url)  # type: ignore[misc]
