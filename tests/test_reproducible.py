"""Two builds of one commit are the same, byte for byte, whoever builds where and when."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
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
# Loaded by Python before anything else: another day, no SOURCE_DATE_EPOCH, and folders that list
# their files in an order of chance.
OTHER_DAY = """\
import datetime, os, random, time

real, ahead = time.time, 40 * 86400
time.time = lambda: real() + ahead
class Later(datetime.datetime):
    now = classmethod(lambda cls, tz=None: cls.fromtimestamp(time.time(), tz))
    utcnow = classmethod(lambda cls: cls.utcfromtimestamp(time.time()))
datetime.datetime = Later
os.environ.pop("SOURCE_DATE_EPOCH", None)

class Listed:
    def __init__(self, found):
        self.left = iter(found)
    __enter__ = __iter__ = lambda self: self
    __exit__ = lambda self, *error: None
    __next__ = lambda self: next(self.left)
    close = lambda self: None

scan, names, chance = os.scandir, os.listdir, random.Random(7)
def scandir(*where):
    with scan(*where) as entries:
        found = [*entries]
    chance.shuffle(found)
    return Listed(found)
def listdir(*where):
    found = names(*where)
    chance.shuffle(found)
    return found
os.scandir, os.listdir = scandir, listdir
"""


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
    assert differences(site, other) == []


def differences(one: Site, other: Site) -> list[str]:
    here, there = hashes(one.root), hashes(other.root)
    return [name for name in sorted({*here, *there}) if here.get(name) != there.get(name)]


@pytest.mark.skipif(os.name == "nt", reason="TZ is not Windows's")
def test_a_third_build_on_another_day_with_folders_in_another_order(
    site: Site, tmp_path: Path
) -> None:
    (tmp_path / "python").mkdir()
    (tmp_path / "python/sitecustomize.py").write_text(OTHER_DAY, "utf-8")
    copy_backwards(PROJECT, tmp_path / "Ba")
    elsewhere = {
        **ELSEWHERE, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(tmp_path / "python"),
    }  # fmt: skip
    assert differences(site, build(tmp_path / "Ba", tmp_path / "site", **elsewhere)) == []


def test_the_other_day_is_another_day() -> None:
    """So that the test above tests what it says."""
    folder = PROJECT / "data/measures"
    ask = (
        "print(int(time.time()), int(datetime.datetime.now().timestamp()),"
        f" os.listdir({str(folder)!r}) == sorted(os.listdir({str(folder)!r})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", OTHER_DAY + ask], capture_output=True, text=True, check=True
    )
    seconds, stamp, sorted_names = done.stdout.split()
    assert abs(int(seconds) - time.time() - 40 * 86400) < 3600
    assert abs(int(stamp) - int(seconds)) < 60
    assert sorted_names == "False"


def test_the_day_of_the_build_is_on_no_page(second_site: Site, tmp_path: Path) -> None:
    """A build of tomorrow differs in nothing: days on pages come from records."""
    tomorrow = build(second_site.project, tmp_path / "site", SOURCE_DATE_EPOCH="2000000000")
    assert hashes(tomorrow.root) == hashes(second_site.root)
