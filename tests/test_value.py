"""The types of values, each with what it takes and what it refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from portal.field import Cursor, Origin
from portal.problem import Report
from portal.settings import EMAIL, PHONE
from portal.source import parse_yaml
from portal.value import (
    ALIAS,
    DIGEST,
    IDENTIFIER,
    MEASURE_NUMBER,
    SLUG,
    Choice,
    Integer,
    ListOf,
    Switch,
    Text,
    WebAddress,
)
from portal.value_date import PARTIAL_DATE, Day
from portal.views import MOMENT


def value(kind: Any, written: str) -> tuple[Any, str]:
    """What `kind` reads from `written`, and the rule and guess it reports."""
    report = Report()
    tree = parse_yaml(f"k: {written}\n", "x", report)
    assert tree is not None
    result = kind.read(tree.entries[0].value, Cursor(Origin("x"), report, "k"))
    problems = [f"{p.rule} {dict(p.values).get('guess', '')}".strip() for p in report]
    assert (result is None) == bool(problems) or isinstance(result, tuple)
    return result, " ".join(problems)


SOUND = [
    (Day(), "2018-06-11", date(2018, 6, 11)),
    (Day(), "2024-02-29", date(2024, 2, 29)),
    (PARTIAL_DATE, "2018", "2018"),
    (PARTIAL_DATE, "2018-06", "2018-06"),
    (PARTIAL_DATE, "2018-06-11", "2018-06-11"),
    (Integer(1, 50), "7", 7),
    (Switch(), "true", True),
    (Switch(), "false", False),
    (Choice(("vi", "en")), "en", "en"),
    (WebAddress(), "https://chinhphu.vn/a?b=c#d", "https://chinhphu.vn/a?b=c#d"),
    (WebAddress(), "http://203.0.113.5:8080/", "http://203.0.113.5:8080/"),
    (IDENTIFIER, "13-2022-qh15", "13-2022-qh15"),
    (IDENTIFIER, "7", "7"),
    (MEASURE_NUMBER, '"12"', "12"),
    (ALIAS, "/tin-cu/ke-hoach.html", "/tin-cu/ke-hoach.html"),
    (ALIAS, "/", "/"),
    (DIGEST, "0123456789ab", "0123456789ab"),
    (EMAIL, "phong-ban@co-quan.gov.vn", "phong-ban@co-quan.gov.vn"),
    (PHONE, "+84 (24) 3.825.1234", "+84 (24) 3.825.1234"),
    (MOMENT, "2026-11-23T08:00:00+07:00", "2026-11-23T08:00:00+07:00"),
    (Text(5), "chữ", "chữ"),
    (Text(5), "'  chữ  '", "chữ"),
    (ListOf(Text()), "[a, b]", ("a", "b")),
    (ListOf(Text()), "[]", ()),
]


@pytest.mark.parametrize(("kind", "written", "expected"), SOUND)
def test_a_sound_value_is_read(kind: Any, written: str, expected: object) -> None:
    assert value(kind, written) == (expected, "")


BROKEN = [
    (Day(), "14/11/2022", "date-format 2022-11-14"),
    (Day(), "14-11-2022", "date-format 2022-11-14"),
    (Day(), "1.2.2022", "date-format 2022-02-01"),
    (Day(), "ngày 05 tháng 3 năm 2020", "date-format 2020-03-05"),
    (Day(), "2020/3/5", "date-format 2020-03-05"),
    (Day(), "2020-3-5", "date-format 2020-03-05"),
    (Day(), "31/02/2020", "date-format"),
    (Day(), "2018-06", "date-format"),
    (Day(), "2023-02-29", "date-format"),
    (Day(), "0218-06-11", "date-format"),
    (Day(), "２０１８-06-11", "date-format"),
    (Day(), "hôm nay", "date-format"),
    (Day(), "[2018-06-11]", "expected-text"),
    (PARTIAL_DATE, "2018-13", "partial-date"),
    (PARTIAL_DATE, "2018-06-31", "partial-date"),
    (PARTIAL_DATE, "0000", "partial-date"),
    (PARTIAL_DATE, "2018-6", "partial-date"),
    (PARTIAL_DATE, "2018-06-11T00:00", "partial-date"),
    (PARTIAL_DATE, "11/06/2018", "partial-date 2018-06-11"),
    (Integer(), '"4"', "integer"),
    (Integer(), "65.605", "integer"),
    (Integer(), "-1", "integer"),
    (Integer(), "٦٥", "integer"),
    (Integer(), "1e3", "integer"),
    (Integer(), "9" * 5_000, "integer"),
    (Switch(), "yes", "boolean"),
    (Switch(), "True", "boolean"),
    (Choice(("in_force", "unknown")), "còn hiệu lực", "unknown-choice in_force"),
    (Choice(("in_force", "unknown")), "In force", "unknown-choice in_force"),
    (WebAddress(), "chinhphu.vn", "web-address"),
    (WebAddress(), "https:/chinhphu.vn", "web-address"),
    (WebAddress(), "https://a b.vn", "web-address"),
    (WebAddress(), "javascript:alert(1)", "web-address"),
    (WebAddress(), "https://user:pass@a.vn/", "web-address"),
    (WebAddress(), "https://a.vn:99999/", "web-address"),
    (WebAddress(), "'https://[a'", "web-address"),
    (IDENTIFIER, "Luat", "id-format"),
    (IDENTIFIER, "luật", "id-format"),
    (IDENTIFIER, "a.b", "id-format"),
    (IDENTIFIER, "a--b", "id-format"),
    (IDENTIFIER, "vi", "id-format"),
    (IDENTIFIER, "１２", "id-format"),
    (SLUG, "hai tu", "slug-format"),
    (MEASURE_NUMBER, "0", "measure-number"),
    (MEASURE_NUMBER, "100", "measure-number"),
    (MEASURE_NUMBER, "hai", "measure-number"),
    (ALIAS, "tin-cu/", "alias-format"),
    (ALIAS, "/../x/", "alias-format"),
    (ALIAS, "/.git/", "alias-format"),
    (ALIAS, "//x.vn/", "alias-format"),
    (DIGEST, "0123456789AB", "digest-format"),
    (EMAIL, "phong ban@x.vn", "email-format"),
    (EMAIL, "hộp-thư@x.vn", "email-format"),
    (PHONE, "٠١٢٣٤٥", "phone-format"),
    (MOMENT, "2026-11-23 08:00", "moment-format"),
    (Text(5), "quá dài", "text-too-long"),
    (Text(), "ĐIỀN tên", "unfinished-mark"),
    (Text(), '"   "', "empty-value"),
    (Text(), "{a: b}", "expected-text"),
    (ListOf(Text()), "a", "expected-list"),
    (ListOf(Text()), "[a, a]", "repeated-item"),
    (ListOf(Text()), "[a, ~]", "empty-value"),
]


@pytest.mark.parametrize(("kind", "written", "expected"), BROKEN)
def test_a_broken_value_is_refused(kind: Any, written: str, expected: str) -> None:
    assert value(kind, written)[1] == expected


@pytest.mark.parametrize(
    ("written", "example"),
    [("1, 2", "[1, 2]"), ("1; 2", "[1, 2]"), ("chinh-phu", "[chinh-phu]"), ("1, 2]", "[1, 2]"),
     ("x" * 90, "[a, b]")],
)  # fmt: skip
def test_the_list_that_was_meant_is_shown(written: str, example: str) -> None:
    report = Report()
    tree = parse_yaml(f"k: {written}\n", "x", report)
    assert tree is not None
    ListOf(Text()).read(tree.entries[0].value, Cursor(Origin("x"), report, "k"))
    (problem,) = report
    assert dict(problem.values)["example"] == example
