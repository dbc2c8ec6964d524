"""Vietnamese and English text: folding, letters, dates and numbers as each language writes them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

# Letters that only Vietnamese uses on this site: any word with one is Vietnamese.
VIETNAMESE_LETTER = "[ăâđêôơưĂÂĐÊÔƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ" \
    "ÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ]"  # fmt: skip
_WORD = rf"[\w/.-]*{VIETNAMESE_LETTER}[\w/-]*"
# A run of words in which every second word or so is Vietnamese: a name such as «Nông Thị Thảo» or
# «Ủy ban nhân dân» is one run, although «ban» alone could be anything.
_CAPITAL = r"[A-Z][a-z]*"
VIETNAMESE_RUN = re.compile(
    rf"(?:\b{_CAPITAL} (?={_WORD}))*{_WORD}(?:[ ](?:{_WORD}|{_CAPITAL}(?! [a-z])))*"
)


def fold(text: str) -> str:
    """`text` in lower case without diacritics, đ as d: what people type on a phone."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def ascii_letters(text: str) -> str:
    """`text` with Vietnamese letters as plain ones, case kept: 948/QĐ-UBND → 948/QD-UBND."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    decomposed = unicodedata.normalize("NFD", plain)
    return unicodedata.normalize(
        "NFC", "".join(char for char in decomposed if not unicodedata.combining(char))
    )


def slugify(text: str, separator: str = "-") -> str:
    """Address words or an anchor made of `text`: ASCII, đ as d, at most 80 characters.

    `separator` is the argument that Python-Markdown's table of contents passes.
    """
    words = re.findall(r"[a-z0-9]+", fold(text))
    slug = separator.join(words)
    return slug if len(slug) <= 80 else slug[:80].rpartition(separator)[0]


def foreign_runs(text: str) -> list[tuple[str, bool]]:
    """`text` cut into pieces, each with whether it is Vietnamese inside English."""
    pieces = []
    end = 0
    for run in VIETNAMESE_RUN.finditer(text):
        if run.start() > end:
            pieces.append((text[end : run.start()], False))
        pieces.append((run[0], True))
        end = run.end()
    if end < len(text):
        pieces.append((text[end:], False))
    return pieces


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
