"""Rules for legal texts, each at the edge between right and wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from plan import FILES, changed, edited, problems, write_plan
from portal.rules_law import _circles

LAW = "data/legal-texts/5-2019-nd-cp.yml"
DECISION = "data/legal-texts/12-qd-ubnd-2020.yml"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan(tmp_path_factory.mktemp("plan"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026-11-23", "2026-11-23  # hôm nay"),
        ("first_date_entry_in_force: 2019-04-01", "first_date_entry_in_force: 2019-02-01"),
        ("value: in_force", "value: partially_in_force"),
        ("first_date_entry_in_force: 2019-04-01", "date_no_longer_in_force: 2026-11-24"),
        ("first_date_entry_in_force: 2019-04-01\nlegal_force:\n  value: in_force",
         "first_date_entry_in_force: 2027-01-01\nlegal_force:\n  value: not_yet_in_force"),
        ("first_date_entry_in_force: 2019-04-01\nlegal_force:\n  value: in_force",
         ("date_no_longer_in_force: 2026-11-23\nlegal_force:\n"
          "  value: not_in_force\n  reason: expired")),
        ("  value: in_force\n  basis: sourced",
         "  value: unknown\n  presumed: true\n  basis: not_found"),
        ("  value: in_force\n", "  value: not_in_force\n  reason: replaced\n"),
    ],
)  # fmt: skip
def test_dates_and_status_that_agree_pass(old: str, new: str, plan: Path) -> None:
    changes = dict(edited(LAW, old, new))
    if "replaced" in new:
        changes[LAW] = f"{changes[LAW]}repealed_by:\n  - outside: 9/2022/NĐ-CP\n"
    with changed(plan, changes):
        assert problems(plan) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2026-11-23", "2026-11-24", "15:15 date-in-future legal_force.checked_on"),
        ("2019-04-01", "2019-01-31", "11:28 dates-order first_date_entry_in_force"),
        ("first_date_entry_in_force: 2019-04-01", "date_no_longer_in_force: 2018-01-01",
         "11:26 dates-order date_no_longer_in_force"),
        ("first_date_entry_in_force: 2019-04-01", "date_no_longer_in_force: 2026-11-23",
         "13:10 force-dates legal_force.value"),
        ("  value: in_force", "  value: not_yet_in_force",
         "13:10 force-dates legal_force.value"),
        ("first_date_entry_in_force: 2019-04-01\nlegal_force:\n  value: in_force",
         ("date_no_longer_in_force: 2027-01-01\nlegal_force:\n"
          "  value: not_in_force\n  reason: expired"),
         "13:10 force-dates legal_force.value"),
    ],
)  # fmt: skip
def test_dates_and_status_that_disagree_are_found(
    old: str, new: str, expected: str, plan: Path
) -> None:
    with changed(plan, edited(LAW, old, new)):
        assert expected in [line.removeprefix(f"{LAW}:") for line in problems(plan)]


def test_a_text_said_to_be_in_force_that_another_repealed_is_found(plan: Path) -> None:
    repeal = edited(
        DECISION, "ensures_implementation_of:", "first_date_entry_in_force: 2020-04-01\nrepeals:"
    )
    with changed(plan, repeal):
        assert problems(plan) == [f"{LAW}:13:10 repealed-in-force legal_force.value"]
    later = edited(
        DECISION, "ensures_implementation_of:", "first_date_entry_in_force: 2026-12-01\nrepeals:"
    )
    with changed(plan, later):
        assert problems(plan) == []


def test_a_text_replaced_by_one_of_the_register_needs_no_other_word(plan: Path) -> None:
    changes = {
        **edited(LAW, "value: in_force", "value: not_in_force\n  reason: replaced"),
        **edited(DECISION, "ensures_implementation_of:", "repeals:"),
    }
    with changed(plan, changes):
        assert problems(plan) == []


def test_a_successor_that_could_not_be_read_is_not_missed(plan: Path) -> None:
    changes = {
        **edited(LAW, "value: in_force", "value: not_in_force\n  reason: replaced"),
        **edited(DECISION, "ensures_implementation_of:", "repeals:\n  - khong: co"),
    }
    with changed(plan, changes):
        assert problems(plan) == [f"{DECISION}:14:5 unknown-key repeals[0].khong"]


def test_a_relation_may_name_its_text_shortly(plan: Path) -> None:
    with changed(plan, edited(DECISION, "  - text: 5/2019/NĐ-CP", "  - 5/2019/NĐ-CP")):
        assert problems(plan) == []


@pytest.mark.parametrize(
    ("graph", "circles"),
    [
        ({"a": [], "b": ["a"]}, []),
        ({"a": ["b"], "b": ["a"]}, [["a", "b"]]),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, [["b", "c"]]),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, []),
        ({str(n): [str(n + 1)] for n in range(5_000)} | {"5000": []}, []),
    ],
)
def test_circles_are_found_once_and_without_recursion(
    graph: dict[str, list[str]], circles: list[list[str]]
) -> None:
    assert [*_circles(graph)] == circles


def test_the_same_number_in_two_years_is_no_mistake_until_it_is_named(plan: Path) -> None:
    twin = FILES[DECISION].replace("12-qd-ubnd-2020", "12-2019").replace("2020-03-02", "2019-03-02")
    with changed(plan, {"data/legal-texts/12-2019.yml": twin}):
        assert problems(plan) == []


def test_a_number_has_the_figures_of_the_id_and_the_year_of_the_date(plan: Path) -> None:
    for old, new, wrong in (
        ("number: 5/2019", "number: 6/2019", "2:9 number-id number"),
        ("number: 5/2019", "number: 05/2019", ""),
        ("date_document: 2019", "date_document: 2018", "10:16 number-year date_document"),
        ("2019-04-01", "2019-03-31", ""),
    ):
        with changed(plan, edited(LAW, old, new)):
            here = [line for line in problems(plan) if line.startswith(LAW) and "number-" in line]
        assert here == ([f"{LAW}:{wrong}"] if wrong else [])
    with changed(plan, edited(DECISION, "2020-03-02", "2021-03-02")):
        assert f"{DECISION}:2:9 number-id number" in problems(plan)


def test_nothing_is_amended_before_the_text_that_amends_it_is_in_force(plan: Path) -> None:
    repeals = "2019-04-01\nrepeals:\n  - outside: 1/2009/NĐ-CP\n    from: {}"
    for day, wrong in (("2019-04-01", []), ("2019-03-31", ["14:11 dates-order repeals[0].from"])):
        with changed(plan, edited(LAW, "2019-04-01", repeals.format(day))):
            assert problems(plan) == [f"{LAW}:{line}" for line in wrong]
