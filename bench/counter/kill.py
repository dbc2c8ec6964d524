"""kill -9 under load: `python bench/counter/kill.py [KILLS] [ACKNOWLEDGEMENTS]`, 20 and 100000.

Prints what the service lost, and what the control lost that acknowledges before it stores; exits
with 1 if the service lost anything or the control nothing.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "counter")]

from killing import CONTROL, SERVICE, Outcome, kill  # noqa: E402

SENDERS = 32


def until(kills: int, acknowledgements: int, program: tuple[str, ...]) -> Outcome:
    """As many kills as asked for, and more until so many views were acknowledged."""
    seconds, total = 2.0, Outcome()
    done = 0
    while done < kills or total.acknowledged < acknowledgements:
        with tempfile.TemporaryDirectory() as folder:
            found = kill(Path(folder), 5, seconds, SENDERS, program)
        done += 5
        for name, number in asdict(found).items():
            setattr(total, name, getattr(total, name) + number)
        print(f"{done} kills, {total.acknowledged} acknowledged, {total.lost} lost", flush=True)
        left = max(1, kills - done)
        seconds = max(1.0, (acknowledgements - total.acknowledged) / left * seconds * 5
                      / max(1, found.acknowledged))  # fmt: skip
        seconds = min(seconds, 10.0)
    return total


def main() -> int:
    """Run both; the exit status."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    acknowledgements = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    service = until(kills, acknowledgements, SERVICE)
    control = until(5, 0, CONTROL)
    print(json.dumps({"service": asdict(service), "control": asdict(control)}))
    return 1 if service.lost or service.wrong_total or not control.lost else 0


if __name__ == "__main__":
    sys.exit(main())
