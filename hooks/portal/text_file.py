"""From bytes on disk to text: UTF-8, composed letters of the right alphabet, nothing hidden, inside
the tree."""

from __future__ import annotations

import re
import stat
import unicodedata
from itertools import islice
from pathlib import Path

from portal.hidden_character import describe, find_hidden
from portal.legacy_encoding import Legacy, find_legacy, find_legacy_bytes
from portal.look_alike import find_oddities, mend
from portal.problem import MOST_IN_A_FILE, Report

MAX_BYTES = 1_000_000
MOST_LINES_NAMED = 20  # of those with decomposed letters: beyond that it is the whole file


def read_text(path: Path, name: str, root: Path, report: Report) -> str | None:
    """The text of `path`, which is shown as `name` in problems and must lie inside `root`.

    A byte order mark is dropped and line ends become LF. Returns None after reporting a file
    that is too large, not UTF-8, holds hidden characters or leads out of the tree.
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
    """`raw` as NFC text with LF line ends, or None after reporting why it is not such a text.

    Decomposed and look-alike letters are errors, and are then read as the letters meant, so that a
    word is not reported twice.
    """
    text = _characters(raw, name, report)
    if text is None:
        return None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        if (legacy := find_legacy(text)) is not None:
            _report_legacy(legacy, name, report)
            return None
        text = _composed(text, name, report)
    healthy = True
    if (found := find_hidden(text)) is not None:
        place = (name, *position(text, found.start()))
        report.add("control-character", place, **describe(found[0]))
        healthy = False
    if (lost := text.find("\ufffd")) >= 0:
        report.add("encoding", (name, *position(text, lost)))
        healthy = False
    if lost < 0 and (letters := _lost_letters(text)) is not None:
        report.add("encoding", (name, *letters))
        healthy = False
    if (found := re.search(r"^(?:<{7}|>{7}) ", text, re.MULTILINE)) is not None:
        report.add("conflict-mark", (name, *position(text, found.start())))
        healthy = False
    return right_letters(text, name, report) if healthy else None


def right_letters(text: str, name: str, report: Report, first: tuple[int, int] = (1, 1)) -> str:
    """`text`, which starts at `first` in the file, in the letters meant; others are reported."""
    # The report names no more of them either.
    oddities = list(islice(find_oddities(text), MOST_IN_A_FILE + 1))
    for odd in oddities:
        line, column = position(text, odd.offset)
        place = (name, first[0] + line - 1, column + (first[1] - 1 if line == 1 else 0))
        values = {**describe(odd.char), "got": odd.char, "word": odd.word}
        values |= {"guess": odd.right} if odd.rule == "stray-mark" else {"right": odd.right}
        report.add(odd.rule, place, **{key: values[key] for key in VALUES[odd.rule]})
    return mend(text, oddities) if oddities else text


VALUES = {
    "look-alike": ("code", "got", "name", "right", "word"),
    "mixed-script": ("code", "got", "name", "word"),
    "stray-mark": ("code", "guess", "name", "word"),
}


def _characters(raw: bytes, name: str, report: Report) -> str | None:
    """`raw` read as UTF-8, or None after reporting what it is instead."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw[:200].count(0) > len(raw[:200]) // 3:
        report.add("encoding", (name, 1, 1))
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if (legacy := find_legacy_bytes(raw)) is not None:
            _report_legacy(legacy, name, report)
            return None
        before = raw[: error.start]
        last_line = before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")
        report.add("encoding", (name, before.count(b"\n") + 1, len(last_line) + 1))
        return None


def _report_legacy(legacy: Legacy, name: str, report: Report) -> None:
    place = (name, legacy.line, legacy.column)
    report.add("legacy-encoding", place, encoding=legacy.name, reading=legacy.reading)


# A program that did not know a letter wrote ? for it: Quy?t ??nh. In addresses it has a meaning.
LOST = re.compile(r"[^\W\d_]\?{1,3}[a-zà-ỹ]|(?<!\S)\?{1,3}[a-zà-ỹ]")


def _lost_letters(text: str) -> tuple[int, int] | None:
    """The place of the first letter that was lost as `?`; one alone may be a slip of typing."""
    if "?" not in text:
        return None
    found = [
        item.start() + item[0].index("?")
        for item in LOST.finditer(text)
        if not re.search(r"[/=&<>(){}\[\]`]", _chunk(text, item.start(), item.end()))
    ]
    return position(text, found[0]) if len(found) > 1 else None


def _chunk(text: str, start: int, end: int) -> str:
    """What stands around `start` to `end` between spaces."""
    before = text[max(start - 200, 0) : start].split(" ")[-1].split("\n")[-1]
    after = text[end : end + 200].split(" ")[0].split("\n")[0]
    return f"{before}{text[start:end]}{after}"


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at `offset`."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _composed(text: str, name: str, report: Report) -> str:
    """`text` in NFC, after reporting the first word of each line that was not."""
    if unicodedata.is_normalized("NFC", text):
        return text
    composed = unicodedata.normalize("NFC", text)
    lines = zip(text.split("\n"), composed.split("\n"), strict=True)
    wrong = [(number, *pair) for number, pair in enumerate(lines, start=1) if pair[0] != pair[1]]
    for number, line, whole in wrong[:MOST_LINES_NAMED]:
        column = next(
            (i for i, (a, b) in enumerate(zip(line, whole, strict=False)) if a != b),
            min(len(line), len(whole)),
        )
        words = [word for word in line.split() if not unicodedata.is_normalized("NFC", word)]
        right = unicodedata.normalize("NFC", words[0]) if words else whole[column : column + 1]
        right = right.strip(",.;:()“”\"'")
        report.add("not-nfc", (name, number, column + 1), right=right, count=len(wrong))
    return composed
