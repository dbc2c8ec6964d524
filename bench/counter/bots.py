"""What it costs to tell bots: ours, all patterns in one `re2.Set`, and the package's own loop.

    python bench/counter/bots.py

Microseconds of processor per User-Agent of 512 bytes (the real ones as long as they are), mean and
the slowest thousandth. Hostile ones are put together from parts of bots' names, never twice alike.
"""

from __future__ import annotations

import gzip
import random
import string
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

import re2  # noqa: E402
from crawleruseragents import is_crawler  # noqa: E402

from counter.bots import LONGEST, Bots, known_patterns, plain_word  # noqa: E402

LOG = ROOT / "../shared/logs/apache-2015.log.gz"
MANY, FEW = 5000, 200  # agents for the quick ones and for the package's loop


def main() -> int:
    """Measure and print a table."""
    started = time.process_time()
    bots = Bots()
    print(f"making the automaton: {time.process_time() - started:.2f} s of processor")
    everything = re2.Set.SearchSet()
    for pattern in known_patterns():
        everything.Add(pattern)
    everything.Compile()
    ways: dict[str, tuple[Callable[[str], object], int]] = {
        "counter.bots": (bots.is_bot, MANY),
        "one re2.Set": (everything.Match, MANY),
        "the package": (is_crawler, FEW),
    }
    print(f"{'agents':<22}" + "".join(f"{name:>24}" for name in ways))
    for kind, agents in kinds().items():
        cells = [cost(way, agents[:count]) for way, count in ways.values()]
        print(f"{kind:<22}" + "".join(f"{mean:>14.1f}{worst:>10.1f}" for mean, worst in cells))
    return 0


def kinds() -> dict[str, list[str]]:
    """Agents of each kind."""
    draw = random.Random(1)
    words = [word for word in map(plain_word, known_patterns()) if word]
    letters = string.ascii_letters + string.digits + " /.;()-+:"
    found = {
        "random letters": [joined(lambda: draw.choice(letters)) for _ in range(MANY)],
        "names of bots": [joined(lambda: draw.choice(words)) for _ in range(MANY)],
        "names without an end": [joined(lambda: draw.choice(words)[:-1]) for _ in range(MANY)],
        "beginnings of names": [
            joined(lambda: (word := draw.choice(words))[: draw.randint(1, len(word) - 1)])
            for _ in range(MANY)
        ],
    }
    if LOG.is_file():
        lines = gzip.decompress(LOG.read_bytes()).decode("latin-1").splitlines()
        found["a real log"] = [line.split('"')[5] for line in lines if line.count('"') == 6]
    return found


def joined(part: Callable[[], str]) -> str:
    """As many parts as fill the length that is looked at."""
    text = ""
    while len(text) < LONGEST:
        text += part()
    return text[:LONGEST]


def cost(way: Callable[[str], object], agents: list[str]) -> tuple[float, float]:
    """Mean of the processor's time, and the slowest thousandth, in microseconds."""
    times = []
    for agent in agents:
        started = time.thread_time_ns()
        way(agent)
        times.append((time.thread_time_ns() - started) / 1000)
    times.sort()
    return sum(times) / len(times), times[-1 - len(times) // 1000]


if __name__ == "__main__":
    sys.exit(main())
