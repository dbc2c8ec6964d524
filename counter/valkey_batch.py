"""What the script that counts is given: the share of each bucket in a batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from counter.store import KEPT_IDS, WINDOW, View
from counter.valkey_wire import Command

RECORD = Path(__file__).with_name("valkey_record.lua").read_text(encoding="utf-8")
HEAD = ("site", "pages", "latest", "kept", "schema")


@dataclass
class Part:
    """The share of one bucket in a batch."""

    views: list[View] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    visitors: set[tuple[date, bytes]] = field(default_factory=set)

    def add_view(self, view: View, place: int) -> None:
        """Take the view at `place` of the batch."""
        self.views.append(view)
        self.places.append(place)

    def arguments(self, tag: str, call: str, newest: tuple[date, float]) -> Command:
        """What the script is called with; its head explains the order."""
        dates = [view.day for view in self.views] + [day for day, _ in self.visitors]
        days = {day: number for number, day in enumerate(sorted(set(dates)), 1)}
        keys: list[str | bytes] = [f"{tag}:{name}" for name in HEAD]
        for day in days:
            keys += [*page_keys(tag, day)[:3], f"{tag}:visitors:{day}"]
        values: list[str | bytes | int] = [
            len(days), len(self.views), call, int(KEPT_IDS), int(WINDOW), str(newest[0]),
            repr(newest[1]), *(str(day) for day in days),
        ]  # fmt: skip
        head = tag.encode()
        for view, place in zip(self.views, self.places, strict=True):
            page = view.page.encode()
            keys.append(head + b":id:" + view.id)
            if view.visitor is not None:
                keys.append(head + b":window:" + view.visitor + page)
            seen = 0 if view.visitor is None else 1
            values += [page, days[view.day], repr(view.at), seen, place]
        for day, visitor in self.visitors:
            values += [days[day], visitor]
        return (len(keys), *keys, *values)


def page_keys(tag: str, day: date) -> list[str]:
    """Where the views of pages are: those of the day, its month, its year, and all."""
    return [
        f"{tag}:pages:{day}",
        f"{tag}:pages:{day:%Y-%m}",
        f"{tag}:pages:{day:%Y}",
        f"{tag}:pages",
    ]
