"""CPU for each durable view and p99 at 64 connections, beside two others in the same run.

`python bench/counter/speed.py [SECONDS]` (10) needs `wrk`. Times differ from computer to computer
and with whatever else runs: compare the rows. `lost` are views answered 200 but not in the total.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
PAGES = 50
TICK = os.sysconf("SC_CLK_TCK")


def measure(
    name: str, command: list[str], port: int, seconds: int, readers: int
) -> dict[str, object]:
    """Load the server that `command` starts at `port`."""
    with tempfile.TemporaryDirectory() as folder:
        pages = [f"/trang-{number}/" for number in range(PAGES)]
        (Path(folder) / "counter-pages.json").write_text(json.dumps(pages), encoding="utf-8")
        env = {**os.environ, "COUNTER_LISTEN": f"127.0.0.1:{port}", "COUNTER_ORIGINS": "",
               "COUNTER_ANOMALY": "1000000000", "PYTHONPATH": str(PROJECT)}  # fmt: skip
        with (Path(folder) / "log").open("wb") as log:
            server = subprocess.Popen(command, cwd=folder, env=env, stderr=log)
        try:
            wait_for(port)
            before = cpu(server.pid)
            wrk = subprocess.run(
                ["wrk", "-t1", "-c64", f"-d{seconds}", "--latency", "-s", HERE / "load.lua",
                 f"http://127.0.0.1:{port}", "--", str(PAGES), str(readers)],
                capture_output=True, text=True, check=True,
            ).stdout  # fmt: skip
            used = cpu(server.pid) - before
            time.sleep(0.5)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/views.json") as answer:
                total = json.load(answer)["site"]["total"]
        finally:
            server.terminate()
            server.wait(20)
    answered = int(found(r"(\d+) requests in", wrk)) - int(found(r"Non-2xx.*: (\d+)", wrk) or 0)
    return {
        "what": name, "views": answered,
        "per_second": float(found(r"Requests/sec:\s+([\d.]+)", wrk)),
        "cpu_us": round(used * 1e6 / max(1, answered)),
        "p50": found(r"50%\s+(\S+)", wrk), "p99": found(r"99%\s+(\S+)", wrk),
        "lost": max(0, answered - total),
    }  # fmt: skip


def found(pattern: str, text: str) -> str:
    """The group of `pattern` in `text`; empty if it is not there."""
    match = re.search(pattern, text)
    return match[1] if match else ""


def cpu(process: int) -> float:
    """Seconds of CPU that `process` has used (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def wait_for(port: int) -> None:
    """Return once somebody listens at `port`."""
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"nothing listens at {port}")


def main() -> int:
    """Measure all; the exit status."""
    if not shutil.which("wrk"):
        print("wrk is not installed: apt-get install wrk")
        return 1
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    ours = [sys.executable, "-m", "counter", "serve"]
    rows = [
        measure("no store (floor)", [sys.executable, str(HERE / "no_store.py"), str(port)], port,
                seconds, 0) | {"lost": "all"},
        measure("ours, Sec-GPC", ours, port, seconds, 0),
        measure("ours, a reader each", ours, port, seconds, 1_000_000),
        measure("read-modify-write",
                [sys.executable, str(HERE / "read_modify_write.py"), str(port)], port, seconds, 0),
    ]  # fmt: skip
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()))
    print(json.dumps(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
