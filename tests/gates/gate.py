"""What a gate finds and what it is measured by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Fault:
    """One breach: of which gate, on which page, in which state of it, and what."""

    gate: str
    page: str
    state: str
    what: str

    def __str__(self) -> str:
        return f"/{self.page} [{self.state}] {self.what}"


@dataclass
class Outcome:
    """What one task found: breaches, and for each gate how much it looked at or measured."""

    faults: list[Fault] = field(default_factory=list)
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, gate: str, page: str, state: str, found: Iterable[str]) -> None:
        self.faults += [Fault(gate, page, state, what) for what in found]

    def count(self, gate: str, **more: int) -> None:
        """Add to the counts of `gate`."""
        counts = self.figures.setdefault(gate, {})
        for name, number in more.items():
            counts[name] = counts.get(name, 0) + number


@dataclass(frozen=True)
class Target:
    """A row of `targets.yml`: a promise, and what decides it.

    `tests` names test files whose results decide it where no gate does. `report` is a figure that
    decides nothing.
    """

    id: str
    vi: str
    what: str
    target: str
    how: str
    tests: tuple[str, ...] = ()
    report: bool = False


@dataclass
class Verdict:
    """One gate's present figure. `passed` is None where nothing was measured or decided."""

    id: str
    figure: str
    passed: bool | None
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0
    details: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def targets() -> list[Target]:
    """Every promise, in the order of the scorecard."""
    rows = yaml.safe_load((HERE / "targets.yml").read_text("utf-8"))
    return [Target(**{**row, "tests": tuple(row.get("tests", ()))}) for row in rows]
