"""Puts a finished site in the place of the one that is read, in one step, and back again.

Readers always find one whole site: the two folders change places at once where the system can do
that (Linux, macOS), and a process that is killed at any moment leaves either the old site or the
new one. Only the standard library is used, because `run.py` calls this before anything is
installed.
"""

from __future__ import annotations

import ctypes
import filecmp
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KEPT = 5
NUMBER = re.compile(r"\d{6}")
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS have the same value
_HERE = -100  # AT_FDCWD: paths are relative to the working folder


class Busy(Exception):
    """Another process is building or publishing in the same folder."""


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold `lock` while working; `Busy` when another process does. A killed process lets go."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+b") as file:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(str(lock)) from None
        yield


def exchange(one: Path, other: Path) -> None:
    """Let two folders change places. At once on Linux and macOS; elsewhere, and on disks that
    cannot, in three renames, between which `one` is missing for an instant."""
    if _exchanged_at_once(one, other):
        return
    aside = one.with_name(f"{one.name}.aside")
    one.rename(aside)
    try:
        other.rename(one)
    except OSError:
        aside.rename(one)
        raise
    aside.rename(other)


def _exchanged_at_once(one: Path, other: Path) -> bool:
    names = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            code = library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)
        elif sys.platform == "darwin":
            code = library.renamex_np(*names, _EXCHANGE)
        else:
            return False
    except (AttributeError, OSError, TypeError):
        return False
    return bool(code == 0)


def recover(output: Path, releases: Path) -> None:
    """Finish or undo what a killed process left: call before anything else, while `alone`."""
    aside = output.with_name(f"{output.name}.aside")
    if aside.exists():
        if output.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(output)
    for waiting in sorted(releases.glob("*.waiting")):
        note = waiting.with_suffix(".inode")
        was_read = note.exists() and note.read_text() == str(waiting.stat().st_ino)
        # A folder that changed places is the former site; one that did not was never read.
        if was_read:
            waiting.rename(waiting.with_suffix(""))
        else:
            shutil.rmtree(waiting)
        note.unlink(missing_ok=True)
    for leftover in releases.glob("*.inode"):
        leftover.unlink()
    for leftover in releases.glob("*.gone"):
        shutil.rmtree(leftover)


def replace(fresh: Path, output: Path) -> None:
    """Make `fresh` the site at `output`; the site that was there is deleted."""
    if output.exists():
        exchange(output, fresh)
        shutil.rmtree(fresh)
    else:
        fresh.rename(output)


def switch(fresh: Path, output: Path, releases: Path) -> None:
    """Make `fresh` the site at `output`; the site that was there becomes the latest release."""
    releases.mkdir(parents=True, exist_ok=True)
    if not output.exists():
        fresh.rename(output)
        return
    number = int(releases_in(releases)[-1].name) + 1 if releases_in(releases) else 1
    waiting = releases / f"{number:06d}.waiting"
    note = waiting.with_suffix(".inode")
    note.write_text(str(output.stat().st_ino))
    fresh.rename(waiting)
    exchange(output, waiting)
    waiting.rename(waiting.with_suffix(""))
    note.unlink()
    for old in releases_in(releases)[:-KEPT]:
        _delete(old)


def roll_back(output: Path, releases: Path) -> str | None:
    """Make the latest release the site again and give its number; None when there is none. What
    was shown until now is kept as `undone`."""
    known = releases_in(releases)
    if not known:
        return None
    latest, undone = known[-1], releases / "undone"
    if undone.exists():
        _delete(undone)
    if output.exists():
        exchange(output, latest)
        latest.rename(undone)
    else:
        latest.rename(output)
    return latest.name


def releases_in(releases: Path) -> list[Path]:
    """The sites that can be gone back to, oldest first."""
    if not releases.is_dir():
        return []
    return sorted(path for path in releases.iterdir() if NUMBER.fullmatch(path.name))


def changed_pages(fresh: Path, output: Path) -> list[str]:
    """The HTML files of `fresh` that `output` does not have, or has otherwise, sorted."""
    found = []
    for path in sorted(fresh.rglob("*.html")):
        name = path.relative_to(fresh)
        before = output / name
        if not before.is_file() or not filecmp.cmp(path, before, shallow=False):
            found.append(name.as_posix())
    return found


def _delete(folder: Path) -> None:
    """Delete a folder that nobody must take for a whole site when this is interrupted."""
    gone = folder.with_suffix(".gone")
    folder.rename(gone)
    shutil.rmtree(gone)
