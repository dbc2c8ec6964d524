"""What readers send, and what may be believed of it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

LARGEST_BODY = 512  # bytes
HEX = re.compile(r"[0-9a-fA-F]{32}", re.ASCII)
BASE64 = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
KINDS = (b"text/plain", b"application/json")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Malformed(ValueError):
    """A body that no widget of ours sends."""


class Hit(NamedTuple):
    """A view as it was sent: the URL path and the 16 bytes of its id."""

    path: str
    id: bytes


class Headers(NamedTuple):
    """The headers that matter; of one sent twice the last, but all of X-Forwarded-For."""

    origin: bytes | None
    fetch_site: bytes
    agent: bytes
    kind: bytes
    length: bytes | None
    prefetch: bool
    private: bool
    forwarded: tuple[bytes, ...]


def read_headers(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Pick what matters from `headers`, whose names are in lower case."""
    found = dict(headers)
    get = found.get
    forwarded: tuple[bytes, ...] = ()
    if b"x-forwarded-for" in found:
        forwarded = tuple(value for name, value in headers if name == b"x-forwarded-for")
    return Headers(
        get(b"origin"),
        get(b"sec-fetch-site", b""),
        get(b"user-agent", b""),
        get(b"content-type", b"text/plain").partition(b";")[0].strip().lower(),
        get(b"content-length"),
        b"prefetch" in get(b"sec-purpose", b"")
        or get(b"purpose") == b"prefetch"
        or get(b"x-moz") == b"prefetch",
        get(b"sec-gpc") == b"1",
        forwarded,
    )


def is_foreign(headers: Headers, origins: Collection[bytes]) -> bool:
    """Whether a page of another site asks."""
    if headers.origin is not None:
        return headers.origin not in origins
    return headers.fetch_site == b"cross-site"


def read_hit(body: bytes) -> Hit:
    """The view in `body`; raises Malformed."""
    try:
        data = json.loads(body)
        path, id = data["p"], data["i"]
        if len(data) != 2 or not isinstance(path, str) or CONTROL.search(path):
            raise Malformed
        path.encode()
        return Hit(path, read_id(id))
    except (ValueError, TypeError, KeyError, RecursionError) as problem:
        raise Malformed from problem


def read_id(text: object) -> bytes:
    """The 16 bytes of an id in hexadecimal or base64url digits; raises Malformed."""
    if isinstance(text, str):
        if HEX.fullmatch(text):
            return bytes.fromhex(text)
        if BASE64.fullmatch(text):
            return base64.urlsafe_b64decode(text + "==")
    raise Malformed
