"""Whether a User-Agent declares itself a bot, at the same cost for every agent.

The patterns are those of the package `crawler-user-agents`, read from its data. Nearly all are
plain words. One automaton looks for all of these at once, a step a byte, whatever the agent holds;
the few real expressions are a `re2.Set`. All patterns in one Set are as quick on ordinary agents,
but RE2 makes its automaton while it reads: agents put together from parts of bots' names, never
twice the same, keep it making new states, at hundreds of microseconds an agent
(`bench/counter/bots.py`).
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections import deque
from collections.abc import Collection, Iterable
from functools import cache, reduce
from operator import getitem
from pathlib import Path
from typing import TypeAlias

import re2

LONGEST = 512  # bytes of an agent that are looked at; the longest that the data shows has 285
PACKAGE = "crawleruseragents"
DATA = "crawler-user-agents.json"

# A state of the automaton: for each class of bytes, the next state.
State: TypeAlias = "list[State]"

_ESCAPED = re.compile(r"\\([^A-Za-z0-9])")
_SPECIAL = re.compile(r"[\\.^$*+?{}\[\]|()]")


class BadPatterns(Exception):
    """The list of bots cannot be used; the message says why, in Vietnamese and English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi}\n{en}")


class Bots:
    """The declared bots, without those that `allow` names.

    `allow` holds patterns as the package writes them, such as `HeadlessChrome`; it is for tests and
    for the preview on one's own computer, where browsers without a screen shall count. Raises
    `BadPatterns` when there is no such pattern, or when one cannot be compiled.
    """

    def __init__(
        self, allow: Collection[str] = (), patterns: Collection[str] | None = None
    ) -> None:
        known = known_patterns() if patterns is None else patterns
        for name in allow:
            if name not in known:
                raise BadPatterns(
                    f"Không có mẫu bot nào tên là {name!r} để bỏ qua.",
                    f"There is no pattern of a bot {name!r} to be left out.",
                )
        used = [pattern for pattern in known if pattern not in allow]
        words = {pattern: plain_word(pattern) for pattern in used}
        self._start, self._found, self._classes = _automaton(
            word.encode() for word in words.values() if word is not None
        )
        self._expressions = _expressions(pattern for pattern, word in words.items() if word is None)

    def is_bot(self, user_agent: str) -> bool:
        """Whether `user_agent` says that it is a bot; one that says nothing (empty or `-`) does.

        Only the first 512 bytes are looked at, in as many steps as there are, whatever they hold
        (`bench/counter/bots.py` measures them).
        """
        if not user_agent.strip(" \t-"):
            return True
        agent = user_agent[:LONGEST].encode("utf-8", "surrogatepass")[:LONGEST]
        return (
            reduce(getitem, agent.translate(self._classes), self._start) is self._found
            or self._expressions.Match(agent) is not None
        )


@cache
def _all_bots() -> Bots:
    return Bots()


def is_bot(user_agent: str) -> bool:
    """As `Bots.is_bot`, with every pattern of the package."""
    return _all_bots().is_bot(user_agent)


def known_patterns() -> list[str]:
    """The patterns of the installed package, in its order; raises `BadPatterns` if unreadable."""
    # Not imported: the package reads its data in the encoding of the system, whatever that is.
    found = importlib.util.find_spec(PACKAGE)
    try:
        if found is None or found.origin is None:
            raise FileNotFoundError(PACKAGE)
        rows = json.loads(Path(found.origin).with_name(DATA).read_text("utf-8"))
        patterns = [str(row["pattern"]) for row in rows]
    except (OSError, ValueError, TypeError, KeyError):
        patterns = []
    if not patterns:
        raise BadPatterns(
            "Không đọc được danh sách bot của gói crawler-user-agents; hãy cài lại các gói.",
            "The list of bots of the package crawler-user-agents is unreadable; install it again.",
        )
    return patterns


def plain_word(pattern: str) -> str | None:
    """The only text that `pattern` matches, or None if it is a real expression."""
    if _SPECIAL.search(_ESCAPED.sub("", pattern)):
        return None
    return _ESCAPED.sub(r"\1", pattern)


def _automaton(words: Iterable[bytes]) -> tuple[State, State, bytes]:
    """That of Aho and Corasick with every transition made: start, the state after a word, classes.

    States are lists that hold each other, so that a whole agent is read in one loop in C.
    """
    words = list(words)
    letters = sorted(set(b"".join(words)))
    classes = bytearray(256)  # class 0: bytes in no word
    for number, letter in enumerate(letters, start=1):
        classes[letter] = number
    size = len(letters) + 1
    found: State = []
    found.extend([found] * size)
    start: State = []
    start.extend([start] * size)
    trie = _trie(word.translate(classes) for word in words)
    # Breadth first: where to go on after a mismatch is nearer the start, hence whole already.
    waiting = deque([(start, start, trie)])
    while waiting:
        state, shorter, branch = waiting.popleft()
        if state is not start:
            state.extend(shorter)
        for letter, below in branch.items():
            after = start if state is start else shorter[letter]
            if not below or after is found:
                state[letter] = found
            else:
                state[letter] = []
                waiting.append((state[letter], after, below))
    return start, found, bytes(classes)


class _Branch(dict[int, "_Branch"]):
    """What may follow the letters so far; nothing where a word ends."""


def _trie(words: Iterable[bytes]) -> _Branch:
    top = _Branch()
    # Shorter ones first: a word that begins with another needs no place of its own.
    for word in sorted(words, key=len):
        if not word:
            raise BadPatterns(
                "Danh sách bot có một mẫu rỗng, khớp với mọi trình duyệt.",
                "The list of bots has an empty pattern, which any browser matches.",
            )
        branch, fresh = top, False
        for letter in word:
            if not fresh and branch is not top and not branch:
                break
            if letter not in branch:
                branch[letter] = _Branch()
                fresh = True
            branch = branch[letter]
    return top


def _expressions(patterns: Iterable[str]) -> re2.Set:
    options = re2.Options()
    options.log_errors = False  # said by the exception
    # Bytes as they are: an agent cut inside a letter, or not UTF-8 at all, is still looked at.
    options.encoding = re2.Options.Encoding.LATIN1
    made = re2.Set.SearchSet(options)
    pattern = ""
    try:
        for pattern in patterns:
            made.Add(pattern)
        made.Compile()
    except re2.error:
        raise BadPatterns(
            f"RE2 không hiểu mẫu bot {pattern!r}; bộ đếm không chạy với danh sách thiếu.",
            f"RE2 cannot read the pattern of a bot {pattern!r}; nothing runs with a shorter list.",
        ) from None
    return made
