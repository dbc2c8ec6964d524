"""Walking the content folders: every file once, in a fixed order, and no link followed."""

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

    Links of any kind are reported and not followed: git keeps them as they are, and the next
    computer may have anything at that place. So are hidden files, which nobody sees and hosts may
    publish, folders that may not be read and names that cannot be shown.
    """
    if folder.parent == root and _is_link(folder):
        report.add("outside-tree", (folder.relative_to(root).as_posix(), 1, 1))
        return
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
        elif _is_link(path):
            report.add("outside-tree", (name, 1, 1))
        elif child.name.startswith("."):
            report.add("hidden-file", (name, 1, 1), got=child.name)
        elif child.is_dir():
            yield from files_below(path, root, report)
        else:
            yield path, name


def _is_link(path: Path) -> bool:
    """Whether `path` leads elsewhere: a symbolic link, or a junction of Windows."""
    # os.path.isjunction came with Python 3.12; a junction is a link that realpath follows.
    isjunction = getattr(os.path, "isjunction", None)
    return path.is_symlink() or bool(isjunction and isjunction(path))


def is_file(path: Path) -> bool:
    """Whether `path` is a file; False also for a name that no file can have."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
