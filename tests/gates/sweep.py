"""Every page in both colour schemes at three widths: A1, A6, A7 and S1 from one load of each."""

from __future__ import annotations

from playwright.sync_api import Page

from gates import axe
from gates.gate import Outcome
from gates.workers import Bench

WIDTHS = (1280, 360, 320)
NARROWEST = 320


def examine(bench: Bench, address: str, thorough: bool) -> Outcome:
    """One page. `thorough` runs every rule of axe in the dark scheme too."""
    outcome = Outcome()
    with bench.open(address) as page:
        axe.put_into(page, bench.modules)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                state = f"{scheme} {width}"
                rules = axe.OF_COLOUR if scheme == "dark" and not thorough else None
                outcome.add("A1", address, state, axe.violations(page, rules))
                outcome.count("A1", runs=1)
                if scheme == "light":
                    room(outcome, page, address, width)
        page.emulate_media(reduced_motion="reduce")
        outcome.add("A7", address, "reduced motion", page.evaluate("probes.moving()"))
    outcome.add("S1", address, "loaded", bench.complaints)
    outcome.count("S1", pages=1)
    return outcome


def room(outcome: Outcome, page: Page, address: str, width: int) -> None:
    """Targets, overflow and text spacing at one width."""
    outcome.add("A6", address, str(width), page.evaluate("probes.targets()"))
    outcome.count("A6", runs=1)
    if width in (NARROWEST, 1280):
        outcome.add("A7", address, str(width), page.evaluate("probes.tooWide()"))
        outcome.add("A7", address, str(width), page.evaluate("probes.clipped()"))
        outcome.add("A7", address, str(width), page.evaluate("probes.spaced()"))
        outcome.count("A7", runs=1)
