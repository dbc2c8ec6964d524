"""The types of values: each reads one YAML node and describes itself as JSON Schema."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from portal.field import Cursor, Schema, Type, is_blank, keys, read_record, record_schema
from portal.problem import guess, meant_choice
from portal.source import Node, Scalar, Sequence

# What `make new` writes where a person has to fill something in.
UNFINISHED = "ĐIỀN"


def scalar(node: Node, at: Cursor) -> str | None:
    """The text of a scalar, or None after reporting a list or a block of keys in its place."""
    if not isinstance(node, Scalar):
        at.add("expected-text", node)
        return None
    if not node.value.strip():
        at.add("empty-value", node)
        return None
    if UNFINISHED in node.value:
        at.add("unfinished-mark", node)
        return None
    return node.value.strip()


@dataclass(frozen=True)
class Text:
    """A line or paragraph of text."""

    longest: int = 5000

    def read(self, node: Node, at: Cursor) -> str | None:
        text = scalar(node, at)
        if text is not None and len(text) > self.longest:
            at.add("text-too-long", node, limit=self.longest, got=len(text))
            return None
        return text

    def schema(self) -> Schema:
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


@dataclass(frozen=True)
class Pattern:
    """A text of a fixed form, with the rule to report when it differs."""

    form: str
    rule: str
    type: str = "string"

    def read(self, node: Node, at: Cursor) -> str | None:
        text = scalar(node, at)
        if text is not None and not self.accepts(text):
            at.add(self.rule, node, got=text)
            return None
        return text

    def accepts(self, text: str) -> bool:
        # Every form is plain ASCII: a digit or a space of another script only looks right.
        return text.isascii() and re.fullmatch(self.form, text) is not None

    def schema(self) -> Schema:
        return {"type": ["string", "integer"], "pattern": f"^(?:{self.form})$"}


# Two letters alone would be read as a language folder by the translation plugin, and a dot as a
# language suffix: such a page would vanish without a word.
IDENTIFIER = Pattern(r"(?![a-z]{2}$)[a-z0-9]+(?:-[a-z0-9]+)*", "id-format")
SLUG = Pattern(r"(?![a-z]{2}$)[a-z0-9]+(?:-[a-z0-9]+)*", "slug-format")
# No part of an old address begins with a dot: `..` would lead out of the site.
ALIAS = Pattern(
    r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?", "alias-format"
)
MEASURE_NUMBER = Pattern(r"[1-9]\d?", "measure-number")
DIGEST = Pattern(r"[0-9a-f]{12}", "digest-format")


@dataclass(frozen=True)
class Integer:
    least: int = 0
    most: int = 10**12

    def read(self, node: Node, at: Cursor) -> int | None:
        text = scalar(node, at)
        if text is None:
            return None
        quoted = isinstance(node, Scalar) and not node.plain
        if (
            quoted
            or not re.fullmatch(r"[0-9]{1,13}", text)
            or not (self.least <= int(text) <= self.most)
        ):
            got = f'"{text}"' if quoted else text
            at.add("integer", node, got=got, least=self.least, most=self.most)
            return None
        return int(text)

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True)
class Switch:
    """true or false."""

    def read(self, node: Node, at: Cursor) -> bool | None:
        text = scalar(node, at)
        if text is not None and text not in ("true", "false"):
            at.add("boolean", node, got=text)
            return None
        return None if text is None else text == "true"

    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Choice:
    """One word of a closed list."""

    words: tuple[str, ...]

    def read(self, node: Node, at: Cursor) -> str | None:
        text = scalar(node, at)
        if text is not None and text not in self.words:
            at.add(
                "unknown-choice", node, got=text, known=", ".join(self.words),
                guess=meant_choice(text, self.words) or guess(text, self.words),
            )  # fmt: skip
            return None
        return text

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


# Nothing else: addresses also stand in headers, where `;` would begin another rule.
HOST = re.compile(r"(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d+)?")


@dataclass(frozen=True)
class WebAddress:
    """A full http or https address."""

    def read(self, node: Node, at: Cursor) -> str | None:
        text = scalar(node, at)
        if text is None:
            return None
        try:
            parts = urlsplit(text)
            sound = parts.scheme in ("http", "https") and bool(parts.hostname)
            sound = sound and (parts.port is None or parts.port > 0)
            sound = sound and HOST.fullmatch(parts.netloc) is not None
        except ValueError:
            sound = False
        if not sound or re.search(r"[\s<>\"\\]", text) or "@" in parts.netloc:
            at.add("web-address", node, got=text)
            return None
        return text

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^https?://"}


@dataclass(frozen=True)
class Reference:
    """The id of another record; `target` names the collection of the register it lives in. The
    words `besides` are no ids and refer to nothing."""

    target: str
    besides: tuple[str, ...] = ()

    def read(self, node: Node, at: Cursor) -> str | None:
        return scalar(node, at)

    def schema(self) -> Schema:
        return {"type": ["string", "integer"]}


@dataclass(frozen=True)
class ListOf:
    """A list whose items all have one type; the same scalar twice is a mistake."""

    item: Type

    def read(self, node: Node, at: Cursor) -> tuple[Any, ...] | None:
        if not isinstance(node, Sequence):
            at.add("expected-list", node, example=self._example(node))
            return None
        values = []
        seen: dict[str, int] = {}
        for number, child in enumerate(node.items):
            place = at.child(number)
            at.origin.places[place.key] = (child.line, child.column)
            if isinstance(child, Scalar):
                if is_blank(child):
                    place.add("empty-value", child)
                    continue
                if child.value in seen:
                    place.add("repeated-item", child, got=child.value)
                seen[child.value] = number
            values.append(self.item.read(child, place))
        return tuple(value for value in values if value is not None)

    def _example(self, node: Node) -> str:
        """How the list would be written, with what stands there where that is a line of text."""
        if isinstance(self.item, RecordOf):
            return f"- {next(iter(keys(self.item.cls)))}: …"
        if isinstance(node, Scalar) and node.value.strip() and len(node.value) < 40:
            words = re.split(r"[,;]\s*", node.value.strip(" []"))
            return f"[{', '.join(words)}]"
        return "[a, b]"

    def schema(self) -> Schema:
        return {"type": "array", "items": self.item.schema()}


@dataclass(frozen=True)
class RecordOf:
    """A block of keys read as `cls`; a lone scalar stands for its first key where allowed."""

    cls: type
    shorthand: str = ""

    def read(self, node: Node, at: Cursor) -> Any:
        if self.shorthand and isinstance(node, Scalar):
            at.origin.places[f"{at.key}.{self.shorthand}"] = (node.line, node.column)
            text = scalar(node, at)
            return None if text is None else self.cls(**{self.shorthand: text})
        return read_record(self.cls, node, at)

    def schema(self) -> Schema:
        block = record_schema(self.cls)
        return {"anyOf": [{"type": "string"}, block]} if self.shorthand else block
