"""Figures of a text: dates, numbers, percentages, numbers of documents, articles that it cites.

Each has a key that is the same however either language writes it: «23 tháng 8 năm 2018», 23/8/2018
and "23 August 2018" are 2018-08-23; 3.005 in Vietnamese and 3,005 in English are 3005.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from portal.language import MONTHS, ascii_letters
from portal.number_word import number_words, roman

DOCUMENT = re.compile(
    r"(?<![\w/])\d+[a-zđ]?(?:/\d{4})?(?:/[A-ZĐ]|-[A-ZĐ][\wĐ]*/[A-ZĐ])[\w&Đ]*(?:[-/&][A-ZĐ][\w&]*)*"
)
MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
DAYS = r"(?P<days>\d{1,2}(?:\s*(?:[-–,]|và|đến|and|to)\s*(?:ngày\s+)?\d{1,2}){0,6})"
YEAR = r"(?P<year>[12]\d{3})"
M = r"(?P<month>\d{1,2})"
# «ngày 10 và bế mạc ngày 11 tháng 3 năm 2022»: the month of the first day comes with the last.
# «từ tháng 9 đến tháng 12 năm 2025»: so with months and their year.
SOME_MONTH = MONTH.replace("?P<month>", "?:")
FIRST_DAY = r"(?P<days>\d{1,2})(?=[^.;\n\d]{1,60}?"
DATES = {
    "vi": (
        rf"ngày\s+{FIRST_DAY}ngày\s+\d{{1,2}}\s+tháng\s+{M}\s+năm\s+{YEAR})",
        rf"(?<![\d/]){DAYS}\s+tháng\s+{M}\s*(?:năm\s+|/){YEAR}",
        rf"(?<![\d/]){DAYS}[/.]{M}[/.]{YEAR}(?!\d)",
        rf"(?<!\d){YEAR}-(?P<month>\d\d)(?:-(?P<days>\d\d))?(?!\d)",
        rf"tháng\s+{M}(?=\s*(?:đến|và|[-–])\s*(?:hết\s+)?tháng\s+\d{{1,2}}\s*(?:năm\s+|/){YEAR})",
        rf"tháng\s+{M}\s*(?:năm\s+|/\s*){YEAR}",
        rf"(?<![\d/]){M}/{YEAR}(?!\d)",
        rf"(?<![\d/]){DAYS}\s+tháng\s+{M}(?!\d)",
        rf"(?<![\d/]){DAYS}/{M}(?![\d/])",
        rf"tháng\s+{M}(?!\d)",
    ),
    "en": (
        rf"on\s+{FIRST_DAY}on\s+\d{{1,2}}\s+{MONTH}\s+{YEAR})",
        rf"(?<![\d/]){DAYS}\s+{MONTH},?\s+{YEAR}",
        rf"{MONTH}\s+{DAYS},\s*{YEAR}",
        rf"(?<!\d){YEAR}-(?P<month>\d\d)(?:-(?P<days>\d\d))?(?!\d)",
        rf"(?<![\d/]){DAYS}/{M}/{YEAR}(?!\d)",
        rf"{MONTH}(?=\s*(?:to|and|until|[-–])\s*(?:{SOME_MONTH})\s+{YEAR})",
        rf"{MONTH}\s+{YEAR}",
        rf"(?<![\d/]){DAYS}\s+{MONTH}\b",
        rf"{MONTH}\s+{DAYS}(?!\d)",
    ),
}
# 25, 17a, II, IV.2, 25(1)(a), 3(9) and (10): articles, clauses and parts.
LIST = (
    r"(?:\d{1,3}[a-zđ]?|[IVX]{1,6})(?:\.\d{1,2}){0,4}(?![.,]?\d|\w)(?:\(\w{1,4}\)){0,4}"
    r"(?:\s*(?:,|và|and|or|to|[-–])\s*\(\w{1,4}\)){0,9}"
)
# What follows a sum or a count and never an article: khoản 500 triệu.
NO_SUM = r"(?!\s*(?:%|đồng|triệu|tỷ|nghìn|năm\b|years?\b|percent|per cent))"
MORE = (
    rf"(?:(?:,\s*{LIST}){{0,20}},?\s*(?:và|hoặc|đến|and|or|to|[-–])\s*"
    rf"(?:(?:Điều|khoản)\s+)?{LIST})?"
)
CITATIONS = {
    "vi": rf"(?<!\w)(?:điều|khoản|chương|mục|phần)\s+(?:từ\s+)?{LIST}{MORE}{NO_SUM}",
    "en": r"(?<!\w)(?:articles?|clauses?|points?|chapters?|sections?|parts?|paragraphs?)\s+"
    rf"{LIST}{MORE}{NO_SUM}",
}
MEASURES = {
    "vi": r"(?<!\w)(?:nhiệm\s+vụ|giải\s+pháp|biện\s+pháp)(?:\s+(?:số|thứ))?\s+"
    rf"{LIST}{MORE}{NO_SUM}",
    "en": rf"(?<!\w)(?:measures?|groups?|tasks?)\s+{LIST}{MORE}{NO_SUM}",
}
SHORT = {
    "vi": r"(?:đề\s+án|quyết\s+định|nghị\s+định|nghị\s+quyết|chỉ\s+thị|thông\s+tư|luật|kế\s+hoạch"
    r"|chiến\s+lược|chương\s+trình)\s+(?:số\s+)?(?P<number>\d{1,4})(?![.,]?\d|\s*(?:năm|%))",
    "en": r"(?:project|scheme|decision|decree|resolution|directive|circular|law|plan|strategy"
    r"|programme)\s+(?:no\.?\s+)?(?P<number>\d{1,4})(?![.,]?\d|\s*(?:years?|%|per))",
}
NUMBER = re.compile(r"(?<!\w)(?<![^\W\d_][-–])\d{1,30}(?:[.,]\d{1,30}){0,9}(?!\d)")
PERCENT = re.compile(r"\s*(?:%|phần\s+trăm|per\s?cent\b)", re.IGNORECASE)
# Versions, the same in both languages: WCAG 2.2.
VERSION = re.compile(
    r"\b(?!USD|VND|EUR|AUD)[A-Z]{2,}(?:[ -][A-Z]{2,})*\)?\s+(\d{1,2}(?:\.\d{1,2})+)(?!\d)"
)
CLOCK = re.compile(r"(?<!\d)\d{1,2}(?::|h)[0-5]\d(?!\d)")
ROMAN = re.compile(r"\b[IVX]{2,6}\b|(?:(?<=khóa )|(?<=thứ ))[IVX]\b")
ORDINAL = re.compile(
    r"(?<!\w)(\d{1,4})(?:st|nd|rd|th)\b|(?:(?<=thứ )|(?<=khóa ))(\d{1,4})(?![.,]?\d)"
)
SCALES = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9,
          "thousand": 3, "million": 6, "billion": 9, "trillion": 12}  # fmt: skip
SCALE = re.compile(
    rf"\s+({'|'.join(SCALES)})\b(?!\s+(?:lệ|số|trọng|giá|suất|phú)\b)", re.IGNORECASE
)
WRITTEN = {
    "vi": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"),
    "en": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
}


class Figure(NamedTuple):
    """One figure: its kind, its key, and where in the text it stands."""

    kind: str
    key: str
    start: int
    end: int


def figures(text: str, lang: str, names: re.Pattern[str] | None = None) -> list[Figure]:
    """The figures of `text`, in order; those in `names`, such as «5 không, 3 sạch», are none."""
    found: list[Figure] = []
    rest = text if names is None else names.sub(_blank, text)
    for form, read in _readers(lang):

        def take(match: re.Match[str], read: Reader = read) -> str:
            taken = [*read(match)]
            found.extend(taken)
            # What is read as nothing is left for what comes after.
            return _blank(match) if taken else match[0]

        rest = form.sub(take, rest)
    found += _numbers(rest, lang)
    return sorted(found, key=lambda figure: figure.start)


Reader = Callable[[re.Match[str]], Iterator[Figure]]


def _readers(lang: str) -> list[tuple[re.Pattern[str], Reader]]:
    return READERS[lang]


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
    for number in re.finditer(r"\d+|\b[IVX]+\b", match[0]):
        start = match.start() + number.start()
        value = int(number[0]) if number[0].isdigit() else roman(number[0])
        yield Figure(kind, str(value), start, start + len(number[0]))


def _date(match: re.Match[str]) -> Iterator[Figure]:
    parts = match.groupdict()
    name = parts["month"]
    month = MONTHS.index(name.capitalize()) + 1 if name.isalpha() else int(name)
    days = [int(day) for day in re.findall(r"\d+", parts.get("days") or "")]
    if not 1 <= month <= 12 or any(not 1 <= day <= 31 for day in days):
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
        if not WRITTEN[lang].fullmatch(match[0]):
            # Marks of the other language: no number that can be trusted.
            yield Figure("number", f"?{match[0]}", match.start(), end)
            continue
        plain = match[0].replace("." if lang == "vi" else ",", "").replace(",", ".")
        value = Decimal(plain)
        while scale := SCALE.match(text, end):
            value *= 10 ** SCALES[scale[1].lower()]
            end = scale.end()
        percent = PERCENT.match(text, end)
        key = format(value.normalize(), "f") + ("%" if percent else "")
        yield Figure("number", key, match.start(), percent.end() if percent else end)


def _compile(form: str) -> re.Pattern[str]:
    return re.compile(form.replace(" ", r"\s+"), re.IGNORECASE)


READERS: dict[str, list[tuple[re.Pattern[str], Reader]]] = {
    lang: [
        (DOCUMENT, _document),
        (_compile(MEASURES[lang]), partial(_each, "measure")),
        *((re.compile(form, re.IGNORECASE), _date) for form in DATES[lang][:-1]),
        *((_compile(CITATIONS[of]), partial(_each, "citation")) for of in ("vi", "en")),
        (re.compile(DATES[lang][-1], re.IGNORECASE), _date),
        *((_compile(SHORT[of]), _short) for of in ("vi", "en")),
        (VERSION, _version),
        (CLOCK, _clock),
        (ORDINAL, _ordinal),
        (ROMAN, _roman),
    ]
    for lang in ("vi", "en")
}


def parts(figure: Figure) -> Iterator[str]:
    """The keys that `figure` supports: of a date also its month, its year and its day in a year."""
    # Where there is a 13th Congress, there are not thirteen of anything.
    yield f"#{figure.key}" if figure.kind == "ordinal" else figure.key
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
        found |= number_words(text, lang)
    return found
