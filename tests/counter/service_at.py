"""The service with a clock that a file sets: its text is the wall clock, in seconds since 1970."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from counter import config
from counter.day import Clock
from counter.log import log
from counter.serve import serve

FILE = Path("wall")


def wall() -> float:
    return float(FILE.read_text(encoding="ascii"))


if __name__ == "__main__":
    clock = Clock(wall, time.monotonic, lambda event, seconds: log(event, seconds=seconds))
    sys.exit(serve(config.from_environment(None), clock))
