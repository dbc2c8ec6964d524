"""The usual slips of people who write YAML by hand are found where they were made."""

from __future__ import annotations

import pytest
import yaml
from portal.syntax import LOADER, MAX_TEXT, find_slip

SLIPS = [
    ("vi: Về: giới\n", "1:7 yaml-colon-in-value"),
    ("a: b\ntitle:Trang\nc: d\n", "2:7 yaml-colon-space"),
    ("title:Trang\nc: d\n", "1:7 yaml-colon-space"),
    ("a: b\ntitle Trang\nc: d\n", "2:6 yaml-missing-colon"),
    ("a: 'b\nc: d\n", "1:4 yaml-quote"),
    ('a: "b\nc: "d"\n', "1:4 yaml-quote"),
    ('a: "b" c\nd: e\n', "1:4 yaml-after-quote"),
    ("a: 'it's'\nd: e\n", "1:4 yaml-after-quote"),
    ("a: [1, 2\nb: c\n", "1:4 yaml-bracket"),
    ("a: {b: c\nd: e\n", "1:4 yaml-bracket"),
    ("a: [b] c\nd: e\n", "1:4 yaml-special-character"),
    ("a: %5\n", "1:4 yaml-special-character"),
    ("a: @b\n", "1:4 yaml-special-character"),
    ("a: - b\n", "1:4 yaml-special-character"),
    ("a: | b\n", "1:4 yaml-special-character"),
    ("a:\n  - b\n  c\nd: e\n", "3:3 yaml-dash"),
    ("a:\n  vi: b\n    en: c\n", "3:5 yaml-indentation"),
    ("a:\n  vi: b\n en: c\n", "3:2 yaml-indentation"),
    ("a: b\n  c: d\n", "2:3 yaml-indentation"),
    ("a:\n\u00a0\u00a0vi: b\n  en: c\n", "2:1 odd-space"),
    ("a：b\nc: d\n", "1:2 odd-colon"),
    ("a: >-\n  x: y: z\nb:c\nd: e\n", "3:3 yaml-colon-space"),
]


def error_of(text: str) -> yaml.MarkedYAMLError:
    with pytest.raises(yaml.MarkedYAMLError) as caught:
        list(yaml.parse(text, Loader=LOADER))
    return caught.value


@pytest.mark.parametrize(("text", "expected"), SLIPS)
def test_a_slip_is_found_where_it_was_made(text: str, expected: str) -> None:
    slip = find_slip(text, error_of(text))
    assert slip is not None
    assert f"{slip.line + 1}:{slip.column + 1} {slip.rule}" == expected


@pytest.mark.parametrize(("text", "expected"), SLIPS)
def test_a_slip_is_found_far_down_a_long_file_too(text: str, expected: str) -> None:
    before = "".join(f"k{number}:\n  vi: chữ {number}\n" for number in range(300))
    slip = find_slip(before + text, error_of(before + text))
    assert slip is not None
    assert f"{slip.line - 599}:{slip.column + 1} {slip.rule}" == expected


def test_the_first_of_two_slips_is_found() -> None:
    text = "a:b\nc: d\ne: 'f\n"
    slip = find_slip(text, error_of(text))
    assert slip is not None
    assert (slip.line, slip.rule) == (0, "yaml-colon-space")


def test_what_is_no_usual_slip_is_left_to_the_parser() -> None:
    text = "{a: b}\nc: d\n"
    assert find_slip(text, error_of(text)) is None


def test_a_huge_text_is_left_to_the_parser() -> None:
    text = "a:b\n" * MAX_TEXT + "c: d\n"
    assert find_slip(text, error_of(text)) is None
