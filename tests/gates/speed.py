"""P5: loading on a slow line and a slow phone, beside a plain Material page in the same run.

The clock decides little: more than three seconds is told, and only twice that fails the gate.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from built_site import PROJECT, Site
from static_host import Server

from gates.gate import Outcome
from gates.tools import NoTools
from gates.workers import Bench

TARGET, TOLERANCE = 3.0, 2.0
LINE = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8,
        "uploadThroughput": 400_000 / 8}  # fmt: skip
SLOWDOWN = 6
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


class Folder:
    """A plain Material site for a server."""

    def __init__(self, root: Path) -> None:
        self.root, self.base = root, "/"


def plain(site: Site, folder: Path) -> tuple[Path, dict[str, str]]:
    """A plain Material site of the same pages below `folder`: its root, and where each page is."""
    sys.path.insert(0, str(PROJECT / "bench"))
    import plain as material
    from portal.load import assemble
    from portal.load import load as read

    records, _ = read(PROJECT, datetime.now().astimezone().date())
    _, book = assemble(records)
    pages = [{"src": page.src, "vi": page.url("vi"), "en": page.url("en")} for page in book.all]
    project = folder / "plain"
    material.write(project, site.root, pages, "http://127.0.0.1/")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", "site"]
    done = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise NoTools(f"the plain site was not built: {done.stdout[-500:]}{done.stderr[-2000:]}")
    stems = {page["src"]: page["src"].removesuffix(".md").removesuffix("index") for page in pages}
    at = {src: f"{stem.rstrip('/')}/" if stem else "" for src, stem in stems.items()}
    there = {page["vi"]: at[page["src"]] for page in pages}
    there |= {page["en"]: f"en/{at[page['src']]}" for page in pages}
    return project / "site", there


def examine(
    bench: Bench, addresses: list[str], other: tuple[Path, dict[str, str]] | None, runs: int
) -> Outcome:
    """The median time to the load event, for each page, here and in the plain site."""
    outcome = Outcome()
    theirs = Server(Folder(other[0]), {}) if other else None
    there = other[1] if other else {}
    for address in addresses:
        mine, plain_ones = [], []
        for _ in range(runs):
            mine.append(load(bench, bench.server.address + address))
            if theirs:
                plain_ones.append(load(bench, theirs.address + there[address]))
        middle = statistics.median(mine)
        beside = statistics.median(plain_ones) if plain_ones else None
        outcome.figures.setdefault("P5", {})[address] = {"seconds": middle, "plain": beside}
        if middle > TARGET * TOLERANCE:
            outcome.add("P5", address, "slow line", [f"loaded in {middle:.1f} s"])
    if theirs:
        theirs.close()
    return outcome


def load(bench: Bench, url: str) -> float:
    """Seconds to the load event of `url` with an empty cache."""
    with bench.browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        page.goto(url, wait_until="load", timeout=90_000)
        while not page.evaluate(f"{LOADED} > 0"):
            page.wait_for_timeout(50)
        return float(page.evaluate(LOADED)) / 1000
