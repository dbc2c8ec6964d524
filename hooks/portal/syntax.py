"""What a person did wrong when YAML cannot be read.

libyaml says where it got lost, which is often lines below the mistake, and in words for
programmers. So each line up to there is searched for the usual slips (a missing quote, colon, dash
or space; a wrong indentation); a slip is believed when mending it lets the parser get further.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# Beyond this, mending one line after the other would take too long; the parser's word has to do.
MAX_TEXT = 60_000
MAX_TRIALS = 60

NO_BREAK_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
WIDE_COLONS = "：﹕∶ː"
BULLETS = "–—−•·●▪*+"
PAIRS = {'"': '"', "'": "'", "[": "]", "{": "}"}
KEY_LINE = re.compile(
    r"[ ]*(?:- +)*"
    r"[^\s:#\"'\[\]{}&*!|>%@`-][^:]*:"
    r"(?P<gap>\s*)(?P<value>.*)"
)


@dataclass(frozen=True)
class Slip:
    """A likely mistake: its rule, its place (from 0) and the line as it should be."""

    rule: str
    line: int
    column: int
    mended: str
    values: tuple[tuple[str, str], ...] = ()


def find_slip(text: str, error: yaml.MarkedYAMLError) -> Slip | None:
    """The slip that explains `error`, or None where no usual one does."""
    got_to = _position(error)
    if len(text) > MAX_TEXT:
        return None
    lines = text.split("\n")
    best: Slip | None = None
    for trial, slip in enumerate(_slips(lines, got_to[0])):
        if trial >= MAX_TRIALS:
            break
        mended = [*lines[: slip.line], slip.mended, *lines[slip.line + 1 :]]
        reached = _reached("\n".join(mended))
        if reached is None:
            return slip
        if best is None and reached[0] > got_to[0]:
            best = slip
    return best


def _position(error: yaml.MarkedYAMLError) -> tuple[int, int]:
    mark = error.problem_mark or error.context_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _reached(text: str) -> tuple[int, int] | None:
    """How far the parser gets in `text`; None where it reaches the end."""
    try:
        for _ in yaml.parse(text, Loader=LOADER):
            pass
    except yaml.MarkedYAMLError as error:
        return _position(error)
    except yaml.YAMLError:
        return 0, 0
    return None


def _slips(lines: list[str], last: int) -> Iterator[Slip]:
    """Possible slips from the line where the parser got lost back to the first.

    A wrong indentation comes last: many a line reads well when it is moved.
    """
    prose = _block_text(lines)
    numbers = [
        number for number in range(min(last, len(lines) - 1), -1, -1)
        if number not in prose and lines[number].strip()
    ]  # fmt: skip
    for number in numbers:
        yield from _odd_characters(lines[number], number)
    for number in numbers:
        yield from _in_line(lines[number], number)
    for number in numbers[:5]:
        yield from _indentation(lines, number, prose)


def _block_text(lines: list[str]) -> set[int]:
    """The lines that belong to a folded or literal text (`>-`, `|`), where anything may stand."""
    inside: set[int] = set()
    depth: int | None = None
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        if depth is not None and (not line.strip() or indent > depth):
            inside.add(number)
            continue
        depth = indent if re.search(r"[:-][ ]+[>|][+-]?\d?[ ]*$", line) else None
    return inside


def _in_line(line: str, number: int) -> Iterator[Slip]:
    yield from _dashes(line, number)
    found = KEY_LINE.match(line)
    if found is None:
        if bare := re.match(r"[ ]*(?:- +)?[A-Za-z_]+(?=\s|$)", line):
            mended = f"{bare[0]}:{line[bare.end() :]}"
            yield Slip("yaml-missing-colon", number, bare.end(), mended)
        yield from _value(line, number, *_item(line))
        return
    if not found["gap"] and found["value"] and not found["value"].startswith("//"):
        place = found.start("value")
        yield Slip("yaml-colon-space", number, place, f"{line[:place]} {line[place:]}")
    yield from _value(line, number, found["value"], found.start("value"))


def _item(line: str) -> tuple[str, int]:
    start = re.match(r"[ ]*(?:- +)*", line)
    assert start is not None
    return line[start.end() :], start.end()


def _odd_characters(line: str, number: int) -> Iterator[Slip]:
    if found := re.match(rf"\s*[{NO_BREAK_SPACES}]+\s*", line):
        place = next(i for i, char in enumerate(line) if char in NO_BREAK_SPACES)
        mended = " " * found.end() + line[found.end() :]
        yield Slip("odd-space", number, place, mended, (("code", code(line[place])),))
    if found := re.match(rf"[^\"'#:]*?:[ ]*(?P<odd>[{NO_BREAK_SPACES}]+)", line):
        place = found.start("odd")
        mended = f"{line[:place]} {line[found.end() :]}"
        yield Slip("odd-space", number, place, mended, (("code", code(line[place])),))
    if found := re.match(rf"[ ]*(?:- +)?\w[\w -]*(?P<odd>[{WIDE_COLONS}])", line):
        place = found.start("odd")
        mended = f"{line[:place]}: {line[place + 1 :]}"
        yield Slip("odd-colon", number, place, mended, (("got", line[place]),))


def _dashes(line: str, number: int) -> Iterator[Slip]:
    lead = line[: len(line) - len(line.lstrip(" "))]
    rest = line[len(lead) :]
    if rest[0] in BULLETS or re.match(r"-[^\s-]", rest):
        yield Slip("yaml-dash", number, len(lead), f"{lead}- {rest[1:].lstrip()}")
    elif not rest.startswith("- ") and not KEY_LINE.match(line):
        yield Slip("yaml-dash", number, len(lead), f"{lead}- {rest}")


def _value(line: str, number: int, value: str, place: int) -> Iterator[Slip]:
    value = value.rstrip()
    if not value:
        return
    quoted = f"{line[:place]}'{value.replace(chr(39), chr(39) * 2)}'"
    first = value[0]
    if first in "\"'":
        closing = _closing_quote(value)
        if closing < 0:
            yield Slip("yaml-quote", number, place, line.rstrip() + first)
        elif not re.match(r"\s*(?:#.*)?$", value[closing + 1 :]):
            yield Slip("yaml-after-quote", number, place, quoted)
        return
    if first in "[{":
        closed = value.count(first) <= value.count(PAIRS[first])
        if closed:
            yield Slip("yaml-special-character", number, place, quoted)
        else:
            yield Slip("yaml-bracket", number, place, line.rstrip() + PAIRS[first])
        return
    if first in "“”„‘’«":
        yield Slip("smart-quotes", number, place, quoted)
    if first in "%@`&*!|>?-,]}":
        yield Slip("yaml-special-character", number, place, quoted)
    if colon := re.search(r":(?=\s|$)", value):
        yield Slip("yaml-colon-in-value", number, place + colon.start(), quoted)


def _closing_quote(value: str) -> int:
    quote = value[0]
    inside = r"(?:[^\"\\]|\\.)*" if quote == '"' else r"(?:[^']|'')*"
    found = re.match(quote + inside + quote, value)
    return found.end() - 1 if found else -1


def _indentation(lines: list[str], number: int, prose: set[int]) -> Iterator[Slip]:
    line = lines[number]
    indent = len(line) - len(line.lstrip(" "))
    above: list[int] = []
    for other in range(number - 1, -1, -1):
        if other not in prose and lines[other].strip() and not lines[other].startswith("#"):
            depth = len(lines[other]) - len(lines[other].lstrip(" "))
            above += [depth] if re.search(r":\s*$", lines[other]) is None else [depth + 2, depth]
            if depth == 0 or len(above) > 4:
                break
    for depth in dict.fromkeys(above):
        if depth != indent:
            yield Slip("yaml-indentation", number, indent, " " * depth + line.lstrip(" "))


def code(char: str) -> str:
    return f"U+{ord(char):04X}"
