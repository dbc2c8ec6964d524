"""Files of logs as streams of lines: plain or gzip, in bounded memory, complete lines only."""

from __future__ import annotations

import gzip
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
    whole, fresh = (blake2b(key=key, digest_size=DIGEST) for _ in range(2))
    first, known, began = None, None, None
    asked = end = lines = later = 0
    marks = set()
    reader = Lines(path, progress)
    for raw in reader:
        if first is None:
            first = mark(raw, key)
            asked = known_length(first)
        whole.update(raw)
        end = reader.offset
        if end <= asked:
            lines += 1
            if end == asked:
                known = whole.digest()
            continue
        fresh.update(raw)
        later += 1
        if began is None or later <= ALL_MARKED or not zlib.crc32(raw) % MARKED:
            line = parse(raw)
            if isinstance(line, Line):
                began = line.at if began is None else began
                if is_telling(line):
                    marks.add(mark(raw, key))
    return Survey(
        first, end, known, whole.digest(), fresh.digest(), lines, began, frozenset(marks),
        reader.cut, reader.rest,
    )  # fmt: skip


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
            text = self._unpacked(raw)
            read = raw.tell()
            rest = b""
            overlong = 0  # bytes of an endless line that were let go
            while block := self._block(text):
                now = raw.tell()
                self._progress(now - read)
                read = now
                head, found, tail = block.rpartition(b"\n")
                if not found:
                    rest += block
                    if len(rest) > LONGEST:
                        overlong += len(rest) - LONGEST - 1
                        rest = rest[: LONGEST + 1]
                    continue
                lines = (rest + head).split(b"\n")
                for line in lines:
                    self.offset += len(line) + 1 + overlong
                    overlong = 0
                    yield line + b"\n"
                rest = tail
            self.rest = bool(rest)

    def _unpacked(self, raw: BufferedReader) -> BufferedReader | gzip.GzipFile:
        start = raw.read(6)
        raw.seek(0)
        for magic, name in PACKED.items():
            if start.startswith(magic):
                raise Mistake(
                    f"{self._path} nén bằng {name}; hãy giải nén trước (chỉ đọc gzip).",
                    f"{self._path} is packed with {name}; unpack it first (only gzip is read).",
                )
        if not start.startswith(b"\x1f\x8b"):
            raw.seek(self._start)
            return raw
        text = gzip.GzipFile(fileobj=raw, mode="rb")
        left = self._start
        while left and (block := self._block(text, min(left, BLOCK))):
            left -= len(block)
        return text

    def _block(self, text: BufferedReader | gzip.GzipFile, size: int = BLOCK) -> bytes:
        try:
            # As much as comes at once: asking for more would lose what precedes a cut.
            return text.read1(size)
        except EOFError:
            self.cut = True
            return b""
        except (zlib.error, gzip.BadGzipFile) as problem:
            raise Damaged(str(problem)) from problem
