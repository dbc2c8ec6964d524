"""The local day and the clock, at the seconds where they turn."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.day import ZONE_NAME, Clock, day_start, local_day, stamp

NOON = 1_795_928_400.0  # 2026-11-29 12:00 in Viet Nam


def seconds(text: str) -> float:
    return datetime.fromisoformat(f"{text}+07:00").timestamp()


@given(st.integers(200_000_000, 7_000_000_000))  # 1976 to 2191
def test_days_are_those_of_the_time_zone_database(moment: int) -> None:
    there = datetime.fromtimestamp(moment, ZoneInfo(ZONE_NAME))
    assert local_day(moment) == there.date()
    assert stamp(moment) == there.isoformat()
    assert day_start(there.date()) <= moment < day_start(there.date() + timedelta(days=1))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (date(2026, 6, 30), date(2026, 7, 1)),
        (date(2026, 12, 31), date(2027, 1, 1)),
        (date(2027, 2, 28), date(2027, 3, 1)),
        (date(2028, 2, 28), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 3, 1)),
    ],
)
def test_the_day_turns_at_midnight_in_viet_nam(before: date, after: date) -> None:
    last = seconds(f"{before}T23:59:59")
    assert (local_day(last), local_day(last + 0.999), local_day(last + 1)) == (
        before,
        before,
        after,
    )
    assert datetime.fromtimestamp(last + 1, UTC).hour == 17
    now = [last]
    clock = Clock(lambda: now[0], lambda: now[0])
    assert clock.now().day == before
    assert clock.until_midnight() == 1
    now[0] += 1
    assert clock.now().day == after


def test_the_moment_never_goes_back_and_jumps_are_told() -> None:
    told: list[str] = []
    wall, steady = [NOON], [50.0]
    clock = Clock(lambda: wall[0], lambda: steady[0], lambda event, by: told.append(event))
    first = clock.now()
    assert first.at == NOON
    steady[0] += 10
    wall[0] += 10
    assert clock.now().at == NOON + 10
    assert told == []
    wall[0] -= 2 * 86400
    steady[0] += 1
    after = clock.now()
    assert (after.at, after.day, clock.behind) == (NOON + 11, first.day, True)
    assert told == ["clock-jump", "clock-keeps-later-day"]
    clock.now()
    assert told == ["clock-jump", "clock-keeps-later-day"]
    wall[0] += 5 * 86400
    forward = clock.now()
    assert (forward.at, forward.day) == (NOON + 11, first.day + timedelta(days=3))
    assert not clock.behind


def test_it_starts_after_what_a_store_has() -> None:
    clock = Clock(lambda: NOON, lambda: 0.0)
    clock.start_after((date(2026, 12, 1), NOON + 500))
    assert clock.now().day == date(2026, 12, 1)
    assert clock.now().at == NOON + 500
    clock.start_after((date(2026, 11, 1), NOON - 500))
    assert clock.now().day == date(2026, 12, 1)
    assert clock.now().at == NOON + 500
