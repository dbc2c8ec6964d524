"""The addresses that were ever published, kept in `deploy/urls.txt`: none is lost unnoticed.

One address a line, from the folder of the site on: `/`, `/van-ban/`. A project without the file has
promised nothing yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from portal.address import LANGS, Book
from portal.facet import EXEMPLAR_FACETS, LEGAL_TEXT_FACETS
from portal.finding import Finding, Findings, Scene
from portal.problem import guess

NAME = "deploy/urls.txt"
FEEDS = ("news", "legal-texts")
FACETS = {"legal-texts": LEGAL_TEXT_FACETS, "exemplars": EXEMPLAR_FACETS}
PICTURES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
WORD = re.compile(r"[a-z0-9-]+/")  # one word of an address, which no whole address is


def addresses(book: Book) -> set[str]:
    """What is published now: pages in both languages, redirects, feeds, and the files of
    docs/assets/ that people download; pictures may change their names."""
    found = {f"/{address}" for address in book.addresses()}
    found |= {f"/{book.url(key, lang)}atom.xml" for key in FEEDS for lang in LANGS}
    files = book.records.uploads.items()
    return found | {f"/{name}" for name, path in files if path.suffix not in PICTURES}


def emptied(book: Book, listed: str) -> dict[str, tuple[str, str]]:
    """The addresses in the text `listed` of ways to narrow a list that no record falls under any
    more, each with the language and the key of the whole list. They lead there by themselves:
    nobody owns such a page, who could write the old address under `aliases`."""
    there = {f"/{address}" for address in book.addresses()}
    starts = {
        f"/{book.url(section, lang)}{word}/": (lang, section)
        for section, facets in FACETS.items()
        for facet in facets
        for lang, word in zip(LANGS, book.word(f"path_by_{facet.name}"), strict=True)
    }
    return {
        address: home
        for _, address in entries(listed) if address not in there
        for start, home in starts.items() if WORD.fullmatch(address.removeprefix(start))
    }  # fmt: skip


def addresses_last(scene: Scene) -> Findings:
    """An address that was published leads to its page, or to where that has gone."""
    book, listed = Book(scene.records), scene.records.urls
    there = addresses(book)
    known = {_plain(address) for address in (*there, *emptied(book, listed))}
    for line, address in entries(listed):
        if _plain(address) not in known:
            near = guess(address, sorted(there))
            yield Finding("address-lost", (NAME, line, 1), "", {"got": address, "guess": near})


def entries(text: str) -> Iterator[tuple[int, str]]:
    """The addresses in the file's `text`, each with its line; other lines are remarks."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("/"):
            yield number, line.rstrip()


def added(text: str, now: Iterable[str]) -> tuple[str, list[str]]:
    """The file's text with all of `now` in it, sorted, and those that are new there."""
    listed = {address for _, address in entries(text)}
    new = sorted({*now} - listed)
    return "".join(f"{address}\n" for address in sorted({*listed, *new})), new


def _plain(address: str) -> str:
    """An address without its last slash: servers lead from one form to the other."""
    return address.rstrip("/")
