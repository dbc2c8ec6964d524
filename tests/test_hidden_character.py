"""Nothing that cannot be seen passes, by the tables of Unicode; what has a use there does."""

from __future__ import annotations

import unicodedata

import pytest
from portal.hidden_character import describe, find_hidden
from portal.problem import Report
from portal.text_file import decode

EVERY = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
# Default_Ignorable_Code_Point beyond the categories below, and blanks that are no spaces.
BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800\ufffc" + "".join(
    map(chr, [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0x2065, 0x2070)])
)


def test_every_control_format_and_private_character_is_hidden() -> None:
    missed = [
        f"U+{ord(char):04X}"
        for char in EVERY
        if unicodedata.category(char) in ("Cc", "Cf", "Co", "Zl", "Zp")
        and char not in "\t\n"
        and not find_hidden(f"a{char}b")
    ]
    assert missed == []


def test_tags_noncharacters_and_blank_letters_are_hidden() -> None:
    wanted = [*BLANK, *map(chr, range(0xE0000, 0xE1000)), *map(chr, range(0xFDD0, 0xFDF0))]
    wanted += [chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF)]
    assert [ascii(char) for char in wanted if not find_hidden(f"a{char}b")] == []


def test_no_letter_sign_or_space_is_hidden() -> None:
    kept = ("L", "N", "P", "S", "Zs", "M")
    taken = [
        ascii(char)
        for char in EVERY
        if unicodedata.category(char).startswith(kept)
        and char not in BLANK
        and ord(char) < 0xE0000
        and find_hidden(f"a{char}b")
    ]
    assert taken == []


@pytest.mark.parametrize(
    "text",
    [
        "❤\ufe0f", "👩\u200d💻", "👩🏽\u200d🔬", "🏳\ufe0f\u200d🌈", "1\ufe0f\u20e3",
        "\u1780\u200b\u1781", "\u0645\u06cc\u200c\u062e",
    ],
)  # fmt: skip
def test_emoji_and_scripts_keep_what_they_are_written_with(text: str) -> None:
    assert find_hidden(text) is None


@pytest.mark.parametrize("text", ["a\u200db", "❤\u200d", "x\ufe0f", "việ\u200bc", "ក\u200ba"])
def test_the_same_elsewhere_is_hidden(text: str) -> None:
    assert find_hidden(text)


@pytest.mark.parametrize(
    ("char", "name", "kind"),
    [
        ("\u202e", "RIGHT-TO-LEFT OVERRIDE", "direction"),
        ("\u2067", "RIGHT-TO-LEFT ISOLATE", "direction"),
        ("\u200b", "ZERO WIDTH SPACE", "blank"),
        ("\u3164", "HANGUL FILLER", "blank"),
        ("\U000e0041", "TAG LATIN CAPITAL LETTER A", "tag"),
        ("\uf0b7", "PRIVATE USE", "font"),
        ("\x07", "BELL", "control"),
        ("\x9f", "CONTROL", "control"),
    ],
)
def test_a_hidden_character_is_named(char: str, name: str, kind: str) -> None:
    assert (describe(char)["name"], describe(char)["hidden"]) == (name, kind)


VIETNAMESE = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
LETTERS = [*VIETNAMESE, *VIETNAMESE.upper()]


@pytest.mark.parametrize("form", ["NFD", "mixed", "marks in the other order"])
@pytest.mark.parametrize("letter", LETTERS)
def test_decomposed_letters_are_reported_and_composed(letter: str, form: str) -> None:
    written = unicodedata.normalize("NFD", letter)
    if form == "mixed":
        written = unicodedata.normalize("NFC", written[:2]) + written[2:]
    elif form != "NFD" and len(written) == 3 and "\u0323" in written:
        written = written[0] + written[2] + written[1]
    report = Report()
    text = decode(f"tên: t{written}n\nhết\n".encode(), "x.yml", report)
    assert text == f"tên: t{letter}n\nhết\n"
    assert [(p.rule, p.line) for p in report] == (
        [("not-nfc", 1)] if written != letter else []
    )  # fmt: skip


def test_places_of_later_problems_stay_true_to_the_line() -> None:
    report = Report()
    text = unicodedata.normalize("NFD", "một\nhai ế\nba\u202e\n")
    assert decode(text.encode(), "x.yml", report) is None
    assert [(p.line, p.column, p.rule) for p in report] == [
        (1, 2, "not-nfc"),
        (2, 5, "not-nfc"),
        (3, 3, "control-character"),
    ]


@pytest.mark.parametrize(
    "text",
    ["Có gì? Không.\nsao?Vì", "https://x.example/?a=b xem?y=1 a/b?c", "a?b\n", "gì??? thế\nsao?\n"],
)
def test_question_marks_that_ask_or_lead_somewhere_are_left(text: str) -> None:
    report = Report()
    assert decode(text.encode(), "x.md", report) == text
    assert list(report) == []
