"""One writer on a file: a lock that the system gives back when its holder dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path


class Taken(Exception):
    """Another process holds the lock."""


class OneOwner:
    """Holds `path` locked from construction to `release`; raises Taken or OSError."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            _lock(self._file)
        except OSError as problem:
            os.close(self._file)
            raise Taken(str(path)) from problem

    def release(self) -> None:
        """Let others have it. The file stays, because removing it would let two hold it."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
