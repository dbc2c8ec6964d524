"""Word, Excel and OpenDocument files: zip archives that must hold a document and no program."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

MAIN_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "odt": "content.xml",
    "ods": "content.xml",
}
MEDIA = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
Fault = tuple[str, int, int, dict[str, object]]

MOST_PARTS = 2_000
MOST_UNPACKED = 200_000_000
# Macros, embedded programs, and parts that are fetched from elsewhere when the file is opened.
PROGRAM = re.compile(r"vbaProject|/embeddings/|/activeX/|^Basic/|^Scripts/|\.(?:bin|exe|dll|js)$",
                     re.IGNORECASE)  # fmt: skip
FETCHED = re.compile(rb'/attachedTemplate"|/oleObject"|/frame"')


def faults_of_office(path: Path, kind: str) -> Iterator[Fault]:
    """What is wrong with the document at `path`, which should be of `kind`."""
    damaged: Fault = ("upload-content", 1, 1, {"got": path.name, "kind": kind})
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
                yield damaged
                return
            names = {part.filename for part in parts}
            if MAIN_PARTS[kind] not in names or not _declared(archive, kind, names):
                yield damaged
            elif program := next(filter(PROGRAM.search, sorted(names)), "") or _fetched(archive):
                yield "upload-active", 1, 1, {"got": program}
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError, KeyError,
            EOFError):  # fmt: skip
        yield damaged


def _declared(archive: zipfile.ZipFile, kind: str, names: set[str]) -> bool:
    """Whether the archive says of itself that it is of `kind`, without macros."""
    if kind in MEDIA:
        return "mimetype" in names and _start(archive, "mimetype").strip() == MEDIA[kind]
    if "[Content_Types].xml" not in names:
        return False
    return b"macroEnabled" not in _start(archive, "[Content_Types].xml")


def _fetched(archive: zipfile.ZipFile) -> str:
    """The name of a part that names something to be fetched or run; '' where there is none."""
    for part in archive.infolist():
        if part.filename.endswith(".rels"):
            text = _start(archive, part.filename)
            if b'"External"' in text and FETCHED.search(text):
                return part.filename
    return ""


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    """The first megabyte of a part: a part may unpack to far more than it says."""
    with archive.open(name) as part:
        return part.read(1_000_000)
