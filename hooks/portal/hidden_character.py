"""Characters that nobody sees: what they are, and where they have a meaning after all.

None is ever typed on purpose in a record, and each can make a text read differently from what it
says: controls, marks of direction, zero-width characters and blank letters, tags, noncharacters,
and private use (the symbols of one font). A test compares the ranges with the tables of Unicode.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

# Symbols that a variation selector may give colour or take it from, and that a joiner may join.
EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2934"
    "\u2935\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
# Scripts that are written with joiners: Arabic to Tai Tham, Javanese, Cham, Tai Viet.
JOINED = "\u0620-\u1aff\ua980-\uaadf"
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Hidden wherever they stand; then those that only emoji or certain scripts have a use for.
ALWAYS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f"
    "\u1160\u17b4\u17b5\u180b-\u180f\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ue000-\uf8ff"
    "\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001fffe\U0001ffff"
    "\U0002fffe\U0002ffff\U0003fffe-\U0010ffff"
)
CANDIDATE = re.compile(f"[{ALWAYS}\u200b-\u200d\ufe0e\ufe0f]")
HIDDEN = re.compile(
    f"[{ALWAYS}]"
    f"|(?<![{EMOJI}])[\ufe0e\ufe0f](?!\u20e3)"
    f"|[\u200b-\u200d](?!(?<=[{EMOJI}\ufe0f]\u200d)[{EMOJI}]|(?<=[{JOINED}].)[{JOINED}])"
)
# A character written by its number or name: `&#x202e;`, `&shy;`.
ENTITY = re.compile(r"&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z]{2,31});")
NAMES = {
    0x00: "NULL", 0x07: "BELL", 0x08: "BACKSPACE", 0x0B: "LINE TABULATION", 0x0C: "FORM FEED",
    0x1B: "ESCAPE", 0x7F: "DELETE", 0x85: "NEXT LINE",
}  # fmt: skip
KINDS = (
    ("direction", re.compile(f"[{BIDI}]")),
    ("tag", re.compile("[\U000e0000-\U000e0fff]")),
    ("font", re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")),
    ("blank", re.compile("[\u00ad\u034f\u115f\u1160\u180b-\u180f\u200b-\u200d\u2060-\u2064\u2800"
                         "\u3164\ufe00-\ufe0f\ufeff\uffa0]")),
)  # fmt: skip


def find_hidden(text: str) -> re.Match[str] | None:
    """The first hidden character of `text`; clean text costs one search for a class."""
    return HIDDEN.search(text) if CANDIDATE.search(text) else None


def hidden_entities(line: str) -> Iterator[tuple[int, str]]:
    """Offset and character of each entity in `line` that stands for a hidden character."""
    for entity in ENTITY.finditer(line):
        if found := find_hidden(html.unescape(entity[0])):
            yield entity.start(), found[0]


def describe(char: str) -> dict[str, str]:
    """What to say of a hidden `char`: its code, its name in Unicode, and what kind it is."""
    name = NAMES.get(ord(char)) or unicodedata.name(char, "")
    category = {"Cc": "CONTROL", "Co": "PRIVATE USE"}.get(
        unicodedata.category(char), "NO CHARACTER"
    )
    kind = next((kind for kind, members in KINDS if members.match(char)), "control")
    return {"code": f"U+{ord(char):04X}", "name": name or category, "hidden": kind}
