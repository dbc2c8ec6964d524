"""Vietnamese typed in an encoding from before Unicode: recognised, named and read.

Such text comes as bytes that are no UTF-8, or, more often, as sound UTF-8 full of wrong letters:
"C«ng hßa x· héi" (TCVN3), "Coäng hoøa xaõ hoäi" (VNI). A word counts as evidence when it is no
Vietnamese syllable as it stands and is one in an old encoding; a line needs two pieces of it, so
that a foreign name alone raises nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

# Code points 0xA1 to 0xFE as the fonts .VnTime and .VnTimeH show them (TCVN 5712:1993, VN3).
TCVN3 = str.maketrans({
    0xA1 + at: char
    for at, char in enumerate(
        "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò"
        " ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ"
    )
    if char != " "
})  # fmt: skip
# RFC 1456. Six capitals stand among the control characters and are left out.
VISCII = str.maketrans({
    0x80 + at: char
    for at, char in enumerate(
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
        "ĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
    )
})  # fmt: skip
# VNI writes a letter and behind it the letter that stands for its marks; a few are letters alone.
VNI_MARKS = {
    "a": dict(zip("ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ", strict=True)),
    "e": dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)),
    "o": dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)),
    "u": dict(zip("ùøûõï", "úùủũụ", strict=True)),
    "y": dict(zip("ùøûõ", "ýỳỷỹ", strict=True)),
    "ô": dict(zip("ùøûõï", "ớờởỡợ", strict=True)),
    "ö": dict(zip("ùøûõï", "ứừửữự", strict=True)),
}
VNI_ALONE = dict(zip("íìæóòôöîñ", "íìỉĩịơưỵđ", strict=True))
VNI = re.compile(r"([aeouyôö])([ùøûõïêéèúüëâáàåãä])|([íìæóòôöîñ])", re.IGNORECASE)

# What Windows shows for the codes 0x80 to 0x9F, back to the codes.
WINDOWS = {
    ord(bytes([code]).decode("cp1252")): code
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
SHOWN = {code: char for char, code in WINDOWS.items()}
LETTERS = r"A-Za-z\x80-\x9f\xa1-\xff\u0100-\u024f\u1ea0-\u1ef9"
TOKEN = re.compile(f"[{LETTERS}]+")
LONGEST = 60  # letters of a word; what is longer is no text
ALIEN = re.compile("[\u0100-\uffff]")

ONSET = "(?:ngh?|gh|gi|kh|ph|th|tr|nh|ch|qu|[bcdđghklmnprstvx])?"
OPEN = (
    "(?:uya|uyu|uây|oai|oay|oao|oeo|iêu|yêu|uôi|ươi|ươu|ia|ya|ua|ưa|oa|oe|uê|uơ|uy|ai|ay|ao|au|âu|ây"
    "|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aeêioôơuưy])"
)
CLOSED = "(?:iê|yê|uyê|uô|ươ|oa|oă|oe|oo|uâ|uê|uy|[aăâeêioôơuưy])"
SYLLABLE = re.compile(f"{ONSET}(?:{OPEN}|{CLOSED}(?:ng|nh|[mn])|(?P<stop>{CLOSED}(?:ch|[ptc])))")
TONES = dict(zip("\u0300\u0301\u0303\u0309\u0323", "\\/~?.", strict=True))
# A tone stands on a vowel, and in a syllable such as xao or bau not on the last one.
MISPLACED = re.compile(
    r"[^aeiouy\u0302\u0306\u031b\u0323][\u0300\u0301\u0303\u0309\u0323]|[aeo\u0302\u0306\u031b][iyou][\u0300\u0301\u0303\u0309\u0323]$"
)
# A sequence of UTF-8 shown as letters of Windows: three of them (á»™), or two (Ã²).
SEQUENCE = re.compile("[\xe1\xe2][\x80-\xbf]{2}|[\xc2-\xc6][\x80-\xbf]")
ENOUGH = 2


@dataclass(frozen=True)
class Legacy:
    """An old encoding found: its name, the place of the first word, and what the line says."""

    name: str
    line: int
    column: int
    reading: str


class Encoding(NamedTuple):
    """`name` is what converters call it; `convert` reads a text whose letters are its codes."""

    name: str
    convert: Callable[[str], str]


def _from_vni(text: str) -> str:
    def letter(found: re.Match[str]) -> str:
        base, mark, alone = found.groups()
        plain = base.lower() if base else alone.lower()
        made = VNI_MARKS[plain].get(mark.lower(), "") if base else VNI_ALONE[plain]
        if not made:  # ô and ö are letters of their own, whatever follows
            return letter_alone(base) + letter_alone(mark)
        return made.upper() if (base or alone).isupper() else made

    return VNI.sub(letter, text)


def letter_alone(char: str) -> str:
    """What VNI means by `char` where it marks no other letter."""
    made = VNI_ALONE.get(char.lower(), char)
    return made.upper() if char.isupper() else made


def _from_windows_1258(text: str) -> str:
    codes = text.encode("latin-1", "replace")
    return unicodedata.normalize("NFC", codes.decode("cp1258", "replace"))


def _from_misread(text: str) -> str:
    def letters(found: re.Match[str]) -> str:
        return found[0].encode("latin-1").decode("utf-8", "replace")

    return SEQUENCE.sub(letters, text)


ENCODINGS = (
    Encoding("TCVN3 (.VnTime)", lambda text: text.translate(TCVN3)),
    Encoding("VNI Windows (VNI-Times)", _from_vni),
    Encoding("UTF-8 Literal", _from_misread),
    Encoding("Windows-1258", _from_windows_1258),
    Encoding("VISCII", lambda text: text.translate(VISCII)),
)
MISREAD = 2
NOTHING = (0,) * len(ENCODINGS)
# Around a word they are no part of it, whatever the letters of the old encodings.
QUOTES = "«»\x82\x83\x84\x85\x8b\x91\x92\x93\x94\x95\x96\x97\x9b"


def find_legacy(text: str) -> Legacy | None:
    """The first line of `text` written in an old encoding, or None; clean text costs little."""
    codes = text.translate(WINDOWS)
    tokens = TOKEN.findall(codes)
    if not any(any(weights(token)) for token in set(tokens)):
        return None
    return _first(enumerate(codes.split("\n"), start=1), _sums(tokens))


def find_legacy_bytes(raw: bytes) -> Legacy | None:
    """The same for bytes that are not UTF-8: only the lines that are not are looked at."""
    lines = {}
    for number, line in enumerate(raw.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            # What is UTF-8 even here was typed as such; each other byte is a code.
            mixed = line.decode("utf-8", "surrogateescape")
            lines[number] = re.sub("[\udc80-\udcff]", lambda one: chr(ord(one[0]) & 0xFF), mixed)
    return _first(lines.items(), _sums(TOKEN.findall("\n".join(lines.values()))), 1)


def _first(
    lines: Iterable[tuple[int, str]], whole: list[int], enough: int = ENOUGH
) -> Legacy | None:
    """The first of the numbered `lines` with `enough` evidence; `whole` decides between equals."""
    for number, line in lines:
        tokens = list(TOKEN.finditer(line))
        sums = _sums(token[0] for token in tokens)
        best = max(range(len(sums)), key=lambda at: (sums[at], whole[at]))
        if sums[best] >= enough:
            column = next(token.start() + 1 for token in tokens if weights(token[0])[best])
            return Legacy(ENCODINGS[best].name, number, column, _reading(line, best))
    return None


def _sums(tokens: Iterable[str]) -> list[int]:
    return [sum(column) for column in zip(NOTHING, *map(weights, tokens), strict=True)]


def _reading(line: str, best: int) -> str:
    """`line` as it was meant. In a line that has Unicode as well only the odd words are read."""

    def word(token: re.Match[str]) -> str:
        return ENCODINGS[best].convert(token[0]) if weights(token[0])[best] else token[0]

    text = TOKEN.sub(word, line) if ALIEN.search(line) else ENCODINGS[best].convert(line)
    # TCVN3 has no capitals with tones: a font of capitals shows its small letters.
    capitals = re.search("[A-Z]", line) and not re.search("[a-z]", line)
    return (text.upper() if capitals else text).translate(SHOWN).strip()


@lru_cache(maxsize=20_000)
def weights(token: str) -> tuple[int, ...]:
    """How much evidence `token` is for each encoding: the letters that only it explains."""
    if token.isascii() or len(token) > LONGEST:
        return NOTHING
    misread = _misread_weight(token)
    bare = token.strip(QUOTES)
    core = re.sub(r"^[^A-Za-zÀ-ɏẠ-ỹ]+|[^A-Za-zÀ-ɏẠ-ỹ]+$", "", bare)
    unit = re.fullmatch("µ[A-Za-z]|[A-Za-z]{1,3}[²³]", bare)
    # A letter beyond the codes was typed as Unicode; Ð alone is a look-alike, not an encoding.
    known = ALIEN.search(bare) or is_syllable(core.replace("Ð", "Đ"))
    if unit or known or not re.search("[A-Za-z]", bare):
        return tuple(misread if at == MISREAD else 0 for at in range(len(ENCODINGS)))
    # Neither signs nor capitals stand inside a word (c¸c, cÊp): one of them is enough.
    sign = re.search(r"[a-z][À-ÖØ-Þ\x80-\xbf]|[\x80-\xbf][A-Za-z]", bare)
    worth = sum(1 for char in bare if ord(char) > 0x7F) + (1 if sign else 0)
    found = [
        worth if is_syllable(made := item.convert(bare)) and not made.isascii() else 0
        for item in ENCODINGS
    ]
    found[MISREAD] = misread
    return tuple(found)


def _misread_weight(token: str) -> int:
    total = 0
    for found in SEQUENCE.finditer(token):
        made = found[0].encode("latin-1").decode("utf-8", "replace")
        if len(found[0]) == 3:
            total += 0 if "\ufffd" in made else 2
        elif found[0][1].encode("latin-1").decode("cp1252", "replace") not in "«»‘’“”–—…‹›":
            total += 1
    return total


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether `word` could be one Vietnamese syllable, by its letters and its one tone."""
    marks = unicodedata.normalize("NFD", word.lower())
    tones = [TONES[char] for char in marks if char in TONES]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(char for char in marks if char not in TONES))
    found = SYLLABLE.fullmatch(bare)
    if MISPLACED.search(marks):
        return False
    return found is not None and (not found["stop"] or not tones or tones[0] in "/.")
