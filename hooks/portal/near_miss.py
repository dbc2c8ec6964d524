"""Phrases with a letter too many, too few or wrong, as fingers make them: gender equalty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from portal.foreign_text import SYLLABLE
from portal.phrase import Span, Token, tokens

# Shorter words are too often one letter from another.
SHORTEST = {"vi": 3, "en": 5}


class NearMisses:
    """The `phrases` of `lang`, each of two words or more, found with one word a letter off."""

    def __init__(self, phrases: Iterable[str], lang: str) -> None:
        self._lang = lang
        self._places: dict[str, list[tuple[tuple[Token, ...], int, str]]] = defaultdict(list)
        self._shorter: dict[str, set[str]] = defaultdict(set)
        self._meant: dict[str, tuple[str, ...]] = {}
        for phrase in phrases:
            words = tokens(phrase)
            for number, word in enumerate(words if len(words) > 1 else ()):
                key = self._key(word)
                self._places[key].append((words, number, phrase))
                for form in _without_a_letter(key) if len(key) >= SHORTEST[lang] else ():
                    self._shorter[form].add(key)

    def _key(self, word: Token) -> str:
        return word.folded if self._lang == "vi" else word.word

    def find(self, words: Sequence[Token]) -> Iterator[tuple[Span[str], Token]]:
        """Every place in `words` where a phrase stands with one word a letter off, and that."""
        for at, word in enumerate(words):
            key = self._key(word)
            for meant in self._words_meant(key):
                for phrase, number, text in self._places[meant]:
                    first = at - number
                    here = words[max(first, 0) : first + len(phrase)]
                    if _same_but(here, phrase, number):
                        yield Span(first, first + len(phrase), text), word

    def _words_meant(self, key: str) -> tuple[str, ...]:
        """The words of phrases that `key`, which is none, is one letter from."""
        if key not in self._meant:
            near: set[str] = set()
            # What can be a Vietnamese syllable is most often another word.
            other = self._lang == "vi" and SYLLABLE.fullmatch(key)
            if key not in self._places and not other:
                near |= {
                    form for part in _without_a_letter(key) for form in self._shorter.get(part, ())
                }
            self._meant[key] = tuple(sorted(form for form in near if not _inflected(form, key)))
        return self._meant[key]


def _without_a_letter(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _inflected(one: str, other: str) -> bool:
    """Whether both are forms of one English word: committees and committee's, measure, measured."""
    short, long = sorted((one, other), key=len)
    ending = long.removeprefix(short) if long.startswith(short) else ""
    return ending in ("s", "d", "y") or _stem(one) == _stem(other)


def _stem(word: str) -> str:
    return word.removesuffix("'").removesuffix("s").removesuffix("'")


def _same_but(words: Sequence[Token], phrase: Sequence[Token], number: int) -> bool:
    """Whether `words` are `phrase` but for the word `number`."""
    return (
        len(words) == len(phrase)
        and all(
            at == number or word.word == meant.word
            for at, (word, meant) in enumerate(zip(words, phrase, strict=True))
        )
        and all(word.gap == meant.gap for word, meant in zip(words[1:], phrase[1:], strict=True))
    )
