"""Whatever is done to the files people edit: no traceback, no hang, no half of a site, and each
refusal says where and, in Vietnamese, what to do.

`MUTATIONS=3000` draws more, `MUTATION_SEED` others, `MUTATION_BUILDS` more whole builds.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from mutation import mutant
from plan import PROJECT
from portal.address import Book
from portal.load import assemble, load, report_language
from portal.problem import Report
from project_tasks import contents, equip, run_py
from second_project import write_project

COUNT = int(os.environ.get("MUTATIONS", "300"))
SEED = int(os.environ.get("MUTATION_SEED", "0"))
BUILDS = int(os.environ.get("MUTATION_BUILDS", str(max(COUNT // 50, 4))))
TODAY = date(2026, 11, 23)
LIMIT = 10
GROUP = 25
LINE = re.compile(
    r"(?P<path>[^\n]+?):(?P<line>\d+):(?P<column>\d+): (?:lỗi|cảnh báo): .+ \[[a-z-]+\]"
)
VIETNAMESE = re.compile(r"[ạảãấầậẩẫằắặẳẵđềếệểễốồộổỗơờớợởỡưừứựửữ]")


class TooSlow(Exception):
    """Reading took longer than anybody waits."""


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooSlow

    if not hasattr(signal, "SIGALRM"):  # Windows: the time is looked at afterwards
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_project(tmp_path_factory.mktemp("sound") / "project")
    shutil.copy(PROJECT / "data/views.json", root / "data/views.json")
    views = (root / "data/views.json").read_text("utf-8")
    (root / "data/views.json").write_text(re.sub(r',?\s*"source": "[^"]*"', "", views), "utf-8")
    _, report = load(root, TODAY)
    assert report.errors == [], report.text("vi")
    return root


@pytest.fixture(scope="module")
def copy(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(sound, tmp_path_factory.mktemp("copy") / "project"))


def look(root: Path) -> tuple[Report, str]:
    """What reading `root` says, made sure that it says it well."""
    started = time.process_time()
    with limited(6 * LIMIT):
        records, report = load(root, TODAY)
        if not report.errors:
            _, book = assemble(records)
            assert isinstance(book, Book)
    assert time.process_time() - started < LIMIT
    lang = report_language(records)
    assert lang in ("vi", "en")
    return report, report.text("vi")


def check_words(root: Path, report: Report, said: str) -> None:
    for line in said.split("\n")[:-1]:
        found = LINE.fullmatch(line)
        assert found, line
        assert VIETNAMESE.search(line.partition(": ")[2]), line
        assert len(line) < 1_500, line
    for problem in report:
        file = root / problem.path
        assert problem.line >= 1
        assert problem.column >= 1
        if file.is_file() and not file.is_symlink():
            raw = file.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            lines = raw.decode("utf-8", "replace").split("\n")
            assert problem.line <= len(lines), problem
            longest = max(len(lines[problem.line - 1]), 1) + 1
            assert problem.column <= longest or not raw.isascii(), problem


@pytest.mark.parametrize("group", range(0, COUNT, GROUP))
def test_every_mutant_is_read_or_refused_in_words(group: int, copy: Path, sound: Path) -> None:
    for seed in range(SEED + group, SEED + min(group + GROUP, COUNT)):
        with mutant(copy, sound, seed) as done:
            try:
                report, said = look(copy)
                check_words(copy, report, said)
            except BaseException as error:
                error.add_note(f"seed {seed}: {'; '.join(done)}")
                raise


@pytest.fixture(scope="module")
def built(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Path(shutil.copytree(sound, tmp_path_factory.mktemp("built") / "project"))
    equip(project)
    result = run_py(project, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    return project


def test_a_mutant_is_built_whole_or_leaves_the_site_as_it_was(built: Path, sound: Path) -> None:
    """As many accepted as refused ones: those are built, these change nothing."""
    wanted = {True: (BUILDS + 1) // 2, False: BUILDS // 2}
    seed = SEED
    while any(wanted.values()):
        seed += 1
        with mutant(built, sound, seed) as done:
            try:
                report, _ = look(built)
                if not wanted[not report.errors]:
                    continue
                wanted[not report.errors] -= 1
                build_once(built, accepted=not report.errors)
            except BaseException as error:
                error.add_note(f"seed {seed}: {'; '.join(done)}")
                raise


def build_once(project: Path, *, accepted: bool) -> None:
    before = contents(project / "site")
    started = time.monotonic()
    result = run_py(project, "build")
    said = result.stdout + result.stderr
    assert time.monotonic() - started < 120
    assert "Traceback" not in said
    assert "[mishap]" not in said, said
    assert not (project / ".build").exists()
    if accepted:
        assert result.returncode == 0, said
        assert (project / "site/404.html").exists()
        assert (project / "site/index.html").exists()
        return
    assert result.returncode == 1, said
    assert contents(project / "site") == before
    placed = [line for line in said.split("\n") if re.match(r"[^\s:]+:\d+:\d+: lỗi: ", line)]
    assert placed, said
    assert all(VIETNAMESE.search(line) for line in placed)
