"""Walking the content folders: every file once, in a fixed order, and none outside the tree."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from portal.problem import Report

IGNORED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep"})
# What editors and office programs leave beside a file that is open.
IGNORED_STARTS = ("~$", ".~", ".#", "._")
IGNORED_ENDS = ("~", ".swp")


def files_below(folder: Path, root: Path, report: Report) -> Iterator[tuple[Path, str]]:
    """The files below `folder`, sorted, each with its path from `root` (with forward slashes).

    Links to folders, and links that lead out of the top folder or to nothing, are reported and not
    followed; so are folders that may not be read and names that cannot be shown.
    """
    try:
        with os.scandir(folder) as entries:
            children = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        report.add("file-unreadable", (folder.relative_to(root).as_posix(), 1, 1))
        return
    for child in children:
        path = Path(child.path)
        name = path.relative_to(root).as_posix()
        if child.name in IGNORED or child.name.startswith(IGNORED_STARTS):
            continue
        if child.name.endswith(IGNORED_ENDS):
            continue
        if not name.isprintable():
            shown = ascii(name)[1:-1]
            report.add("file-name", (shown, 1, 1), got=shown.rpartition("/")[2])
        elif child.is_symlink() and not _stays_inside(path, root):
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
    # Below data/ or docs/, where the link itself stands: nothing else is meant to be published. A
    # link to a folder could be walked for ever.
    top = root / path.relative_to(root).parts[0]
    return target.is_relative_to(top.resolve()) and not target.is_dir()
