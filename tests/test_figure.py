"""Figures have one key however either language writes them, and what is none is none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal.figure import figures, keys_of, parts
from portal.language import long_date, number
from portal.number_word import roman, words_of
from portal.time_figure import times

SAME = [
    ("3.005 hộ", "3,005 households", ["3005"]),
    ("588.000,5", "588,000.5", ["588000.5"]),
    ("588 000 hộ", "588 000 households", ["588000"]),
    ("ngày 15-12-2025", "15 December 2025", ["2025-12-15"]),
    ("12,5%", "12.5 per cent", ["12.5%"]),
    ("45 phần trăm", "45%", ["45%"]),
    ("ngày 23 tháng 8 năm 2018", "on 23 August 2018", ["2018-08-23"]),
    ("23/8/2018", "August 23, 2018", ["2018-08-23"]),
    ("ngày 05/03/2020", "5 March 2020", ["2020-03-05"]),
    ("2018-08-23", "2018-08-23", ["2018-08-23"]),
    ("tháng 3/2026", "March 2026", ["2026-03"]),
    ("tháng 02 năm 2026", "February 2026", ["2026-02"]),
    ("từ 9 đến 11/3/2022", "9–11 March 2022", ["2022-03-09", "2022-03-11"]),
    ("khai mạc ngày 10 và bế mạc ngày 11 tháng 3 năm 2022",
     "opened on 10 and closed on 11 March 2022", ["2022-03-10", "2022-03-11"]),
    ("từ tháng 9 đến tháng 12 năm 2025", "from September to December 2025",
     ["2025-09", "2025-12"]),
    ("ngày 8/3 và 20 tháng 10", "8 March and 20 October", ["--03-08", "--10-20"]),
    ("2.400 tỷ đồng", "VND 2.4 trillion", ["2400000000000"]),
    ("1,2 triệu người", "1.2 million people", ["1200000"]),
    ("giai đoạn 2026 - 2035", "2026–2035", ["2026", "2035"]),
    ("khóa XVI", "the 16th National Assembly", ["16"]),
    ("trong 05 ngày", "within 5 days", ["5"]),
    ("lúc 22h30", "at 22:30", ["22:30"]),
    ("WCAG 2.2", "(WCAG) 2.2", ["v2.2"]),
    ("948/QĐ-UBND", "948/QD-UBND", ["948/QD-UBND"]),
    ("Chỉ thị 21-CT/TW", "Directive 21-CT/TW", ["21-CT/TW"]),
    ("739/BNV-CTTN&BĐG", "739/BNV-CTTN&BDG", ["739/BNV-CTTN&BDG"]),
    ("Đề án 939", "Project 939", ["939"]),
    ("Điều 25 khoản 1", "Article 25(1)", ["25", "1"]),
    ("các điều 5, 6 và 7", "Articles 5, 6 and 7", ["5", "6", "7"]),
    ("các điều từ 32 đến 38", "Articles 32 to 38", ["32", "38"]),
    ("mục II khoản 3", "section II(3)", ["2", "3"]),
    ("Điều 3 khoản 9 và khoản 10", "Article 3(9) and (10)", ["3", "9", "10"]),
]  # fmt: skip


@pytest.mark.parametrize(("vi", "en", "keys"), SAME)
def test_both_languages_give_the_same_keys(vi: str, en: str, keys: list[str]) -> None:
    assert [figure.key for figure in figures(vi, "vi")] == keys
    assert [figure.key for figure in figures(en, "en")] == keys


KINDS = [
    ("vi", "Điều 25, khoản 1 và điểm a", ["citation", "citation"]),
    ("vi", "một khoản 500 triệu đồng", ["number"]),
    ("vi", "nhóm nhiệm vụ, giải pháp 3", ["measure"]),
    ("en", "measures 2, 4 and 6 of the plan", ["measure"] * 3),
    ("vi", "Nghị định số 125/2021/NĐ-CP", ["document"]),
    ("vi", "Nghị quyết liên tịch 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN", ["document"]),
    ("vi", "Quyết định 948", ["short"]),
    ("vi", "Kế hoạch 5 năm", ["number"]),
    ("vi", "Chương trình 2021 - 2025", ["number", "number"]),
    ("en", "programme 2021–2025", ["number", "number"]),
    ("vi", "năm 2020, tỷ lệ nữ", ["number"]),
]


@pytest.mark.parametrize(("lang", "text", "kinds"), KINDS)
def test_kinds(lang: str, text: str, kinds: list[str]) -> None:
    assert [figure.kind for figure in figures(text, lang)] == kinds


@pytest.mark.parametrize(
    ("lang", "text"), [("vi", "COVID-19 và H1N1"), ("en", "March on, in May; twenty; A4")]
)
def test_no_figures(lang: str, text: str) -> None:
    assert figures(text, lang) == []


def test_marks_of_the_other_language_are_no_number() -> None:
    assert [figure.key for figure in figures("tỷ lệ 12.5%", "vi")] == ["?12.5"]
    assert [figure.key for figure in figures("3,005 hộ", "vi")] == ["3.005"]
    assert [figure.key for figure in figures("3.005 households", "en")] == ["3.005"]


def test_a_day_or_month_that_is_none_has_a_key_of_its_own() -> None:
    assert [figure.key for figure in figures("ngày 01 tháng 0 năm 2025", "vi")] == [
        "?01 tháng 0 năm 2025"
    ]
    assert [figure.key for figure in figures("11/19 tiêu chí", "vi")] == ["11", "19"]


def test_a_whole_date_supports_its_parts_and_no_part_the_whole() -> None:
    [whole] = figures("23/8/2018", "vi")
    assert set(parts(whole)) == {"2018-08-23", "2018-08", "2018", "--08-23", "--08"}
    assert "2018-08-23" not in keys_of([("vi", "tháng 8/2018, ngày 23"), ("en", "2018")])


WORDS = [
    ("vi", "mười, mười hai, hai mươi, ba mươi lăm, hai mươi mốt", "10 12 20 35 21"),
    ("vi", "hai trăm linh năm; một trăm; hai trăm năm mươi nghìn", "205 100 250000"),
    ("vi", "hai mươi năm; không quá năm ngày; năm năm; năm mươi", "20 5 5 50"),
    ("vi", "năm nay, mỗi năm ngày 8, trong năm ngày càng; ba mẹ", ""),
    ("vi", "thứ năm, thứ nhì, lần thứ tư", "#5 #2 #4"),
    ("vi", "sáng thứ bảy, mỗi thứ Sáu", ""),
    ("vi", "chín mươi phần trăm; mười tỷ đồng", "90% 10000000000"),
    ("vi", "ở Ba Vì và Lùng Tám", "=3 =8"),
    ("vi", "một hai điều", "1 2"),
    ("en", "three, twenty-five, forty two; one hundred and five", "3 25 42 105"),
    ("en", "the twelfth, the twenty-first, twice", "#12 #21 2"),
    ("en", "ninety per cent of two million", "90% 2000000"),
    ("en", "on Seven Seas; a one-year plan", "=7 1"),
]
MARK = {"rank": "#", "name": "="}


@pytest.mark.parametrize(("lang", "text", "values"), WORDS)
def test_numbers_in_words(lang: str, text: str, values: str) -> None:
    found = [f"{MARK.get(word.kind, '')}{word.key}" for word in words_of(text, lang)]
    assert found == values.split()


COUNTS = [
    ("vi", "từ đủ mười tám tuổi", ["18"]),
    ("vi", "bốn người; hai người; ba điều; hai ngày; một ngày", ["4", "2"]),
    ("en", "from the age of eighteen", ["18"]),
    ("en", "four people, two people, three ways, two-year cycles, one day", ["4", "2"]),
]


@pytest.mark.parametrize(("lang", "text", "keys"), COUNTS)
def test_what_words_count_that_only_a_source_can_know(
    lang: str, text: str, keys: list[str]
) -> None:
    assert [word.key for word in words_of(text, lang) if word.kind == "count"] == keys


TIMES = [
    ("vi", "trong 12 giờ, 03 ngày; sáu tháng", ["12 hour", "3 day", "6 month"]),
    ("en", "12 hours, 3 days; six months; 5-year", ["12 hour", "3 day", "5 year", "6 month"]),
    ("vi", "ngày 12 tháng 3 năm 2020; tháng 5 năm 2020; số 7 ngày 15", []),
    ("vi", "Có 3\n\nNăm nay", []),
    ("vi", "giai đoạn 2026 - 2035; từ năm 2021 đến năm 2025", ["2026–2035", "2021–2025"]),
    ("en", "2026–2035; from 2021 to 2025; 2021-05", ["2026–2035", "2021–2025"]),
]


@pytest.mark.parametrize(("lang", "text", "keys"), TIMES)
def test_times_have_one_key_in_both_languages(lang: str, text: str, keys: list[str]) -> None:
    assert sorted(time.key for time in times(text, lang)) == sorted(keys)


def test_roman_numerals() -> None:
    assert [roman(text) for text in ("I", "IV", "IX", "XIII", "XIV", "XL")] == [1, 4, 9, 13, 14, 0]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_reads_alike(day: date) -> None:
    for lang in ("vi", "en"):
        assert [figure.key for figure in figures(long_date(day, lang), lang)] == [day.isoformat()]


@given(st.integers(0, 10**12))
def test_every_number_reads_alike(value: int) -> None:
    for lang in ("vi", "en"):
        [figure] = figures(f"x {number(value, lang)} x", lang)
        assert Decimal(figure.key) == value


@given(st.text(alphabet="0123456789 .,/-%tháng năm ngày khoản và to (March)I", max_size=40))
def test_nothing_makes_it_stumble(text: str) -> None:
    for lang in ("vi", "en"):
        for figure in figures(text, lang):
            assert 0 <= figure.start < figure.end <= len(text)
