"""The contract, put to one Valkey and to a cluster of six; and what only they can do wrong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from contract import NewPlace, NoRoom, StoreContract
from valkey_server import Cluster, Server, cluster, full, single

from counter.valkey_store import ValkeyStore

NAMES = count(1)


def places(url: str) -> NewPlace:
    """Each place is a name of its own on the same servers."""

    def new() -> object:
        prefix = f"thu-{next(NAMES)}"
        return lambda: ValkeyStore(f"{url}?prefix={prefix}")

    return new  # type: ignore[return-value]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with single(tmp_path_factory.mktemp("valkey")) as server:
        yield server


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster")) as servers:
        yield servers


class TestSingle(StoreContract):
    @pytest.fixture
    def new_place(self, alone: Server) -> NewPlace:
        return places(f"valkey://127.0.0.1:{alone.port}")

    @pytest.fixture
    def no_room(self, alone: Server) -> NoRoom:
        return lambda store: full(alone)


class TestCluster(StoreContract):
    @pytest.fixture
    def new_place(self, six: Cluster) -> NewPlace:
        return places(six.url)

    @pytest.fixture
    def no_room(self, six: Cluster) -> NoRoom:
        """One of the three alone has no room, so that the others store their part."""
        return lambda store: full(six.primaries()[0])
