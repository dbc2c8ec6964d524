"""Views in one Valkey or in a Valkey Cluster: the store for more than one machine.

Pages and visitors are spread over 16 buckets. All keys of a bucket share a hash tag, and so a slot,
in which one script counts them; the site is the sum of the buckets, so that no key is hotter
than its pages. What is acknowledged is on disk at the primary and at `replicas` copies.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from zlib import crc32

from counter.opening import plus, share
from counter.store import Figures, Opening, Unavailable, Unusable, View
from counter.valkey_batch import RECORD, Part, page_keys
from counter.valkey_check import check_servers, prepare
from counter.valkey_link import Copies, Link
from counter.valkey_url import read_url, trouble
from counter.valkey_wire import Command

BUCKETS = 16  # in the schema: other numbers would look for pages elsewhere
LATE = 60  # seconds in which a view of the day before may still arrive from another service
# A day of a bucket at one moment, so that it agrees with itself also while views come in.
ONE_DAY = """#!lua flags=no-writes
local sum = 0
for _, number in ipairs(redis.call('HVALS', KEYS[2])) do sum = sum + tonumber(number) end
local views, visitors = unpack(redis.call('HMGET', KEYS[1], 'd' .. ARGV[1], 'v' .. ARGV[1]))
return {views, sum, visitors}
"""


class ValkeyStore:
    """The store at `url`, of the form `counter.valkey_url.FORM`; several services may share it.

    `record` is all or none within a bucket. Across buckets nothing is acknowledged unless all of it
    is stored: after Unavailable a part may be, and the same views sent again complete it,
    each exactly once. Fail-over is asynchronous in Valkey, so only what was acknowledged is sure to
    be there, and only if every replica that can be promoted has it (`replicas`).
    A call gives up after its timeout, 4 s unless the address says otherwise, or a second later.

    Raises Unusable if a server would not keep what it confirms, or has other data under our names.
    """

    def __init__(self, url: str) -> None:
        place = read_url(url)
        self._tags = [f"{{{place.prefix}:{number:02d}}}" for number in range(BUCKETS)]
        self._link = Link(place)
        self._record_script = self._link.add_script(RECORD)
        self._day_script = self._link.add_script(ONE_DAY)
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
            {
                tag: [("EVALSHA", self._record_script, *part.arguments(tag, call, newest))]
                for tag, part in parts.items()
            },
            self._copies,
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
            tag: [("HMGET", f"{tag}:site", *fields), ("EXISTS", f"{tag}:schema")]
            for tag in self._tags
        }
        work[self._tags[0]].append(("GET", f"{self._tags[0]}:opening"))
        replies = self._link.run(work)
        for tag in self._tags:
            if not replies[tag][1]:
                raise _lost(tag)
        rows = [replies[tag][0] for tag in self._tags]
        sums = [sum(int(value or 0) for value in column) for column in zip(*rows, strict=True)]
        return plus(Figures(*sums), share(_balance(replies[self._tags[0]][2]), day))

    def pages(self, day: date, pages: Iterable[str]) -> Mapping[str, Figures]:
        """As `Store.pages`."""
        wanted: dict[str, list[str]] = defaultdict(list)
        for page in pages:
            wanted[self._tag(page.encode())].append(page)
        replies = self._link.run(
            {
                tag: [("HMGET", key, *some) for key in page_keys(tag, day)]
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
            {tag: [("HGETALL", key) for key in page_keys(tag, day)] for tag in self._tags}
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
        names = self._link.run({tag: [("HKEYS", f"{tag}:site")] for tag in self._tags})
        days = {
            name[1:].decode() for (reply,) in names.values() for name in reply if len(name) == 11
        }
        for day in sorted(days):
            replies = self._link.run(
                {
                    tag: [
                        ("EVALSHA", self._day_script, 2, f"{tag}:site", f"{tag}:pages:{day}", day)
                    ]
                    for tag in self._tags
                }
            )
            rows = zip(*(reply for (reply,) in replies.values()), strict=True)
            views, pages, visitors = (sum(int(number or 0) for number in row) for row in rows)
            yield date.fromisoformat(day), views, pages, visitors

    def prove(self, canary: bytes) -> None:
        """As `Store.prove`, in every bucket and so at every primary."""
        work: dict[str, list[Command]] = {
            tag: [
                ("EXISTS", f"{tag}:schema"),
                ("SET", f"{tag}:canary", canary),
                ("GET", f"{tag}:canary"),
            ]
            for tag in self._tags
        }
        for tag, (whole, _, read) in self._link.run(work, self._copies).items():
            if not whole:
                raise _lost(tag)
            if read != canary:
                raise Unavailable(trouble("đọc lại không đúng", "it reads back something else"))

    def close(self) -> None:
        """As `Store.close`."""
        self._link.close()

    def _tag(self, name: bytes) -> str:
        return self._tags[crc32(name) % BUCKETS]

    def _parts(self, views: Sequence[View]) -> dict[str, Part]:
        """What each bucket has to do; nothing was sent yet if a view is impossible."""
        parts: dict[str, Part] = defaultdict(Part)
        for place, view in enumerate(views):
            parts[self._tag(view.page.encode())].add_view(view, place)
            if view.visitor is not None:
                parts[self._tag(view.visitor)].visitors.add((view.day, view.visitor))
        return parts


def _lost(tag: str) -> Unusable:
    return Unusable(trouble(f"mất dữ liệu của {tag}", f"the data of {tag} is lost"))


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
