"""Letters that only look right: from another alphabet, another width, or with a loose mark.

«Hà Nội» with a Cyrillic о looks the same to people and is another word to every search, link and
mailbox. A word is refused when it mixes alphabets, or when each of its letters imitates a Latin one
and nothing else on the line is of that alphabet; a quotation in Greek or Cyrillic stays as it is.

The pairs follow what Unicode's list of confusables (UTS #39, Unicode License v3) gives for Latin
letters, cut down to those of Vietnamese and English.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import permutations
from typing import NamedTuple

# Alike in most fonts, so that a word of nothing else is taken for an imitation.
SAME = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХѴԚԜԌӀаеорсухѕіјԛԝһԁѵӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿοϲϳօսհցզյՕՏԼ"
        "ᎠᎡᎢᎪᎫᎬᎳᎷᎻᏀᏃᏙᏚᏞᏟᏢᏦᏴꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴⲞⲤⲢⲟⲥⲣ",
        "ABESIJKMHOPCTYXVQWGIaeopcyxsijqwhdvlABEZHIKMNOPTYXCJocjouhgqjOSL"
        "DRTAJEWMHGZVSLCPKBBPDTGKJCZFMNLSRVHWXYAEIOUOCPocp",
        strict=True,
    )
)  # fmt: skip
# Alike enough to be meant when they stand among Latin letters.
NEAR = {**SAME, **dict(zip("ктмгпьвнαινκρτυχγηωɑɡ", "ktmrnbbhaivkptuxynwag", strict=True))}
D_LIKE = dict(zip("ÐƉɖðƌ₫", "ĐĐđđđđ", strict=True))
LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
ALPHABETS = (
    "\u0370-\u03ff\u1f00-\u1fff\u0400-\u052f\u0531-\u0587\u13a0-\u13f5\ua4d0-\ua4fd\u2c80-\u2ce4"
)
# Letters of another width or style, ligatures, Roman numerals of one sign: the same, in other code
STYLED = (
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\ufb00-\ufb06\u2160-\u217f\u2102\u210a-\u2112\u2115"
    "\u2119-\u211d\u2124\u2128\u212c\u212d\u212f-\u2131\u2133\u2134\U0001d400-\U0001d7ff"
)
MARKS = "\u0300-\u036f"
SUSPECT = re.compile(f"[{ALPHABETS}{STYLED}{MARKS}ɑɡÐƉɖðƌ₫]")
WORD = re.compile(rf"(?:xn--)?[\w{MARKS}₫]+(?:(?<=xn--)[\w-]+)?")
# A letter for a digit: 2O22, 20l8, O1/02/2023. Not in addresses, whose parts may be anything.
NUMBER = re.compile(
    r"(?<!\w)(?:\d+[OolI]+\d[\dOolI]*(?!\w)|O\d(?=/\d)|(?<=\d/)O\d(?=/\d))", re.ASCII
)
DIGIT_LETTER, LETTER_DIGIT = re.compile("[0-9][OolI]"), re.compile("O[0-9]/")
ADDRESS = re.compile(r"://|@|www\.|[?=&]")
NEIGHBOURS = 300  # how far a quotation in the same alphabet may stand from a word
OVERLAYS = "\u0335\u0336\u0337\u0338"


class Oddity(NamedTuple):
    """An odd word: its rule, its place in the text, the odd character, and the word meant or ''."""

    rule: str
    offset: int
    char: str
    word: str
    right: str


def find_oddities(text: str) -> Iterator[Oddity]:
    """Every odd word of `text`, which is in NFC; clean text costs two searches."""
    suspect = not text.isascii() and SUSPECT.search(text) is not None
    if suspect or "xn--" in text:
        for word in WORD.finditer(text):
            if word[0].startswith("xn--") or (suspect and SUSPECT.search(word[0])):
                yield from _word(word, text)
    if suspect:
        yield from _loose_marks(text)
    if not (DIGIT_LETTER.search(text) or LETTER_DIGIT.search(text)):
        return
    for number in NUMBER.finditer(text):
        if not ADDRESS.search(_chunk(text, number)):
            odd = re.search(r"[OolI]", number[0])
            assert odd is not None
            right = number[0].translate(str.maketrans("OolI", "0011"))
            yield Oddity("look-alike", number.start() + odd.start(), odd[0], number[0], right)


def mend(text: str, oddities: list[Oddity]) -> str:
    """`text` with the words that were meant, so that one odd letter is reported once."""
    for odd in sorted(oddities, key=lambda odd: -odd.offset):
        if odd.right:
            start = text.rfind(odd.word, 0, odd.offset + len(odd.word))
            if start >= 0:
                text = text[:start] + odd.right + text[start + len(odd.word) :]
    return text


def _chunk(text: str, found: re.Match[str]) -> str:
    """What stands around `found` between spaces."""
    before = re.search(r"\S*$", text[max(0, found.start() - 200) : found.start()])
    after = re.match(r"\S*", text[found.end() : found.end() + 200])
    return f"{before[0] if before else ''}{found[0]}{after[0] if after else ''}"


def _around(found: re.Match[str], text: str) -> str:
    """The line of `found`, as far as a quotation would reach."""
    before = text[max(found.start() - NEIGHBOURS, 0) : found.start()].rpartition("\n")[2]
    return before + found[0] + text[found.end() : found.end() + NEIGHBOURS].partition("\n")[0]


def _word(found: re.Match[str], text: str) -> Iterator[Oddity]:
    word = found[0]
    if word.startswith("xn--"):
        shown = _from_ascii(word)
        if shown != word and (odd := _odd_letter(shown, str)):
            yield Oddity("look-alike", found.start(), shown[odd[0]], word, odd[1] or "")
        return
    if (odd := _odd_letter(word, lambda: _around(found, text))) is not None:
        at, right = odd
        rule = "look-alike" if right else "mixed-script"
        yield Oddity(rule, found.start() + at, word[at], word, right)


def _from_ascii(label: str) -> str:
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


def _odd_letter(word: str, line: Callable[[], str]) -> tuple[int, str] | None:
    """Index of the odd letter of `word` and the word meant ('' where unsure), or None."""
    for find in (_like_d, _styled, _foreign):
        if (at := find(word, line)) is not None:
            return at, _meant(word)
    return None


def _like_d(word: str, line: Callable[[], str]) -> int | None:
    # Icelandic has ð inside words, Vietnamese has đ at their start.
    found = re.search(rf"[ÐƉɖƌ]|^ð|^₫(?=[{LATIN}])|(?<=[{LATIN}])₫(?=[{LATIN}])", word)
    return found.start() if found else None


def _styled(word: str, line: Callable[[], str]) -> int | None:
    found = re.search(f"[{STYLED}]", word)
    return found.start() if found else None


def _foreign(word: str, line: Callable[[], str]) -> int | None:
    found = re.search(f"[{ALPHABETS}ɑɡ]", word)
    if found is None or re.fullmatch("[µμ][A-Za-z]{1,2}", word):
        return None
    rest = re.sub(f"[{ALPHABETS}ɑɡ{MARKS}]", "", word)
    foreign = re.findall(f"[{ALPHABETS}ɑɡ]", unicodedata.normalize("NFD", word))
    if re.search(f"[{LATIN}]", rest):
        # A Greek letter that imitates nothing is a sign (kΩ, Δt); one of the IPA is a sound.
        alike = any(char in NEAR for char in foreign)
        sound = re.search("[ɐ-ʯ]", rest)
        sign = all("\u0370" <= char <= "\u03ff" for char in foreign) and not alike
        return None if sign or sound else found.start()
    if not all(char in SAME for char in foreign):
        return None
    others = set(re.findall(f"[{ALPHABETS}]", unicodedata.normalize("NFD", line()))) - set(SAME)
    return None if others else found.start()


def _meant(word: str) -> str:
    """`word` in Latin letters, '' where one of its letters has no like."""
    letters = unicodedata.normalize("NFKC", "".join(D_LIKE.get(char, char) for char in word))
    plain = "".join(NEAR.get(char, char) for char in unicodedata.normalize("NFD", letters))
    if re.fullmatch(r"[\dO]*", plain) and re.search(r"\d", plain):
        plain = plain.replace("O", "0")
    plain = unicodedata.normalize("NFC", plain)
    return "" if re.search(f"[{ALPHABETS}]", plain) else plain


def _loose_marks(text: str) -> Iterator[Oddity]:
    """Marks that NFC could not join: on no letter, in the wrong order, twice, or as a stroke."""
    for found in re.finditer(rf"(?P<base>.?)(?P<marks>[{MARKS}]+)", text, re.DOTALL):
        base, marks = found["base"], found["marks"]
        meant = _joined(base, marks)
        all_marks = unicodedata.normalize("NFD", base)[1:] + marks
        twice = len(set(all_marks)) < len(all_marks) or len(all_marks) > 3
        if meant or twice or not base.isalpha():
            before = re.search(rf"[\w{MARKS}]*$", text[max(0, found.start() - 60) : found.start()])
            after = re.match(rf"[\w{MARKS}]*", text[found.end() : found.end() + 60])
            start, end = before[0] if before else "", after[0] if after else ""
            word = f"{start}{found[0].strip()}{end}"
            right = f"{start}{meant}{end}" if meant else ""
            yield Oddity("stray-mark", found.start("marks"), marks[0], word, right)


def _joined(base: str, marks: str) -> str:
    """The one letter that `base` with `marks` was meant to be, or ''."""
    if base in ("d", "D") and set(marks) <= set(OVERLAYS):
        return "đ" if base == "d" else "Đ"
    if not re.match(f"[{LATIN}]", base):
        return ""
    letters = unicodedata.normalize("NFD", base) + marks
    for order in permutations(letters[1:]) if len(letters) <= 5 else ():
        letter = unicodedata.normalize("NFC", letters[0] + "".join(order))
        if len(letter) == 1:
            return letter
    return ""
