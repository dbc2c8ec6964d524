"""Letters that only look right are found, and the word that was meant is named."""

from __future__ import annotations

import unicodedata

import pytest
from portal.look_alike import SAME, find_oddities, mend
from portal.problem import Report
from portal.text_file import decode

ODD = [
    ("Hà Nộ\u0456", "look-alike 5 Nội"),
    ("\u0412iệt Nam", "look-alike 0 Biệt"),  # a Cyrillic В, which looks like B
    ("\u041dộ\u0456 dung", "look-alike 0 Hội"),
    ("948/Q\u00d0-UBND", "look-alike 5 QĐ"),
    ("\u0189ảng bộ", "look-alike 0 Đảng"),
    ("\u00f0ại biểu", "look-alike 0 đại"),
    ("số \u20abồng", "look-alike 3 đồng"),
    ("\uff34ỉnh", "look-alike 0 Tỉnh"),
    ("năm ２０２２", "look-alike 4 2022"),
    ("\U0001d402\U0001d421\u00faý", "look-alike 0 Chúý"),
    ("Chương \u2163", "look-alike 7 IV"),
    ("e\ufb03cient", "look-alike 1 efficient"),
    ("https://m\u0430u.example/", "look-alike 9 mau"),
    ("l\u043e@mau.example", "look-alike 1 lo"),
    ("https://xn--80ak6aa92e.example/", "look-alike 8 apple"),
    ("điểm \u0430", "look-alike 5 a"),
    ("\u0441\u043e\u0440", "look-alike 0 cop"),
    ("13/2O22/QH15", "look-alike 4 2022"),
    ("20l8", "look-alike 2 2018"),
    ("O1/02/2023", "look-alike 0 01"),
    ("2\u041e22", "look-alike 1 2022"),
    ("ch\u00e1n\u0436", "mixed-script 4"),
    ("vié\u0302c", "stray-mark 3 viếc"),
    ("d\u0336ân", "stray-mark 1 đân"),
    ("số 5\u0301", "stray-mark 4"),
    ("a\u0300\u0300", "stray-mark 1"),
]

SOUND = [
    "Ủy ban nhân dân tỉnh, Quyết định số 948/QĐ-UBND, 50.000 ₫, 100.000₫/tháng",
    "Москва và Ελλάδα, «Война и мир» с вами",
    "kΩ, MΩ, Δt, π, α và β, γ, 5 μm, 5 µm, β-caroten, Σ",
    "Guðrún, Łódź, Škoda, Ångström, Đurić",
    "ơ̆ ê̆ ƀ č ñ của tiếng Ê Đê, Ba Na",
    "10l nước, 100l, 5O, CO2/O2, H2O, https://x.example/?v=2O22&a=1l1, a1l1@mau.example",
    "[ˈvjɛtnɑːm] /ɡəʊ/",
    "m², ½, ①, №, ℃, …",
    "xn--: một tiền tố",
]


@pytest.mark.parametrize(("text", "expected"), ODD)
def test_an_odd_word_is_found_and_the_one_meant_named(text: str, expected: str) -> None:
    text = unicodedata.normalize("NFC", text)
    (odd, *others) = find_oddities(text)
    assert f"{odd.rule} {odd.offset} {odd.right}".rstrip() == expected
    assert not [other for other in others if other.word != odd.word]
    if odd.right:
        mended = mend(text, [odd])
        assert odd.right in mended
        assert list(find_oddities(mended)) == []


@pytest.mark.parametrize("text", SOUND)
def test_what_is_meant_as_it_stands_is_left(text: str) -> None:
    assert list(find_oddities(unicodedata.normalize("NFC", text))) == []


def test_every_imitation_alone_in_a_word_is_caught() -> None:
    text = "\n".join(f"x{char}x" for char in SAME)
    assert [odd.char for odd in find_oddities(text)] == list(SAME)


def test_a_word_is_reported_once_and_read_on_as_meant() -> None:
    report = Report()
    text = decode("title: x\nkey: Nộ\u0456 dung\n".encode(), "x.yml", report)
    assert text == "title: x\nkey: Nội dung\n"
    ((problem,),) = [list(report)]
    assert (problem.line, problem.column, problem.rule) == (2, 8, "look-alike")
