"""Readers find one whole site at every moment, whatever happens to whoever publishes."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from built_site import PROJECT
from portal import publish
from portal.publish import KEPT, Busy, alone, changed_pages, recover, releases_in, roll_back, switch

FILES = 60
PUBLISHER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from portal.publish import alone, recover, roll_back, switch
root = Path(sys.argv[1])
site, releases = root / "site", root / "releases"
number = int(sys.argv[3])
with alone(root / "lock"):
    recover(site, releases)
    while True:
        number += 1
        fresh = root / f"fresh-{number}"
        fresh.mkdir(exist_ok=True)
        for file in range(int(sys.argv[4])):
            (fresh / f"{file}.html").write_text(f"{number}")
        switch(fresh, site, releases)
        if number % 5 == 0:
            roll_back(site, releases)
"""


def make_site(folder: Path, version: object, files: int = 3) -> Path:
    folder.mkdir(parents=True)
    for number in range(files):
        (folder / f"{number}.html").write_text(f"{version}")
    return folder


def version(folder: Path, files: int = 3) -> str:
    """The one version that all files of the site in `folder` have."""
    found = {(folder / f"{number}.html").read_text() for number in range(files)}
    assert len(found) == 1, found
    assert len(list(folder.iterdir())) == files
    return found.pop()


def read(site: Path) -> str:
    """What a reader finds at this moment."""
    return (site / "0.html").read_text()


def test_a_killed_publisher_leaves_a_whole_site(tmp_path: Path) -> None:
    """Sixty kills at random moments: the old site or the new one, each time, and work goes on."""
    chance = random.Random(948)
    make_site(tmp_path / "site", 0, FILES)
    seen = set()
    for kill in range(60):
        command = [sys.executable, "-c", PUBLISHER, str(tmp_path), str(PROJECT / "hooks"),
                   str(kill * 1000), str(FILES)]  # fmt: skip
        before = read(tmp_path / "site")
        worker = subprocess.Popen(command)
        while read(tmp_path / "site") == before:
            assert worker.poll() is None, "the publisher has to be at work when it is killed"
        time.sleep(chance.random() * 0.1)
        worker.kill()
        worker.wait()
        seen.add(version(tmp_path / "site", FILES))
        recover(tmp_path / "site", tmp_path / "releases")
        for release in releases_in(tmp_path / "releases"):
            version(release, FILES)
        assert not list((tmp_path / "releases").glob("*.*"))
    assert len(seen) == 60, "every kill has to come after a switch"


def test_the_former_sites_are_kept_and_gone_back_to(tmp_path: Path) -> None:
    site, releases = tmp_path / "site", tmp_path / "releases"
    for number in range(KEPT + 3):
        switch(make_site(tmp_path / f"fresh-{number}", number), site, releases)
    assert version(site) == str(KEPT + 2)
    assert [version(release) for release in releases_in(releases)] == ["2", "3", "4", "5", "6"]
    assert roll_back(site, releases)
    assert version(site) == "6"
    assert version(releases / "undone") == "7"
    switch(make_site(tmp_path / "fresh-next", "next"), site, releases)
    assert version(site) == "next"
    assert version(releases_in(releases)[-1]) == "6"


def test_the_first_site_has_nothing_to_go_back_to(tmp_path: Path) -> None:
    switch(make_site(tmp_path / "fresh", 1), tmp_path / "site", tmp_path / "releases")
    assert version(tmp_path / "site") == "1"
    assert roll_back(tmp_path / "site", tmp_path / "releases") is None


@pytest.mark.parametrize("at_once", [True, False])
def test_folders_change_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    if not at_once:
        monkeypatch.setattr(publish, "_exchanged_at_once", lambda *_: False)
    make_site(tmp_path / "a", "a")
    make_site(tmp_path / "b", "b")
    publish.exchange(tmp_path / "a", tmp_path / "b")
    assert (version(tmp_path / "a"), version(tmp_path / "b")) == ("b", "a")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_one_works_at_a_time(tmp_path: Path) -> None:
    with alone(tmp_path / "lock"), pytest.raises(Busy), alone(tmp_path / "lock"):
        raise AssertionError("both are at work")
    with alone(tmp_path / "lock"):
        pass


def test_changed_pages_are_those_that_are_new_or_other(tmp_path: Path) -> None:
    make_site(tmp_path / "before", "a", 3)
    make_site(tmp_path / "after", "a", 4)
    (tmp_path / "after/1.html").write_text("b")
    assert changed_pages(tmp_path / "after", tmp_path / "before") == ["1.html", "3.html"]
    assert changed_pages(tmp_path / "after", tmp_path / "none") == [f"{n}.html" for n in range(4)]
