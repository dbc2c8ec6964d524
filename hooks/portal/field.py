"""From a YAML mapping to a frozen dataclass, driven by the keys that the dataclass describes.

Each key has a `Type` (see `portal.value`) that reads one node and reports what it cannot accept,
and that describes itself as JSON Schema, so that the checks, the editor's completion and the
documentation say the same thing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from portal.problem import MOST_IN_A_FILE, Report, guess, meant_key
from portal.source import Entry, Mapping, Node, Scalar

Schema = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Origin:
    """Where a record was written: its file and the line and column of each key path."""

    path: str
    places: dict[str, tuple[int, int]] = field(default_factory=dict, compare=False)

    def at(self, key: str = "") -> tuple[str, int, int]:
        """The place of the value at `key`, or of its nearest written parent."""
        while key not in self.places and key:
            key = key[: max(key.rfind("."), key.rfind("["), 0)]
        return (self.path, *self.places.get(key, (1, 1)))


@dataclass
class Cursor:
    """The value being read: which file, which key path, and where to report."""

    origin: Origin
    report: Report
    key: str = ""

    def child(self, step: str | int) -> Cursor:
        if isinstance(step, int):
            return Cursor(self.origin, self.report, f"{self.key}[{step}]")
        return Cursor(self.origin, self.report, f"{self.key}.{step}" if self.key else step)

    def add(self, rule: str, node: Any, **values: object) -> None:
        self.report.add(rule, (self.origin.path, node.line, node.column), self.key, **values)


class Type(Protocol):
    """Reads a node into a value (None after a report) and describes itself as JSON Schema."""

    def read(self, node: Node, at: Cursor) -> Any: ...

    def schema(self) -> Schema: ...


def key(kind: Type, vi: str, *, required: bool = False, name: str = "", default: Any = None) -> Any:
    """A dataclass field read by `kind`; `vi` explains it to the person who edits the file."""
    metadata = {"type": kind, "vi": vi, "required": required, "name": name}
    return field(default=default, metadata=metadata)


def keys(cls: type) -> dict[str, dataclasses.Field[Any]]:
    """The YAML keys that records of `cls` accept, with the dataclass field behind each."""
    return {
        item.metadata["name"] or item.name: item
        for item in dataclasses.fields(cls)
        if "type" in item.metadata
    }


def read_record(cls: type[T], node: Node, at: Cursor) -> T | None:
    """The frozen dataclass `cls` read from a mapping, or None after reporting all its problems.

    `cls.former`, where there is one, has keys of earlier versions with what to write now, in which
    `{value}` stands for what is written there.
    """
    at.origin.places[at.key] = (node.line, node.column)
    known = keys(cls)
    if not isinstance(node, Mapping):
        example = next(iter([*_required(known), *known]))
        at.add("expected-keys", node, known=", ".join(known), example=example)
        return None
    before = at.report.count
    values: dict[str, Any] = {}
    present = {entry.key for entry in node.entries}
    free = [name for name in known if name not in present]
    for above, entry, below in _neighbours(node.entries, at):
        child = at.child(entry.key)
        if entry.key not in known:
            present.add(_report_unknown(cls, entry, above, free, len(node.entries), child))
            continue
        at.origin.places[child.key] = (entry.value.line, entry.value.column)
        if is_blank(entry.value):
            if below not in LANGUAGE_KEYS or entry.key in LANGUAGE_KEYS:
                child.add("empty-value", entry.value)
            continue
        item = known[entry.key]
        value = item.metadata["type"].read(entry.value, child)
        if value is not None:
            values[item.name] = value
    for name in _required(known):
        if name not in present:
            at.add("missing-key", node, missing=name)
    if at.report.count > before:
        return None
    has_origin = "origin" in {item.name for item in dataclasses.fields(cls)}  # type: ignore[arg-type]
    return cls(**values, **({"origin": at.origin} if has_origin else {}))


# Beyond this many unknown keys in one block the text is something else: guessing would be slow.
MAX_GUESSES = 20
LANGUAGE_KEYS = ("vi", "en")


def _required(known: dict[str, dataclasses.Field[Any]]) -> list[str]:
    return [name for name, item in known.items() if item.metadata["required"]]


def _neighbours(entries: tuple[Entry, ...], at: Cursor) -> Iterator[tuple[str, Entry, str]]:
    """Each entry with the key above it and the key below it, '' at the ends, until there are too
    many problems."""
    names = ["", *(entry.key for entry in entries), ""]
    for found in zip(names, entries, names[2:], strict=False):
        if at.report.by_file[at.origin.path] > MOST_IN_A_FILE:
            return
        yield found


def _report_unknown(
    cls: type, entry: Entry, above: str, free: list[str], size: int, at: Cursor
) -> str:
    """Report a key that there is not; the key among `free` that was probably meant, or ''."""
    former: dict[str, str] = getattr(cls, "former", {})
    if entry.key in former:
        value = entry.value.value if isinstance(entry.value, Scalar) else "…"
        at.add("key-replaced", entry, now=former[entry.key].format(value=value))
        return ""
    if entry.key in LANGUAGE_KEYS and above:
        at.add("misplaced-language", entry, got=entry.key)
        return ""
    close = ""
    if size <= MAX_GUESSES + len(free):
        close = meant_key(entry.key, free) or guess(entry.key, free)
    at.add("unknown-key", entry, guess=close, options=", ".join(free))
    return close


def is_blank(node: Node) -> bool:
    """Whether nothing is written: a word in quotes is a word."""
    words = ("", "~", "null", "Null", "NULL")
    return isinstance(node, Scalar) and node.plain and node.value in words


def record_schema(cls: type) -> Schema:
    """JSON Schema of the mapping that `read_record(cls, …)` accepts."""
    known = keys(cls)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": _required(known),
        "properties": {
            name: {**item.metadata["type"].schema(), "description": item.metadata["vi"]}
            for name, item in known.items()
        },
    }
