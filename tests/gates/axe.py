"""A1: axe-core, whatever state a page is in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# All that a change of colour scheme can change: every other rule asks for structure or size. That
# nothing else changes is seen on one page of each template, which runs all rules everywhere.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
# Behind an open dialog the page is inert, and has been looked at without it.
RUN = """async (runOnly) => (await axe.run(document.querySelector("dialog:modal") ?? document, {
  runOnly, resultTypes: ["violations"], preload: false, elementRef: false,
})).violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) =>
  `${id}: ${node.target.flat().join(" ")}: ${[...node.any, ...node.all, ...node.none]
    .map(({ message }) => message).join("; ").slice(0, 160)}`))"""


@cache
def source(modules: Path) -> str:
    return (modules / "axe-core/axe.min.js").read_text("utf-8")


def put_into(page: Page, modules: Path) -> None:
    """Make `axe` known to the page by the debugger, which no policy concerns."""
    page.evaluate(source(modules))


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds in the present state of the page, by these rules or by all of `TAGS`."""
    values: Any = rules or TAGS
    found: list[str] = page.evaluate(RUN, {"type": "rule" if rules else "tag", "values": values})
    return found
