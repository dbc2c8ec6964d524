"""Text left in the other language: a sentence, a heading, a cell that nobody translated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.language import ENGLISH, VIETNAMESE_LETTER, fold

# Where a text is cut: between paragraphs, items and cells, and after a sentence.
CUT = re.compile(r"\n[ \t]*\n|\n[ \t]*(?=•)|\||(?<=[.!?;:])[\s”\"]+(?=\S)")
# What is quoted or explained may well be in the other language, and addresses and tags in none.
ASIDE = re.compile(
    r"“[^“”]*”|\"[^\"\n]*\"|«[^«»]*»|‘[^‘’]*’|\([^()]*\)|<[^<>]{1,200}>"
    r"|[\w-]{1,60}(?:\.[\w-]{1,60}){1,9}"
)
# What has these is no prose.
CODE = re.compile(r"[<>＜＞{}=\\]|&[#\w]+;|[A-Za-z]\([\d'\"]")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# French has these letters too.
FRENCH = frozenset("àâçéèêëîïôùûü")
# English words that are syllables of Vietnamese as well.
EITHER = frozenset({"a", "an", "in", "to", "on", "as", "at"})
# And words that Vietnamese took over as they are.
LOANS = frozenset({
    "album", "app", "blog", "clip", "cookie", "cookies", "email", "fax", "file", "gmail", "hotline",
    "internet", "karaoke", "link", "logo", "menu", "online", "radio", "server", "smartphone",
    "video", "web", "website", "wifi",
})  # fmt: skip
SYLLABLE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?"
)


def left_in_the_other(text: str, lang: str) -> Iterator[tuple[int, int]]:
    """The start and end of each part of `text`, which is to be in `lang`, that is not."""
    if lang == "en" and text.isascii():
        return
    start = 0
    bare = ASIDE.sub(lambda aside: " " * len(aside[0]), text)
    for end in [*(cut.start() for cut in CUT.finditer(bare)), len(bare)]:
        words = [*WORD.finditer(bare, start, end)] if not CODE.search(text, start, end) else []
        if words and (_vietnamese if lang == "en" else _english)([word[0] for word in words]):
            yield words[0].start(), words[-1].end()
        start = end


def _vietnamese(words: list[str]) -> bool:
    """Whether `words` are Vietnamese; names of people and places alone are not enough."""
    letters = [set(VIETNAMESE_LETTER.findall(word.lower())) for word in words]
    plain = [word for word, held in zip(words, letters, strict=True)
             if held - FRENCH and word[0].islower()]  # fmt: skip
    return len(plain) > 2 or (bool(plain) and 2 * sum(map(bool, letters)) >= len(words))


def _english(words: list[str]) -> bool:
    """Whether `words` are English; a name in capitals is not enough."""
    marked = sum(VIETNAMESE_LETTER.search(word) is not None for word in words)
    if 4 * marked >= len(words):
        return False
    foreign = [word for word in words if _foreign(word)]
    told = any(word.islower() and word not in ENGLISH for word in foreign)
    return len(foreign) > 1 and told


def _foreign(word: str) -> bool:
    lower = word.lower()
    if word.isupper() or not word[1:].islower() or lower in LOANS:  # WCAG, KisStartup, web
        return False
    return (lower in ENGLISH and lower not in EITHER) or not SYLLABLE.fullmatch(fold(lower))
