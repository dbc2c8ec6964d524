"""Puts a built site in the place of the one that is read, and back again, whatever happens between.

Beside the site stand two folders: the work folder, where sites are built and whose content is
always safe to remove after `recover`; and the releases, each a whole site under its number. The
site that is read is an ordinary folder. `run.py` uses this module before anything is installed:
it needs nothing but Python.

A switch is noted down first. Killed at any moment, it is finished or forgotten by the next
`recover`: the note names the new site by its inode, which it keeps in whatever place it is.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from portal.exchange import exchange, settle, settle_names

KEEP = 5


class Busy(Exception):
    """Another process builds or publishes; `args[0]` is its number, '' where it cannot be known."""


class NothingBefore(Exception):
    """There is no earlier release to go back to."""


@dataclass(frozen=True)
class Place:
    """Where one site is read, built and kept."""

    output: Path
    work: Path
    releases: Path

    @classmethod
    def of(cls, output: Path, *, usual: bool) -> Place:
        """The folders of the site at `output`; the `usual` one's have the short names."""
        name = "" if usual else f"-{output.name}"
        return cls(output, output.with_name(f".build{name}"), output.with_name(f".releases{name}"))

    @property
    def fresh(self) -> Path:
        """Where the next site is built."""
        return self.work / "site"

    @property
    def previous(self) -> Path:
        """Where the old site goes that is not kept."""
        return self.work / "previous"

    @property
    def note(self) -> Path:
        return self.work / "switch.json"

    @property
    def current(self) -> Path:
        """The file with the number of the release that is read; none where it is no release."""
        return self.releases / "current"

    def release(self, number: int) -> Path:
        return self.releases / f"{number:06d}"

    def numbers(self) -> list[int]:
        """The releases that are kept, the one being read not among them; oldest first."""
        names = [path.name for path in self.releases.glob("[0-9]*")]
        return sorted(int(name) for name in names if name.isdigit())

    def current_number(self) -> int | None:
        """The release that is read."""
        try:
            return int(self.current.read_text("utf-8"))
        except (OSError, ValueError):
            return None


@dataclass(frozen=True)
class Switch:
    """What one switch is about to do: `inode` of the new site, where it stands, where the old one
    goes (`keep` is its release, None for none) and the release that the new one then is."""

    inode: int
    source: str
    keep: int | None
    number: int | None


@contextmanager
def only_one(path: Path) -> Iterator[int]:
    """Hold the lock `path`; Busy where another process does.

    The number given is a file that child processes are to inherit: the lock lasts as long as any
    of them, even if their parent is killed. The system lets go of it when all have ended.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            _lock(file)
        except OSError:
            raise Busy(path.read_text("utf-8") if os.name != "nt" else "") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield file.fileno()


def _lock(file: IO[str]) -> None:
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def recover(place: Place) -> None:
    """Finish or forget what an interrupted run left, then empty the work folder.

    Afterwards `output` is whole (where there ever was a site), and `fresh` may be built.
    """
    if (switch := _noted(place)) is not None:
        _finish(place, switch)
    elif place.previous.exists() and not place.output.exists():
        place.previous.rename(place.output)
    if place.work.exists():
        shutil.rmtree(place.work, ignore_errors=True)


def put_in_place(place: Place, *, published: bool, keep: int = KEEP) -> int | None:
    """Make the site at `fresh` the one that is read; the number of its release, if `published`.

    A release that was read until now is kept, and before the first release whatever was read;
    of these the newest `keep`. Releases that were left by going back are given up, so that going
    back always leads to what was read before. OSError leaves the old site in its place.
    """
    current, numbers = place.current_number(), place.numbers()
    following = max([*numbers, current or 0]) + 1
    old = current
    if published and old is None and place.output.exists():
        old, following = following, following + 1
    if published:
        settle(place.fresh)
    number = following if published else None
    _switch(place, place.fresh, Switch(_inode(place.fresh), place.fresh.name, old, number))
    given_up = [later for later in numbers if current is not None and later > current]
    kept = [earlier for earlier in place.numbers() if earlier not in given_up]
    for extra in [*given_up, *kept[:-keep]]:
        _remove(place, place.release(extra))
    return number


def roll_back(place: Place) -> int:
    """Read the newest release before the present one again, and give its number.

    The present one is kept, so that `put_in_place` of a later build goes on from there.
    NothingBefore where there is none.
    """
    current, numbers = place.current_number(), place.numbers()
    earlier = [number for number in numbers if current is None or number < current]
    if not earlier:
        raise NothingBefore
    goal = place.release(earlier[-1])
    old = current
    if old is None and place.output.exists():
        old = max(numbers) + 1
    place.work.mkdir(exist_ok=True)
    source = f"../{place.releases.name}/{goal.name}"
    _switch(place, goal, Switch(_inode(goal), source, old, earlier[-1]))
    return earlier[-1]


def _switch(place: Place, new: Path, switch: Switch) -> None:
    if switch.keep is not None or switch.number is not None:
        place.releases.mkdir(exist_ok=True)
    goal = _goal(place, switch)
    _write(place.note, json.dumps(asdict(switch)))
    try:
        if not place.output.exists():
            new.rename(place.output)
        elif not exchange(new, place.output):
            place.output.rename(goal)
            new.rename(place.output)
    except OSError:
        if not place.output.exists() and goal.exists():
            goal.rename(place.output)
        place.note.unlink()
        raise
    settle_names(place.output.parent)
    _finish(place, switch)


def _finish(place: Place, switch: Switch) -> None:
    """Do what is left of a switch that was noted; nothing where its first step was not done."""
    new = place.work / switch.source
    if not place.output.exists() and new.exists():  # between two renames
        new.rename(place.output)
    if place.output.exists() and _inode(place.output) == switch.inode:
        if new.exists():  # the old site, which has changed places with the new one
            new.rename(_goal(place, switch))
        if switch.number is not None:
            _write(place.current, str(switch.number))
        else:
            place.current.unlink(missing_ok=True)
        if place.releases.exists():
            settle_names(place.releases)
    place.note.unlink(missing_ok=True)


def _goal(place: Place, switch: Switch) -> Path:
    """Where the old site goes; a release that is there already is not written over."""
    goal = place.previous if switch.keep is None else place.release(switch.keep)
    return place.work / "superfluous" if goal.exists() else goal


def _noted(place: Place) -> Switch | None:
    try:
        return Switch(**json.loads(place.note.read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):  # none, or of another version of this file
        return None


def _remove(place: Place, folder: Path) -> None:
    """Remove a release: first its name, so that half of one is never taken for a whole one."""
    place.work.mkdir(exist_ok=True)
    folder.rename(place.work / f"removed-{folder.name}")


def _write(path: Path, text: str) -> None:
    """Write a small file at once: it has the old text or the new one, never half of it."""
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    settle_names(path.parent)


def _inode(folder: Path) -> int:
    return folder.stat().st_ino
