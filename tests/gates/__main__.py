"""Run the gates: `python3 run.py gates [--only axe,weight] [--sample] [--site DIR]`."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Future, as_completed
from pathlib import Path

from built_site import PROJECT, build
from chromium import find_or_install
from static_host import Server

from gates import languages, pages, scorecard, speed, suite, tools
from gates.gate import Outcome, Verdict, targets
from gates.suite import Run
from gates.workers import Workers

REPORTS = PROJECT / ".reports"


def main(arguments: list[str]) -> int:
    """Measure, write the scorecard, and fail when a gate does."""
    parser = argparse.ArgumentParser(prog="run.py gates", description=__doc__)
    known = ", ".join(f"{name} ({gate})" for name, gate in suite.NAMES.items())
    parser.add_argument("--only", default="", help=f"gates by name or id, with commas: {known}")
    parser.add_argument("--sample", action="store_true", help="a page of each template alone")
    parser.add_argument("--site", type=Path, help="a built site, instead of building one")
    parser.add_argument("--pages", type=Path, help="a file that names the pages to look at alone")
    parser.add_argument("--runs", type=int, default=5, help="of what is timed; the median counts")
    options = parser.parse_args(arguments)
    begun = time.monotonic()
    wanted = chosen(options.only, parser)
    # The address has to be known before the site is built: it stands in every page.
    front = Server(None, pages.headers_sent())
    with tempfile.TemporaryDirectory(prefix="gates-") as folder:
        url = f"http://127.0.0.1:{front.port}/"
        site = (
            pages.read(options.site.resolve()) if options.site
            else build(PROJECT, Path(folder) / "site", SITE_URL=url)
        )  # fmt: skip
        built = pages.built(site, options.pages)
        front.show(built)
        run = Run(site, built, front.address, wanted, options.sample)
        verdicts = judge(run, measure(run, Path(folder), options.runs))
        front.close()
    about = {
        "date": time.strftime("%Y-%m-%d"),
        "seconds": round(time.monotonic() - begun),
        "pages": len(built.addresses),
        "mode": "a page of each template" if options.sample else "every page",
        "commit": told("git", "rev-parse", "--short", "HEAD"),
        "chromium": told(find_or_install(), "--version").removeprefix("Chromium "),
    }
    if options.pages:  # what is about to be published: no scorecard of the whole
        tell_faults(verdicts)
    else:
        card = scorecard.write(REPORTS, verdicts, about)
        print(scorecard.summary(card))
        tell_faults(verdicts)
        print(f"\n{REPORTS / 'scorecard.html'}")
    return int(any(verdict.passed is False for verdict in verdicts.values()))


def chosen(only: str, parser: argparse.ArgumentParser) -> frozenset[str]:
    """The ids of the gates that are to run."""
    ours = {*suite.NAMES.values(), *suite.TOGETHER}
    names = [name.strip() for name in only.split(",") if name.strip()]
    ids = {suite.NAMES.get(name.lower(), name.upper()) for name in names}
    if ids - ours:
        parser.error(f"no gate {', '.join(sorted(ids - ours))}")
    ids |= {other for other, first in suite.TOGETHER.items() if first in ids}
    return frozenset(ids or ours)


def measure(run: Run, folder: Path, runs: int) -> Outcome:
    """Everything that was asked for; what depends on the clock last and alone."""
    outcomes: list[Outcome] = []
    workers = Workers(run.built, pages.headers_sent(), tools.modules())
    try:
        begun = [workers.hand(name, *more) for name, more in suite.side_by_side(run)]
        if run.wants("A5"):
            outcomes.append(languages.examine(run.site))
        outcomes += collect(begun)
        # Each worker has a server of its own, so that two logs never mix.
        outcomes += collect([workers.hand(name, *more) for name, more in suite.by_log(run)])
        timed = suite.timed_pages(run.site)
        if run.wants("P5"):
            beside = speed.plain(run.site, folder)
            outcomes.append(workers.hand("speed:examine", timed, beside, runs).result())
        if run.wants("P6"):
            asked = (run.url, timed, 1 if run.sample else min(runs, 3))
            outcomes.append(workers.hand("lighthouse:performance", *asked).result())
    finally:
        workers.close()
    return suite.merge(outcomes)


def collect(tasks: list[Future[Outcome]]) -> list[Outcome]:
    """The outcomes of tasks; breaches are told as they are found, so that nobody need wait."""
    done: list[Outcome] = []
    told_before: set[str] = set()
    for number, task in enumerate(as_completed(tasks), 1):
        done.append(task.result())
        # What every page has is told once.
        new = {f"{f.gate} {f.what}": f for f in done[-1].faults}
        for what in new.keys() - told_before:
            print(f"\r{new[what].gate}: {new[what]}", file=sys.stderr, flush=True)
        told_before |= new.keys()
        if sys.stderr.isatty() or number % 100 == 0 or number == len(tasks):
            print(f"\r{number} of {len(tasks)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return done


def judge(run: Run, found: Outcome) -> dict[str, Verdict]:
    """The verdict of each gate that ran."""
    verdicts = {}
    for target in targets():
        if target.id in run.wanted:
            faults = sorted({str(f) for f in found.faults if f.gate == target.id})
            figures = found.figures.get(target.id, {})
            text = suite.figure(target.id, len(faults), figures)
            passed = None if target.report else not faults
            verdicts[target.id] = Verdict(target.id, text, passed, faults, details=figures)
    return verdicts


def told(*command: str) -> str:
    """The first line that a program prints, '' where it cannot be asked."""
    try:
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8")
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def tell_faults(verdicts: dict[str, Verdict]) -> None:
    """The first faults of each gate that failed."""
    for verdict in verdicts.values():
        if verdict.passed is False:
            print(f"\n{verdict.id}: {len(verdict.faults)}")
            print("\n".join(f"  {fault}" for fault in verdict.faults[:20]))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except tools.NoTools as problem:
        sys.exit(str(problem))
