"""Figures of time that are more than a number: lengths (12 hours) and terms of years (2026–2035),
each with one key in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from portal.figure_form import NUMBER, RANGE
from portal.number_word import words_of

UNITS = {
    "vi": {"phút": "minute", "giờ": "hour", "ngày": "day", "tuần": "week", "tháng": "month",
           "năm": "year"},
    "en": {name: name for name in ("minute", "hour", "day", "week", "month", "year")},
}  # fmt: skip
# Within a paragraph, also where a line ends.
GAP = r"(?:[^\S\n]+\n?[^\S\n]*|\n[^\S\n]*)"
AFTER = {
    "vi": re.compile(rf"{GAP}({'|'.join(UNITS['vi'])})\b", re.IGNORECASE),
    "en": re.compile(rf"(?:{GAP}|-)({'|'.join(UNITS['en'])})s?\b", re.IGNORECASE),
}
# «tháng 5 năm 2020», «12 tháng 5», «số 7 ngày 15»: dates, no lengths.
DATED = re.compile(r"\s+\d")
MONTH = re.compile(r"tháng\s+\Z", re.IGNORECASE)


class Time(NamedTuple):
    """A `length`, a `range` of years, or a `span` of years which words join: a writer may have put
    those together."""

    kind: str
    key: str
    start: int
    end: int


def times(text: str, lang: str) -> Iterator[Time]:
    """The lengths of time and terms of years in `text`."""
    for match in RANGE.finditer(text):
        kind = "range" if match["dash"] else "span"
        yield Time(kind, f"{match['first']}–{match['last']}", *match.span())
    for number, start, end in _counts(text, lang):
        unit = AFTER[lang].match(text, end)
        if unit and not _dated(text, start, unit):
            name = UNITS[lang][unit[1].lower()]
            yield Time("length", f"{number} {name}", start, unit.end())


def _counts(text: str, lang: str) -> Iterator[tuple[int, int, int]]:
    for match in NUMBER.finditer(text):
        if match[0].isdigit() and len(match[0]) < 4:
            yield int(match[0]), *match.span()
    for word in words_of(text, lang):
        # A day and a year are often no more than any.
        if word.kind == "count" and word.value > 1:
            yield word.value, word.start, word.end


def _dated(text: str, start: int, unit: re.Match[str]) -> bool:
    if unit[1].lower() == "năm":
        return MONTH.search(text, max(start - 12, 0), start) is not None
    return unit[1].lower() in ("ngày", "tháng") and DATED.match(text, unit.end()) is not None
