"""What a reader's browser keeps, so that the plan can be read without a network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from portal.address import LANGS, Book

# The pages that are kept beside those that a reader has visited: the plan in short.
KEPT = ("home", "measure")
SHELL = (".css", ".js", ".svg")


def kept_pages(book: Book) -> dict[str, list[str]]:
    """The addresses below the site's root that are always kept, for readers of each language."""
    pages = [page for page in book.all if page.kind in KEPT]
    return {lang: [page.url(lang) for page in pages] for lang in LANGS}


def kept_files(assets: Iterable[tuple[str, bytes]]) -> list[str]:
    """The names of the shell's files."""
    return [name for name, _ in assets if name.endswith(SHELL)]


def version_of(pages: dict[str, list[str]], files: Iterable[str]) -> str:
    """A name for what is kept: another one as soon as a file or an address changes, so that
    browsers see a new worker."""
    content = json.dumps([pages, sorted(files)])
    return hashlib.sha256(content.encode()).hexdigest()[:10]
