"""Two folders change places in one step, and what was written reaches the disk before that.

Readers of a site find the old one or the new one at every instant, never neither and never a mix.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
from pathlib import Path
from typing import Any

AT_FDCWD = -100  # Linux: paths count from the working folder
RENAME_EXCHANGE = 2  # Linux, renameat2
RENAME_SWAP = 2  # macOS, renamex_np
# What systems say that know the call but not for this file system.
CANNOT = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange(one: Path, other: Path) -> bool:
    """Let two folders of one file system change places at once; False where the system cannot.

    OSError where it could but did not, such as for lack of permission; nothing has changed then.
    """
    code = _call(os.fsencode(one), os.fsencode(other))
    if code is None:
        return False
    if code == 0:
        return True
    error = ctypes.get_errno()
    if error in CANNOT:
        return False
    raise OSError(error, os.strerror(error), str(one), None, str(other))


def _call(one: bytes, other: bytes) -> int | None:
    """What the system answers, None where it has no such call."""
    library: Any = _library()
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return int(library.renamex_np(one, other, RENAME_SWAP))
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        return int(library.renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE))
    return None


def settle(folder: Path) -> None:
    """Put everything written on the file system of `folder` on its disk, where the system can."""
    library: Any = _library()
    if sys.platform == "linux" and hasattr(library, "syncfs"):
        handle = os.open(folder, os.O_RDONLY)
        try:
            library.syncfs(handle)
        finally:
            os.close(handle)
    elif hasattr(os, "sync"):
        os.sync()


def settle_names(folder: Path) -> None:
    """Put the names in `folder` itself on the disk, after one of them has changed."""
    if os.name == "nt":  # where folders cannot be opened
        return
    with contextlib.suppress(OSError):  # some network file systems refuse
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _library() -> Any:
    """The C library that Python itself runs on; None on Windows."""
    return None if os.name == "nt" else ctypes.CDLL(None, use_errno=True)
