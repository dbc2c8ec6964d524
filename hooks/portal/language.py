"""Vietnamese and English text: folding, letters, dates and numbers as each language writes them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

# Letters that only Vietnamese uses on this site: any word with one is Vietnamese.
VIETNAMESE_LETTER = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE
)
WORD = re.compile(r"\w+(?:[/.&-]\w+)*")
# English words that stand beside Vietnamese names without being part of them.
ENGLISH = frozenset({
    "a", "an", "and", "are", "as", "at", "by", "for", "from", "has", "in", "is", "of", "on", "or",
    "that", "the", "to", "was", "were", "which", "who", "with", "chair", "chairman", "chairwoman",
    "circular", "commune", "cooperative", "decision", "decree", "directive", "district", "dr",
    "law", "minister", "mr", "mrs", "ms", "plan", "president", "project", "province", "resolution",
    "scheme", "village", "ward",
})  # fmt: skip


def fold(text: str) -> str:
    """`text` in lower case without diacritics, đ as d: what people type on a phone."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(char for char in decomposed if unicodedata.category(char)[0] != "M")


def ascii_letters(text: str) -> str:
    """`text` with Vietnamese letters as plain ones, case kept: 948/QĐ-UBND → 948/QD-UBND."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    decomposed = unicodedata.normalize("NFD", plain)
    return unicodedata.normalize(
        "NFC", "".join(char for char in decomposed if not unicodedata.combining(char))
    )


def plain(text: str, lang: str) -> str:
    """`text` for places on a page in `lang` that can hold no markup to say which language a word
    is in: English pages have no Vietnamese letters there."""
    return ascii_letters(text) if lang == "en" else text


def slugify(text: str, separator: str = "-") -> str:
    """Address words or an anchor made of `text`: ASCII, đ as d, at most 80 characters.

    `separator` is the argument that Python-Markdown's table of contents passes.
    """
    words = re.findall(r"[a-z0-9]+", fold(text))
    slug = separator.join(words)
    return slug if len(slug) <= 80 else slug[:80].rpartition(separator)[0] or slug[:80]


def foreign_runs(text: str) -> list[tuple[str, bool]]:
    """`text` cut into pieces, each with whether it is Vietnamese inside English.

    A name such as «Phan Thị Năng» or «Ủy ban nhân dân» is one piece, although «Phan» and «ban»
    alone could be anything.
    """
    if text.isascii():
        return [(text, False)] if text else []
    pieces = []
    end = 0
    for start, stop in _vietnamese_spans(text):
        if start > end:
            pieces.append((text[end:start], False))
        pieces.append((text[start:stop], True))
        end = stop
    if end < len(text):
        pieces.append((text[end:], False))
    return pieces


def _vietnamese_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each run of Vietnamese words; a document number is a run of its own."""
    spans: list[tuple[int, int]] = []
    open_run = False  # whether the last span may grow
    pending: tuple[int, int] | None = None  # words that belong to a run if Vietnamese ones follow
    for word in WORD.finditer(text):
        begin, end = word.span()
        if pending is not None and text[pending[1] : begin] != " ":
            pending = None
        follows = open_run and text[(pending or spans[-1])[1] : begin] == " "
        vietnamese = VIETNAMESE_LETTER.search(word[0]) is not None
        if not word[0].isalpha():
            spans += [(begin, end)] if vietnamese else []
            open_run, pending = False, None
        elif vietnamese:
            start = spans.pop()[0] if follows else pending[0] if pending else begin
            spans.append((start, end))
            open_run, pending = True, None
        elif word[0].lower() in ENGLISH:
            open_run, pending = False, None
        elif word[0][0].isupper() and follows and pending is None:
            spans[-1] = (spans[-1][0], end)
        elif word[0][0].isupper() or follows:
            pending = (pending[0], end) if pending else (begin, end)
            open_run = follows
        else:
            open_run, pending = False, None
    return spans


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip


def long_date(day: date | str, lang: str) -> str:
    """A date as read: `11/06/2018` or `11 June 2018`; `day` may be a year or a year and month."""
    parts = str(day).split("-")
    if lang == "vi":
        return "/".join(reversed(parts))
    names = [parts[0]]
    if len(parts) > 1:
        names.insert(0, MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        names.insert(0, str(int(parts[2])))
    return " ".join(names)


def number(value: int, lang: str) -> str:
    """An integer grouped by thousands: 65.605 in Vietnamese, 65,605 in English."""
    grouped = f"{value:,}"
    return grouped if lang == "en" else grouped.replace(",", ".")
