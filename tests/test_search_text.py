"""Words of the search: what tests/search_cases.yml says, and what holds for any text."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from built_site import PROJECT
from hypothesis import given
from hypothesis import strategies as st
from portal.search_number import CODES, number_terms
from portal.search_text import NEW_TONE, term, terms, words

CASES: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("search_cases.yml").read_text("utf-8")
)
VIETNAMESE = st.text("aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹghiklmnoòỏõóọôơuùủũúụưyỳỷỹýỵ .,/-0123456789")


@pytest.mark.parametrize(("text", "expected"), CASES["words"])
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(("word", "lang", "expected"), CASES["terms"])
def test_terms(word: str, lang: str, expected: str) -> None:
    assert [term(found, lang) for found in words(word)] == [expected]


@given(VIETNAMESE)
def test_however_letters_are_composed_the_words_are_the_same(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))


@given(VIETNAMESE)
def test_what_is_typed_without_diacritics_is_the_same_term(text: str) -> None:
    folded = " ".join(term(word, "vi") for word in words(text))
    assert terms(folded, "vi") == terms(text, "vi")


@pytest.mark.parametrize(("old", "new"), NEW_TONE.items())
def test_both_places_of_a_tone_are_one_word(old: str, new: str) -> None:
    assert words(f"th{old} {old}") == words(f"th{new} {new}")


@given(st.text())
def test_any_text_has_words_without_blanks(text: str) -> None:
    for word in words(text):
        assert word
        assert not any(char.isspace() for char in word)


@pytest.mark.parametrize(
    ("number", "kind", "year", "expected"),
    [
        ("948/QĐ-UBND", "Quyết định", "2018", ["#948", "#948 qd", "#948 ubnd", "#948 2018"]),
        ("04/2023/TT-BGDĐT", "thông tư", "2023", ["#4", "#4 2023", "#4 tt", "#4 bgddt"]),
        ("13/2022/QH15", "Luật", "2022", ["#13", "#13 2022", "#13 qh", "#13 15", "#13 luat"]),
        ("Hiến pháp", "Hiến pháp", "2013", []),
        ("", "", "", []),
    ],
)
def test_what_a_number_is_found_by(number: str, kind: str, year: str, expected: list[str]) -> None:
    assert number_terms(number, kind, year) == expected


def test_types_are_written_as_they_are_looked_up() -> None:
    assert all(terms(name, "vi") == name.split() for name in CODES)


def test_the_browser_has_the_same_types() -> None:
    script = (PROJECT / "overrides/assets/js/search-text.js").read_text("utf-8")
    table = script.partition("const CODES = {")[2].partition("};")[0]
    assert dict(re.findall(r'"([a-z ]+)": "([a-z]+)"', table)) == CODES
