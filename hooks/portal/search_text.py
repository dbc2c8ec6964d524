"""What counts as a word for the search. `overrides/assets/js/search-text.js` does the same in the
browser; tests/search_cases.yml proves that both agree."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from portal.language import fold

# Letters and digits part company: QH15 is «qh» and «15», however somebody spaces it.
WORD = re.compile(r"[^\W\d_]+|\d+")
APOSTROPHE = re.compile("['’ʼ]")
# Where the old rules put the tone of an open syllable: hoà, khoẻ, thuỷ; but quý is right.
OLD_TONE = re.compile(r"(o[àáảãạ]|o[èéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])$")
NEW_TONE = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
PERHAPS_MARK = re.compile(r"[^\w\s\0-\x7f]")  # all marks, and few other characters
LONGEST = 24  # letters of a word; what is longer is no word


def words(text: str) -> list[str]:
    """The words of `text` as written, in lower case, NFKC, with tones where the present rules put
    them; hoà and hòa are one."""
    composed = unicodedata.normalize("NFKC", text.lower())
    if not composed.isascii():
        composed = PERHAPS_MARK.sub(_unless_mark, composed)
    return [exact(word) for word in WORD.findall(APOSTROPHE.sub("", composed))]


def _unless_mark(found: re.Match[str]) -> str:
    return "" if unicodedata.category(found[0])[0] == "M" else found[0]


@lru_cache(maxsize=200_000)
def exact(word: str) -> str:
    """`word` with its tone where the present rules put it."""
    word = word[:LONGEST]
    return word if word.isascii() else OLD_TONE.sub(lambda old: NEW_TONE[old[0]], word)


@lru_cache(maxsize=200_000)
def term(word: str, lang: str) -> str:
    """What `word` is indexed under: without diacritics; an English plural as its singular."""
    folded = fold(word)
    return singular(folded) if lang == "en" else folded


def singular(word: str) -> str:
    """An English word without its plural s: laws, policies, but not status or address."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def terms(text: str, lang: str) -> list[str]:
    """The words of `text` as they are indexed, in order."""
    return [term(word, lang) for word in words(text)]
