"""Puts the invented plan of `second_plan/` together with the project's unchanged machinery."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from built_site import PROJECT, copy_machinery

PLAN = PROJECT / "tests/second_plan"
MEASURE = """\
id: "{n}"
slug: {{vi: nhiem-vu-{n}, en: task-{n}}}
title: {{vi: Nhiệm vụ thứ {n}, en: Task number {n}}}
text: {{vi: Làm việc thứ {n}., en: Do thing number {n}.}}
sources: [trang-xa]
"""
EXEMPLARS = ("data/exemplars/to-cong-nghe-thon.yml", "data/vocabulary/exemplar-kinds.yml",
             "data/vocabulary/places.yml")  # fmt: skip
NEWS = ("docs/vi/tin-tuc/lop-hoc.md", "docs/en/tin-tuc/lop-hoc.md",
        "data/vocabulary/news-categories.yml")  # fmt: skip


def write_project(
    root: Path, *, measures: int = 3, without: tuple[str, ...] = (),
    changes: Mapping[str, tuple[str, str]] | None = None,
) -> Path:  # fmt: skip
    """The second plan below `root`, with the project's own hooks, shell and interface.

    `without` leaves files out; `changes` replaces one text by another in single files.
    """
    copy_machinery(root)
    for name in ("data", "docs"):
        shutil.copytree(PLAN / name, root / name)
    shutil.copy(PROJECT / "data/interface.yml", root / "data/interface.yml")
    for n in range(4, measures + 1):
        (root / f"data/measures/{n}.yml").write_text(MEASURE.format(n=n), "utf-8")
    for name in without:
        (root / name).unlink()
    if any("tin-tuc" in name for name in without):
        edit(root / "docs/vi/gioi-thieu.md", " hoặc [tin lớp học](tin-tuc/lop-hoc.md#lich-hoc)", "")
        edit(root / "docs/en/gioi-thieu.md", " or the [news](tin-tuc/lop-hoc.md)", "")
    for name, (old, new) in (changes or {}).items():
        edit(root / name, old, new)
    return root


def edit(path: Path, old: str, new: str) -> None:
    """Replace `old`, which must be there, in one file."""
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new), "utf-8")


def without_english(root: Path) -> None:
    """Leave out every English text that may be missing."""
    for path in (root / "data").rglob("*.yml"):
        if path.name != "interface.yml":
            text = re.sub(
                r"^ +en: (?![a-z0-9-]+$).*\n", "", path.read_text("utf-8"), flags=re.MULTILINE
            )
            path.write_text(
                re.sub(r"(name|title|text): \{vi: ([^}]*), en: [^}]*\}", r"\1: {vi: \2}", text),
                "utf-8",
            )
    shutil.rmtree(root / "docs/en")
