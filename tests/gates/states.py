"""A page of each template in the states that a person brings it into: dialogs and details open,
something searched for, the reader's own colours."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import product

from PIL import Image
from playwright.sync_api import Page

from gates import axe
from gates.gate import Outcome
from gates.workers import Bench

ASKED = "luật", "law"
WIDTHS = (1280, 360, 320)
NARROW = 360  # where every button that opens something is shown


def examine(bench: Bench, address: str) -> Outcome:
    """One page in every state, in both schemes at every width."""
    outcome = Outcome()
    with bench.open(address, NARROW) as page:
        axe.put_into(page, bench.modules)
        for state, leave in states(page):
            for scheme, width in product(("light", "dark"), WIDTHS):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                page.set_viewport_size({"width": width, "height": 800})
                where = f"{scheme} {width} {state}"
                rules = None if scheme == "light" else axe.OF_COLOUR
                outcome.add("A1", address, where, axe.violations(page, rules))
                outcome.count("A1", runs=1)
                if scheme == "light":
                    for gate, probe in (("A6", "targets"), ("A7", "clipped"), ("A7", "tooWide")):
                        outcome.add(gate, address, where, page.evaluate(f"probes.{probe}()"))
            outcome.count("S1", states=1)
            leave()
    outcome.add("S1", address, "in every state", bench.complaints)
    return outcome


def states(page: Page) -> Iterator[tuple[str, Callable[[], None]]]:
    """Brings the page into one state after another; call what comes with it to leave that again."""
    for dialog in page.evaluate("probes.openers()"):
        page.locator(f"button[data-dialog='{dialog}']").first.click()
        page.locator(f"#{dialog}").wait_for(state="visible")
        yield dialog, lambda: page.keyboard.press("Escape")
        box = page.locator(f"#{dialog} input[type=search]")
        if box.count():
            page.locator(f"button[data-dialog='{dialog}']").first.click()
            box.fill(ASKED[page.locator("html").get_attribute("lang") == "en"])
            page.locator(f"#{dialog} [role=option]").first.wait_for(state="visible")
            page.keyboard.press("ArrowDown")
            yield f"{dialog} asked", lambda: page.keyboard.press("Escape")
            page.keyboard.press("Escape")  # once for the words, once for the dialog
    page.set_viewport_size({"width": NARROW, "height": 800})
    if page.evaluate("probes.openDetails()"):
        yield "details", lambda: None
    for box in page.locator("main input[type=search]").all():
        if box.is_visible():
            box.fill(ASKED[page.locator("html").get_attribute("lang") == "en"])
            page.wait_for_timeout(600)
            yield "asked", lambda: None


def colours(bench: Bench, address: str) -> Outcome:
    """A7: with forced colours, icons and controls still differ from what is behind them."""
    outcome = Outcome()
    with bench.open(address, 1280, forced_colors="active") as page:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            boxes = page.evaluate("probes.drawn()")
            shot = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("L")
            gone = [each["what"] for each in boxes if flat(shot, each["box"])]
            outcome.add("A7", address, f"forced colours {scheme}", (f"gone: {one}" for one in gone))
            outcome.count("A7", runs=1)
    return outcome


def flat(shot: Image.Image, box: list[float]) -> bool:
    """Whether nothing can be told apart inside `box` (left, top, width, height, in pixels)."""
    left, top, width, height = box
    edges = (int(left) - 1, int(top) - 1, int(left + width) + 2, int(top + height) + 2)
    low, high = shot.crop(edges).getextrema()
    return bool(high - low < 60)  # type: ignore[operator]
