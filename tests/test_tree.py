"""Every file once, in a fixed order, and none from outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from portal.problem import Report
from portal.tree import files_below


def names(root: Path, report: Report) -> list[str]:
    return [name for _, name in files_below(root / "data", root, report)]


def test_files_come_sorted_with_forward_slashes(tmp_path: Path) -> None:
    for name in ("data/b/x.yml", "data/a.yml", "data/b/a.yml", "data/c/d/e.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    report = Report()
    assert names(tmp_path, report) == ["data/a.yml", "data/b/a.yml", "data/b/x.yml",
                                       "data/c/d/e.yml"]  # fmt: skip
    assert not report.problems


@pytest.mark.parametrize("target", ["..", "../..", ".", "missing", "../outside.yml", "loop"])
def test_links_that_lead_astray_are_reported_and_not_followed(target: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "data").mkdir(parents=True)
    (tmp_path / "root/outside.yml").touch()
    (root / "data/loop").symlink_to(target)
    report = Report()
    assert names(root, report) == []
    assert [(item.path, item.rule) for item in report] == [("data/loop", "outside-tree")]


def test_a_link_to_a_file_beside_it_is_no_file_either(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.yml").touch()
    (tmp_path / "data/b.yml").symlink_to("a.yml")
    report = Report()
    assert names(tmp_path, report) == ["data/a.yml"]
    assert [(item.path, item.rule) for item in report] == [("data/b.yml", "outside-tree")]


def test_the_folder_itself_may_not_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a.yml").touch()
    (tmp_path / "data").symlink_to("elsewhere")
    report = Report()
    assert names(tmp_path, report) == []
    assert [(item.path, item.rule) for item in report] == [("data", "outside-tree")]


@pytest.mark.parametrize("name", [".env", ".git/config", ".htaccess", ".ssh/id_rsa", "b/.npmrc"])
def test_what_is_hidden_is_reported_and_not_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "data" / name).touch()
    report = Report()
    assert names(tmp_path, report) == []
    assert [item.rule for item in report] == ["hidden-file"]


def test_two_folder_links_to_each_other_end(tmp_path: Path) -> None:
    for one, other in (("a", "b"), ("b", "a")):
        (tmp_path / "data" / one).mkdir(parents=True)
        (tmp_path / "data" / one / "link").symlink_to(tmp_path / "data" / other)
    report = Report()
    assert names(tmp_path, report) == []
    assert len(report.problems) == 2
