"""Where the generator itself is broken, a sentence with a place is said, and never a traceback."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from project_tasks import equip, run_py
from second_project import write_project


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return equip(write_project(tmp_path_factory.mktemp("sound") / "project"))


@pytest.fixture
def project(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "project", symlinks=True))


def append(name: str, text: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        with (root / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def delete(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).unlink()


BROKEN: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a hook that Python cannot read": (
        "build", append("hooks/pages.py", "def x(:\n"), r"hooks/pages\.py:\d+:\d+: lỗi: "),
    "a hook that fails": (
        "build", append("hooks/pages.py", "\ndef on_nav(nav, **_):\n    raise KeyError(1)\n"),
        r"hooks/pages\.py:\d+:1: lỗi: .*KeyError"),
    "a hook that fails at once": (
        "build", append("hooks/outputs.py", "\n1 / 0\n"), r"hooks/outputs\.py:\d+:1: lỗi: "),
    "a module that Python cannot read": (
        "build", append("hooks/portal/feed.py", "x = (\n"), r"hooks/portal/feed\.py:\d+:\d+: lỗi"),
    "a module that everything needs": (
        "check", append("hooks/portal/problem.py", "x = (\n"),
        r"hooks/portal/problem\.py:\d+:1: lỗi: "),
    "no messages": (
        "check", delete("hooks/portal/messages.yml"), r"hooks/portal/problem\.py:\d+:1: lỗi: "),
    "no module of publishing": (
        "build", delete("hooks/portal/publish.py"), r"hooks/portal/publish\.py:1:1: lỗi: "),
    "no launcher": ("check", delete("hooks/launch.py"), r"hooks/launch\.py"),
    "no hook": ("build", delete("hooks/pages.py"), r"mkdocs\.yml:17:5: lỗi: .*hooks/pages\.py"),
    "no shell": ("build", delete("overrides/shell.html"), r"overrides/shell\.html:1:1: lỗi: "),
    "no body of a page": (
        "build", delete("hooks/portal/templates/measure.html"), r": lỗi: .*measure\.html"),
    "no settings": ("build", delete("mkdocs.yml"), r"mkdocs\.yml:1:1: lỗi: "),
    "no hooks at all": (
        "check", lambda root: shutil.rmtree(root / "hooks"), r"publish\.py:1:1: lỗi: "),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_generator_is_explained(name: str, project: Path) -> None:
    task, spoil, expected = BROKEN[name]
    spoil(project)
    result = run_py(project, task)
    said = result.stdout + result.stderr
    assert result.returncode == 1, said
    assert "Traceback" not in said
    assert re.search(expected, said), said
    assert not (project / "site").exists()
