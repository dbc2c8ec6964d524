"""Telling readers apart for a day without knowing who they are.

A visitor is a hash of address and User-Agent under a key that is random, lives for one local day in
a file of its own outside the database, and is replaced at midnight: afterwards nobody can say
whether two hashes were one person, or try addresses until one fits.
"""

from __future__ import annotations

import os
import secrets
import sys
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from pathlib import Path

from counter.log import Mistake, log

KEY_BYTES = 32
PREFIX, SUFFIX = "visitor-", ".key"


@lru_cache(maxsize=4096)
def network(address: str) -> bytes:
    """What stands for `address`: 4 bytes of IPv4, or the 8 of an IPv6 /64; empty if unreadable.

    An IPv4 address written as IPv6 is IPv4. A household has a /64 of its own, within which
    devices change their addresses.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return b""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is None:
            return found.packed[:8]
        found = found.ipv4_mapped
    return found.packed


def visitor_of(key: bytes, address: bytes, agent: bytes) -> bytes:
    """The 16 bytes that stand for who has this `address` (as from `network`) and `agent`, of which
    nobody without the `key` finds out either."""
    # The length of the address comes first, so that no agent can continue a shorter one.
    text = b"%d:%b%b" % (len(address), address, agent)
    return blake2b(text, digest_size=16, key=key, person=b"visitor").digest()


class Visitors:
    """Hashes visitors of a day; `folder` holds the key, which processes on one machine may share.

    The folder is made if it is not there. Raises Mistake if it cannot be used.
    """

    def __init__(self, folder: Path, day: date) -> None:
        self._folder, self._day = folder, day
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._key = self._load(day)
        except OSError as problem:
            raise Mistake(
                f"Không dùng được thư mục khóa {folder}: {problem.strerror}.",
                f"Cannot use the folder of the key, {folder}: {problem.strerror}.",
            ) from problem

    def visitor(self, day: date, address: bytes, agent: bytes) -> bytes:
        """The 16 bytes for a reader on `day`; `address` as from `network`."""
        if day != self._day:
            self._turn(day)
        return visitor_of(self._key, address, agent)

    def turn(self, day: date) -> None:
        """Forget the key of any day but `day`, also when nobody comes after midnight."""
        if day != self._day:
            self._turn(day)

    def _turn(self, day: date) -> None:
        try:
            self._key = self._load(day)
        except OSError as problem:
            # Visitors must be told apart today as well; after a restart they count a second time.
            log("key-not-stored", problem=problem.strerror)
            self._key = secrets.token_bytes(KEY_BYTES)
        self._day = day

    def _load(self, day: date) -> bytes:
        """The key of `day`, made if there is none; files of all other days are removed."""
        path = self._folder / f"{PREFIX}{day.isoformat()}{SUFFIX}"
        for other in self._folder.glob(f"{PREFIX}*{SUFFIX}"):
            if other.name < path.name:
                other.unlink(missing_ok=True)
        key = _read(path)
        if key is None:
            _make(path)
            key = _read(path)
        if key is None:
            raise OSError(5, "the key was not read back")
        return key


def _read(path: Path) -> bytes | None:
    """The key in `path`; None if there is none or it cannot be trusted, which is then removed."""
    try:
        key = path.read_bytes()
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if len(key) == KEY_BYTES and (sys.platform == "win32" or not mode & 0o077):
        return key
    # Who could read it could find out addresses: a new one costs that today's readers count twice.
    log("key-replaced", reason="length" if len(key) != KEY_BYTES else "readable by others")
    path.unlink(missing_ok=True)
    return None


def _make(path: Path) -> None:
    """A new key at `path`, complete at once; that of another process if it was faster."""
    draft = path.with_name(f".{secrets.token_hex(8)}.draft")
    file = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    try:
        os.write(file, secrets.token_bytes(KEY_BYTES))
    finally:
        os.close(file)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:
        draft.replace(path)  # a file system without links
    finally:
        draft.unlink(missing_ok=True)
