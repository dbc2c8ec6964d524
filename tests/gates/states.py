"""A page of each template in the states that a person brings it into: dialogs and details open,
something searched for, the reader's own colours."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from PIL import Image
from playwright.sync_api import Page

from gates import axe
from gates.gate import Outcome
from gates.workers import Bench

ASKED = "luật", "law"


def examine(bench: Bench, address: str, scheme: str, width: int) -> Outcome:
    """One page in every state, in one scheme at one width."""
    outcome = Outcome()
    with bench.open(address, width, color_scheme=scheme) as page:
        axe.put_into(page, bench.modules)
        for state, leave in states(page):
            where = f"{scheme} {width} {state}"
            outcome.add("A1", address, where, axe.violations(page))
            outcome.add("A6", address, where, page.evaluate("probes.targets()"))
            outcome.add("A7", address, where, page.evaluate("probes.clipped()"))
            outcome.add("A7", address, where, page.evaluate("probes.tooWide()"))
            outcome.count("A1", runs=1, states=1)
            outcome.count("S1", states=1)
            leave()
    outcome.add("S1", address, f"{scheme} {width} in every state", bench.complaints)
    return outcome


def states(page: Page) -> Iterator[tuple[str, Callable[[], None]]]:
    """Brings the page into one state after another; call what comes with it to leave that again."""
    for dialog in page.evaluate("probes.openers()"):
        page.locator(f"button[data-dialog='{dialog}']").first.click()
        page.locator(f"#{dialog}").wait_for(state="visible")
        yield dialog, lambda: page.keyboard.press("Escape")
    page.evaluate("probes.openDetails()")
    yield "details", lambda: None
    for box in page.locator("main input[type=search]").all():
        if box.is_visible():
            box.fill(ASKED[page.locator("html").get_attribute("lang") == "en"])
            page.wait_for_timeout(600)
            yield "asked", lambda: None


def colours(bench: Bench, address: str) -> Outcome:
    """A7: with forced colours, icons and controls still differ from what is behind them."""
    outcome = Outcome()
    for scheme in ("light", "dark"):
        with bench.open(address, 1280, color_scheme=scheme, forced_colors="active") as page:
            boxes = page.evaluate("probes.drawn()")
            shot = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
            gone = [each["what"] for each in boxes if flat(shot, each["box"])]
            outcome.add("A7", address, f"forced colours {scheme}", (f"gone: {one}" for one in gone))
            outcome.count("A7", runs=1)
    return outcome


def flat(shot: Image.Image, box: list[float]) -> bool:
    """Whether nothing can be told apart inside `box` (left, top, width, height, in pixels)."""
    left, top, width, height = box
    edges = (int(left) - 1, int(top) - 1, int(left + width) + 2, int(top + height) + 2)
    low, high = shot.crop(edges).convert("L").getextrema()
    return bool(high - low < 60)  # type: ignore[operator]
