"""The local day, and a clock that never goes back.

Viet Nam has kept UTC+7 without summer time since 1975, so the day is a division and no look-up;
a test compares it with the time zone database.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

ZONE_NAME = "Asia/Ho_Chi_Minh"
ZONE = timezone(timedelta(hours=7), ZONE_NAME)
OFFSET = 7 * 3600
DAY = 86400
EPOCH = date(1970, 1, 1).toordinal()
JUMP = 300.0  # seconds by which the wall clock may be corrected without a line in the log


def local_day(seconds: float) -> date:
    """The day in Viet Nam at `seconds` since 1970 (UTC)."""
    return date.fromordinal(EPOCH + int((seconds + OFFSET) // DAY))


def day_start(day: date) -> float:
    """The seconds since 1970 (UTC) at which `day` begins in Viet Nam."""
    return float((day.toordinal() - EPOCH) * DAY - OFFSET)


def stamp(seconds: float) -> str:
    """`seconds` since 1970 as local time by RFC 3339, to the second: 2026-11-29T10:00:00+07:00."""
    return datetime.fromtimestamp(int(seconds), UTC).astimezone(ZONE).isoformat()


def elapsed() -> float:
    """Seconds that no correction of the clock changes; asleep ones count where they are known."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


@dataclass(frozen=True, slots=True)
class Moment:
    """The local day, the seconds that never go back, and the seconds of the wall clock."""

    day: date
    at: float
    wall: float


class Clock:
    """Gives moments. `at` follows the steady clock from the first reading of the wall clock on.

    `wall` and `steady` give seconds; `notice` hears of jumps: a name and the seconds of the jump.
    A wall clock that jumps forward is followed in days; one that jumps back keeps the later day.
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = elapsed,
        notice: Callable[[str, float], None] = lambda name, seconds: None,
    ) -> None:
        self._wall, self._steady, self._notice = wall, steady, notice
        self._difference = wall() - steady()
        self._expected = self._difference
        self._latest = local_day(wall())
        self._next_day = day_start(self._latest) + DAY
        self._behind = False

    @property
    def behind(self) -> bool:
        """Whether the wall clock was, when last asked, on an earlier day than is counted."""
        return self._behind

    def start_after(self, latest: tuple[date, float] | None) -> None:
        """Never be behind `latest`, the latest day and moment of a store."""
        if latest is None:
            return
        day, at = latest
        self._difference = max(self._difference, at - self._steady())
        if day > self._latest:
            self._set_day(day)
            self._notice("clock-behind-store", self._wall() - day_start(day))

    def now(self) -> Moment:
        """This moment."""
        wall, steady = self._wall(), self._steady()
        if abs(wall - steady - self._expected) > JUMP:
            self._notice("clock-jump", wall - steady - self._expected)
            self._expected = wall - steady
        if wall >= self._next_day:
            self._set_day(local_day(wall))
        behind = wall < self._next_day - DAY
        if behind and not self._behind:
            self._notice("clock-keeps-later-day", wall - (self._next_day - DAY))
        self._behind = behind
        return Moment(self._latest, steady + self._difference, wall)

    def until_midnight(self) -> float:
        """Seconds of the wall clock until the next local day begins."""
        return max(0.0, self._next_day - self._wall())

    def _set_day(self, day: date) -> None:
        self._latest = day
        self._next_day = day_start(day) + DAY
