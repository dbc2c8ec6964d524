"""kill -9 at any moment loses no acknowledged view, and a view sent again counts once.

Twenty kills and 100,000 acknowledgements: `bench/counter/kill.py`.
"""

from __future__ import annotations

from pathlib import Path

from killing import CONTROL, kill


def test_three_kills_lose_nothing(tmp_path: Path) -> None:
    outcome = kill(tmp_path, kills=3, seconds=0.8, senders=12)
    assert outcome.acknowledged > 100
    assert outcome.lost == 0
    assert outcome.wrong_total == 0


def test_the_kill_finds_what_a_service_loses_that_acknowledges_too_early(tmp_path: Path) -> None:
    lost = 0
    for attempt in range(4):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        lost += kill(folder, kills=2, seconds=0.5, senders=12, program=CONTROL).lost
        if lost:
            break
    assert lost > 0
