"""Words and the phrases that they make: how a text is searched for forms, whatever their case,
their line breaks and the place of their tone marks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from portal.language import fold
from portal.search_text import exact

WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
T = TypeVar("T")


class Token(NamedTuple):
    """A word of a text: its place, its normal form, that without diacritics, what stands before."""

    start: int
    end: int
    word: str
    folded: str
    gap: str


def normal(word: str) -> str:
    """`word` in lower case, with a plain apostrophe and its tone where the present rules put it."""
    return exact(word.lower().replace("’", "'").replace("ʼ", "'"))


@lru_cache(maxsize=8192)  # each check of a preview asks for those of the last
def tokens(text: str) -> tuple[Token, ...]:
    """The words of `text` (in NFC), in order."""
    found = []
    end = 0
    for match in WORD.finditer(text):
        gap = _gap(text[end : match.start()])
        found.append(Token(*match.span(), *_normal(match[0]), gap))
        end = match.end()
    return tuple(found)


@lru_cache(maxsize=200_000)
def _normal(word: str) -> tuple[str, str]:
    plain = normal(word)
    return plain, fold(plain)


def _gap(between: str) -> str:
    """What stands between two words: a space for any, also where a line ends."""
    return "¶" if between.count("\n") > 1 else between.strip() or " "


class Span(NamedTuple, Generic[T]):
    """Words of a text that are a phrase: the numbers of the first and of the one after the last."""

    first: int
    after: int
    payload: T


class Phrases(Generic[T]):
    """Phrases, each with something to say of it, found in a text in one go."""

    def __init__(self, phrases: Iterable[tuple[str, T]], *, folded: bool = False) -> None:
        """`folded` looks for the phrases whatever their diacritics."""
        self._folded = folded
        self._by_first: dict[str, list[tuple[list[str], list[str], T]]] = defaultdict(list)
        for phrase, payload in phrases:
            words = tokens(phrase)
            if words:
                keys = [self._key(word) for word in words]
                gaps = [word.gap for word in words[1:]]
                self._by_first[keys[0]].append((keys, gaps, payload))

    def _key(self, token: Token) -> str:
        return token.folded if self._folded else token.word

    def find(self, words: Sequence[Token]) -> Iterator[Span[T]]:
        """Every place in `words` where one of the phrases stands."""
        for first, word in enumerate(words):
            for keys, gaps, payload in self._by_first.get(self._key(word), ()):
                after = first + len(keys)
                here = words[first:after]
                if [self._key(item) for item in here] == keys and _same_gaps(here, gaps):
                    yield Span(first, after, payload)


def _same_gaps(words: Sequence[Token], gaps: list[str]) -> bool:
    """Whether the marks between `words` are those of a phrase; in long ones a comma may be missing
    or a dash be another."""
    there = [word.gap for word in words[1:]]
    if there == gaps:
        return True
    loose = {",": " ", "–": "-"}
    return len(words) > 3 and [loose.get(gap, gap) for gap in there] == [
        loose.get(gap, gap) for gap in gaps
    ]
