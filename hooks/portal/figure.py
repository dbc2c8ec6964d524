"""Figures of a text: dates, numbers, percentages, numbers of documents, articles that it cites.

Each has a key that is the same however either language writes it: «23 tháng 8 năm 2018», 23/8/2018
and "23 August 2018" are 2018-08-23; 3.005 in Vietnamese and 3,005 in English are 3005.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache, partial
from typing import NamedTuple

from portal.figure_form import (
    CITATIONS,
    CLOCK,
    DATES,
    DOCUMENT,
    MEASURES,
    NUMBER,
    ORDINAL,
    PERCENT,
    ROMAN,
    SCALE,
    SCALES,
    SHORT,
    VERSION,
    WRITTEN,
)
from portal.language import MONTHS, ascii_letters
from portal.number_word import roman, words_of
from portal.time_figure import times


class Figure(NamedTuple):
    """One figure: its kind, its key, and where in the text it stands."""

    kind: str
    key: str
    start: int
    end: int


def figures(text: str, lang: str, names: re.Pattern[str] | None = None) -> list[Figure]:
    """The figures of `text`, in order; those in `names`, such as «5 không, 3 sạch», are none."""
    return [*_figures(text, lang, names)]


# Each gate asks for those of the same texts, and each check of a preview for those of the last.
@lru_cache(maxsize=8192)
def _figures(text: str, lang: str, names: re.Pattern[str] | None) -> tuple[Figure, ...]:
    rest = text if names is None else names.sub(_blank, text)
    if not SOME_FIGURE.search(rest):
        return ()
    found: list[Figure] = []
    rest = _take(rest, DOCUMENT, _document, found)
    lower = _lower(rest)
    dated = SOME_MONTH.search(lower) is not None
    for form, read in LOWER[lang]:
        if dated or read is not _date:
            lower = _take(lower, form, read, found)
    rest = "".join("\0" if low == "\0" else char for low, char in zip(lower, rest, strict=True))
    for form, read in CASED:
        rest = _take(rest, form, read, found)
    found += _numbers(rest, lang)
    return tuple(sorted(found, key=lambda figure: figure.start))


def _take(text: str, form: re.Pattern[str], read: Reader, found: list[Figure]) -> str:
    """`text` without what `form` finds there, which is put into `found` as it is read."""

    def take(match: re.Match[str]) -> str:
        taken = [*read(match)]
        found.extend(taken)
        # What is read as nothing is left for what comes after.
        return _blank(match) if taken else match[0]

    return form.sub(take, text)


def _lower(text: str) -> str:
    """`text` in lower case, each letter in its place: a few become two."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


@lru_cache(maxsize=8192)
def more_figures(text: str, lang: str, names: re.Pattern[str] | None = None) -> tuple[Figure, ...]:
    """What `text` says besides its `figures`: numbers in words (of the kinds of `Word`), lengths
    and terms of time (of the kinds of `Time`)."""
    rest = text if names is None else names.sub(_blank, text)
    words = (Figure(word.kind, word.key, word.start, word.end) for word in words_of(rest, lang))
    return (*words, *(Figure(*time) for time in times(rest, lang)))


# Without one of these a text has no figures, or no date.
SOME_FIGURE = re.compile(r"[\dIVX]")
SOME_MONTH = re.compile(rf"tháng|\d[/.-]\d|{'|'.join(MONTHS).lower()}")
TIMES = ("length", "range", "span")
Reader = Callable[[re.Match[str]], Iterator[Figure]]


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "\0", match[0])


def _document(match: re.Match[str]) -> Iterator[Figure]:
    yield Figure("document", document_key(match[0]), *match.span())


def document_key(number: str) -> str:
    """The number of a document without regard to diacritics, which English pages leave out."""
    return ascii_letters(number).upper()


def _short(match: re.Match[str]) -> Iterator[Figure]:
    yield Figure("short", str(int(match["number"])), *match.span("number"))


def _each(kind: str, match: re.Match[str]) -> Iterator[Figure]:
    for number in re.finditer(r"\d+|\b[ivx]+\b", match[0]):
        start = match.start() + number.start()
        value = int(number[0]) if number[0].isdigit() else roman(number[0].upper())
        yield Figure(kind, str(value), start, start + len(number[0]))


def _date(match: re.Match[str]) -> Iterator[Figure]:
    parts = match.groupdict()
    name = parts["month"]
    month = MONTHS.index(name.capitalize()) + 1 if name.isalpha() else int(name)
    days = [int(day) for day in re.findall(r"\d+", parts.get("days") or "")]
    if not 1 <= month <= 12 or any(not 1 <= day <= 31 for day in days):
        # 11/19 may be a share; a month by name is none.
        if "tháng" in match[0] and parts.get("year"):
            yield Figure("date", f"?{' '.join(match[0].split())}", *match.span())
        return
    head = f"{parts.get('year') or '-'}-{month:02}"
    for day in days or [0]:
        yield Figure("date", f"{head}-{day:02}" if day else head, *match.span())


def _version(match: re.Match[str]) -> Iterator[Figure]:
    yield Figure("number", f"v{match[1]}", *match.span(1))


def _ordinal(match: re.Match[str]) -> Iterator[Figure]:
    yield Figure("ordinal", str(int(match[1] or match[2])), *match.span())


def _roman(match: re.Match[str]) -> Iterator[Figure]:
    if value := roman(match[0]):
        yield Figure("ordinal", str(value), *match.span())


def _clock(match: re.Match[str]) -> Iterator[Figure]:
    yield Figure("number", match[0].replace("h", ":"), *match.span())


def _numbers(text: str, lang: str) -> Iterator[Figure]:
    for match in NUMBER.finditer(text):
        end = match.end()
        digits = "".join(match[0].split())
        if not WRITTEN[lang].fullmatch(digits):
            # Marks of the other language: no number that can be trusted.
            yield Figure("number", f"?{match[0]}", match.start(), end)
            continue
        plain = digits.replace("." if lang == "vi" else ",", "").replace(",", ".")
        value = Decimal(plain)
        while scale := SCALE.match(text, end):
            value *= 10 ** SCALES[scale[1].lower()]
            end = scale.end()
        percent = PERCENT.match(text, end)
        key = format(value.normalize(), "f") + ("%" if percent else "")
        yield Figure("number", key, match.start(), percent.end() if percent else end)


def _compile(form: str) -> re.Pattern[str]:
    return re.compile(form.replace(" ", r"\s+"))


LOWER: dict[str, list[tuple[re.Pattern[str], Reader]]] = {
    lang: [
        (_compile(MEASURES[lang]), partial(_each, "measure")),
        *((re.compile(form), _date) for form in DATES[lang][:-1]),
        *((_compile(CITATIONS[of]), partial(_each, "citation")) for of in ("vi", "en")),
        (re.compile(DATES[lang][-1]), _date),
        *((_compile(SHORT[of]), _short) for of in ("vi", "en")),
    ]
    for lang in ("vi", "en")
}
CASED: list[tuple[re.Pattern[str], Reader]] = [
    (VERSION, _version), (CLOCK, _clock), (ORDINAL, _ordinal), (ROMAN, _roman),
]  # fmt: skip


MARKS = {"ordinal": "#", "rank": "#", "short": "§"}


def parts(figure: Figure) -> Iterator[str]:
    """The keys that `figure` supports: of a date also its month, its year and its day in a year."""
    # Where there is a 13th Congress or a Directive 21, there are not so many of anything.
    yield f"{MARKS.get(figure.kind, '')}{figure.key}"
    if figure.kind == "document":
        yield from _of_document(figure.key)
    if figure.key.startswith("--"):
        yield figure.key[:4]
    elif figure.kind == "date":
        year, _, rest = figure.key.partition("-")
        yield from (year, f"{year}-{rest[:2]}", f"--{rest}", f"--{rest[:2]}")


def _of_document(key: str) -> Iterator[str]:
    """A document's number is also known by its year and by what stands before its first mark."""
    if found := re.match(r"\d+[A-Z]?/(\d{4})/", key):
        yield found[1]


def leading(number: str) -> str:
    """939 of 939/QĐ-TTg: how people call a document for short; '' where there is none."""
    found = re.match(r"\d+", number)
    return str(int(found[0])) if found else ""


def keys_of(texts: Iterable[tuple[str, str]], names: re.Pattern[str] | None = None) -> set[str]:
    """What the `texts`, each in its language, support: their figures, and numbers in words."""
    found: set[str] = set()
    for lang, text in texts:
        # The number of an article or of a measure says nothing of how many there are of anything.
        found |= {
            key for figure in figures(text, lang, names) for key in parts(figure)
            if figure.kind not in ("citation", "measure")
        }  # fmt: skip
        found |= {
            key for figure in more_figures(text, lang, names) for key in parts(figure)
            if figure.kind != "name"
        }  # fmt: skip
    return found


def simplest(wrong: list[Figure]) -> Iterator[Figure]:
    """Those of `wrong`, in order, but for times whose number is wrong by itself."""
    starts = [figure.start for figure in wrong if figure.kind not in TIMES]
    for figure in wrong:
        inside = bisect_left(starts, figure.end) - bisect_left(starts, figure.start)
        if figure.kind not in TIMES or not inside:
            yield figure
