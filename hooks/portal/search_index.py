"""A search index of static files that a browser can ask without a server.

Documents are cut into units (a section, or a passage of a long one). A unit is known by its words
without diacritics and by their pairs, the pair standing in for a Vietnamese word segmenter; scores
are BM25, computed here once. `python -m portal.search_index documents.jsonl folder` makes an index
of any documents, a JSON object a line with the keys of `Document`; guide/search.md says how a page
uses it.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal import search_pack
from portal.search_number import number_terms
from portal.search_postings import Postings
from portal.search_text import term, words

# Sections of more words than UNCUT are cut into passages of about PASSAGE.
UNCUT, PASSAGE = 1700, 250
BREAK = re.compile(r"(?<=[.;:!?])\s+|\s*\n\s*|\s+(?=(?:Điều|Article) \d+[.:])")
GROUP = 4  # units in a file of extracts
WORDS = 8_000  # the most frequent, for mending
FEW = 500  # pages
# How much a word counts where it stands, in quarters: BODY is one.
BODY, HEADING, TITLE, TITLE_AGAIN, NAMES = 4, 8, 8, 2, 8


@dataclass(frozen=True)
class Section:
    """A part of a page that can be linked to by `anchor` ('' is the top)."""

    text: str
    heading: str = ""
    anchor: str = ""
    # Other words for what is said here: found, never shown.
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A page. `number` is the official one of a legal text (948/QĐ-UBND), `type` its type in words
    (quyết định), `date` its day or year in ISO 8601; `kind` and `status` are what results can be
    filtered by."""

    url: str
    title: str
    sections: Sequence[Section]
    kind: str = ""
    status: str = ""
    date: str = ""
    number: str = ""
    type: str = ""
    names: tuple[str, ...] = ()
    # Those of them that are as good as its title: who asks for one wants this page.
    called: tuple[str, ...] = ()
    # What the score of the page is multiplied with: below 1 it stands behind its equals.
    weight: float = 1.0


# What else a phrase is called; the phrase as terms with blanks between them.
Synonyms = Mapping[str, Sequence[str]]
# The same by the first word of a phrase, the shortest phrase first.
Phrases = Mapping[str, Sequence[tuple[list[str], Sequence[str]]]]


def index(
    documents: Sequence[Document] | Iterable[Document],
    lang: str,
    synonyms: Synonyms | None = None,
    labels: Mapping[str, Any] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """The files of an index as names and bytes, `root.json` last. `documents` is gone through
    twice. All other names carry a digest of the whole, so they can be kept for ever.

    Titles are in the root where there are at most `FEW` pages, so that results show at once; so are
    `labels`, whatever the interface wants to find there.
    """
    digest = digest_of(documents, lang, synonyms or {})
    phrases = by_first_word(synonyms or {})
    postings = Postings(lang)
    pages = Pages()
    for page, document in enumerate(documents):
        first = len(postings)
        shown = []
        for number, (section, text) in enumerate(cut(document)):
            postings.add(page, *fields(document, section, text, number == 0, phrases, lang))
            shown.append([section.anchor, section.heading, text])
        pages.add(document, len(shown))
        for place, group in enumerate(search_pack.passages(shown, GROUP)):
            about = {"page": facts(document), "units": group}
            yield extract_name(first + place * GROUP, digest), search_pack.json_file(about)
    found: list[tuple[str, bytes]] = []
    common: list[tuple[int, str]] = []
    for key, size, units in postings.terms():
        found.append((key, units))
        if key.isalpha():
            common.append((-size, key))
    firsts, files = search_pack.shards(found)
    for number, data in enumerate(files):
        yield f"files/t{number}.{digest}.bin", data
    known = [key for count, key in sorted(common)[:WORDS]]
    yield f"files/words.{digest}.json", search_pack.json_file(" ".join(known))
    root = {
        "lang": lang,
        "digest": digest,
        "group": GROUP,
        "first": search_pack.front_coded(firsts),
        **pages.told(),
    }
    if labels:
        root["labels"] = labels
    yield "root.json", search_pack.json_file(root)


def digest_of(documents: Iterable[Document], lang: str, synonyms: Synonyms) -> str:
    """Ten hexadecimal digits that change with whatever is indexed, and with how it is done."""
    digest = hashlib.sha256(json.dumps([lang, dict(synonyms)]).encode())
    here = Path(__file__).parent
    for module in sorted([*here.glob("search_*.py"), here / "language.py"]):
        digest.update(module.read_bytes())
    for document in documents:
        digest.update(json.dumps(vars(document), ensure_ascii=False, default=vars).encode())
    return digest.hexdigest()[:10]


def extract_name(unit: int, digest: str) -> str:
    """The file with what is shown of `unit`, the first of its group."""
    return f"files/x{unit // 1000}/{unit}.{digest}.json"


def cut(document: Document) -> Iterator[tuple[Section, str]]:
    """The units of a page: its sections, long ones in passages that end with a sentence."""
    for section in document.sections:
        if section.text.count(" ") < UNCUT:
            yield section, section.text
            continue
        passage: list[str] = []
        size = 0
        for sentence in BREAK.split(section.text):
            passage.append(sentence)
            size += sentence.count(" ") + 1
            if size >= PASSAGE:
                yield section, " ".join(passage)
                passage, size = [], 0
        if passage:
            yield section, " ".join(passage)


def fields(
    document: Document, section: Section, text: str, first: bool, phrases: Phrases, lang: str
) -> tuple[list[tuple[list[str], int]], list[str]]:
    """What a unit is found by: words with their weights, and numbers."""
    title = words(document.title)
    body = words(text)
    found = [(title, TITLE if first else TITLE_AGAIN), (body, BODY)]
    heading = words(section.heading)
    if heading:
        found.append((heading, HEADING))
    names = [*section.names, *((*document.names, *document.called) if first else ())]
    marks: list[str] = []
    if first:
        found += [(words(document.number), TITLE), (words(document.type), BODY)]
        marks = number_terms(document.number, document.type, document.date[:4])
    if phrases:
        names += expansions([term(word, lang) for word in (*title, *heading, *body)], phrases)
    found += [(words(name), NAMES) for name in names]
    return found, marks


def by_first_word(synonyms: Synonyms) -> Phrases:
    """The phrases of `synonyms`, so that a text need not be looked through for each."""
    found: dict[str, list[tuple[list[str], Sequence[str]]]] = defaultdict(list)
    for phrase, names in sorted(synonyms.items(), key=lambda item: item[0].count(" ")):
        parts = phrase.split(" ")
        found[parts[0]].append((parts, names))
    return found


def expansions(parts: Sequence[str], phrases: Phrases) -> list[str]:
    """Other names of the phrases in a text of these terms, each once, in the order of the text."""
    names: dict[str, None] = {}
    for start, first in enumerate(parts):
        for phrase, others in phrases.get(first, ()):
            if parts[start : start + len(phrase)] == phrase:
                names |= dict.fromkeys(others)
    return list(names)


def facts(document: Document) -> dict[str, Any]:
    """What a result says about its page, and what else the page is called."""
    told: dict[str, Any] = {"url": document.url, "title": document.title}
    keys = ("kind", "status", "date", "number", "called")
    return told | {key: value for key in keys if (value := getattr(document, key))}


class Pages:
    """What the root tells of pages: how many units each has, and what it can be filtered by."""

    def __init__(self) -> None:
        self._units: list[int] = []
        self._values: dict[str, list[str]] = {"kind": [], "status": [], "year": []}
        self._weights: list[float] = []
        self._facts: list[dict[str, Any]] | None = []

    def add(self, document: Document, units: int) -> None:
        self._units.append(units)
        self._weights.append(document.weight)
        self._values["kind"].append(document.kind)
        self._values["status"].append(document.status)
        self._values["year"].append(document.date[:4])
        if self._facts is not None:
            self._facts.append(facts(document))
            if len(self._facts) > FEW:
                self._facts = None

    def told(self) -> dict[str, Any]:
        """`units` of each page; for each filter its values, the most frequent first, and the place
        in them for each page, or nothing where all pages are alike; `weights` of each, unless all
        are 1; `facts` of each where few."""
        told: dict[str, Any] = {"units": self._units}
        for key, values in self._values.items():
            names = sorted(set(values), key=lambda name: (-values.count(name), name))
            if len(names) > 1:
                told[key] = {"names": names, "of": [names.index(value) for value in values]}
        if set(self._weights) - {1.0}:
            told["weights"] = self._weights
        return told | ({"facts": self._facts} if self._facts else {})


if __name__ == "__main__":
    from portal.search_jsonl import main

    sys.exit(main(sys.argv[1:]))
