"""`python -m portal.search_jsonl documents.jsonl folder`: a search index of any documents.

Each line is a JSON object with `url` and `title`, and with `text`, or with `sections`: a list of
objects with `text` and, where there are, `heading`, `anchor` and `names`. The other keys of
`search_index.Document` may be there: kind, status, date, number, type, names. Files may be packed
with gzip. guide/search.md says how a page asks the index.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from portal.search_index import Document, Section, index

TEXTS = ("url", "title", "kind", "status", "date", "number", "type")


class NoDocument(ValueError):
    """A line is no document; the text says where and why."""


@dataclass(frozen=True)
class JsonLines:
    """The documents of a file, read anew each time they are gone through."""

    path: Path
    progress: bool = False

    def __iter__(self) -> Iterator[Document]:
        size = self.path.stat().st_size or 1
        told = -1
        with self.path.open("rb") as raw:
            packed = self.path.suffix == ".gz"
            lines: IO[bytes] = gzip.GzipFile(fileobj=raw) if packed else raw  # type: ignore
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield document(line, f"{self.path}:{number}")
                done = 100 * raw.tell() // size
                if self.progress and done > told:
                    told = done
                    print(f"\r{done:3} %", end="", file=sys.stderr, flush=True)
        if self.progress:
            print(file=sys.stderr)


def document(line: bytes, place: str) -> Document:
    """The document of a line; NoDocument where it is none."""
    try:
        found = json.loads(line)
    except ValueError as error:
        raise NoDocument(f"{place}: error: expected a JSON object: {error}") from error
    if not isinstance(found, Mapping):
        raise NoDocument(f"{place}: error: expected a JSON object")
    known: dict[str, Any] = {}
    for key in TEXTS:
        if not isinstance(value := found.get(key) or "", str):
            raise NoDocument(f"{place}: error: {key}: expected a text, got {value!r}")
        known[key] = value
    if not known["url"]:
        raise NoDocument(f"{place}: error: url: expected an address")
    given = found.get("sections") or [{"text": found.get("text") or ""}]
    try:
        sections = [
            Section(
                str(part["text"]), str(part.get("heading", "")), str(part.get("anchor", "")),
                tuple(map(str, part.get("names", ()))),
            )
            for part in given
        ]  # fmt: skip
        names, called = (tuple(map(str, found.get(key) or ())) for key in ("names", "called"))
    except (AttributeError, KeyError, TypeError) as error:
        raise NoDocument(f"{place}: error: sections: expected objects with a text") from error
    return Document(**known, sections=sections, names=names, called=called)


def main(arguments: list[str]) -> int:
    """Write the index into the folder, and say how large it is."""
    parser = argparse.ArgumentParser(prog="python -m portal.search_jsonl", description=__doc__)
    parser.add_argument("documents", type=Path, help="a file with a JSON object a line")
    parser.add_argument("folder", type=Path, help="where the index goes")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi")
    options = parser.parse_args(arguments)
    count = size = 0
    try:
        source = JsonLines(options.documents, progress=sys.stderr.isatty())
        folders: set[str] = set()
        for name, data in index(source, options.lang):
            path = f"{options.folder}/{name}"
            if (folder := os.path.dirname(path)) not in folders:  # noqa: PTH120 (called often)
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103
                folders.add(folder)
            # Unbuffered: making thousands of small files takes most of the time of a small index.
            with open(path, "wb", buffering=0) as file:  # noqa: PTH123
                file.write(data)
            count, size = count + 1, size + len(data)
    except (NoDocument, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{options.folder}: {count:,} files, {size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
