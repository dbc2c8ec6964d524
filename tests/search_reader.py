"""Reads a search index as the browser does, to see what was written."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from portal.search_pack import LEVELS, STEPS, ZERO

Files = Mapping[str, bytes]
Units = list[tuple[int, float]]


def data_of(content: bytes) -> Any:
    """What a JSON file says, its sum checked."""
    told = json.loads(content)
    assert int(told["sum"], 16) == zlib.crc32(content[25:-1])
    return told["data"]


def root_of(files: Files) -> Any:
    """The root, with what shards begin with as a list."""
    root = data_of(files["root.json"])
    firsts: list[str] = []
    for line in root["first"].split("\n") if root["first"] else []:
        firsts.append((firsts[-1] if firsts else "")[: int(line[0], 36)] + line[1:])
    return root | {"first": firsts}


def shard_of(root: Any, key: str) -> int:
    """The shard that `key` is in, if it is in any."""
    firsts = [first.encode("utf-16-be") for first in root["first"]]
    return bisect_right(firsts, key.encode("utf-16-be")) - 1


def terms_of(files: Files, number: int) -> dict[str, Units]:
    """The terms of a shard."""
    (content,) = (files[name] for name in files if name.startswith(f"files/t{number}."))
    assert content[:4] == zlib.crc32(content[4:]).to_bytes(4, "little")
    found: dict[str, Units] = {}
    at, key = 4, b""
    while at < len(content):
        shared, at = varint(content, at)
        rest, at = varint(content, at)
        key = key[:shared] + content[at : at + rest]
        size, at = varint(content, at + rest)
        top = 2 ** ((content[at] - ZERO) / STEPS)
        end = at + 1 + (size >> 1)
        found[key.decode()] = units_of(content[at + 1 : end], top, alone=size % 2 == 1)
        at = end
    return found


def units_of(content: bytes, top: float, *, alone: bool) -> Units:
    at, unit = 0, 0
    units = []
    while at < len(content):
        value, at = varint(content, at)
        if alone:
            return [(value, top)]
        unit += value // LEVELS
        units.append((unit, top * (value % LEVELS + 1) / LEVELS))
    return units


def varint(content: bytes, at: int) -> tuple[int, int]:
    """The number at a place, and the place after it."""
    value = shift = 0
    while True:
        value |= (content[at] & 127) << shift
        shift += 7
        at += 1
        if content[at - 1] < 128:
            return value, at


def all_terms(files: Files) -> dict[str, Units]:
    count = len(root_of(files)["first"])
    found: dict[str, Units] = {}
    for number in range(count):
        found |= terms_of(files, number)
    return found
