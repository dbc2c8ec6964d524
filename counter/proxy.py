"""Whose request it is: forwarded addresses are believed of configured proxies alone."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from functools import lru_cache

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Proxies:
    """Knows which peers may say on whose behalf they ask.

    `networks` are those of the proxies; with `socket`, the peer at a Unix socket is one too.
    """

    def __init__(self, networks: Sequence[Network], socket: bool) -> None:
        self._networks, self._socket = tuple(networks), socket
        self.trusts = lru_cache(maxsize=1024)(self._trusts)

    def client(self, peer: str | None, forwarded: Sequence[bytes]) -> str:
        """The address of the reader; empty where it is not known.

        `peer` is the address that connected, None at a Unix socket; `forwarded` are the values of
        X-Forwarded-For. They are read from the right: each proxy adds whom it heard from, so the
        first address that is no proxy of ours is the reader, whatever the reader wrote before it.
        """
        believed = self._socket if peer is None else self.trusts(peer)
        address = peer or ""
        if not believed:
            return address
        for entry in reversed(b",".join(forwarded).split(b",")):
            text = _bare(entry.strip().decode("ascii", "replace"))
            if read(text) is None:
                return address  # the proxy's own words end here
            address = text
            if not self.trusts(text):
                break
        return address

    def _trusts(self, text: str) -> bool:
        address = read(text)
        return address is not None and any(
            address in network for network in self._networks if network.version == address.version
        )


def read(text: str) -> Address | None:
    """The address in `text`, IPv4 written as IPv6 as IPv4; None if it is none."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return address if mapped is None else mapped


def _bare(text: str) -> str:
    """`text` without the port or the brackets that some proxies add."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text
