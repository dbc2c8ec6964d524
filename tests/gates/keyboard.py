"""A2: the keyboard alone reaches, shows and leaves everything. The ring around it is A6."""

from __future__ import annotations

from playwright.sync_api import Page

from gates.gate import Outcome
from gates.workers import PROBES, Bench

MOST = 1500
NARROW = 360


def examine(bench: Bench, address: str, width: int) -> Outcome:
    """One page at one width: its skip link, every stop, then each dialog."""
    outcome = Outcome()
    state = f"keyboard {width}"
    with bench.open(address, width, 720) as page:
        outcome.add("A2", address, state, skip(page))
        page.goto(address, wait_until="load")
        page.evaluate(PROBES)
        # Backwards once is enough: the order does not depend on the width.
        keys = ("Tab", "Shift+Tab") if width == NARROW else ("Tab",)
        stops = tab_through(page, keys, outcome, address, state)
        missed = page.evaluate("probes.neverReached()")
        outcome.add("A2", address, state, (f"never reached: {each}" for each in missed))
        for dialog in page.evaluate("probes.openers()"):
            outcome.add("A2", address, f"{state} {dialog}", in_dialog(page, dialog))
        outcome.count("A2", stops=stops, pages=1)
    return outcome


def skip(page: Page) -> list[str]:
    """The first stop is a visible link that leads into the main part."""
    page.keyboard.press("Tab")
    first = page.evaluate("probes.focus()")
    if not first or first["faults"]:
        return [f"first stop: {first}"]
    if not page.evaluate("document.activeElement.getAttribute('href')?.startsWith('#')"):
        return [f"the first stop is no skip link: {first['what']}"]
    page.keyboard.press("Enter")
    landed = page.evaluate("document.activeElement?.closest('main') !== null")
    page.keyboard.press("Tab")
    onward = page.evaluate(
        """document.activeElement?.closest("main") !== null
        || !document.querySelector("main a[href], main button")"""
    )
    return [] if landed and onward else ["the skip link does not lead into main"]


def tab_through(
    page: Page, keys: tuple[str, ...], outcome: Outcome, address: str, state: str
) -> int:
    """Press each key to the end of the page; give the number of stops forward."""
    stops = 0
    for key in keys:
        for _ in range(MOST):
            page.keyboard.press(key)
            stop = page.evaluate("probes.focus()")
            if stop is None:
                break
            stops += key == "Tab"
            outcome.add(
                "A2", address, state, (f"{key} {f}: {stop['what']}" for f in stop["faults"])
            )
            if stop["ring"] and key == "Tab":
                outcome.add("A6", address, state, [f"{stop['ring']}: {stop['what']}"])
        else:
            outcome.add("A2", address, state, ["the focus never leaves the page"])
    return stops


def in_dialog(page: Page, dialog: str) -> list[str]:
    """Opened by Enter, it keeps the focus inside; Escape closes it and gives the focus back."""
    opener = page.locator(f"button[data-dialog='{dialog}']").first
    opener.focus()
    page.keyboard.press("Enter")
    if not page.evaluate("document.querySelector('dialog:modal') !== null"):
        return ["Enter does not open it"]
    faults = []
    first = page.evaluate("probes.focus()")
    if not first or not first["dialog"]:
        faults.append(f"the focus does not move into it: {first}")
    seen: set[str] = set()
    for key in ["Tab"] * 30 + ["Shift+Tab"] * 10:
        page.keyboard.press(key)
        stop = page.evaluate("probes.focus()")
        if stop is None:  # between the last and the first stop the browser's own controls have it
            continue
        seen.add(stop["what"])
        faults += [f"{fault}: {stop['what']}" for fault in stop["faults"]]
        if not stop["dialog"]:
            faults.append(f"the focus leaves it: {stop['what']}")
    page.evaluate("probes.focus()")
    faults += [f"never reached: {each}" for each in page.evaluate("probes.neverReached()")]
    page.keyboard.press("Escape")
    if page.evaluate("document.querySelector('dialog:modal') !== null"):
        return [*faults, "Escape does not close it"]
    if not opener.evaluate("(button) => button === document.activeElement"):
        faults.append("Escape does not give the focus back to its button")
    return sorted(set(faults))
