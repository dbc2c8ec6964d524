"""Everything can be reached and seen with the keyboard alone, beginning at the skip link."""

from __future__ import annotations

from typing import Any

import pytest
from built_site import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
# Where the focus is: what, whether it can be seen, whether something covers it, how it is marked.
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const [box] = element.getClientRects();
  if (!box) return { what: element.outerHTML.slice(0, 100), fault: "has no box" };
  const style = getComputedStyle(element);
  const x = box.left + Math.min(box.width / 2, 12), y = box.top + box.height / 2;
  const top = document.elementFromPoint(x, y);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inside = box.bottom > 1 && box.top < innerHeight - 1
    && box.right > 1 && box.left < innerWidth - 1;
  const seen = top && (element.contains(top) || top.contains(element));
  let fault = "";
  if (!inside) fault = "out of view";
  else if (!seen) fault = `covered by ${top?.outerHTML.slice(0, 80)}`;
  else if (!outlined && style.boxShadow === "none") fault = "not marked";
  element.dataset.visited = "yes";
  return { what: element.outerHTML.slice(0, 100), fault };
}"""
NEVER_REACHED = """() => [...document.querySelectorAll("a[href], button, input, summary")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true })
    && !element.dataset.visited && !element.disabled && element.tabIndex >= 0)
  .map((element) => element.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_first_stop_skips_to_the_content(site: Site, visit: Any, lang: str) -> None:
    page: Page = visit("en/" if lang == "en" else "")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == site.phrase("skip_to_content", lang)
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(("kind", "width"), [("home", 1280), ("register", 1280), ("register", 360)])
def test_every_stop_is_reached_seen_and_marked(
    site: Site, visit: Any, kind: str, width: int
) -> None:
    go_through(visit, "" if kind == "home" else site.section("legal-texts", "vi"), width)


def go_through(visit: Any, address: str, width: int) -> None:
    """Press Tab from the first stop of a page to the last."""
    page: Page = visit(address, viewport={"width": width, "height": 720}, reduced_motion="reduce")
    faults = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        if stop["fault"]:
            faults.append(stop)
    else:
        raise AssertionError("the focus never leaves the page")
    assert faults == []
    assert page.evaluate(NEVER_REACHED) == []


def test_wide_tables_can_be_scrolled_from_the_keyboard(site: Site, visit: Any) -> None:
    """What has to be scrolled sideways takes the focus or holds something that does."""
    page: Page = visit("", viewport={"width": 360, "height": 640})
    for address in (
        site.section("glossary", "vi"),
        site.section("legal-texts", "vi"),
        site.section("coverage", "en"),
    ):
        page.goto(address)
        stuck = page.evaluate(
            """() => [...document.querySelectorAll("main *")].filter((element) =>
              /auto|scroll/.test(getComputedStyle(element).overflowX)
              && element.scrollWidth > element.clientWidth + 1 && element.tabIndex < 0
              && !element.querySelector("a[href], button, input, summary"))
              .map((element) => element.outerHTML.slice(0, 90))"""
        )
        assert stuck == [], address
