"""Which units a term is in, and how much it says about each: BM25, made in one pass over the units
and one over the postings, with most of them on disk."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from portal.search_pack import packed
from portal.search_text import term

K1, B = 0.9, 0.45
MOST = 300  # units of a term that are kept: the best
LARGE = 20_000  # units; from here on, pairs of one page alone are left out
PARTS = 64
BATCH = 1_000_000  # words
BITS = 22  # of a word's number: four million words
MASK = (1 << BITS) - 1
RECORD = np.dtype([("term", "<u8"), ("unit", "<u4"), ("weight", "<u2")])
Words = Sequence[str]


class Term(NamedTuple):
    """A term (`a b` for a pair, `a'á` for a word as written) with the number of its units, and
    what `search_pack.packed` says of them."""

    key: str
    size: int
    units: bytes


class Postings:
    """Collects units, then tells the terms. Units are numbered as they are added, from 0."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._numbers: dict[str, int] = {}  # of words as they are indexed, from 1
        self._known: dict[str, int] = {}  # a word as written: the number of its term and its own
        self._pages = array("I")
        self._lengths: list[np.ndarray] = []
        # Each is closed once it is read, or with its postings.
        self._parts = [tempfile.SpooledTemporaryFile(1 << 20) for _ in range(PARTS)]  # noqa: SIM115
        self._clear()

    def _clear(self) -> None:
        self._words: list[int] = []
        self._sizes: list[int] = []
        self._weights: list[int] = []
        self._units: list[int] = []
        self._first = len(self._pages)

    def __len__(self) -> int:
        return len(self._pages)

    def add(
        self, page: int, fields: Iterable[tuple[Words, int]], marks: Sequence[str] = ()
    ) -> None:
        """One more unit of `page`: each field as its words and their weight in quarters. `marks`
        are terms that are no words."""
        unit = len(self._pages)
        self._pages.append(page)
        known = self._known
        for words, weight in fields:
            for word in words:
                if word not in known:
                    known[word] = self._number(word)
            self._take([known[word] for word in words], weight, unit)
        # The fewer parts a number has, the more each of them says.
        for mark in marks:
            self._take([self._id(mark) << BITS], max(1, 24 // len(marks)), unit)
        if len(self._words) >= BATCH:
            self._flush()

    def _take(self, numbers: list[int], weight: int, unit: int) -> None:
        self._words += numbers
        self._words.append(0)  # no pair across fields
        self._sizes.append(len(numbers) + 1)
        self._weights.append(weight)
        self._units.append(unit)

    def _number(self, word: str) -> int:
        folded = term(word, self._lang)
        own = 0 if word.isascii() else self._id(f"{folded}'{word}")
        return self._id(folded) << BITS | own

    def _id(self, key: str) -> int:
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        if number > MASK:
            raise ValueError(f"more than {MASK} different words")
        return number

    def _flush(self) -> None:
        words = np.array(self._words, dtype=np.uint64)
        units = np.repeat(np.array(self._units, dtype=np.uint32), self._sizes)
        weights = np.repeat(np.array(self._weights, dtype=np.uint16), self._sizes)
        terms, own = words >> np.uint64(BITS), words & np.uint64(MASK)
        said = terms > 0
        counted = np.bincount(
            units[said] - self._first, weights[said], minlength=len(self._pages) - self._first
        )
        self._lengths.append(counted.astype(np.float32))
        both = said[:-1] & said[1:]
        written = own > 0
        keys = np.concatenate(
            [
                terms[said] << np.uint64(BITS),
                terms[:-1][both] << np.uint64(BITS) | terms[1:][both],
                own[written] << np.uint64(BITS),
            ]
        )
        where = np.concatenate([units[said], units[:-1][both], units[written]])
        much = np.concatenate([weights[said], weights[:-1][both], weights[written]])
        order = np.lexsort((where, keys))
        keys, where, much = keys[order], where[order], much[order]
        if len(keys):
            new = np.flatnonzero(_changes(keys) | _changes(where))
            records = np.empty(len(new), RECORD)
            records["term"], records["unit"] = keys[new], where[new]
            records["weight"] = np.minimum(np.add.reduceat(much.astype(np.uint64), new), 65535)
            part = (records["term"] >> np.uint64(BITS)) % np.uint64(PARTS)
            order = np.argsort(part, kind="stable")
            ends = np.searchsorted(part[order], np.arange(PARTS + 1, dtype=np.uint64))
            for number, file in enumerate(self._parts):
                file.write(records[order[ends[number] : ends[number + 1]]].tobytes())
        self._clear()

    def terms(self) -> Iterator[Term]:
        """Every term, in no order that means anything. Nothing can be added afterwards."""
        self._flush()
        if not len(self):
            return
        names = [""] * (len(self._numbers) + 1)
        for key, number in self._numbers.items():
            names[number] = key
        pages = np.frombuffer(self._pages, dtype=np.uint32)
        lengths = np.concatenate(self._lengths)
        norms = K1 * (1 - B + B * lengths / max(float(lengths.mean()), 1e-9))
        for file in self._parts:
            file.seek(0)
            records = np.frombuffer(file.read(), RECORD)
            file.close()
            records = records[np.argsort(records["term"], kind="stable")]
            yield from self._scored(records, names, pages, norms)

    def _scored(
        self, records: np.ndarray, names: list[str], pages: np.ndarray, norms: np.ndarray
    ) -> Iterator[Term]:
        if not len(records):
            return
        starts, sizes = _groups(records["term"])
        units = records["unit"].astype(np.int64)
        count = records["weight"].astype(np.float64) / 4
        rarity = np.log(1 + (len(self) - sizes + 0.5) / (sizes + 0.5))
        scores = np.repeat(rarity, sizes) * count * (K1 + 1) / (count + norms[units])
        order = np.lexsort((units, -scores, records["term"]))
        rank = np.arange(len(records)) - np.repeat(starts, sizes)
        keep = np.zeros(len(records), bool)
        keep[order[rank < MOST]] = True
        if len(self) >= LARGE:
            alone = pages[units[starts]] == pages[units[starts + sizes - 1]]
            keep &= ~np.repeat(alone & (records["term"][starts] & np.uint64(MASK) > 0), sizes)
        if not keep.any():
            return
        terms = records["term"][keep]
        starts, sizes = _groups(terms)
        lists = packed(units[keep], scores[keep], starts, sizes)
        for key, size, units_of_it in zip(
            terms[starts].tolist(), sizes.tolist(), lists, strict=True
        ):
            first, second = names[key >> BITS], key & MASK
            yield Term(f"{first} {names[second]}" if second else first, size, units_of_it)


def _groups(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where runs of equal values start, and how long each is."""
    starts = np.flatnonzero(_changes(values))
    return starts, np.diff(np.append(starts, len(values)))


def _changes(values: np.ndarray) -> np.ndarray:
    """Where a value differs from the one before; true at the start."""
    return np.concatenate([[True], values[1:] != values[:-1]])
