"""The files of a search index, as a browser reads them.

`root.json` says where everything is. In `files/`, `t<n>` hold terms in their order with their
units; `x<n>` hold what is shown of units; `words` is for mending what was mistyped. Each carries a
checksum of its own, so that half a file is never taken for a whole one.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

import numpy as np

SMALLEST = 1024  # bytes of a shard
LEVELS = 16  # steps of a score, below the best of its term
# The best score of a term is 2 ** ((code - ZERO) / STEPS).
STEPS, ZERO = 24, 64
BYTE = [bytes([value]) for value in range(256)]
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def json_file(value: Any) -> bytes:
    """`{"sum":"1a2b3c4d","data":…}` where the sum is the CRC-32 of the bytes of `…`."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return b'{"sum":"%08x","data":%s}' % (zlib.crc32(data), data)


def binary_file(data: bytes) -> bytes:
    """`data` after its CRC-32, in four bytes, the lowest first."""
    return zlib.crc32(data).to_bytes(4, "little") + data


def varint(value: int) -> bytes:
    """`value` in groups of seven bits, the lowest first, all but the last with the high bit set."""
    if value < 128:
        return BYTE[value]
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def packed(
    units: np.ndarray, scores: np.ndarray, starts: np.ndarray, sizes: np.ndarray
) -> list[bytes]:
    """The units of terms, each as: how many bytes follow the code (twice that, plus one where there
    is but one unit), the code of its best score, then for each unit how far it is from the one
    before, times `LEVELS`, plus the level of its score; a lone unit as it is.

    The units of a term begin at its start in `units` and `scores` and ascend.
    """
    best = np.maximum.reduceat(scores, starts)
    codes = np.ceil(STEPS * np.log2(np.maximum(best, 1e-9))) + ZERO
    codes = np.clip(codes, 0, 255).astype(np.uint8)
    top = np.repeat(2 ** ((codes.astype(np.float64) - ZERO) / STEPS), sizes)
    levels = np.clip(np.rint(scores / top * LEVELS), 1, LEVELS).astype(np.int64) - 1
    steps = np.diff(units, prepend=0)
    steps[starts] = units[starts]
    alone = np.repeat(sizes == 1, sizes)
    data, widths = varints(np.where(alone, steps, steps * LEVELS + levels))
    lengths = np.add.reduceat(widths, starts)
    ends = np.cumsum(lengths)
    return [
        varint(2 * length + (size == 1)) + BYTE[code] + data[end - length : end]
        for length, end, size, code in zip(
            lengths.tolist(), ends.tolist(), sizes.tolist(), codes.tolist(), strict=True
        )
    ]


def varints(values: np.ndarray) -> tuple[bytes, np.ndarray]:
    """`varint` of each value in turn, and how many bytes each takes."""
    wide = values.astype(np.uint64)
    widths = np.ones(len(wide), np.int64)
    for place in range(1, 5):
        widths += wide >= np.uint64(1 << 7 * place)
    places = np.arange(5)
    columns = (wide[:, None] >> (7 * places).astype(np.uint64)) & np.uint64(127)
    more = places < (widths - 1)[:, None]
    data = columns.astype(np.uint8) | (more.astype(np.uint8) << 7)
    return data[places < widths[:, None]].tobytes(), widths


def shards(terms: Iterable[tuple[str, bytes]]) -> tuple[list[str], list[bytes]]:
    """Sorted terms in shards of similar size: what each begins with (no more than is needed to tell
    it from the last term before), and its bytes. In a shard a term is how many bytes it shares with
    the one before, how many follow, these, and its units."""
    terms = in_order(terms)
    total = sum(len(key) + len(body) for key, body in terms)
    size = max(SMALLEST, math.isqrt(total))
    firsts: list[str] = []
    files: list[bytes] = []
    data, before, letters = bytearray(), "", b""
    for key, body in terms:
        coded = key.encode()
        if not data:
            firsts.append(_apart(before, key) if files else "")
            shared = 0
        else:
            shared = alike(letters, coded)
        rest = coded[shared:]
        data += b"".join((varint(shared), varint(len(rest)), rest, body))
        before, letters = key, coded
        if len(data) >= size:
            files.append(binary_file(bytes(data)))
            data = bytearray()
    if data:
        files.append(binary_file(bytes(data)))
    return firsts, files


def front_coded(keys: Iterable[str]) -> str:
    """Sorted keys, a line each: how many letters it shares with the one before (at most 35, as a
    digit of base 36), and the others."""
    lines, before = [], ""
    for key in keys:
        common = key[: alike(before, key)][:35]
        # Browsers count the letters beyond U+FFFF twice; such a beginning is written out.
        shared = 0 if max(common, default="") > "\uffff" else len(common)
        lines.append(DIGITS[shared] + key[shared:])
        before = key
    return "\n".join(lines)


def in_order(terms: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Terms as browsers sort them, by their UTF-16 units: these say the same as the letters up to
    U+FFFF."""
    found = list(terms)
    if max(map(max, (key for key, _ in found if key)), default="") <= "\uffff":
        return sorted(found, key=itemgetter(0))
    return sorted(found, key=lambda item: item[0].encode("utf-16-be"))


def alike(one: str | bytes, two: str | bytes) -> int:
    """How many letters or bytes both begin with."""
    end = 0
    for a, b in zip(one, two, strict=False):
        if a != b:
            break
        end += 1
    return end


def _apart(before: str, key: str) -> str:
    """The shortest beginning of `key` that comes after `before`."""
    return key[: alike(before, key) + 1]


def passages(texts: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """`texts` in lists of `size`."""
    group: list[Any] = []
    for text in texts:
        group.append(text)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group
