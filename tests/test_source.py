"""From bytes to text, and from YAML to nodes with their places."""

from __future__ import annotations

from pathlib import Path

import pytest
from portal.json_source import parse_json
from portal.problem import Report
from portal.source import Mapping, Scalar, Sequence, parse_yaml
from portal.text_file import decode, position, read_text


def parsed(text: str) -> Mapping:
    report = Report()
    tree = parse_yaml(text, "x.yml", report)
    assert tree is not None, report.text("en")
    return tree


def found(text: str) -> list[str]:
    report = Report()
    parse_yaml(text, "x.yml", report)
    return [f"{item.line}:{item.column} {item.rule}" for item in report]


@pytest.mark.parametrize("word", ["no", "yes", "010", "12:30", "1e3", "0x10", "2018-06-11", "1_0"])
def test_a_scalar_stays_what_was_written(word: str) -> None:
    (entry,) = parsed(f"a: {word}").entries
    assert isinstance(entry.value, Scalar)
    assert entry.value.value == word


def test_every_node_knows_its_line_and_column() -> None:
    tree = parsed("a:\n  - x\n  - b: y\nĐiều: 'z'\n")
    first, second = tree.entries
    assert (first.line, first.column) == (1, 1)
    assert isinstance(first.value, Sequence)
    x, inner = first.value.items
    assert (x.line, x.column) == (2, 5)
    assert isinstance(inner, Mapping)
    assert (inner.entries[0].value.line, inner.entries[0].value.column) == (3, 8)
    assert (second.value.line, second.value.column) == (4, 7)
    assert second.value == Scalar("z", 4, 7, plain=False)


def test_front_matter_counts_from_the_line_it_starts_on() -> None:
    report = Report()
    parse_yaml("a: b\na: c\n", "x.md", report, first_line=2)
    (problem,) = report
    assert (problem.line, problem.column, problem.rule) == (3, 1, "duplicate-key")


def test_all_repeated_keys_are_named_and_the_first_value_kept() -> None:
    report = Report()
    tree = parse_yaml("a: 1\na: 2\nb: 1\na: 3\n", "x", report)
    assert [item.line for item in report] == [2, 4]
    assert tree is not None
    assert [entry.key for entry in tree.entries] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: Số: 5\n", "1:6 yaml-colon-in-value"),
        ("a: “Số: 5”\n", "1:4 smart-quotes"),
        ("a: '“Số: 5”'\n", ""),
        ("a: “Nhà” bình yên\n", ""),
        ("a: Nhà “bình yên”\n", ""),
        ('a: Báo nêu "chính quyền"\n', ""),
        ('a: Báo nêu chính quyền"\n', "1:4 stray-quote"),
        ("a: Women's Union\n", ""),
        ("a: b #ghi\n", "1:6 yaml-hash"),
        ("a: b # ghi chú\n", ""),
        ("a: C#\n", ""),
        ("a: https://x.vn/#y\n", ""),
        ("a:\u00a0b\n", "1:1 expected-mapping"),
        ("a: Điều\u00a05\n", ""),
        ("a: chữ\n  tiếp theo\n", ""),
        ("a: chữ\n  en:tiếp theo\n", "2:6 yaml-colon-space"),
        ("a: >-\n  en:tiếp: “theo” #5\n", ""),
        ("a:\n\tb: c\n", "2:1 tab-indentation"),
        ("a: b\tc\n", ""),
        ("%YAML 1.1\n---\na: b\n", ""),
    ],
)
def test_what_yaml_accepts_but_nobody_meant_is_reported(text: str, expected: str) -> None:
    assert found(text) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}', ""),
        ('{\n\t"a":\t1\n}', ""),
        ('{"a": 1,}', "1:8 json-syntax"),
        ('{\n  "a": 1\n  "b": 2\n}', "2:8 json-syntax"),
        ("{'a': 1}", "1:2 json-syntax"),
        ('{"a": 1', "1:7 json-syntax"),
        ('{"a": NaN}', "1:1 json-syntax"),
        ('{"a": 1, "a": 2}', "1:10 duplicate-key"),
        ("[" * 100_000, "1:1 json-syntax"),
        ("[1]", "1:1 expected-mapping"),
        ("", "1:1 file-empty"),
    ],
)
def test_json_is_held_to_its_own_rules(text: str, expected: str) -> None:
    report = Report()
    parse_json(text, "x.json", report)
    assert [f"{p.line}:{p.column} {p.rule}" for p in report] == ([expected] if expected else [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_become_one(end: str) -> None:
    assert decode(f"a{end}b{end}".encode(), "x", Report()) == "a\nb\n"


def test_a_place_counts_characters_not_bytes() -> None:
    assert position("một\nhai ba", 8) == (2, 5)
    report = Report()
    decode("số một\nhai đẹp \x07".encode(), "x", report)
    (problem,) = report
    assert (problem.line, problem.column) == (2, 9)


def test_each_kind_of_damage_is_reported_in_one_run() -> None:
    report = Report()
    assert decode("e\u0302\n\x07\n\ufffd\n".encode(), "x", report) is None
    assert [item.rule for item in report] == ["not-nfc", "control-character", "encoding"]


def test_a_missing_file_is_unreadable_not_a_crash(tmp_path: Path) -> None:
    report = Report()
    assert read_text(tmp_path / "x", "x", tmp_path, report) is None
    assert [item.rule for item in report] == ["file-unreadable"]
