"""From bytes on disk to text: UTF-8, composed letters, no hidden characters, inside the tree."""

from __future__ import annotations

import re
import stat
import unicodedata
from pathlib import Path

from portal.problem import Report
from portal.syntax import code

MAX_BYTES = 1_000_000

# C0 and C1 controls, bidirectional overrides, zero-width and soft-hyphen characters, private use
# (symbols of one font): none is ever typed on purpose in a record, and each can make a text read
# differently from what it says.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028\u2029"
    "\u202a-\u202e\u2060-\u2069\ue000-\uf8ff\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)


def read_text(path: Path, name: str, root: Path, report: Report) -> str | None:
    """The text of `path`, which is shown as `name` in problems and must lie inside `root`.

    A byte order mark is dropped and line ends become LF. Returns None after reporting a file
    that is too large, not UTF-8, not NFC, holds control characters or leads out of the tree.
    """
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            report.add("outside-tree", (name, 1, 1))
            return None
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            report.add("file-unreadable", (name, 1, 1))
            return None
        if status.st_size > MAX_BYTES:
            report.add("file-too-large", (name, 1, 1), limit=MAX_BYTES // 1000)
            return None
        raw = path.read_bytes()
    except (OSError, RuntimeError):
        report.add("file-unreadable", (name, 1, 1))
        return None
    return decode(raw, name, report)


def decode(raw: bytes, name: str, report: Report) -> str | None:
    """`raw` as NFC text with LF line ends, or None after reporting why it is not such a text."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw[:200].count(0) > len(raw[:200]) // 3:
        report.add("encoding", (name, 1, 1))
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        last_line = before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")
        report.add("encoding", (name, before.count(b"\n") + 1, len(last_line) + 1))
        return None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    healthy = True
    if not text.isascii():
        healthy = _check_composed(text, name, report)
    if (found := FORBIDDEN.search(text)) is not None:
        report.add("control-character", (name, *position(text, found.start())), code=code(found[0]))
        healthy = False
    if (lost := text.find("\ufffd")) >= 0:
        report.add("encoding", (name, *position(text, lost)))
        healthy = False
    if (found := re.search(r"^(?:<{7}|>{7}) ", text, re.MULTILINE)) is not None:
        report.add("conflict-mark", (name, *position(text, found.start())))
        healthy = False
    return text if healthy else None


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at `offset`."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _check_composed(text: str, name: str, report: Report) -> bool:
    if unicodedata.is_normalized("NFC", text):
        return True
    for number, line in enumerate(text.split("\n"), start=1):
        if not unicodedata.is_normalized("NFC", line):
            composed = unicodedata.normalize("NFC", line)
            column = next(
                (i for i, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b),
                min(len(line), len(composed)),
            )
            report.add("not-nfc", (name, number, column + 1))
            return False
    return False
