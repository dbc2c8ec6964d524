"""What a reader's browser keeps, so that the plan can be read without a network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable

from portal.address import LANGS, Book

# The pages that are kept beside those that a reader has visited: the plan in short.
KEPT = ("home", "measure")
SHELL = (".css", ".js", ".svg")
ONLINE = "assets/js/counter."
# What is shown in place of a page that was not kept.
FALLBACK = "offline.html"


def kept_pages(book: Book) -> dict[str, list[str]]:
    """The addresses below the site's root that are always kept, for readers of each language."""
    pages = [page for page in book.all if page.kind in KEPT]
    return {lang: [page.url(lang) for page in pages] for lang in LANGS}


def kept_files(assets: Iterable[tuple[str, bytes]]) -> list[str]:
    """The names of the shell's files, but for what is of use with a network alone: a page that
    names it has it kept with itself."""
    return [name for name, _ in assets if name.endswith(SHELL) and not name.startswith(ONLINE)]


def version_of(
    pages: dict[str, list[str]], files: Iterable[str], read: Callable[[str], bytes]
) -> str:
    """A name for what is kept: another one as soon as a word of the plan or a file changes, so that
    browsers see a new worker. `read` gives the bytes of a file by its name below the site's root.
    """
    digest = hashlib.sha256(json.dumps([pages, sorted(files)]).encode())
    for name in (FALLBACK, *(f"{url}index.html" for lang in LANGS for url in pages[lang])):
        digest.update(read(name))
    return digest.hexdigest()[:10]
