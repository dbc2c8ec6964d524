"""From YAML text to nodes that know their line and column.

Scalars stay strings until a field types them, so that `no`, `010` or `12:30` never change their
meaning. Everything that can hurt is refused with a place: depth, aliases, tags, duplicate keys.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from portal.hidden_character import describe, find_hidden
from portal.problem import MOST_IN_A_FILE, Report
from portal.syntax import LOADER, NO_BREAK_SPACES, WIDE_COLONS, code, find_slip
from portal.text_file import position, right_letters

MAX_DEPTH = 12
REMARK = re.compile(r"\s+(?=#[^\s#])")
OPENING = ("“", "‘", "«")
QUOTED = re.compile(r"“[^“”]*”|‘[^‘’]*’|«[^«»]*»")


@dataclass(frozen=True, slots=True)
class Scalar:
    value: str
    line: int
    column: int
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    line: int
    column: int
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: tuple[Entry, ...]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


def parse_yaml(text: str, name: str, report: Report, first_line: int = 1) -> Mapping | None:
    """The one mapping that `text` holds, or None after reporting what is wrong with it.

    `first_line` is the line of the file on which `text` starts (front matter starts on line 2).
    """
    parser = _Parser(text, name, report, first_line)
    if (tab := re.search(r"^ *\t", text, re.MULTILINE)) is not None:
        line, column = position(text, tab.end() - 1)
        report.add("tab-indentation", (name, line + first_line - 1, column))
        return None
    try:
        return parser.document(yaml.parse(text, Loader=LOADER))
    except _Refused:
        return None
    except yaml.MarkedYAMLError as error:
        _report_syntax(text, error, name, report, first_line)
    except yaml.YAMLError:
        report.add("yaml-syntax", (name, first_line, 1))
    return None


# libyaml words its errors in English for programmers: the usual ones get a rule of their own. The
# second word says where the mistake is: where libyaml gave up, or where it began to read the thing.
SYNTAX_RULES = {
    "mapping values are not allowed": ("yaml-colon-in-value", "problem"),
    "did not find expected key": ("yaml-indentation", "problem"),
    "could not find expected ':'": ("yaml-missing-colon", "context"),
    "did not find expected ',' or": ("yaml-bracket", "context"),
    "did not find expected node content": ("yaml-bracket", "problem"),
    "found unexpected end of stream": ("yaml-quote", "context"),
    "found unknown escape character": ("yaml-escape", "problem"),
    "did not find expected hex": ("yaml-escape", "problem"),
    "found character that cannot start any token": ("yaml-special-character", "problem"),
    "did not find expected alphabetic or numeric character": ("yaml-special-character", "context"),
    "did not find expected comment or line break": ("yaml-special-character", "context"),
    "found unexpected document indicator": ("yaml-quote", "context"),
    "block sequence entries are not allowed": ("yaml-indentation", "problem"),
    "mapping keys are not allowed": ("yaml-special-character", "problem"),
    "did not find expected '-' indicator": ("yaml-indentation", "problem"),
    "did not find expected whitespace or line break": ("yaml-special-character", "context"),
}


def _report_syntax(
    text: str, error: yaml.MarkedYAMLError, name: str, report: Report, first_line: int
) -> None:
    if slip := find_slip(text, error):
        place = (name, slip.line + first_line, slip.column + 1)
        report.add(slip.rule, place, **dict(slip.values))
        return
    rule, where = next(
        (found for start, found in SYNTAX_RULES.items() if start in str(error.problem)),
        ("yaml-syntax", "problem"),
    )
    mark = error.problem_mark or error.context_mark
    if where == "context" and error.context_mark:
        mark = error.context_mark
    # At the end of a text libyaml points below its last line.
    last = text.rstrip("\n").count("\n")
    line, column = (mark.line, mark.column) if mark and mark.line <= last else (last, 0)
    if rule == "yaml-bracket":
        line, column = _opening(text.split("\n"), line, column)
    report.add(rule, (name, line + first_line, column + 1))


def _opening(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """The bracket left open at the end of a line just above, else the place itself."""
    for number in range(line - 1, max(line - 4, -1), -1):
        bare = re.sub(r"\s+#.*", "", lines[number]).rstrip()
        if bare:
            return (number, len(bare) - 1) if bare[-1] in "[{" else (line, column)
    return line, column


class _Refused(Exception):
    """The document was reported as unacceptable and reading it stops here."""


class _Parser:
    def __init__(self, text: str, name: str, report: Report, first_line: int) -> None:
        self.lines = text.split("\n")
        self.name = name
        self.report = report
        self.offset = first_line
        self.healthy = True

    def place(self, event: yaml.Event) -> tuple[str, int, int]:
        # At the end of a text libyaml points below its last line.
        mark = event.start_mark
        assert mark is not None
        if mark.line >= len(self.lines):
            return self.name, len(self.lines) - 1 + self.offset, 1
        return self.name, mark.line + self.offset, mark.column + 1

    def refuse(self, rule: str, event: yaml.Event, **values: object) -> _Refused:
        self.report.add(rule, self.place(event), "", **values)
        return _Refused()

    def document(self, events: Iterator[yaml.Event]) -> Mapping | None:
        next(events)  # stream start
        start = next(events)
        if isinstance(start, yaml.StreamEndEvent):
            self.report.add("file-empty", (self.name, self.offset, 1))
            return None
        root = self.node(next(events), events, 1)
        next(events)  # document end
        following = next(events)
        if not isinstance(following, yaml.StreamEndEvent):
            raise self.refuse("yaml-documents", following)
        if not isinstance(root, Mapping):
            blank = isinstance(root, Scalar) and not root.value
            rule = "file-empty" if blank else "expected-mapping"
            self.report.add(rule, (self.name, root.line, root.column))
            return None
        return root if self.healthy else None

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.refuse("yaml-alias", event)
        if tag := getattr(event, "tag", None):
            raise self.refuse("yaml-tag", event, tag=tag)
        if depth > MAX_DEPTH:
            raise self.refuse("yaml-depth", event, limit=MAX_DEPTH)
        _, line, column = self.place(event)
        if isinstance(event, yaml.ScalarEvent):
            value = self.quoted(event) if event.style else self.plain(event)
            return Scalar(value, line, column, not event.style)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(child := next(events), yaml.SequenceEndEvent):
                items.append(self.node(child, events, depth + 1))
            return Sequence(tuple(items), line, column)
        return self.mapping(events, depth, line, column)

    def quoted(self, event: yaml.ScalarEvent) -> str:
        """A quoted or block text. Escapes (`\\u202e`) may hold what no text may hold as it is."""
        if event.style != '"' or (event.value.isascii() and event.value.isprintable()):
            return event.value
        value = unicodedata.normalize("NFC", event.value)
        name, line, column = self.place(event)
        if (found := find_hidden(value.replace("\t", " "))) is not None:
            self.report.add("control-character", (name, line, column), **describe(found[0]))
            self.healthy = False
        return right_letters(value, name, self.report, (line, column + 1))

    def plain(self, event: yaml.ScalarEvent) -> str:
        """An unquoted text, after reporting what YAML accepts but the writer did not mean."""
        start, end = event.start_mark, event.end_mark
        assert start is not None
        assert end is not None
        for number in range(start.line + 1, end.line + 1):
            if found := re.match(r"\s*(?:- +)?[a-z_]+:(?=[^\s/])", self.lines[number]):
                place = (self.name, number + self.offset, found.end() + 1)
                self.report.add("yaml-colon-space", place)
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if rest and (found := REMARK.match(rest)):
            place = (self.name, end.line + self.offset, end.column + found.end() + 1)
            self.report.add("yaml-hash", place)
            return event.value or "#"
        if event.value[:1] in OPENING and QUOTED.fullmatch(event.value):
            self.report.add("smart-quotes", self.place(event))
            return event.value[1:-1]
        if event.value.count('"') % 2:
            self.report.add("stray-quote", self.place(event))
            return event.value.strip('"')
        return event.value

    def odd_key(self, key: Scalar) -> bool:
        """Report a key that only looks right: it holds a no-break space or a wide colon."""
        for at, char in enumerate("" if key.value.isascii() else key.value):
            place = (self.name, key.line, key.column + at)
            if char in NO_BREAK_SPACES:
                self.report.add("odd-space", place, code=code(char))
                return True
            if char in WIDE_COLONS:
                self.report.add("odd-colon", place, got=char)
                return True
        return False

    def mapping(self, events: Iterator[yaml.Event], depth: int, line: int, column: int) -> Mapping:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.node(event, events, depth + 1)
            if not isinstance(key, Scalar):
                raise self.refuse("yaml-complex-key", event)
            value = self.node(next(events), events, depth + 1)
            self.healthy &= not self.odd_key(key)
            if key.value in entries:
                first = entries[key.value].line
                place = (self.name, key.line, key.column)
                self.report.add("duplicate-key", place, key.value, first=first)
                if self.report.by_file[self.name] > MOST_IN_A_FILE:
                    raise _Refused
                continue
            entries[key.value] = Entry(key.value, key.line, key.column, value)
        return Mapping(tuple(entries.values()), line, column)
