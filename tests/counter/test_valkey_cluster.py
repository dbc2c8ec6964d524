"""A cluster that loses servers while it counts: what was acknowledged is there, exactly once."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator

import pytest
from store_model import view
from valkey.crc import key_slot
from valkey_load import AT, DAY, Load
from valkey_server import Cluster, cluster, until

from counter.store import Unavailable
from counter.valkey_store import ValkeyStore


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster")) as servers:
        yield servers


def test_a_replica_that_does_not_answer_keeps_views_from_being_acknowledged(six: Cluster) -> None:
    """Then they may be stored or not; sent again they are counted once."""
    six.whole()
    store = ValkeyStore(f"{six.url}?prefix=im-lang&timeout=0.8")
    batch = [view(f"/vi/{number}/", DAY, AT, number) for number in range(30)]
    replica = six.replica_of(six.primaries()[0])
    replica.signal(signal.SIGSTOP)
    begun = time.monotonic()
    try:
        with pytest.raises(Unavailable, match=r"on disk at 1 primary and 0 replicas, not 1 and 1"):
            store.record(batch)
        assert time.monotonic() - begun < 2
        # What is known but perhaps on one disk alone is not acknowledged either.
        other = ValkeyStore(f"{six.url}?prefix=im-lang&timeout=0.8")
        with pytest.raises(Unavailable, match="0 replicas"):
            other.record(batch)
        other.close()
    finally:
        replica.signal(signal.SIGCONT)
    six.whole()
    store.record(batch)
    assert store.site(DAY).total == 30
    assert store.site(DAY).visitor_days == 30
    store.close()


def test_slots_may_move_and_primaries_step_down_under_load(six: Cluster) -> None:
    six.whole()
    url = f"{six.url}?prefix=doi"
    slot = key_slot(b"{doi:03}")
    giver, taker = six.owner(slot), next(one for one in six.primaries() if one != six.owner(slot))
    name = taker.client.execute_command("CLUSTER MYID").decode()
    with Load(url) as load:
        load.wait_for(200)
        giver.client.execute_command("CLUSTER MIGRATESLOTS", "SLOTSRANGE", slot, slot, "NODE", name)
        until(lambda: six.owner(slot) == taker, "the slot has moved")
        load.wait_for(200)
        six.replica_of(taker).client.execute_command("CLUSTER FAILOVER")
        until(lambda: taker not in six.primaries(), "the replica has taken over")
        load.wait_for(200)
    load.check()


def test_no_acknowledged_view_is_lost_with_a_primary(six: Cluster) -> None:
    """T12. It comes back as a replica, since views are only acknowledged with a copy."""
    six.whole()
    url = f"{six.url}?prefix=mat-may&timeout=2"
    with Load(url) as load:
        load.wait_for(300)
        killed = six.owner(key_slot(b"{mat-may:00}"))
        heir = six.replica_of(killed)
        killed.kill()
        until(lambda: heir.client.info("replication")["role"] == "master", "fail-over")
        killed.start().ready()
        load.wait_for(300)
    assert load.refusals > 0, "the loss was not noticed, so nothing was tested"
    assert load.slowest < 4
    load.check()


def test_no_acknowledged_view_is_lost_with_all_servers(six: Cluster) -> None:
    six.whole()
    url = f"{six.url}?prefix=mat-het&timeout=2"
    with Load(url) as load:
        load.wait_for(300)
        six.kill()
        time.sleep(0.2)
        six.start()
        load.wait_for(100)
    assert load.refusals > 0, "the loss was not noticed, so nothing was tested"
    load.check()


@pytest.mark.parametrize("replicas", [1, 0])
def test_only_what_a_replica_has_outlives_its_primary(six: Cluster, replicas: int) -> None:
    """The replica of a primary is down, then the primary too, and the replica comes back alone.

    Nothing is acknowledged meanwhile. Without waiting for replicas (the control) views are, and
    they are lost, so that these tests are known to see a loss.
    """
    six.whole()
    url = f"{six.url}?prefix=ban-sao-{replicas}&timeout=0.8"
    store = ValkeyStore(f"{url}&replicas={replicas}")
    primary = six.primaries()[0]
    heir = six.replica_of(primary)
    acknowledged = 0
    heir.kill()
    for start in (0, 100):
        try:
            store.record([view(f"/vi/{number}/", DAY, AT, start + number) for number in range(40)])
            acknowledged += 40
        except Unavailable:
            assert replicas
    primary.kill()
    store.close()
    heir.start().ready()
    heir.client.execute_command("CLUSTER", "FAILOVER", "TAKEOVER")  # as staff do if all else fails
    until(lambda: heir.client.info("replication")["role"] == "master", "take-over")
    primary.start().ready()
    six.whole()
    store = ValkeyStore(url)
    stored = store.site(DAY).total
    store.close()
    assert acknowledged == (0 if replicas else 80)
    assert (stored < acknowledged) == (not replicas)
