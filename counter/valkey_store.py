"""Views in one Valkey or in a Valkey Cluster: the store for more than one machine.

Pages and visitors are spread over 16 buckets. All keys of a bucket share a hash tag, and so a slot,
in which one script counts them; the site is the sum of the buckets, so that no key is hotter
than its pages. What is acknowledged is on disk at the primary and at `replicas` copies.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from zlib import crc32

from counter.opening import plus, share
from counter.store import KEPT_IDS, WINDOW, Figures, Opening, Unavailable, Unusable, View
from counter.valkey_check import check_servers, prepare
from counter.valkey_link import Copies, Link
from counter.valkey_url import read_url, trouble
from counter.valkey_wire import Command

BUCKETS = 16  # in the schema: other numbers would look for pages elsewhere
LATE = 60  # seconds in which a view of the day before may still arrive from another service
RECORD = Path(__file__).with_name("valkey_record.lua").read_text(encoding="utf-8")
RECORD_DIGEST = hashlib.sha1(RECORD.encode(), usedforsecurity=False).hexdigest()


class ValkeyStore:
    """The store at `url`, of the form `counter.valkey_url.FORM`; several services may share it.

    `record` is all or none within a bucket. Across buckets nothing is acknowledged unless all of it
    is stored: after Unavailable a part may be, and the same views sent again complete it,
    each exactly once. Fail-over is asynchronous in Valkey, so only what was acknowledged is sure to
    be there, and only if every replica that can be promoted has it (`replicas`).
    No call takes longer than its timeout, 4 s unless the address says otherwise.

    Raises Unusable if a server would not keep what it confirms, or has other data under our names.
    """

    def __init__(self, url: str) -> None:
        place = read_url(url)
        self._tags = [f"{{{place.prefix}:{number:02d}}}" for number in range(BUCKETS)]
        self._link = Link(place)
        self._link.add_script(RECORD)
        try:
            check_servers(self._link)
            replicas = place.replicas
            if replicas is None:
                replicas = 1 if self._link.cluster else 0
            self._copies: Copies = (1, replicas)
            prepare(self._link, self._tags, self._copies)
        except BaseException:
            self._link.close()
            raise

    def record(self, views: Sequence[View]) -> list[bool]:
        """As `Store.record`, but see the class for a batch that cannot be stored."""
        if not views:
            return []
        parts = self._parts(views)
        newest = max((view.day, view.at) for view in views)
        call = os.urandom(6).hex()
        replies = self._link.run(
            {tag: [part.command(tag, call, newest)] for tag, part in parts.items()}, self._copies
        )
        results = [False] * len(views)
        for tag, part in parts.items():
            for place, counted in zip(part.places, replies[tag][0], strict=True):
                results[place] = counted == 1
        return results

    def site(self, day: date) -> Figures:
        """As `Store.site`."""
        fields = [f"d{day}", f"m{day:%Y-%m}", f"y{day:%Y}", "t", "v"]
        work: dict[str, list[Command]] = {
            tag: [("HMGET", f"{tag}:site", *fields)] for tag in self._tags
        }
        work[self._tags[0]].append(("GET", f"{self._tags[0]}:opening"))
        replies = self._link.run(work)
        rows = [replies[tag][0] for tag in self._tags]
        sums = [sum(int(value or 0) for value in column) for column in zip(*rows, strict=True)]
        return plus(Figures(*sums), share(_balance(replies[self._tags[0]][1]), day))

    def pages(self, day: date, pages: Iterable[str]) -> Mapping[str, Figures]:
        """As `Store.pages`."""
        wanted: dict[str, list[str]] = defaultdict(list)
        for page in pages:
            wanted[self._tag(page.encode())].append(page)
        replies = self._link.run(
            {
                tag: [("HMGET", key, *some) for key in _page_keys(tag, day)]
                for tag, some in wanted.items()
            }
        )
        return {
            page: Figures(*(int(value or 0) for value in row))
            for tag, some in wanted.items()
            for page, row in zip(some, zip(*replies[tag], strict=True), strict=True)
        }

    def all_pages(self, day: date) -> Mapping[str, Figures]:
        """As `Store.all_pages`."""
        replies = self._link.run(
            {tag: [("HGETALL", key) for key in _page_keys(tag, day)] for tag in self._tags}
        )
        found = {}
        for periods in replies.values():
            today, month, year, total = (dict(_pairs(reply)) for reply in periods)
            for page in total:
                found[page.decode()] = Figures(
                    *(int(period.get(page, 0)) for period in (today, month, year, total))
                )
        return found

    def forget(self, day: date, at: float) -> None:
        """As `Store.forget`, visitors within LATE; ids and windows the server drops by itself."""
        replies = self._link.run({tag: [("SMEMBERS", f"{tag}:kept")] for tag in self._tags})
        work: dict[str, list[Command]] = {}
        for tag, (days,) in replies.items():
            for name in sorted(name.decode() for name in days):
                if date.fromisoformat(name) < day:
                    commands = work.setdefault(tag, [])
                    commands.append(("EXPIRE", f"{tag}:visitors:{name}", LATE))
                    commands.append(("SREM", f"{tag}:kept", name))
        self._link.run(work)

    def latest(self) -> tuple[date, float] | None:
        """As `Store.latest`."""
        replies = self._link.run({tag: [("GET", f"{tag}:latest")] for tag in self._tags})
        found = []
        for (reply,) in replies.values():
            if reply is not None:
                day, at = reply.decode().split(" ")
                found.append((date.fromisoformat(day), float(at)))
        return max(found, default=None)

    def opening(self) -> Opening | None:
        """As `Store.opening`."""
        tag = self._tags[0]
        return _balance(self._link.run({tag: [("GET", f"{tag}:opening")]})[tag][0])

    def open(self, balance: Opening) -> None:
        """As `Store.open`."""
        text = json.dumps(asdict(balance), ensure_ascii=False, default=date.isoformat)
        tag = self._tags[0]
        self._link.run({tag: [("SET", f"{tag}:opening", text)]}, self._copies)

    def daily(self) -> Iterator[tuple[date, int, int, int]]:
        """As `Store.daily`, by date."""
        views: dict[str, int] = defaultdict(int)
        visitors: dict[str, int] = defaultdict(int)
        replies = self._link.run({tag: [("HGETALL", f"{tag}:site")] for tag in self._tags})
        for (reply,) in replies.values():
            for name, number in _pairs(reply):
                kind, day = name[:1], name[1:].decode()
                if kind in b"dv" and day:
                    (views if kind == b"d" else visitors)[day] += int(number)
        for day in sorted({*views, *visitors}):
            lists = self._link.run({tag: [("HVALS", f"{tag}:pages:{day}")] for tag in self._tags})
            pages = sum(int(number) for (reply,) in lists.values() for number in reply)
            yield date.fromisoformat(day), views[day], pages, visitors[day]

    def prove(self, canary: bytes) -> None:
        """As `Store.prove`, in every bucket and so at every primary."""
        work: dict[str, list[Command]] = {
            tag: [("SET", f"{tag}:canary", canary), ("GET", f"{tag}:canary")] for tag in self._tags
        }
        for _, read in self._link.run(work, self._copies).values():
            if read != canary:
                raise Unavailable(trouble("đọc lại không đúng", "it reads back something else"))

    def close(self) -> None:
        """As `Store.close`."""
        self._link.close()

    def _tag(self, name: bytes) -> str:
        return self._tags[crc32(name) % BUCKETS]

    def _parts(self, views: Sequence[View]) -> dict[str, _Part]:
        """What each bucket has to do; nothing was sent yet if a view is impossible."""
        parts: dict[str, _Part] = defaultdict(_Part)
        for place, view in enumerate(views):
            parts[self._tag(view.page.encode())].add_view(view, place)
            if view.visitor is not None:
                parts[self._tag(view.visitor)].visitors.add((view.day, view.visitor))
        return parts


@dataclass
class _Part:
    """The share of one bucket in a batch."""

    views: list[View] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    visitors: set[tuple[date, bytes]] = field(default_factory=set)

    def add_view(self, view: View, place: int) -> None:
        self.views.append(view)
        self.places.append(place)

    def command(self, tag: str, call: str, newest: tuple[date, float]) -> Command:
        """The call of the script, whose head explains the order."""
        dates = [view.day for view in self.views] + [day for day, _ in self.visitors]
        days = {day: number for number, day in enumerate(sorted(set(dates)), 1)}
        keys: list[str | bytes] = [f"{tag}:{name}" for name in ("site", "pages", "latest", "kept")]
        for day in days:
            keys += [*_page_keys(tag, day)[:3], f"{tag}:visitors:{day}"]
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
        return ("EVALSHA", RECORD_DIGEST, len(keys), *keys, *values)


def _page_keys(tag: str, day: date) -> list[str]:
    """Where the views of pages are: those of the day, its month, its year, and all."""
    return [
        f"{tag}:pages:{day}",
        f"{tag}:pages:{day:%Y-%m}",
        f"{tag}:pages:{day:%Y}",
        f"{tag}:pages",
    ]


def _pairs(reply: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    return zip(reply[::2], reply[1::2], strict=True)


def _balance(reply: bytes | None) -> Opening | None:
    if reply is None:
        return None
    try:
        found = json.loads(reply)
        day = found.pop("day")
        return Opening(**found, day=None if day is None else date.fromisoformat(day))
    except (ValueError, TypeError, KeyError) as problem:
        raise Unusable(trouble("số mở đầu hỏng", "the opening balance is damaged")) from problem
