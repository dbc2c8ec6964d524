"""The words of the site: its glossary, its word list, and what is wrong with a text by them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from portal.language import VIETNAMESE_LETTER
from portal.model import GlossaryTerm
from portal.near_miss import NearMisses
from portal.passage import Passage
from portal.phrase import Phrases, Span, Token, tokens
from portal.records import Records
from portal.search_text import NEW_TONE, OLD_TONE
from portal.word_list import WordList

# An open syllable with its tone where the old rules do not put it.
NEW_PLACE = re.compile(r"(òa|óa|ỏa|õa|ọa|òe|óe|ỏe|õe|ọe|(?<!q)(?:ùy|úy|ủy|ũy|ụy))$")
BACK = {new: old for old, new in NEW_TONE.items()}
QUOTES = tuple("“”\"'‘’«»")
PARENTHESIS = re.compile(r"\s*\([^)]*\)")


class Slip(NamedTuple):
    """What is wrong in a text: the rule, the phrase, the right form, the letters to point at."""

    rule: str
    start: int
    end: int
    right: str
    mark: tuple[int, int]


class TermBase:
    """What `records` say of words. An exception that a text needs is noted as used."""

    def __init__(self, records: Records) -> None:
        glossary = records.singles.get("glossary.yml")
        terms: tuple[GlossaryTerm, ...] = glossary.terms if glossary else ()
        self.list: WordList = records.singles.get("words.yml") or WordList()
        self.used: set[int] = set()
        self._forms = {lang: Phrases(_forms(terms, self.list, lang)) for lang in ("vi", "en")}
        self._take([*_vietnamese(terms), *self.list.spelling])
        # The name of an agency is right as far as the words in it are.
        agencies = records.collections.get("agencies", {}).values()
        self._take([*self.right, *(item.name.vi for item in agencies if self._spelt(item.name.vi))])
        english = [form for term in terms for form in _english(term)]
        self._near = {
            lang: NearMisses((bare for form in right if (bare := PARENTHESIS.sub("", form))), lang)
            for lang, right in (("vi", self.right), ("en", english))
        }
        self._exceptions = Phrases(
            (item.form, number) for number, item in enumerate(self.list.exceptions)
        )

    def _take(self, right: list[str]) -> None:
        """Take the phrases `right` for rightly spelt, and what differs in diacritics alone not."""
        self.right = [bare for form in right if (bare := PARENTHESIS.sub("", form))]
        self._diacritics = Phrases(
            ((form, form) for form in self.right if len(tokens(form)) > 1), folded=True
        )
        self._right = Phrases((form, form) for form in (*self.right, *self.list.also_right))

    def _spelt(self, name: str) -> bool:
        words = tokens(name)
        return not any(True for _ in self._misspelt(words, "vi", [0] * len(words)))

    def slips(self, passage: Passage) -> Iterator[Slip]:
        """What is wrong in `passage` and no exception allows, in order."""
        words = tokens(passage.text)
        exempt = sorted(
            (words[span.first].start, words[span.after - 1].end, span.payload)
            for span in self._exceptions.find(words)
            if fnmatchcase(passage.path, self.list.exceptions[span.payload].where)
        )
        starts = [start for start, _, _ in exempt]
        covered = [0] * len(words)
        slips = [*self._avoided(words, passage.lang, covered)]
        slips += [
            slip for slip in self._misspelt(words, passage.lang, covered)
            if not _typed(passage.text, slip)
        ]  # fmt: skip
        slips += self._tones(words, passage.text)
        slips += self._misspelt_by_a_letter(words, passage.lang, covered)
        for slip in sorted(slips, key=lambda slip: slip.start):
            before = bisect_right(starts, slip.start)
            allowed = {number for _, end, number in exempt[max(before - 9, 0) : before]
                       if slip.end <= end}  # fmt: skip
            self.used |= allowed
            if not allowed:
                yield slip

    def _avoided(self, words: Sequence[Token], lang: str, covered: list[int]) -> Iterator[Slip]:
        langs = ("vi", "en") if lang == "en" else ("vi",)
        spans = [(span, of) for of in langs for span in self._forms[of].find(words)]
        for span, of in sorted(spans, key=lambda item: item[0].first - item[0].after):
            here = words[span.first : span.after]
            # A comma may be missing in what is looked for, and be all that makes it right.
            if (of == lang or _has_marks(here)) and not _is(here, span.payload):
                _cover(covered, span)
                whole = (here[0].start, here[-1].end)
                yield Slip("term-avoided", *whole, span.payload, whole)

    def _misspelt(self, words: Sequence[Token], lang: str, covered: list[int]) -> Iterator[Slip]:
        """Terms with wrong diacritics, but none within a slip or within a right phrase as long."""
        found = [*self._diacritics.find(words)]
        if not found:
            return
        # What is right and no shorter wins: địa giới tỉnh, bình đẳng giới tỉnh nào.
        for right in self._right.find(words):
            _cover(covered, right, right.after - right.first)
        for span in sorted(found, key=lambda span: (span.first - span.after, span.first)):
            here = words[span.first : span.after]
            meant = [word.word for word in tokens(span.payload)]
            wrong = [word for word, form in zip(here, meant, strict=True) if word.word != form]
            inside = max(covered[span.first : span.after]) >= len(here)
            if not wrong or inside or (lang == "en" and not _has_marks(here)):
                continue
            # Of two syllables one alone is a slip; both are likely other words: để ăn, đề án.
            if len(here) > 2 or len(wrong) == 1 or not _has_marks(here):
                _cover(covered, span)
                mark = (wrong[0].start, wrong[0].end)
                yield Slip("term-diacritics", here[0].start, here[-1].end, span.payload, mark)

    def _misspelt_by_a_letter(
        self, words: Sequence[Token], lang: str, covered: list[int]
    ) -> Iterator[Slip]:
        found = self._near[lang].find(words)
        for span, word in sorted(found, key=lambda item: item[0].first - item[0].after):
            if max(covered[span.first : span.after]) < span.after - span.first:
                _cover(covered, span)
                place = words[span.first].start, words[span.after - 1].end
                yield Slip("term-misspelt", *place, span.payload, (word.start, word.end))

    def _tones(self, words: Iterable[Token], text: str) -> Iterator[Slip]:
        form, put = (NEW_PLACE, BACK) if self.list.tone_marks == "old" else (OLD_TONE, NEW_TONE)
        for word in words:
            written = text[word.start : word.end]
            found = None if written.isascii() else form.search(written.lower())
            if found:
                right = written[: found.start()] + _cased(put[found[0]], written[found.start() :])
                yield Slip("tone-mark", word.start, word.end, right, (word.start, word.end))


def _forms(terms: Iterable[GlossaryTerm], words: WordList, lang: str) -> Iterator[tuple[str, str]]:
    """Each form not to be used in `lang`, with the right one."""
    for term in terms:
        right = term.term.best(lang)[0]
        for form in getattr(term.avoid, lang) if term.avoid else ():
            yield form, right
    for wrong in words.avoid:
        if wrong.lang == lang:
            for form in wrong.forms:
                yield form, wrong.use


def _vietnamese(terms: Iterable[GlossaryTerm]) -> Iterator[str]:
    for term in terms:
        yield term.term.vi
        yield from term.also.vi if term.also else ()


def _is(words: Sequence[Token], phrase: str) -> bool:
    """Whether `words` are `phrase`, the marks between them included."""
    meant = tokens(phrase)
    return [(word.word, word.gap) for word in words[1:]] == [
        (word.word, word.gap) for word in meant[1:]
    ] and words[0].word == (meant[0].word if meant else "")


def _english(term: GlossaryTerm) -> Iterator[str]:
    yield term.term.en or ""
    yield from term.also.en if term.also else ()


def _cover(covered: list[int], span: Span[Any], length: int = 99) -> None:
    """Note that the words of `span` belong to a phrase of that many words."""
    for at in range(span.first, span.after):
        covered[at] = max(covered[at], length)


def _typed(text: str, slip: Slip) -> bool:
    """Whether the words show, in quotation marks, what somebody types on a phone."""
    quoted = text[: slip.start][-1:] in QUOTES and text[slip.end :][:1] in QUOTES
    return quoted and bool(text[slip.start : slip.end]) and text[slip.start : slip.end].isascii()


def _has_marks(words: Iterable[Token]) -> bool:
    return any(VIETNAMESE_LETTER.search(word.word) for word in words)


def _cased(letters: str, like: str) -> str:
    return "".join(
        letter.upper() if shape.isupper() else letter
        for letter, shape in zip(letters, like, strict=True)
    )
