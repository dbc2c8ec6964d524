"""Numbers written in words or as Roman numerals, as far as texts of records have them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

ONES = {
    # «không» and «năm» are mostly no numbers: not, year. See `_five`.
    "vi": ["", "một", "hai", "ba", "bốn", "", "sáu", "bảy", "tám", "chín"],
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
           "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
           "eighteen", "nineteen"],
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
        "eighty": 80, "ninety": 90}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
            "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
            "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
            "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30}  # fmt: skip
VALUES = {lang: {word: value for value, word in enumerate(ones) if word}
          for lang, ones in ONES.items()}  # fmt: skip
# After «mươi» and «mười», or after «thứ», where «năm» is five and «tư» four.
AFTER_TEN = {**VALUES["vi"], "mốt": 1, "tư": 4, "lăm": 5}
AFTER_RANK = {**VALUES["vi"], "nhất": 1, "nhì": 2, "tư": 4, "năm": 5}
SCALES = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9,
          "thousand": 1_000, "million": 10**6, "billion": 10**9}  # fmt: skip
# What texts count that only a source can know; of the latter two, people often count themselves.
TIMES = {
    "vi": frozenset({"giờ", "phút", "ngày", "đêm", "tuần", "tháng", "quý", "năm", "tuổi"}),
    "en": frozenset({"hour", "minute", "day", "night", "week", "month", "quarter", "year"}),
}
HEADS = {
    "vi": frozenset({"người", "phụ nữ", "hộ", "vụ", "tỉnh", "xã", "đồng"}),
    "en": frozenset({"person", "people", "woman", "women", "man", "men", "household", "member",
                     "case", "province", "commune", "dong"}),
}  # fmt: skip
# «mỗi năm ngày 8/3», «hai năm tháng nào cũng»: what stands before a year, and no five after it.
YEAR_AFTER = frozenset({"hằng", "hàng", "mỗi", "cuối", "đầu", "giữa", "cả", "nhiều", "những", "các",
                        "mấy", "vài", "nay"})  # fmt: skip
DAY_BEFORE = frozenset({"sáng", "trưa", "chiều", "tối", "đêm", "ngày", "vào", "hôm", "từ", "đến"})
# Father and mother; thoroughly.
NO_NUMBER = {("ba", "mẹ"), ("ba", "má"), ("ba", "lô"), ("chín", "chắn"), ("chín", "muồi")}
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
WORD = re.compile(r"[^\W\d_]+")
# The words that a number may begin with.
FIRST = {
    lang: re.compile(rf"(?<![^\W\d_])(?:{'|'.join(words)})(?![^\W\d_])", re.IGNORECASE)
    for lang, words in {
        "vi": [*VALUES["vi"], "mười", r"(?<=thứ )(?:nhất|nhì|tư)", r"năm(?!\s+\d)"],
        "en": [*VALUES["en"], *TENS, *ORDINALS, "once", "twice"],
    }.items()
}


class Word(NamedTuple):
    """A number in words: its value, its place, and its kind: a `rank`, a `count` of time,
    people or money, a `name` such as Ba Vì, or just a `word`, such as one for what a text lists."""

    value: int
    start: int
    end: int
    kind: str = "word"
    percent: bool = False

    @property
    def key(self) -> str:
        return f"{self.value}{'%' * self.percent}"


class Token(NamedTuple):
    text: str
    start: int
    end: int
    near: bool  # nothing but a space or a hyphen stands before it
    capital: bool


@lru_cache(maxsize=8192)  # each gate asks for those of the same texts
def words_of(text: str, lang: str) -> tuple[Word, ...]:
    """The numbers in words in `text`, in order."""
    return tuple(_read(text, lang))


def _read(text: str, lang: str) -> Iterator[Word]:
    done = 0
    for match in FIRST[lang].finditer(text):
        if match.start() < done:
            continue
        # A few words before and after say what it is a number of.
        begin = text.rfind(" ", 0, max(match.start() - 30, 0)) + 1
        tokens = _tokens(text[begin : match.end() + 90], begin)
        at = next(number for number, token in enumerate(tokens) if token.start == match.start())
        value, after, rank = (_vietnamese if lang == "vi" else _english)(tokens, at)
        if after == at:
            continue
        scaled = after
        while scale := SCALES.get(_next(tokens, scaled)):
            value, scaled = value * scale, scaled + 1
        kind, percent = _kind(tokens, at, scaled, lang, value)
        if scaled > after:
            kind = "count"
        done = tokens[scaled - 1].end
        yield Word(value, match.start(), done, "rank" if rank else kind, percent)


def _tokens(text: str, first: int) -> list[Token]:
    """The words of `text`, which begins at `first`."""
    found = []
    end = 0
    for match in WORD.finditer(text):
        gap = text[end : match.start()]
        near = gap.strip() in ("", "-") and gap.count("\n") < 2
        lower = match[0].lower()
        start, end = match.span()
        found.append(Token(lower, first + start, first + end, near, match[0] != lower))
    return found


def _next(tokens: Sequence[Token], at: int) -> str:
    """The word at `at`, which goes on with the one before it; '' where none does."""
    return tokens[at].text if at < len(tokens) and tokens[at].near else ""


def _kind(tokens: Sequence[Token], at: int, after: int, lang: str, value: int) -> tuple[str, bool]:
    """What a number of the words from `at` to `after` counts, and whether it is a percentage."""
    unit = _next(tokens, after)
    both = f"{unit} {_next(tokens, after + 1)}"
    if unit == "percent" or both in ("phần trăm", "per cent"):
        return "count", True
    aged = lang == "en" and [token.text for token in tokens[max(at - 2, 0) : at]] == ["age", "of"]
    time = aged or unit.removesuffix("s") in TIMES[lang]
    heads = not {both, unit.removesuffix("s")}.isdisjoint(HEADS[lang])
    if (time and value > 1) or (heads and value > 2):
        return "count", False
    before = at > 0 and tokens[at].near and tokens[at - 1].capital
    behind = after < len(tokens) and tokens[after].near and tokens[after].capital
    return "name" if tokens[at].capital and (before or behind) else "word", False


def _vietnamese(tokens: Sequence[Token], at: int) -> tuple[int, int, bool]:
    """The value of the words from `at` on, what comes after them, and whether they are a rank."""
    word = tokens[at].text
    if at and tokens[at - 1].text == "thứ" and tokens[at].near and word in AFTER_RANK:
        # «sáng thứ Bảy» is a Saturday.
        weekday = tokens[at].capital or (at > 1 and tokens[at - 2].text in DAY_BEFORE)
        return (0, at, False) if weekday else (AFTER_RANK[word], at + 1, True)
    if word == "mười":
        unit = AFTER_TEN.get(_next(tokens, at + 1), 0)
        return 10 + unit, at + 1 + bool(unit), False
    value = 5 if word == "năm" and _five(tokens, at) else VALUES["vi"].get(word, 0)
    if not value or (word, _next(tokens, at + 1)) in NO_NUMBER:
        return 0, at, False
    if _next(tokens, at + 1) == "mươi":
        unit = AFTER_TEN.get(_next(tokens, at + 2), 0)
        return 10 * value + unit, at + 2 + bool(unit), False
    if _next(tokens, at + 1) == "trăm":
        if _next(tokens, at + 2) in ("linh", "lẻ"):
            unit = AFTER_RANK.get(_next(tokens, at + 3), 0)
            return 100 * value + unit, at + 3 + bool(unit), False
        rest, end, _ = _vietnamese(tokens, at + 2) if _next(tokens, at + 2) else (0, at, False)
        return (100 * value + rest, end, False) if 9 < rest < 100 else (100 * value, at + 2, False)
    return value, at + 1, False


def _five(tokens: Sequence[Token], at: int) -> bool:
    """Whether «năm» is five here, and no year."""
    following = _next(tokens, at + 1)
    if following in ("mươi", "trăm", *SCALES):
        return True
    before = tokens[at - 1].text if at and tokens[at].near else ""
    year = before in YEAR_AFTER or before in VALUES["vi"] or before in ("mười", "mươi", "trăm")
    counted = following in ("giờ", "phút", "ngày", "tuần", "tháng", "năm")
    return counted and not year and _next(tokens, at + 2) not in ("càng", "nay", "sau", "trước")


def _english(tokens: Sequence[Token], at: int) -> tuple[int, int, bool]:
    """As `_vietnamese`."""
    word = tokens[at].text
    if word in ORDINALS:
        return ORDINALS[word], at + 1, True
    if word in TENS:
        unit = _next(tokens, at + 1)
        value = VALUES["en"].get(unit, 0) or ORDINALS.get(unit, 0)
        return (
            (TENS[word] + value, at + 2, unit in ORDINALS) if 0 < value < 10
            else (TENS[word], at + 1, False)
        )  # fmt: skip
    if word in ("once", "twice"):
        return (1 if word == "once" else 2), at + 1, False
    value = VALUES["en"].get(word, 0)
    if not value:
        return 0, at, False
    if _next(tokens, at + 1) == "hundred":
        after = at + 2 + (_next(tokens, at + 2) == "and")
        rest, end, rank = _english(tokens, after) if _next(tokens, after) else (0, after, False)
        return (100 * value + rest, end, rank) if 0 < rest < 100 else (100 * value, at + 2, False)
    return value, at + 1, False


def roman(numeral: str) -> int:
    """The value of a Roman numeral up to 39; 0 where it is none."""
    if not re.fullmatch(r"X{0,3}(?:IX|IV|V?I{0,3})", numeral):
        return 0
    values = [ROMAN_VALUES[letter] for letter in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
