"""Kills publishing at every line of its code in turn, and looks at what is left each time.

Run as a program: `python interrupted.py <empty folder> [<step>]` prints how many runs were killed,
a line for each kind of run; a step of 3 kills at every third line. It forks, which needs a process
without threads, so it is none of pytest's own.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "hooks"))
from portal import exchange, publish

TRACED = {exchange.__file__, publish.__file__}
NAMES = ("index.html", "en/index.html", "assets/css/site.css")


def write_site(folder: Path, version: str) -> None:
    """A small site whose every file tells its version."""
    for name in NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{version} {name}", "utf-8")


def digest(folder: Path) -> str:
    """One digest of all names and bytes below `folder`."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    content = [f"{path.relative_to(folder)} {path.read_text('utf-8')}\n" for path in files]
    return sha256("".join(content).encode()).hexdigest()


def whole(version: str) -> str:
    content = [f"{name} {version} {name}\n" for name in sorted(NAMES, key=Path)]
    return sha256("".join(content).encode()).hexdigest()


def finish(place: publish.Place, version: str, *, published: bool) -> None:
    """One whole run, as run.py does it."""
    publish.recover(place)
    write_site(place.fresh, version)
    publish.put_in_place(place, published=published, keep=2)
    publish.recover(place)


def back(place: publish.Place) -> None:
    publish.recover(place)
    publish.roll_back(place)
    publish.recover(place)


@dataclass(frozen=True)
class Kind:
    """Versions that stand there `before`, what is then run, and what may be read after it: the
    `old` version ('' for no site) or the `new` one."""

    before: tuple[tuple[str, bool], ...]
    run: Callable[[publish.Place], None]
    old: str
    new: str


def publishing(version: str) -> Callable[[publish.Place], None]:
    return lambda place: finish(place, version, published=True)


KINDS = {
    "the first build": Kind((), lambda place: finish(place, "a", published=False), "", "a"),
    "a build": Kind(
        (("a", False),), lambda place: finish(place, "b", published=False), "a", "b"
    ),
    "a build over a release": Kind(
        (("a", True),), lambda place: finish(place, "b", published=False), "a", "b"
    ),
    "the first release": Kind((("a", False),), publishing("b"), "a", "b"),
    "a release that pushes out the oldest": Kind(
        (("a", True), ("b", True), ("c", True)), publishing("d"), "c", "d"
    ),
    "going back": Kind((("a", True), ("b", True)), back, "b", "a"),
    "going back from a build": Kind((("a", True), ("b", False)), back, "b", "a"),
}  # fmt: skip


def kill_after(lines: int) -> None:
    """Kill this process before it runs one more line of what is traced than `lines`."""
    left = lines

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in TRACED:
            return None
        if event == "line":
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
        return trace

    sys.settrace(trace)


def killed(kind: Kind, place: publish.Place, lines: int) -> bool:
    """Run in a child process that is killed; False where it came to its end before."""
    child = os.fork()
    if child == 0:
        kill_after(lines)
        kind.run(place)
        sys.settrace(None)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def read_now(place: publish.Place) -> str:
    return digest(place.output) if place.output.exists() else ""


def judge(kind: Kind, place: publish.Place, lines: int, *, one_step: bool) -> None:
    """What readers find, before and after the next run has cleared up."""
    where = f"killed at line {lines}"
    allowed = {whole(kind.old) if kind.old else "", whole(kind.new)}
    found = read_now(place)
    assert found in allowed or (not one_step and found == ""), f"{where}: a mix, or nothing"
    publish.recover(place)
    after = read_now(place)
    assert after in allowed, f"{where}: not whole after clearing up"
    assert not found or after == found, f"{where}: clearing up changed what is read"
    versions = [version for version, _ in kind.before]
    kept = {digest(place.release(number)) for number in place.numbers()}
    assert kept <= {whole(version) for version in [*versions, kind.new]}, f"{where}: half a release"
    assert not place.work.exists()
    if kind.run is back or (kind.before and kind.before[-1][1]):
        assert {after, *kept} >= {whole(kind.old)}, f"{where}: the old release is lost"
    finish(place, "z", published=True)
    assert read_now(place) == whole("z"), f"{where}: the next release is not read"
    if after:
        back(place)
        assert read_now(place) == after, f"{where}: no way back"


def try_all(name: str, kind: Kind, folder: Path, step: int, *, one_step: bool) -> int:
    """Kill `kind` at one line after the other, until it ends by itself."""
    lines = times = 0
    while True:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        place = publish.Place.of(folder / "site", usual=True)
        for version, published in kind.before:
            finish(place, version, published=published)
        if not killed(kind, place, lines):
            assert read_now(place) == whole(kind.new), f"{name}: not done"
            return times
        judge(kind, place, lines, one_step=one_step)
        times += 1
        lines += step


def main(folder: Path, step: int) -> None:
    # A killed process loses nothing that it had written; only a power failure does.
    os.fsync = publish.settle = lambda *_: None
    for one_step in (True, False):
        if not one_step:  # as on a system without such a call
            publish.exchange = lambda *_: False
        for name, kind in KINDS.items():
            times = try_all(name, kind, folder / "place", step, one_step=one_step)
            print(f"{times} times: {name}{'' if one_step else ', by two renames'}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 1)
