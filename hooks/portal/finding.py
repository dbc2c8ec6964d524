"""What a rule finds, and the scene it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from portal.passed import Passed
from portal.records import Records
from portal.worker import Worker

Place = tuple[str, int, int]
T = TypeVar("T")


@dataclass(frozen=True)
class Finding:
    rule: str
    place: Place
    key: str = ""
    values: dict[str, object] = field(default_factory=dict)


Findings = Iterator[Finding]


@dataclass(frozen=True)
class Scene:
    """What the rules look at: the records, the day, the project folder and its templates; and the
    process in which slow things are done, which ends with whoever made it."""

    records: Records
    today: date
    root: Path
    templates: tuple[Path, ...]
    worker: Worker = field(default_factory=Worker)
    _kept: dict[str, Any] = field(default_factory=dict, repr=False)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What several rules need, made when the first one asks."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: T = self._kept[name]
        return kept

    @property
    def settings(self) -> Path:
        """The mkdocs.yml that says what Markdown can do: this project's where a plan has none."""
        own = self.root / "mkdocs.yml"
        return own if own.is_file() else Path(__file__).resolve().parents[2] / "mkdocs.yml"

    @cached_property
    def passed(self) -> Passed:
        """What passed before; the check writes it down at its end."""
        return Passed(self.root / ".cache" / "passed.json", self.settings)


def at(record: Any, rule: str, key: str, **values: object) -> Finding:
    """A finding at the value that `record` has under `key`."""
    return Finding(rule, record.origin.at(key), key, values)
