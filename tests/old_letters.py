"""Writes Vietnamese the old ways, as converters do: the reverse of `portal.legacy_encoding`."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from portal.legacy_encoding import TCVN3, TONES, VISCII, VNI_ALONE, VNI_MARKS

TO_TCVN3 = {letter: chr(code) for code, letter in TCVN3.items()}
TO_VISCII = {letter: chr(code) for code, letter in VISCII.items()}
TO_VNI = {letter: sign for sign, letter in VNI_ALONE.items()} | {
    letter: base + mark for base, marks in VNI_MARKS.items() for mark, letter in marks.items()
}
TO_VNI |= {letter.upper(): signs.upper() for letter, signs in TO_VNI.items()}
# The fonts of TCVN3 have no capitals with tones.
TO_TCVN3 |= {
    letter.upper(): code for letter, code in TO_TCVN3.items() if letter.upper() not in TO_TCVN3
}


def by(table: dict[str, str]) -> Callable[[str], str]:
    return lambda text: "".join(table.get(char, char) for char in text)


def in_windows_1258(text: str) -> str:
    codes = b""
    for char in text:
        marks = unicodedata.normalize("NFD", char)
        tones = "".join(mark for mark in marks if mark in TONES)
        bare = "".join(mark for mark in marks if mark not in TONES)
        whole = unicodedata.normalize("NFC", bare)
        try:
            codes += char.encode("cp1258")
        except UnicodeEncodeError:
            codes += (whole + tones).encode("cp1258", "replace")
    return codes.decode("latin-1")


def misread(text: str) -> str:
    """UTF-8 opened as the code page of Western Windows."""
    return "".join(
        bytes([code]).decode("cp1252", "ignore") or chr(code) for code in text.encode("utf-8")
    )


OLD_WAYS: dict[str, Callable[[str], str]] = {
    "TCVN3 (.VnTime)": by(TO_TCVN3),
    "VNI Windows (VNI-Times)": by(TO_VNI),
    "UTF-8 Literal": misread,
    "Windows-1258": in_windows_1258,
    "VISCII": by(TO_VISCII),
}
