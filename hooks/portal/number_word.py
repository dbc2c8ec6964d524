"""Numbers written in words or as Roman numerals, as far as texts of records have them."""

from __future__ import annotations

import re

ONES = {
    # «không» and «năm» are mostly no numbers: not, year.
    "vi": ["", "một", "hai", "ba", "bốn", "", "sáu", "bảy", "tám", "chín", "mười"],
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
           "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
           "eighteen", "nineteen", "twenty"],
}  # fmt: skip
OTHERS = {
    "vi": {"mốt": 1, "nhì": 2, "lăm": 5},
    "en": {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
           "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "once": 1,
           "twice": 2, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
           "sixteenth": 16, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
           "eighty": 80, "ninety": 90},
}  # fmt: skip
VALUES = {
    lang: {**{word: value for value, word in enumerate(ones) if word}, **OTHERS[lang]}
    for lang, ones in ONES.items()
}
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
WORD = re.compile(r"[^\W\d_]+")


def number_words(text: str, lang: str) -> set[str]:
    """The numbers that words of `text` stand for, as keys of figures."""
    words = WORD.findall(text.lower())
    values = VALUES[lang]
    found = {values[word] for word in words if word in values}
    for before, word, after in zip(words, words[1:], [*words[2:], ""], strict=False):
        first = values.get(before)
        if first is None:
            continue
        if lang == "en":
            found |= {first + values[word]} if before.endswith("ty") and word in values else set()
        elif word == "mươi":  # hai mươi mốt, where «năm» is five after all
            found |= {first * 10, first * 10 + {**values, "năm": 5}.get(after, 0)}
        elif before == "mười":
            found.add(10 + values.get(word, 0))
    return {str(value) for value in found}


def roman(numeral: str) -> int:
    """The value of a Roman numeral up to 39; 0 where it is none."""
    if not re.fullmatch(r"X{0,3}(?:IX|IV|V?I{0,3})", numeral):
        return 0
    values = [ROMAN_VALUES[letter] for letter in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
