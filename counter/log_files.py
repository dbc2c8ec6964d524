"""Files of logs as streams of lines: plain or gzip, in bounded memory, complete lines only."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from io import BufferedReader
from pathlib import Path

from counter.log import Mistake
from counter.log_line import LONGEST, Line, parse

BLOCK = 256 * 1024
DIGEST = 16  # bytes
TOGETHER = 256  # lines
MARKED = 32  # one line in so many is remembered, by its text, so that a copy has the same ones
ALL_MARKED = 64  # lines at the beginning of which each is, as a short file may have none of them
PACKED = {b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"(\xb5/\xfd": "zstd", b"PK\x03\x04": "zip"}

# Told how many bytes of the file on disk were read since the last time.
Progress = Callable[[int], None]


class Damaged(Exception):
    """The compressed data is not what it was when it was packed."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What is in a file. Offsets are in bytes of its unpacked text.

    `first` stands for its first line; `end` is where its last complete line ends. `known` is the
    digest of as many bytes as were asked about, None if no line ends there; `whole` that of all up
    to `end`; `fresh` that of what follows those asked about. `lines` were in what was asked about.
    `began` is the time of the first readable line after that, `marks` stand for some lines there.
    `cut` says that a packed file ends too early, and `rest` that the last line is not complete.
    """

    first: int | None
    end: int
    known: bytes | None
    whole: bytes
    fresh: bytes
    lines: int
    began: int | None
    marks: frozenset[int]
    cut: bool
    rest: bool


def survey(
    path: Path,
    key: bytes,
    known_length: Callable[[int], int],
    is_telling: Callable[[Line], bool],
    progress: Progress,
) -> Survey:
    """Read the file once through. `known_length` tells of its first line how much of it is known.

    Lines are remembered only where `is_telling`: health checks of several servers look alike.
    Raises Damaged, Mistake or OSError.
    """
    whole, fresh = Digest(key), Digest(key)
    first, known, began = None, None, None
    asked = end = lines = later = 0
    marks = set()
    reader = Lines(path, progress)
    for raw in reader:
        if first is None:
            first = mark(raw, key)
            asked = known_length(first)
        whole.add(raw)
        end = reader.offset
        if end <= asked:
            lines += 1
            if end == asked:
                known = whole.value()
            continue
        if asked:
            fresh.add(raw)
        later += 1
        if began is None or later <= ALL_MARKED or not zlib.crc32(raw) % MARKED:
            line = parse(raw)
            if isinstance(line, Line):
                began = line.at if began is None else began
                if is_telling(line):
                    marks.add(mark(raw, key))
    return Survey(
        first, end, known, whole.value(), (fresh if asked else whole).value(), lines, began,
        frozenset(marks), reader.cut, reader.rest,
    )  # fmt: skip


class Digest:
    """The digest under `key` of all lines that were added, however they are cut."""

    def __init__(self, key: bytes) -> None:
        self._digest = blake2b(key=key, digest_size=DIGEST)
        self._waiting: list[bytes] = []  # since a call costs as much as the bytes of a line

    def add(self, line: bytes) -> None:
        """Add a line with its break."""
        self._waiting.append(line)
        if len(self._waiting) >= TOGETHER:
            self._flush()

    def value(self) -> bytes:
        """That of all so far."""
        self._flush()
        return self._digest.digest()

    def _flush(self) -> None:
        self._digest.update(b"".join(self._waiting))
        self._waiting.clear()


def mark(line: bytes, key: bytes) -> int:
    """A number that stands for `line`, from which nobody without the key finds out what it said."""
    digest = blake2b(line, key=key, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


class Lines:
    """The complete lines of a file with their breaks, one after the other.

    `offset` is where the present one ends, in bytes of the unpacked text. At the end, `cut` says
    that a packed file stopped too early, and `rest` whether a line is left without its break. Of a
    line longer than a server would write, only the beginning is given. Raises Damaged, Mistake
    (packed in another way) or OSError.
    """

    def __init__(self, path: Path, progress: Progress, start: int = 0) -> None:
        self._path, self._progress, self._start = path, progress, start
        self.offset = start
        self.cut = False
        self.rest = False

    def __iter__(self) -> Iterator[bytes]:
        with self._path.open("rb") as raw:
            rest = b""
            overlong = 0  # bytes of an endless line that were let go
            for block in self._blocks(raw):
                head, found, tail = block.rpartition(b"\n")
                if not found:
                    room = max(0, LONGEST + 1 - len(rest))
                    overlong += max(0, len(block) - room)
                    rest += block[:room]
                    continue
                lines = (rest + head).split(b"\n")
                for line in lines:
                    self.offset += len(line) + 1 + overlong
                    overlong = 0
                    yield line + b"\n"
                rest = tail
            self.rest = bool(rest)

    def _blocks(self, raw: BufferedReader) -> Iterator[bytes]:
        """The text from the start that was asked for."""
        begin = raw.read(6)
        for magic, name in PACKED.items():
            if begin.startswith(magic):
                raise Mistake(
                    f"{self._path} nén bằng {name}; hãy giải nén trước (chỉ đọc gzip).",
                    f"{self._path} is packed with {name}; unpack it first (only gzip is read).",
                )
        if not begin.startswith(b"\x1f\x8b"):
            raw.seek(self._start)
            while block := self._read(raw):
                yield block
            return
        raw.seek(0)
        left = self._start
        for block in self._unpacked(raw):
            if left < len(block):
                yield block[left:]
            left = max(0, left - len(block))

    def _unpacked(self, raw: BufferedReader) -> Iterator[bytes]:
        """The text of one gzip after another, never more than a block at once."""
        unpacker, data = None, self._read(raw)
        try:
            while data or unpacker is not None:
                unpacker = unpacker or zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
                block = unpacker.decompress(data, BLOCK)
                if block:
                    yield block
                if unpacker.eof:  # zeros may follow, as a tape would add them
                    data, unpacker = unpacker.unused_data.lstrip(b"\0"), None
                else:
                    data = unpacker.unconsumed_tail
                if not data:
                    data = self._read(raw)
                    data = data.lstrip(b"\0") if unpacker is None else data
                    if not data and unpacker is not None and not block:
                        self.cut = True
                        return
        except zlib.error as problem:
            raise Damaged(str(problem)) from problem

    def _read(self, raw: BufferedReader) -> bytes:
        block = raw.read(BLOCK)
        self._progress(len(block))
        return block
