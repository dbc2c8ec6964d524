"""How long the checks take: `python3 run.py check`, in a fresh process. The target is under 3 s.

Prints a sentence and one JSON line; decides nothing. Run with the Python of `.venv`:
`.venv/bin/python bench/check.py` (on Windows `.venv\\Scripts\\python bench\\check.py`).
"""

from __future__ import annotations

import json
import sys

from measure import ROOT, Cost, load, middle, rounded, run, seconds

TARGET = 3.0


def measure(times: int = 5) -> Cost:
    """The median cost of a whole `run.py check`."""
    command = [sys.executable, str(ROOT / "run.py"), "check"]
    run(command, ROOT)  # the first one may still compile Python
    return middle([run(command, ROOT) for _ in range(times)])


def sentence(cost: Cost) -> str:
    """What the figure says."""
    return f"Checks of the shipped content: {seconds(cost.wall)} (target: under {TARGET:.0f} s)."


def main() -> int:
    before = load()
    cost = measure()
    print(sentence(cost))
    figures = {"check_wall": rounded(cost.wall), "check_cpu": rounded(cost.cpu), "load": before}
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
