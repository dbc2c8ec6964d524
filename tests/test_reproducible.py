"""Two builds of one commit are the same, byte for byte, whoever builds where and when."""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from built_site import PROJECT, Site, build

ELSEWHERE = {
    "TZ": "America/Los_Angeles",
    "LANG": "C",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "12345",
    "HOME": "/nonexistent",
    "COLUMNS": "40",
}


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def copy_backwards(source: Path, target: Path) -> None:
    """Copy a project so that the file system lists its files in another order."""
    names = ["mkdocs.yml", "hooks", "overrides", "data", "docs"]
    files = [
        path
        for name in names
        for path in ((source / name).rglob("*") if (source / name).is_dir() else [source / name])
    ]
    for path in sorted((path for path in files if path.is_file()), reverse=True):
        if "__pycache__" not in path.parts:
            goal = target / path.relative_to(source)
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, goal)


@pytest.mark.skipif(os.name == "nt", reason="TZ and umask are not Windows's")
def test_two_builds_are_the_same_bytes(site: Site, tmp_path: Path) -> None:
    project = tmp_path / "a folder with spaces, và dấu"
    copy_backwards(PROJECT, project)
    old = os.umask(0o077)
    try:
        other = build(project, tmp_path / "other", **ELSEWHERE)
    finally:
        os.umask(old)
    here, there = hashes(site.root), hashes(other.root)
    assert sorted(here) == sorted(there)
    assert [name for name in sorted(here) if here[name] != there[name]] == []


def test_the_day_of_the_build_is_on_no_page(second_site: Site, tmp_path: Path) -> None:
    """A build of tomorrow differs in nothing: days on pages come from records."""
    tomorrow = build(second_site.project, tmp_path / "site", SOURCE_DATE_EPOCH="2000000000")
    assert hashes(tomorrow.root) == hashes(second_site.root)
