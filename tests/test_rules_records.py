"""Rules for all records: what a wrong reference is told, and where the interface falls short."""

from __future__ import annotations

from pathlib import Path

import pytest
from plan import changed, edited, problems, read, write_plan
from portal.rules_interface import _placeholders

NEWS = "docs/vi/tin-tuc/hoi-nghi.md"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan(tmp_path_factory.mktemp("plan"))


@pytest.mark.parametrize(
    ("old", "new", "near"),
    [
        ("category: hoat-dong", "category: Hoạt động", "hoat-dong"),
        ("category: hoat-dong", "category: hoạt-động", "hoat-dong"),
        ("category: hoat-dong", "category: hoatdong", "hoat-dong"),
        ("category: hoat-dong", "category: thể thao", ""),
        ("[12-qd-ubnd-2020]", "[12/QD-UBND]", "12/QĐ-UBND"),
        ("[12-qd-ubnd-2020]", "[12/qđ-ubnd]", "12/QĐ-UBND"),
        ("[12-qd-ubnd-2020]", "[12-QD-UBND-2020]", "12-qd-ubnd-2020"),
        ("[12-qd-ubnd-2020]", "[99/2031/QH20]", ""),
        ("[nha-tam-lanh]", "[Nhà tạm lánh]", "nha-tam-lanh"),
        ("sources: [cong-bao]", "sources: [cong-boa]", "cong-bao"),
        ("measures: [1]", "measures: [01]", "1"),
        ("measures: [1]", "measures: [hai]", ""),
    ],
)
def test_a_wrong_reference_is_told_what_was_probably_meant(
    old: str, new: str, near: str, plan: Path
) -> None:
    with changed(plan, edited(NEWS, old, new)):
        (problem,) = read(plan)[1]
    assert problem.rule == "unknown-reference"
    assert dict(problem.values)["guess"] == near


def test_short_lists_are_shown_whole_and_in_order(plan: Path) -> None:
    with changed(plan, edited(NEWS, "measures: [1]", "measures: [9]")):
        _, report = read(plan)
    assert "có thể dùng: 1, 2 [" in report.text("vi")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_target_is_named_in_the_language_of_the_report(lang: str, plan: Path) -> None:
    with changed(plan, edited(NEWS, "category: hoat-dong", "category: khac")):
        text = read(plan)[1].text(lang)
    assert ("chuyên mục 'khac'" in text) == (lang == "vi")
    assert ("news category 'khac'" in text) == (lang == "en")


@pytest.mark.parametrize(
    ("text", "names"),
    [("Có {count} tin", {"{count}"}), ("{a} và {b_2}", {"{a}", "{b_2}"}), ("không có", set()),
     ("{count", None), ("count}", None), ("{0}", None), ("{}", None), ("{số}", {"{số}"}),
     ("{{count}}", None), ("{a b}", None)],
)  # fmt: skip
def test_placeholders_are_names_in_pairs_of_braces(text: str, names: set[str] | None) -> None:
    assert _placeholders(text) == names


def test_a_string_that_templates_need_is_missed_by_name(tmp_path: Path) -> None:
    from portal.finding import Scene
    from portal.rules_interface import interface_is_complete

    root = write_plan(tmp_path)
    (root / "templates").mkdir()
    (root / "templates/a.html").write_text("{{ ui.khong_co }} {{ ui.title_news }}", "utf-8")
    records, _ = read(root)
    from plan import TODAY

    (finding,) = interface_is_complete(Scene(records, TODAY, root, (root / "templates",)))
    assert (finding.rule, finding.values["missing"]) == ("interface-key-missing", "khong_co")


def test_a_glossary_term_of_our_own_needs_no_source(plan: Path) -> None:
    own = edited("data/glossary.yml", "gazette\n    sources: [cong-bao]", "own")
    with changed(plan, own):
        assert problems(plan) == []
    with changed(plan, edited("data/glossary.yml", "    sources: [cong-bao]\n", "")):
        assert problems(plan) == ["data/glossary.yml:2:5 source-missing terms[0]"]
