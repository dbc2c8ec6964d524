"""Sending to one Valkey or to the primaries of a cluster: how long to try, and what counts as done.

What is sent must bear being sent twice, because an answer can be lost on its way.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from valkey import exceptions as fault

from counter.store import Unavailable, Unusable
from counter.valkey_nodes import Nodes
from counter.valkey_url import Address, Place, trouble
from counter.valkey_wire import Command, Wire, judged, unavailable

Work = Mapping[str, Sequence[Command]]  # commands by the tag that their keys share
Replies = dict[str, list[Any]]
Copies = tuple[int, int]  # on the disk of how many primaries (one), and of how many replicas

SOON = (10, 20, 40, 80)  # milliseconds until a replica that has not answered is asked again
# Milliseconds at which a server looks whether such a time is over, unless `hz` is raised.
TICK = 100
FIRST_PAUSE, LONGEST_PAUSE = 0.01, 0.25  # seconds between two attempts


class Link:
    """Sends commands to whoever has their slot now. For one thread.

    Raises Unavailable once `place.timeout` seconds were not enough, and Unusable where trying again
    cannot help (a refused password, a key of another kind). After `close` everything is Unusable.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._wire = Wire(place)
        self._nodes = Nodes(place, self._wire)
        self._scripts: list[str] = []
        self._without_scripts: set[Address] = set()
        self._closed = False

    @property
    def cluster(self) -> bool:
        """Whether the servers are a cluster's, as far as one has said so."""
        return self._nodes.cluster

    def add_script(self, text: str) -> str:
        """What EVALSHA calls `text`; it is loaded wherever one finds it missing."""
        self._scripts.append(text)
        return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()

    def run(self, work: Work, copies: Copies | None = None) -> Replies:
        """The replies to the commands of each tag, in order.

        With `copies`, that many must have on disk what was written: WAITAOF follows on the same
        connection, and its reply is checked before the others count.
        """
        deadline = time.monotonic() + self._place.timeout
        todo, done, pause = dict(work), Replies(), FIRST_PAUSE
        while todo:
            problem = self._attempt(todo, done, copies, deadline)
            if problem is None:
                continue
            if deadline - time.monotonic() < pause:
                raise unavailable(problem) from problem
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        return done

    def nodes(self) -> list[Address]:
        """Every server: the one, or all primaries and replicas of the cluster."""
        try:
            return self._nodes.everyone(time.monotonic() + self._place.timeout)
        except (fault.ValkeyError, OSError) as problem:
            raise unavailable(problem) from problem

    def ask(self, node: Address, *command: str) -> Any:
        """The reply of one server to what is not about keys; raises errors of the library."""
        return self._nodes.ask(node, *command)

    def close(self) -> None:
        """End all connections."""
        self._closed = True
        self._wire.close()

    def _attempt(
        self, todo: dict[str, Sequence[Command]], done: Replies, copies: Copies | None,
        deadline: float,
    ) -> Exception | None:  # fmt: skip
        """Move what is answered from `todo` to `done`; gives what kept the rest from it."""
        if self._closed:
            raise Unusable(trouble("đã đóng", "it is closed"))
        try:
            groups = self._nodes.groups(todo, deadline)
        except (fault.ValkeyError, OSError) as caught:
            return judged(caught)
        sent = {node: self._commands(node, tags, todo) for node, tags in groups.items()}
        answers, problem = self._exchange(sent, deadline)
        sound: dict[Address, Replies] = {}
        for node, replies in answers.items():
            for reply in replies:
                if isinstance(reply, Exception):
                    problem = self._failed(node, reply)
            sound[node] = _sound(groups[node], replies, todo)
        if copies is not None:
            lost = self._confirm(sound, copies, deadline)
            problem = lost or problem
        for found in sound.values():
            for tag, values in found.items():
                done[tag] = values
                del todo[tag]
        return problem

    def _commands(self, node: Address, tags: Iterable[str], todo: Work) -> list[Command]:
        commands: list[Command] = []
        if node in self._without_scripts:
            self._without_scripts.discard(node)
            commands += [("SCRIPT", "LOAD", text) for text in self._scripts]
        for tag in tags:
            commands += todo[tag]
        return commands

    def _confirm(
        self, sound: dict[Address, Replies], copies: Copies, deadline: float
    ) -> Exception | None:
        """Keep in `sound` what is on enough disks; raises Unavailable if too few have it.

        A replica answers with what it had on disk when it was asked, which is too early if the
        question comes with the data itself; then it is silent for a second. So it is asked in a
        message of its own, and again soon.
        """
        nodes = [node for node, found in sound.items() if found]
        # Together they give up before we do, so that the last says how many have it.
        slack = sum(SOON) + TICK * (len(SOON) + 1)
        rest = max(1, int(1000 * (deadline - time.monotonic())) - slack)
        waits: list[Command] = [("WAITAOF", *copies, some) for some in (*SOON, rest)]
        answers, problem = self._exchange(dict.fromkeys(nodes, waits), deadline, same=True)
        for node in nodes:
            replies = answers.get(node, [])
            # Any error, not the last reply alone: after a change of roles offsets mean nothing.
            refused = [reply for reply in replies if isinstance(reply, Exception)]
            if refused or not replies:
                del sound[node]
            if refused:
                problem = self._failed(node, refused[0])
            elif replies:
                _check(copies, replies[-1])
        return problem

    def _exchange(
        self, sends: Mapping[Address, Sequence[Command]], deadline: float, same: bool = False
    ) -> tuple[dict[Address, list[Any]], Exception | None]:
        """The replies of each server that gave all, and the problem of another.

        With `same` it must be the connection used last, as WAITAOF is about what went through it.
        """
        problem: Exception | None = None
        answers: dict[Address, list[Any]] = {}
        unread = dict.fromkeys(sends, False)
        try:
            for node, commands in sends.items():
                try:
                    self._wire.send(node, commands, same)
                    unread[node] = True
                except (fault.ValkeyError, OSError) as caught:
                    problem = self._lost(node, caught)
            for node in [node for node, coming in unread.items() if coming]:
                try:
                    answers[node] = self._wire.receive(node, len(sends[node]), deadline)
                    del unread[node]
                except (fault.ValkeyError, OSError) as caught:
                    problem = self._lost(node, caught)
        finally:
            for node in unread:
                self._wire.drop(node)
        return answers, problem

    def _failed(self, node: Address, reply: Exception) -> Exception:
        """What an error among replies means; what the next attempt needs is prepared."""
        if isinstance(reply, fault.NoScriptError):
            self._without_scripts.add(node)
        elif isinstance(reply, fault.MovedError):
            self._nodes.moved(reply.slot_id, (reply.host or node[0], reply.port))
        else:
            return self._lost(node, reply)
        return judged(reply)

    def _lost(self, node: Address, problem: Exception) -> Exception:
        self._nodes.doubt(node)
        return judged(problem)


def _sound(tags: Iterable[str], replies: Sequence[Any], todo: Work) -> Replies:
    """The replies to each of `tags` without an error among them; any before are to other things."""
    found, end = Replies(), len(replies) - sum(len(todo[tag]) for tag in tags)
    for tag in tags:
        start, end = end, end + len(todo[tag])
        values = list(replies[start:end])
        if not any(isinstance(value, Exception) for value in values):
            found[tag] = values
    return found


def _check(copies: Copies, confirmed: Sequence[int]) -> None:
    if confirmed[0] < copies[0] or confirmed[1] < copies[1]:
        vi = f"mới ghi đĩa ở {confirmed[0]} máy chính, {confirmed[1]} bản sao"
        en = f"on disk at {confirmed[0]} primary and {confirmed[1]} replicas"
        raise Unavailable(
            trouble(
                f"{vi}; cần {copies[0]} và {copies[1]}", f"{en}, not {copies[0]} and {copies[1]}"
            )
        )
