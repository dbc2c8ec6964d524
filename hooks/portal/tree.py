"""Walking the content folders: every file once, in a fixed order, and none outside the tree."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from portal.problem import Report

IGNORED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep"})


def files_below(folder: Path, root: Path, report: Report) -> Iterator[tuple[Path, str]]:
    """The files below `folder`, sorted, each with its path from `root` (with forward slashes).

    Links that lead out of `root`, to themselves or to nothing are reported and not followed.
    """
    with os.scandir(folder) as entries:
        children = sorted(entries, key=lambda entry: entry.name)
    for child in children:
        path = Path(child.path)
        name = path.relative_to(root).as_posix()
        if child.name in IGNORED or child.name.endswith(("~", ".swp")):
            continue
        if child.is_symlink() and not _stays_inside(path, root):
            report.add("outside-tree", (name, 1, 1))
        elif child.is_dir():
            yield from files_below(path, root, report)
        else:
            yield path, name


def _stays_inside(path: Path, root: Path) -> bool:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    # A link to a folder above itself would be walked for ever.
    return target.is_relative_to(root.resolve()) and not path.is_relative_to(target)
