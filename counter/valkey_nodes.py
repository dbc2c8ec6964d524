"""Which server has which slot now."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Any

from valkey import exceptions as fault
from valkey.crc import key_slot

from counter.store import Unusable
from counter.valkey_url import Address, Place, trouble
from counter.valkey_wire import CONNECT, Wire, judged


class Nodes:
    """One server, or those of a cluster as any of them that answers knows them. For one thread.

    Methods raise errors of the client library, and Unusable where trying again cannot help.
    """

    def __init__(self, place: Place, wire: Wire) -> None:
        self._place, self._wire = place, wire
        self._slots: dict[int, Address] = {}
        self._known: list[Address] = list(place.seeds)
        self._stale = True
        self.cluster = False

    def groups(self, tags: Iterable[str], deadline: float) -> dict[Address, list[str]]:
        """`tags` by the server that has their slot; asked anew if there was a doubt."""
        if self._stale:
            self._locate(deadline)
        groups: dict[Address, list[str]] = {}
        for tag in tags:
            slot = key_slot(tag.encode()) if self.cluster else 0
            if slot not in self._slots:
                self._stale = True
                raise fault.ConnectionError("no server has the slot")
            groups.setdefault(self._slots[slot], []).append(tag)
        return groups

    def everyone(self, deadline: float) -> list[Address]:
        """The one server, or all primaries and replicas."""
        self._locate(deadline)
        return list(self._known)

    def moved(self, slot: int, node: Address) -> None:
        """`node` was said to have `slot`."""
        self._slots[slot] = node

    def doubt(self, node: Address) -> None:
        """`node` did not answer, or refused: next time another is asked first who has its slots."""
        self._stale = True
        if node in self._known:
            self._known.remove(node)
            self._known.append(node)

    def ask(self, node: Address, *command: str) -> Any:
        """The reply of `node` to what is not about keys."""
        try:
            self._wire.send(node, [command])
            wait = min(CONNECT, self._place.timeout)
            reply = self._wire.receive(node, 1, time.monotonic() + wait)[0]
        except BaseException:
            self._wire.drop(node)
            raise
        if isinstance(reply, Exception):
            raise reply
        return reply

    def _locate(self, deadline: float) -> None:
        problem: Exception = fault.ConnectionError("no server answers")
        for node in list(self._known):
            if time.monotonic() > deadline:
                break
            try:
                self._learn(node, self.ask(node, "CLUSTER", "SLOTS"))
            except fault.ResponseError as refused:
                if "cluster support disabled" in str(refused):
                    self._single()
                    return
                problem = judged(refused)
            except (fault.ValkeyError, OSError) as caught:
                self.doubt(node)
                problem = judged(caught)
            else:
                return
        raise problem

    def _single(self) -> None:
        if len(self._place.seeds) > 1:
            raise Unusable(
                trouble(
                    "nhiều địa chỉ mà máy chủ không chạy chế độ cụm",
                    "several addresses, but the server is not a cluster's",
                )
            )
        self._slots, self._stale = {0: self._place.seeds[0]}, False

    def _learn(self, node: Address, rows: Sequence[Any]) -> None:
        self.cluster, self._slots = True, {}
        found: list[Address] = []
        for first, last, *servers in rows:
            addresses = [((row[0] or b"").decode() or node[0], int(row[1])) for row in servers]
            found += addresses
            self._slots.update(dict.fromkeys(range(first, last + 1), addresses[0]))
        self._known = list(dict.fromkeys([node, *found, *self._place.seeds]))
        self._stale = False
