"""A cluster that loses servers over and over while services count: is anything acknowledged lost?

    .venv/bin/python bench/counter/cluster_faults.py [--faults 20] [--seed 1]

The long form of tests/counter/test_valkey_cluster.py: primaries and replicas are killed with
SIGKILL or stopped for a while, at random. Fails with an AssertionError unless every
acknowledged view is there exactly once.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "counter")]

from valkey_load import Load  # noqa: E402
from valkey_server import Cluster, Server, cluster, until  # noqa: E402


def fail_over(primary: Server, replica: Server) -> None:
    primary.kill()
    until(lambda: replica.client.info("replication")["role"] == "master", "fail-over")
    primary.start().ready()


def restart(server: Server) -> None:
    server.kill()
    server.start().ready()


def stop_for(server: Server, seconds: float) -> None:
    server.signal(signal.SIGSTOP)
    time.sleep(seconds)
    server.signal(signal.SIGCONT)


def fault(six: Cluster, rng: random.Random) -> str:
    """Do one thing to the cluster; gives what it was."""
    primary = rng.choice(six.primaries())
    replica = six.replica_of(primary)
    faults = {
        "primary killed, fail-over": lambda: fail_over(primary, replica),
        "primary killed, back at once": lambda: restart(primary),
        "replica killed, back at once": lambda: restart(replica),
        "primary stopped for 6 s": lambda: stop_for(primary, 6),
        "primary stopped for 1 s": lambda: stop_for(primary, 1),
    }
    name = rng.choice(sorted(faults))
    faults[name]()
    return name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder)) as six:
        with Load(f"{six.url}?timeout=2", services=4) as load:
            for number in range(arguments.faults):
                load.wait_for(200)
                print(f"{number + 1}. {fault(six, rng)}", flush=True)
                six.whole(60)
        load.check()
    print(
        f"{arguments.faults} faults, {len(load.acknowledged)} views acknowledged, 0 lost, 0 twice; "
        f"{load.refusals} batches refused meanwhile, the slowest call {load.slowest:.1f} s"
    )


if __name__ == "__main__":
    main()
