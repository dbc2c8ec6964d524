"""From a mapping to a dataclass: all its problems at once, each at its place."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from portal.field import Cursor, Origin, key, keys, read_record, record_schema
from portal.model import LOCALIZED, Localized
from portal.problem import Report
from portal.source import parse_yaml
from portal.value import ListOf, RecordOf, Text
from portal.value_date import Day


@dataclass(frozen=True, kw_only=True)
class Inner:
    day: object = key(Day(), "Ngày", required=True)
    words: tuple[str, ...] = key(ListOf(Text()), "Từ", default=())


@dataclass(frozen=True, kw_only=True)
class Outer:
    title: Localized = key(LOCALIZED, "Tên", required=True)
    start: str | None = key(Text(), "Từ ngày", name="from")
    parts: tuple[Inner, ...] = key(ListOf(RecordOf(Inner)), "Các phần", default=())
    origin: Origin = Origin("")


def read(text: str) -> tuple[Outer | None, list[str]]:
    report = Report()
    tree = parse_yaml(text, "x.yml", report)
    assert tree is not None
    record = read_record(Outer, tree, Cursor(Origin("x.yml"), report))
    return record, [f"{p.line}:{p.column} {p.rule} {p.key}".rstrip() for p in report]


def test_a_sound_record_keeps_the_place_of_every_value() -> None:
    record, problems = read("title:\n  vi: Kế hoạch\nparts:\n  - day: 2020-01-02\n    words: [a]\n")
    assert problems == []
    assert record is not None
    assert record.title == Localized(vi="Kế hoạch")
    assert record.origin.at("title.vi") == ("x.yml", 2, 7)
    assert record.origin.at("parts[0].words[0]") == ("x.yml", 5, 13)


@pytest.mark.parametrize(
    ("path", "place"),
    [("a.b[2].c", (5, 1)), ("a.b[2].x", (4, 1)), ("a.b[9].c", (3, 1)), ("a.x", (2, 1)),
     ("z", (1, 1)), ("", (1, 1))],
)  # fmt: skip
def test_what_is_not_written_has_the_place_of_its_parent(path: str, place: tuple[int, int]) -> None:
    places = {"": (1, 1), "a": (2, 1), "a.b": (3, 1), "a.b[2]": (4, 1), "a.b[2].c": (5, 1)}
    assert Origin("x", places).at(path) == ("x", *place)


def test_all_problems_of_a_record_come_in_one_run() -> None:
    record, problems = read(
        "tittle:\n  vi: a\nfrom: [b]\nparts:\n  - day: 5/1/2020\n    words: a\n  - words: [b, b]\n"
    )
    assert record is None
    assert problems == [
        "1:1 unknown-key tittle",
        "3:7 expected-text from",
        "5:10 date-format parts[0].day",
        "6:12 expected-list parts[0].words",
        "7:5 missing-key parts[1]",
        "7:16 repeated-item parts[1].words[1]",
    ]


def test_a_key_that_was_only_mistyped_is_not_missing_as_well() -> None:
    assert read("Title:\n  vi: a\n")[1] == ["1:1 unknown-key Title"]
    assert read("tên:\n  vi: a\n")[1] == ["1:1 unknown-key tên"]
    assert read("mau:\n  vi: a\n")[1] == ["1:1 missing-key", "1:1 unknown-key mau"]


def test_languages_out_of_their_block_are_named_and_nothing_else() -> None:
    assert read("title:\nvi: a\nen: b\n")[1] == ["2:1 misplaced-language vi",
                                                 "3:1 misplaced-language en"]  # fmt: skip
    assert read("title:\n  vi: a\nen: b\n")[1] == ["3:1 misplaced-language en"]


@pytest.mark.parametrize("blank", ["", "~", "null", "NULL", '""', "''", '" "'])
def test_an_empty_value_is_reported_not_taken_for_a_text(blank: str) -> None:
    (problem,) = read(f"title:\n  vi: {blank}\n")[1]
    assert problem.startswith("2:")
    assert problem.endswith("empty-value title.vi")


def test_a_quoted_null_is_a_word() -> None:
    record, _ = read('title:\n  vi: "null"\n')
    assert record is not None
    assert record.title.vi == "null"


def test_keys_may_be_named_unlike_their_field() -> None:
    assert list(keys(Outer)) == ["title", "from", "parts"]


def test_the_schema_says_what_the_reader_accepts() -> None:
    schema = record_schema(Outer)
    assert schema["required"] == ["title"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["from"]["description"] == "Từ ngày"
