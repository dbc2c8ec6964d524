"""What every store of views promises; `sqlite_store` and `valkey_store` keep it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

WINDOW = 30.0  # seconds in which the same page seen by the same visitor counts once
KEPT_IDS = 24 * 3600.0  # seconds for which the id of a view is remembered


class Unavailable(Exception):
    """Nothing can be stored or read now (a full disk, a lost server); it may pass by itself."""


class Unusable(Exception):
    """The store cannot be used until a person mends it (corrupt, foreign, newer, in use)."""


@dataclass(frozen=True, slots=True)
class View:
    """One view as it was received.

    `id` is the 16 bytes that the client made up; a view sent again has the same. `page` is the key
    of the page in the manifest. `day` is the local day, `at` the seconds of the server's clock that
    never goes backwards (also across restarts). `visitor` is the day's keyed hash, 16 bytes, or
    None where the reader asked not to be told apart (Global Privacy Control): such a view is
    counted, has no window and is no visitor.
    """

    id: bytes
    page: str
    day: date
    at: float
    visitor: bytes | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Views on the day, in its month, in its year and ever; distinct visitors summed over days.

    Each view is in exactly the periods its day falls into, so that today ≤ month ≤ year ≤ total.
    """

    today: int = 0
    month: int = 0
    year: int = 0
    total: int = 0
    visitor_days: int = 0


@dataclass(frozen=True, slots=True)
class Opening:
    """The figures of an older counter, in periods that do not overlap.

    Without `day` the day of the figures is not known, and all of it counts as earlier. `source`
    says in words where the figures are from.
    """

    today: int
    month: int
    year: int
    total: int
    visitor_days: int
    source: str
    day: date | None = None


class Store(Protocol):
    """Views, durable once `record` has returned.

    All methods are called by one thread. Each raises `Unavailable` where it may be tried again, and
    `Unusable` where it may not.
    """

    def record(self, views: Sequence[View]) -> list[bool]:
        """Store all of `views`, or none, and return only when they survive a loss of power.

        For each, in order: whether it was counted. One whose id was stored within `KEPT_IDS` before
        it is not, nor one of a visitor whose window on that page is open. Both may
        happen within `views`. A view that is not counted still makes its visitor one of the day.
        """

    def site(self, day: date) -> Figures:
        """The figures of the whole site seen from `day`, the opening balance included."""

    def pages(self, day: date, pages: Iterable[str]) -> Mapping[str, Figures]:
        """The figures of each of `pages` seen from `day`, without `visitor_days`; zeros if new."""

    def all_pages(self, day: date) -> Mapping[str, Figures]:
        """The figures of every page that was ever counted."""

    def forget(self, day: date, at: float) -> None:
        """Drop windows that closed before `at`, ids older than `KEPT_IDS`, visitors before `day`.

        The number of visitors of each day is kept.
        """

    def latest(self) -> tuple[date, float] | None:
        """The latest day and moment stored; None while empty. No clock may go behind them."""

    def opening(self) -> Opening | None:
        """The opening balance."""

    def open(self, balance: Opening) -> None:
        """Set the opening balance in place of any other; it takes effect at once."""

    def daily(self) -> Iterable[tuple[date, int, int, int]]:
        """For each day: views of the site, sum of the views of its pages, distinct visitors."""

    def prove(self, canary: bytes) -> None:
        """Store `canary` durably and read it back; raises if either fails."""

    def close(self) -> None:
        """Give back what is held."""
