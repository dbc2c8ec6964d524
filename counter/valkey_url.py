"""Where a Valkey is and how it is to be used, read from one address that may hold a password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from counter.store import Unusable

Address = tuple[str, int]

PORT = 6379
FORM = "valkey://[user:password@]host:port[,host:port][/number][?prefix=counter&replicas=1]"


def trouble(vi: str, en: str) -> str:
    """One message in both languages, each on its line."""
    return f"Kho Valkey: {vi}.\nValkey store: {en}."


@dataclass(frozen=True, slots=True)
class Place:
    """What the address says.

    `replicas` is how many copies on other servers must have a view on disk before it is
    acknowledged; None is one in a cluster and none on a single server. `timeout` is the seconds
    that one call may take. `options` go to each connection and hold the password, so they are never
    shown.
    """

    seeds: tuple[Address, ...]
    tls: bool = False
    prefix: str = "counter"
    replicas: int | None = None
    timeout: float = 4.0
    options: dict[str, Any] = field(default_factory=dict, repr=False)


def read_url(url: str) -> Place:
    """What `url` says; raises Unusable, whose message never holds what stands in the address."""
    try:
        return _read(url)
    except (ValueError, KeyError) as problem:
        raise Unusable(
            trouble(f"địa chỉ sai; dạng đúng: {FORM}", f"wrong address; expected: {FORM}")
        ) from problem


def _read(url: str) -> Place:
    parts = urlsplit(url)
    if parts.scheme not in ("valkey", "valkeys") or parts.fragment:
        raise ValueError
    login, _, hosts = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    query = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    options: dict[str, Any] = {"db": int(parts.path.strip("/") or 0)}
    if login:
        options |= {"username": unquote(user) or None, "password": unquote(password)}
    if "ca" in query:
        options["ssl_ca_certs"] = query.pop("ca")
    prefix = query.pop("prefix", "counter")
    replicas = query.pop("replicas", None)
    timeout = float(query.pop("timeout", 4.0))
    if query or not re.fullmatch(r"[a-z0-9-]{1,40}", prefix) or not 0.5 <= timeout <= 60:
        raise ValueError
    tls = parts.scheme == "valkeys"
    if "ssl_ca_certs" in options and not tls:
        raise ValueError
    wanted = None if replicas is None else int(replicas)
    if wanted is not None and not 0 <= wanted <= 9:
        raise ValueError
    seeds = tuple(_address(host) for host in hosts.split(","))
    return Place(seeds, tls, prefix, wanted, timeout, options)


def _address(text: str) -> Address:
    found = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:]+)(?::(\d{1,5}))?", text)
    if found is None:
        raise ValueError
    port = int(found[2] or PORT)
    if not 0 < port < 65536:
        raise ValueError
    return found[1].strip("[]"), port
