"""From JSON text to nodes that know their line and column: JSON is YAML, once it is sound JSON."""

from __future__ import annotations

import json

from portal.problem import Report
from portal.source import Mapping, parse_yaml
from portal.text_file import position


def parse_json(text: str, name: str, report: Report) -> Mapping | None:
    """The one mapping that the JSON `text` holds, or None after reporting what is wrong with it."""
    if not text.strip():
        report.add("file-empty", (name, 1, 1))
        return None
    try:
        json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        report.add("json-syntax", (name, *position(text, _json_mistake(text, error.pos))))
        return None
    except (ValueError, RecursionError):
        report.add("json-syntax", (name, 1, 1))
        return None
    # JSON is YAML, apart from tabs between values.
    return parse_yaml(text.replace("\t", " "), name, report)


def _refuse_constant(word: str) -> None:
    raise ValueError(word)


def _json_mistake(text: str, offset: int) -> int:
    """The place to look at: a comma too many, or the end of the value that lacks a comma."""
    before = len(text[:offset].rstrip())
    if before and (text[before - 1] == "," or text[offset : offset + 1] in ('"', "{")):
        return before - 1
    return min(offset, max(len(text.rstrip()) - 1, 0))
