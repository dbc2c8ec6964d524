"""How the written pages read: sentences, officialese, readability. Reported, never a mistake.

`python3 run.py style` prints a table; nothing here is part of the check.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from portal.passage import readable
from portal.phrase import WORD
from portal.prose import Prose
from portal.records import Records
from portal.text_file import position

LONG = 30  # words of a sentence, from which on it is named
# Where a sentence ends: not after an abbreviation or a single letter, as in «KT. Thủ tướng».
END = re.compile(
    r"(?<!\bKT)(?<!\bTP)(?<!\bTS)(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bNo)(?<!\b[A-ZĐ])[.!?…]+[”\"’)]*"
    r"(?=\s|$)|[:;]?\n(?=\s*(?:•|\||#|\n|$))|\n\s*\n"
)
MARKS = re.compile(r"^[\s•#|>:-]+")
VOWELS = re.compile(r"[aeiouy]+")


class Sentence(NamedTuple):
    offset: int
    words: int
    text: str


class Reading(NamedTuple):
    """What is said of one page; `notes` are places worth a look, each with its line."""

    path: str
    lang: str
    sentences: int
    mean: float
    longest: int
    ease: float | None
    notes: tuple[tuple[int, int, str], ...]


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of `text`, which has no marks of Markdown; items of a list and headings are
    sentences too."""
    start = 0
    for end in [*(match.end() for match in END.finditer(text)), len(text)]:
        piece = text[start:end]
        marks = MARKS.match(piece)
        offset = start + (marks.end() if marks else 0)
        count = len(WORD.findall(piece))
        if count:
            yield Sentence(offset, count, " ".join(text[offset:end].split()))
        start = end


def flesch(text: str) -> float | None:
    """Flesch reading ease of an English `text`: 100 very easy, 60 plain, 30 difficult."""
    found = list(sentences(text))
    # Numbers and Vietnamese names have no English syllables.
    words = [word for word in WORD.findall(text) if word.isascii() and word.isalpha()]
    if not found or not words:
        return None
    syllables = sum(_syllables(word.lower()) for word in words)
    return 206.835 - 1.015 * len(words) / len(found) - 84.6 * syllables / len(words)


def _syllables(word: str) -> int:
    count = len(VOWELS.findall(word))
    silent = re.search(r"(?<!l)e$|[^aeiouydt]ed$", word)
    return max(count - bool(silent), 1)


def officialese(forms: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for phrases of officials' style; … in a form stands for a few words."""
    parts = [r"[^.;:\n]{1,60}?".join(map(_words, form.split("…"))) for form in forms]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _words(piece: str) -> str:
    return r"(?<!\w)" + r"\s+".join(map(re.escape, piece.split())) + r"(?!\w)"


def read_style(page: Prose, stiff: re.Pattern[str] | None) -> Reading:
    """How `page` reads."""
    text = readable(page.body)
    found = list(sentences(text))
    notes = [(item.offset, f"{item.words}: {item.text[:70]}…") for item in found
             if item.words > LONG]  # fmt: skip
    if page.lang == "vi" and stiff:
        notes += [(match.start(), f"“{' '.join(match[0].split())}”") for match in
                  stiff.finditer(text)]  # fmt: skip
    placed = []
    for offset, note in sorted(notes):
        line, column = position(text, offset)
        placed.append((page.body_line + line - 1, column, note))
    counts = [item.words for item in found] or [0]
    return Reading(
        page.meta.origin.path, page.lang, len(found), sum(counts) / len(counts), max(counts),
        flesch(text) if page.lang == "en" else None, tuple(placed),
    )  # fmt: skip


def run(records: Records, only: str = "*") -> str:
    """The table for the pages whose path matches `only`, then the places worth a look."""
    words = records.singles.get("words.yml")
    stiff = officialese(words.officialese) if words else None
    pages = [page for page in records.prose.values() if fnmatchcase(page.meta.origin.path, only)]
    readings = [read_style(page, stiff) for page in pages]
    width = max((len(item.path) for item in readings), default=4)
    lines = [f"{'trang · page':<{width}}  {'câu':>5} {'TB':>5} {'dài nhất':>8} {'Flesch':>6}"]
    for item in sorted(readings):
        ease = "" if item.ease is None else f"{item.ease:.0f}"
        figures = f"{item.sentences:>5} {item.mean:>5.1f} {item.longest:>8} {ease:>6}"
        lines.append(f"{item.path:<{width}}  {figures}")
    lines.append("")
    for item in sorted(readings):
        lines += [f"{item.path}:{line}:{column}: {note}" for line, column, note in item.notes]
    return "\n".join(lines)
