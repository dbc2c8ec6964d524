"""From bytes on disk to text, and from YAML text to nodes that know their line and column.

Scalars stay strings until a field types them, so that `no`, `010` or `12:30` never change their
meaning. Everything that can hurt is refused with a place: size, depth, aliases, tags, duplicate
keys, control characters, wrong encodings and decomposed letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from portal.problem import Report

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

# C0 and C1 controls, bidirectional overrides, zero-width characters: none is ever typed on purpose
# in a record, and each can make a text read differently from what it says.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029"
    "\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


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


def read_text(path: Path, name: str, root: Path, report: Report) -> str | None:
    """The text of `path`, which is shown as `name` in problems and must lie inside `root`.

    A byte order mark is dropped and line ends become LF. Returns None after reporting a file
    that is too large, not UTF-8, not NFC, holds control characters or leads out of the tree.
    """
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            report.add("outside-tree", (name, 1, 1))
            return None
        if path.stat().st_size > MAX_BYTES:
            report.add("file-too-large", (name, 1, 1), limit=MAX_BYTES // 1000)
            return None
        raw = path.read_bytes()
    except (OSError, RuntimeError):
        report.add("file-unreadable", (name, 1, 1))
        return None
    return decode(raw, name, report)


def decode(raw: bytes, name: str, report: Report) -> str | None:
    """`raw` as NFC text with LF line ends, or None after reporting why it is not such a text."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        report.add("encoding", (name, 1, 1))
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        last_line = before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")
        report.add("encoding", (name, before.count(b"\n") + 1, len(last_line) + 1))
        return None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    healthy = True
    if not text.isascii():
        healthy = _check_composed(text, name, report)
    if (found := FORBIDDEN.search(text)) is not None:
        line, column = position(text, found.start())
        report.add("control-character", (name, line, column), code=f"U+{ord(found[0]):04X}")
        healthy = False
    return text if healthy else None


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at `offset`."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _check_composed(text: str, name: str, report: Report) -> bool:
    if unicodedata.is_normalized("NFC", text):
        return True
    for number, line in enumerate(text.split("\n"), start=1):
        if not unicodedata.is_normalized("NFC", line):
            composed = unicodedata.normalize("NFC", line)
            column = next(
                (i for i, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b),
                min(len(line), len(composed)),
            )
            report.add("not-nfc", (name, number, column + 1))
            return False
    return False


def parse_yaml(text: str, name: str, report: Report, first_line: int = 1) -> Mapping | None:
    """The one mapping that `text` holds, or None after reporting what is wrong with it.

    `first_line` is the line of the file on which `text` starts (front matter starts on line 2).
    """
    parser = _Parser(name, report, first_line)
    if (tab := re.search(r"^ *\t", text, re.M)) is not None:
        line, column = position(text, tab.end() - 1)
        report.add("tab-indentation", (name, line + first_line - 1, column))
        return None
    try:
        return parser.document(yaml.parse(text, Loader=LOADER))
    except _Refused:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (name, mark.line + first_line, mark.column + 1) if mark else (name, 1, 1)
        report.add(_syntax_rule(str(error.problem or "")), place)
    except yaml.YAMLError:
        report.add("yaml-syntax", (name, first_line, 1))
    return None


# libyaml words its errors in English for programmers: the usual ones get a rule of their own.
SYNTAX_RULES = {
    "mapping values are not allowed": "yaml-colon-in-value",
    "did not find expected key": "yaml-indentation",
    "could not find expected ':'": "yaml-missing-colon",
    "did not find expected ',' or": "yaml-bracket",
    "did not find expected node content": "yaml-bracket",
    "found unexpected end of stream": "yaml-quote",
    "found unknown escape character": "yaml-escape",
    "found character that cannot start any token": "yaml-special-character",
    "found undefined alias": "yaml-alias",
    "did not find expected alphabetic or numeric character": "yaml-special-character",
    "found unexpected document indicator": "yaml-quote",
    "block sequence entries are not allowed": "yaml-indentation",
    "did not find expected '-' indicator": "yaml-indentation",
    "did not find expected whitespace or line break": "yaml-special-character",
}


def _syntax_rule(problem: str) -> str:
    for start, rule in SYNTAX_RULES.items():
        if start in problem:
            return rule
    return "yaml-syntax"


class _Refused(Exception):
    """The document was reported as unacceptable and reading it stops here."""


class _Parser:
    def __init__(self, name: str, report: Report, first_line: int) -> None:
        self.name = name
        self.report = report
        self.offset = first_line

    def place(self, event: yaml.Event) -> tuple[str, int, int]:
        mark = event.start_mark
        return self.name, mark.line + self.offset, mark.column + 1

    def refuse(self, rule: str, event: yaml.Event, **values: object) -> _Refused:
        self.report.add(rule, self.place(event), **values)
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
        return root

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.refuse("yaml-alias", event)
        if getattr(event, "tag", None):
            raise self.refuse("yaml-tag", event, tag=event.tag)
        if depth > MAX_DEPTH:
            raise self.refuse("yaml-depth", event, limit=MAX_DEPTH)
        _, line, column = self.place(event)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, line, column, not event.style)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(child := next(events), yaml.SequenceEndEvent):
                items.append(self.node(child, events, depth + 1))
            return Sequence(tuple(items), line, column)
        return self.mapping(events, depth, line, column)

    def mapping(
        self, events: Iterator[yaml.Event], depth: int, line: int, column: int
    ) -> Mapping:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.node(event, events, depth + 1)
            if not isinstance(key, Scalar):
                raise self.refuse("yaml-complex-key", event)
            value = self.node(next(events), events, depth + 1)
            if key.value in entries:
                first = entries[key.value].line
                place = (self.name, key.line, key.column)
                self.report.add("duplicate-key", place, key.value, first=first)
                continue
            entries[key.value] = Entry(key.value, key.line, key.column, value)
        return Mapping(tuple(entries.values()), line, column)


