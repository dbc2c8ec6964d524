"""Compressed copies beside each text file, so that servers need not compress at each request."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import brotli

# Text, and the shards of the search, of which about a fifth is saved.
TEXT = frozenset({".bin", ".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"})
# Below this a copy saves nothing: an answer's headers alone are as long.
SMALLEST = 512
# Brotli's best takes fifty times as long as its seventh level. Files that every page fetches are
# worth it. On 446 pages level 7 takes 0.17 s, 0.04 s more than level 5 for 1.5 % less to send, and
# level 9 takes 3.3 s for another 0.2 %.
BEST, QUICK = 11, 7
SHARED = frozenset({".css", ".js"})
# Hosts refresh it in place, and a copy beside it would go on being sent.
REFRESHED = "views.json"


def compressed(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The copies of the file `name`, as their names with their bytes; none for what is short, no
    text, refreshed by hosts, or would not become shorter. The same bytes for the same
    content."""
    ending = Path(name).suffix
    if ending not in TEXT or name == REFRESHED or len(content) < SMALLEST:
        return
    quality = BEST if ending in SHARED else QUICK
    for suffix, copy in (
        (".gz", gzip.compress(content, 9, mtime=0)),
        (".br", brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality)),
    ):
        if len(copy) < len(content):
            yield name + suffix, copy


def compress_folder(root: Path) -> None:
    """Write the copies of every file below `root` beside it."""
    for path in sorted(root.rglob("*")):
        if path.suffix in TEXT and path.is_file():
            for name, copy in compressed(path.name, path.read_bytes()):
                path.with_name(name).write_bytes(copy)
