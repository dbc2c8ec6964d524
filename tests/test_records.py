"""Reading data/ and docs/: everything that can be read, and no mistake reported twice over."""

from __future__ import annotations

from pathlib import Path

import pytest
from plan import FILES, changed, edited, problems, read, write_plan
from portal.problem import Report
from portal.records import read_records

LAW = "data/legal-texts/5-2019-nd-cp.yml"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan(tmp_path_factory.mktemp("plan"))


def test_every_kind_of_record_is_read(plan: Path) -> None:
    records, report = read(plan)
    assert not report.problems
    assert {name: sorted(items) for name, items in records.collections.items()} == {
        "sources": ["cong-bao"],
        "agencies": ["ubnd-mau"],
        "measures": ["1", "2"],
        "legal-texts": ["12-qd-ubnd-2020", "5-2019-nd-cp"],
        "exemplars": ["nha-tam-lanh"],
    }
    assert len(records.vocabularies) == 7
    assert sorted(records.singles) == ["abbreviations.yml", "glossary.yml", "plan.yml", "site.yml",
                                       "views.json"]  # fmt: skip
    assert sorted(records.prose) == [("en", "index"), ("en", "tin-tuc/hoi-nghi"), ("vi", "index"),
                                     ("vi", "tin-tuc/hoi-nghi")]  # fmt: skip
    assert len([*records.every()]) == 6 + 1 + 5 + 7 + 4


@pytest.mark.parametrize(
    "damage",
    [
        ("date_document: 2019-02-01", "date_document: hôm qua"),
        ("  vi: Về bình đẳng giới", "  vi: Về: bình đẳng giới"),
        ("number: 5/2019", "number:5/2019"),
        ("id: 5-2019-nd-cp", "id: 5-2019-nd-cp\nid: 5-2019-nd-cp"),
        ("id: 5-2019-nd-cp", "id: [5-2019-nd-cp]"),
        ("id: 5-2019-nd-cp\n", ""),
        ("number: 5/2019/NĐ-CP\n", ""),
        ("number: 5/2019/NĐ-CP\n", "number:\n"),
        ("number: 5/2019/NĐ-CP\n", 'number: 5/2019/NĐ-CP"\n'),
        ("id: 5-2019-nd-cp", 'id: 5-2019-nd-cp"'),
        ("type_document: nghi-dinh", 'type_document: "nghi-dinh'),
        ("type_document: nghi-dinh", 'type_document: nghi-dinh"'),
    ],
)
def test_one_broken_record_brings_no_mistake_for_those_that_name_it(
    damage: tuple[str, str], plan: Path
) -> None:
    with changed(plan, edited(LAW, *damage)):
        assert len(problems(plan)) == 1


@pytest.mark.parametrize(
    "name",
    ["data/sources/cong-bao.yml", "data/agencies/ubnd-mau.yml", "data/measures/1.yml", LAW,
     "data/exemplars/nha-tam-lanh.yml", "data/vocabulary/issuers.yml", "data/vocabulary/places.yml",
     "data/vocabulary/news-categories.yml", "data/vocabulary/document-types.yml"],
)  # fmt: skip
@pytest.mark.parametrize("content", [b"\xff\xfe\0", b"[[[", b"a b c", b""])
def test_a_ruined_file_is_one_problem(name: str, content: bytes, plan: Path) -> None:
    with changed(plan, {name: content}):
        assert [line.split(":")[0] for line in problems(plan)] == [name]


def test_mistakes_in_many_files_come_in_one_run(plan: Path) -> None:
    changes = {
        **edited("data/plan.yml", "2020-03-02", "2/3/2020"),
        **edited("data/site.yml", "https://example.gov.vn/", "example.gov.vn"),
        **edited("docs/vi/index.md", "title: Trang", "title:Trang"),
        **edited(LAW, "[1, 2]", "[1, hai]"),
        **edited("data/views.json", "51", "51,"),
    }
    with changed(plan, changes):
        assert problems(plan) == [
            "data/legal-texts/5-2019-nd-cp.yml:17:15 unknown-reference measures[1]",
            "data/plan.yml:13:7 date-format date",
            "data/site.yml:7:6 web-address url",
            "data/views.json:7:23 json-syntax",
            "docs/vi/index.md:2:7 yaml-colon-space",
        ]


def test_the_report_does_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    for name, order in (("a", sorted(FILES)), ("b", sorted(FILES, reverse=True))):
        for file in order:
            path = tmp_path / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(FILES[file].replace("cong-bao]", "khac]"), encoding="utf-8")
    assert problems(tmp_path / "a") == problems(tmp_path / "b")


def test_optional_files_may_be_left_out(tmp_path: Path) -> None:
    names = ("data/views.json", "data/glossary.yml", "data/abbreviations.yml",
             "data/vocabulary/abbreviation-kinds.yml")  # fmt: skip
    assert problems(write_plan(tmp_path, dict.fromkeys(names))) == []


@pytest.mark.parametrize("kind", ["agencies", "exemplars", "legal-texts", "measures", "sources"])
def test_a_record_in_the_wrong_folder_is_told_where_it_belongs(kind: str, tmp_path: Path) -> None:
    origin = next(name for name in FILES if name.startswith(f"data/{kind}/"))
    other = "sources" if kind != "sources" else "exemplars"
    root = write_plan(tmp_path, {f"data/{other}/lac-cho.yml": FILES[origin]})
    report = Report()
    read_records(root, report)
    (problem,) = [item for item in report if item.path.endswith("lac-cho.yml")]
    assert (problem.rule, dict(problem.values)) == ("wrong-folder", {"expected": f"data/{kind}/"})
