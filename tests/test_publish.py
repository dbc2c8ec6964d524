"""Readers find the old site or the new one, whole, whatever happens while it is published."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from built_site import NOW, PROJECT
from portal import publish
from portal.changed_pages import changed_pages
from portal.exchange import exchange
from project_tasks import contents, equip, run_py
from second_project import write_project

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs renameat2 and signals")
TIMES = 50
FILES = 40
# Stands in for MkDocs and its launcher in these tests: a site of many small files, quickly.
BUILDER = """\
import pathlib, sys
if sys.argv[1] == "portal":
    from portal.__main__ import main
    sys.exit(main(sys.argv[2:]))
root = pathlib.Path(sys.argv[sys.argv.index("--site-dir") + 1])
version = pathlib.Path("version.txt").read_text("utf-8")
page = ('<!doctype html><html lang="vi"><head><title>{0}</title>'
        '<link rel="canonical" href="https://xa.example/"></head>'
        '<body><main>{0}</main></body></html>')
for number in range(FILES):
    name = ["index.html", "404.html", "en/index.html"][number] if number < 3 else f"{number}/a.html"
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(page.format(version), "utf-8")
""".replace("FILES", str(FILES))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = equip(write_project(tmp_path_factory.mktemp("publish") / "project"))
    (project / "hooks/launch.py").write_text(BUILDER, "utf-8")
    return project


def version_read(project: Path) -> str:
    """The version of `site/`; an error where it is not the same in every file, or a file lacks."""
    texts = {
        re.sub(r".*<main>|</main>.*", "", path.read_text("utf-8"))
        for path in (project / "site").rglob("*.html")
    }
    assert len(contents(project / "site")) == FILES
    [version] = texts
    return version


def put(project: Path, version: str, *task: str) -> subprocess.CompletedProcess[str]:
    (project / "version.txt").write_text(version, "utf-8")
    return run_py(project, *(task or ("publish", "--no-browser")))


@ON_LINUX
def test_killed_at_every_third_line_the_site_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(PROJECT / "tests/interrupted.py"), str(tmp_path), "3"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert sum(int(line.split()[0]) for line in done.stdout.splitlines()) >= TIMES


@ON_LINUX
def test_publishing_and_going_back(project: Path) -> None:
    for version in ("một", "hai"):
        result = put(project, version)
        assert result.returncode == 0, result.stdout + result.stderr
        assert version_read(project) == version
    assert (project / "deploy/urls.txt").exists()
    assert f"{FILES} trang mới hoặc đổi" in result.stdout
    assert put(project, "-", "rollback").returncode == 0
    assert version_read(project) == "một"
    refused = put(project, "-", "rollback")
    assert refused.returncode == 1
    assert "Không có bản trước để quay lại" in refused.stderr
    assert put(project, "ba").returncode == 0
    assert put(project, "-", "rollback").returncode == 0
    assert version_read(project) == "một", "going back leads to what was read before"


@ON_LINUX
def test_a_site_with_a_broken_page_is_not_published(project: Path) -> None:
    put(project, "tốt")
    before = contents(project / "site")
    result = put(project, '<a href="khong-co/">x</a>')
    assert result.returncode == 1
    assert "site/index.html:1:1: lỗi: liên kết 'khong-co/'" in result.stdout
    assert contents(project / "site") == before
    assert not (project / ".build").exists()


@ON_LINUX
def test_two_runs_at_a_time_are_refused(project: Path) -> None:
    put(project, "tốt")
    with publish.only_one(project / ".cache/build.lock"):
        result = put(project, "xấu")
    assert result.returncode == 1
    assert f"tiến trình {os.getpid()}" in result.stderr
    assert version_read(project) == "tốt"
    assert put(project, "xong").returncode == 0


@ON_LINUX
def test_killed_at_any_moment_the_site_is_the_old_or_the_new_one(project: Path) -> None:
    begun = time.monotonic()
    assert put(project, "0").returncode == 0
    whole = time.monotonic() - begun
    chance = random.Random(21)
    was = "0"
    env = {**os.environ, "SOURCE_DATE_EPOCH": NOW, "PYTHONUTF8": "1"}
    for number in range(1, TIMES + 1):
        (project / "version.txt").write_text(str(number), "utf-8")
        run = subprocess.Popen(
            [sys.executable, "run.py", "publish", "--no-browser"], cwd=project, env=env,
            start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0, whole))
        # Sometimes the programs it has started live on.
        kill = os.kill if number % 3 == 0 else os.killpg
        kill(run.pid, signal.SIGKILL)
        run.wait()
        now = version_read(project)
        assert now in (was, str(number))
        was = now
    deadline = time.monotonic() + 60
    while (result := put(project, "cuối")).returncode and time.monotonic() < deadline:
        assert "Đang có một lần dựng trang khác" in result.stderr
    assert version_read(project) == "cuối"
    assert not (project / ".build").exists()


@ON_LINUX
def test_a_reader_never_finds_nothing_or_a_mix(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for number in range(5):
            (tmp_path / name / str(number)).write_text(name, "utf-8")
    found: list[set[bytes]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            folder = os.open(tmp_path / "a", os.O_RDONLY)
            texts = set()
            for name in os.listdir(folder):  # noqa: PTH208 - below a folder that stays open
                file = os.open(name, os.O_RDONLY, dir_fd=folder)
                texts.add(os.read(file, 9))
                os.close(file)
            os.close(folder)
            found.append(texts)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(2000):
        assert exchange(tmp_path / "a", tmp_path / "b")
    stop.set()
    reader.join()
    assert {frozenset(texts) for texts in found} <= {frozenset({b"a"}), frozenset({b"b"})}
    assert found


@ON_LINUX
def test_what_is_to_change_places_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(FileNotFoundError, match=re.escape(str(tmp_path))):
        exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a").is_dir()


def test_changed_pages_are_those_that_are_new_or_other(tmp_path: Path) -> None:
    for folder, pages in (("before", "123"), ("after", "1234")):
        (tmp_path / folder).mkdir()
        for name in pages:
            (tmp_path / folder / f"{name}.html").write_text("a", "utf-8")
    (tmp_path / "after/2.html").write_text("b", "utf-8")
    assert changed_pages(tmp_path / "after", tmp_path / "before") == ["2.html", "4.html"]
    assert changed_pages(tmp_path / "after", tmp_path / "none") == [f"{n}.html" for n in "1234"]
