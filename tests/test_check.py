"""All rules run over whatever could be read, and each is a sentence."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from plan import FILES, TODAY, WORKER, changed, interface, read, write_plan
from portal import (
    rules_documents,
    rules_interface,
    rules_law,
    rules_links,
    rules_markup,
    rules_pages,
    rules_parity,
    rules_records,
    rules_settings,
    rules_support,
    rules_translation,
    rules_uploads,
    rules_words,
)
from portal.check import LATE, RULES, check
from portal.finding import Scene
from portal.load import load, report_language
from portal.problem import Report
from portal.records import Records

MODULES = (
    rules_documents, rules_interface, rules_law, rules_links, rules_markup, rules_pages,
    rules_records, rules_settings, rules_support, rules_translation, rules_uploads, rules_words,
)  # fmt: skip


def test_every_rule_is_registered_and_has_its_sentence() -> None:
    written = {
        rule
        for module in MODULES
        for name, rule in inspect.getmembers(module, inspect.isgeneratorfunction)
        if rule.__module__ == module.__name__
        and [*inspect.signature(rule).parameters] == ["scene"]
        and not name.startswith("_")
    }
    assert written == set(RULES)
    assert set(LATE) == {
        rules_parity.twins_are_alike, rules_support.figures_are_supported,
        rules_translation.translations_are_there,
    }  # fmt: skip
    for rule in (*RULES, *LATE):
        assert (rule.__doc__ or "").rstrip().endswith(".")


@pytest.mark.parametrize("name", [*sorted(FILES), "data/interface.yml"])
def test_no_rule_fails_where_a_file_is_missing(name: str, tmp_path: Path) -> None:
    read(write_plan(tmp_path, {name: None}))[1].text("vi")


def test_no_rule_fails_on_nothing(tmp_path: Path) -> None:
    _, report = load(tmp_path, TODAY)
    assert report.errors
    assert report_language(Records()) == "vi"


def test_rules_may_run_twice_and_say_the_same(tmp_path: Path) -> None:
    root = write_plan(tmp_path, {"data/interface.yml": interface().replace("en: news", "en: tin")})
    with changed(root, {"data/sources/cong-bao.yml": None}):
        records, first = read(root)
    second = Report()
    check(Scene(records, TODAY, root, (), WORKER), second)
    assert {p for p in first.problems if p.rule != "file-missing"} == second.problems
