"""Running a program and saying what it cost, for every benchmark here."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, seconds of processor, and the most memory held, in MB.

    Windows does not tell the last two; they are None there.
    """

    wall: float
    cpu: float | None
    memory: float | None


class Failed(Exception):
    """The program measured did not succeed; the text is what it printed."""


def run(command: list[str], folder: Path, variables: Mapping[str, str] | None = None) -> Cost:
    """Run `command` in `folder` in a fresh process; Failed where its exit code is not 0."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment(variables), stdout=out, stderr=subprocess.STDOUT
        )
        usage = None
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            code = process.returncode = os.waitstatus_to_exitcode(status)
        else:
            code = process.wait()
        wall = time.perf_counter() - start
        if code:
            out.seek(0)
            raise Failed(out.read().decode("utf-8", "replace")[-4000:])
    if usage is None:
        return Cost(wall, None, None)
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(wall, usage.ru_utime + usage.ru_stime, kilobytes / 1024)


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of the programs measured: the same today for each, and no banner."""
    kept = {name: value for name, value in os.environ.items() if name != "SITE_URL"}
    return {**kept, "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1", **(more or {})}


def middle(costs: list[Cost]) -> Cost:
    """The median of each figure."""
    cpu = [cost.cpu for cost in costs if cost.cpu is not None]
    memory = [cost.memory for cost in costs if cost.memory is not None]
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cpu) if cpu else None,
        statistics.median(memory) if memory else None,
    )


def load() -> float | None:
    """How many programs wanted a processor during the last minute; None where nobody tells."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def seconds(value: float | None) -> str:
    """A figure for a sentence."""
    return "?" if value is None else f"{value:.2f} s"


def rounded(value: float | None, digits: int = 2) -> float | None:
    """A figure for JSON."""
    return None if value is None else round(value, digits)
