"""Vietnamese and English text: folding, addresses, dates, numbers, and which part is which."""

from __future__ import annotations

from datetime import date

import pytest
from portal.language import ascii_letters, fold, foreign_runs, long_date, number, slugify


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Đẩy mạnh", "day manh"), ("ỦY BAN", "uy ban"), ("Số 11-NQ/TW", "so 11-nq/tw"),
     ("ƯỠN ẸO", "uon eo"), ("e\u0302\u0323", "e"), ("", "")],
)  # fmt: skip
def test_folding_gives_what_people_type_on_a_phone(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "plain"),
    [("948/QĐ-UBND", "948/QD-UBND"), ("125/2021/NĐ-CP", "125/2021/ND-CP"),
     ("đường Đê", "duong De")],
)  # fmt: skip
def test_plain_letters_keep_their_case(text: str, plain: str) -> None:
    assert ascii_letters(text) == plain


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Điều 5. Đẩy mạnh", "dieu-5-day-manh"), ("73/2006/QH11", "73-2006-qh11"), ("  ", ""),
     ("Ủy ban  nhân dân", "uy-ban-nhan-dan"), ("a" * 79 + " bc", "a" * 79), ("a" * 90, "a" * 80)],
)  # fmt: skip
def test_addresses_are_ascii_and_short(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_the_table_of_contents_may_choose_the_separator() -> None:
    assert slugify("Điều 5", "_") == "dieu_5"


@pytest.mark.parametrize(
    ("text", "vietnamese"),
    [
        ("The Vietnam Women's Union", []),
        ("by Nông Thị Thảo in May", ["Nông Thị Thảo"]),
        ("Decision 948/QĐ-UBND of 2018", ["948/QĐ-UBND"]),
        ("Hà Nội", ["Hà Nội"]),
        ("", []),
        ("“Ủy ban nhân dân” means committee", ["Ủy ban nhân dân"]),
    ],
)
def test_vietnamese_inside_english_is_marked(text: str, vietnamese: list[str]) -> None:
    pieces = foreign_runs(text)
    assert [piece for piece, foreign in pieces if foreign] == vietnamese
    assert "".join(piece for piece, _ in pieces) == text


@pytest.mark.parametrize(
    ("day", "vi", "en"),
    [
        (date(2018, 6, 11), "11/06/2018", "11 June 2018"),
        ("2018-06-11", "11/06/2018", "11 June 2018"),
        ("2018-06", "06/2018", "June 2018"),
        ("2018", "2018", "2018"),
        ("2018-01-05", "05/01/2018", "5 January 2018"),
        ("2018-12-31", "31/12/2018", "31 December 2018"),
    ],
)
def test_dates_are_written_as_each_language_does(day: date | str, vi: str, en: str) -> None:
    assert (long_date(day, "vi"), long_date(day, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [(0, "0", "0"), (999, "999", "999"), (1357, "1.357", "1,357"), (65605, "65.605", "65,605"),
     (1234567, "1.234.567", "1,234,567")],
)  # fmt: skip
def test_numbers_are_grouped_as_each_language_does(value: int, vi: str, en: str) -> None:
    assert (number(value, "vi"), number(value, "en")) == (vi, en)
