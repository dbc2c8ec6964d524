"""One connection to each Valkey server, and what its errors mean to the store."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Any

from valkey import exceptions as fault
from valkey.cluster import ClusterParser
from valkey.connection import Connection, SSLConnection

from counter.store import Unavailable, Unusable
from counter.valkey_url import Address, Place, trouble

Command = Sequence[bytes | str | int | float]

CONNECT = 1.0  # most seconds for a server to take a connection, or to say who has which slot
REFUSED = (fault.AuthenticationError, fault.AuthorizationError, fault.NoPermissionError)
# What is over once the cluster has agreed again, or the server has read its file.
PASSING = (
    fault.AskError, fault.TryAgainError, fault.ClusterDownError, fault.ReadOnlyError,
    fault.ConnectionError, fault.TimeoutError, fault.NoScriptError, OSError,
)  # fmt: skip
# "replica instances": WAITAOF at a primary that has just become a replica.
PASSING_WORDS = ("UNBLOCKED", "LOADING", "BUSY ", "replica instances")
LASTING_WORDS = ("WRONGTYPE", "LOST", "appendonly is disabled")


class Wire:
    """Sends commands to a server and reads as many replies. For one thread."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._connections: dict[Address, Any] = {}  # the library's methods have no types

    def send(self, node: Address, commands: Iterable[Command], same: bool = False) -> None:
        """Send all of `commands` at once, with `same` only if it is connected already.

        Raises errors of the library.
        """
        connection = self._connections.get(node)
        if same and (connection is None or connection._sock is None):
            raise fault.ConnectionError(f"the connection to {node[0]}:{node[1]} has ended")
        if connection is None:
            kind = SSLConnection if self._place.tls else Connection
            connection = kind(
                host=node[0], port=node[1], socket_timeout=self._place.timeout,
                socket_connect_timeout=min(CONNECT, self._place.timeout), socket_keepalive=True,
                parser_class=ClusterParser, lib_name=None, lib_version=None, **self._place.options,
            )  # fmt: skip
            self._connections[node] = connection
        connection.send_packed_command(connection.pack_commands(commands))

    def receive(self, node: Address, number: int, deadline: float) -> list[Any]:
        """`number` replies, errors among them as values; raises once it is too late for one.

        After any exception the connection has to be dropped: what arrives on it later would
        be taken for the answer to something else.
        """
        connection, replies = self._connections[node], list[Any]()
        for _ in range(number):
            if not connection.can_read(timeout=max(0.0, deadline - time.monotonic())):
                raise fault.TimeoutError(f"no answer from {node[0]}:{node[1]} in time")
            try:
                replies.append(connection.read_response(disconnect_on_error=False))
            except fault.ResponseError as problem:
                replies.append(problem)
        return replies

    def drop(self, node: Address) -> None:
        """End the connection to `node`; the next command opens a new one."""
        connection = self._connections.pop(node, None)
        if connection is not None:
            connection.disconnect()

    def close(self) -> None:
        """End all connections."""
        for node in list(self._connections):
            self.drop(node)


def judged(problem: Exception) -> Exception:
    """`problem`, if it may pass within moments; else raises what it is to the store."""
    text = str(problem)
    if isinstance(problem, REFUSED):
        raise Unusable(
            trouble(f"máy chủ từ chối tài khoản hoặc quyền ({text})", f"no access ({text})")
        ) from problem
    if any(word in text for word in LASTING_WORDS):
        raise Unusable(
            trouble(
                f"dữ liệu lạ, bị mất, hoặc cấu hình sai ({text})",
                f"foreign or lost data, or a wrong set-up ({text})",
            )
        ) from problem
    if isinstance(problem, PASSING) or any(word in text for word in PASSING_WORDS):
        return problem
    raise unavailable(problem) from problem


def unavailable(problem: Exception) -> Unavailable:
    """`problem` as what may pass by itself."""
    return Unavailable(
        trouble(f"tạm thời không dùng được ({problem})", f"not available ({problem})")
    )
