"""Every kind of page runs clean, fits a phone, and can be read without a script."""

from __future__ import annotations

from typing import Any

import pytest
from built_site import Site
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .map((element) => element.outerHTML.slice(0, 120))
    .slice(0, 5);
}"""
# Text that is cut off by its own box.
CUT = """() => [...document.querySelectorAll("a, button, h1, h2, h3, th, dt, dd, li, p")]
  .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1
    && getComputedStyle(element).overflow === "hidden"
    && getComputedStyle(element).position !== "absolute")
  .map((element) => element.outerHTML.slice(0, 120))"""
UNREADABLE = """(counted) => [
  document.querySelector("h1").checkVisibility() || "no heading",
  document.querySelector("main").innerText.length > 100 || "no text",
  (document.querySelector(".counter td")?.checkVisibility() ?? false) === counted || "counter",
  ...[...document.querySelectorAll(
    "button[type=button]:not([popovertarget]), [data-list-controls], [hidden]",
  )]
    .map((element) => !element.checkVisibility() || element.outerHTML.slice(0, 100)),
].filter((fault) => fault !== true)"""


def test_pages_run_clean_and_fit(site: Site, visit: Any) -> None:
    page: Page = visit("")
    wide: list[str] = []
    for kind in site.one_of_each_kind():
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(kind.address, wait_until="load")
        wide += [f"1280 {kind}: {found}" for found in page.evaluate(TOO_WIDE)]
        page.set_viewport_size({"width": 320, "height": 640})
        wide += [f"320 {kind}: {found}" for found in page.evaluate(TOO_WIDE) + page.evaluate(CUT)]
    assert wide == []


def test_pages_fit_when_text_is_twice_as_large(site: Site, visit: Any) -> None:
    page: Page = visit("", viewport={"width": 640, "height": 800})
    wide: list[str] = []
    for kind in site.one_of_each_kind():
        if kind.html.lang == "vi":
            page.goto(kind.address, wait_until="load")
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            wide += [f"{kind}: {found}" for found in page.evaluate(TOO_WIDE) + page.evaluate(CUT)]
    assert wide == []


def test_pages_can_be_read_without_a_script(site: Site, visit: Any) -> None:
    page: Page = visit("", java_script_enabled=False)
    faults: list[str] = []
    for kind in site.one_of_each_kind():
        if kind.html.lang == "en" and kind.address.count("/") > 2:
            continue  # below an index both languages are made alike
        page.goto(kind.address, wait_until="load")
        faults += [f"{kind}: {fault}" for fault in page.evaluate(UNREADABLE, site.counted)]
    assert faults == []


def test_what_is_not_there_is_answered_in_both_languages(
    site: Site, browser: Browser, host: str
) -> None:
    with browser.new_context(base_url=host) as context:
        page = context.new_page()
        for address in ("khong-co/", "en/news/gone/deeper.html"):
            answer = page.goto(address)
            assert answer
            assert answer.status == 404
            assert page.locator("h1").inner_text() == site.phrase("not_found_title", "vi")
            assert page.get_by_text(site.phrase("not_found_title", "en"), exact=True).is_visible()
            colour = page.evaluate(
                "getComputedStyle(document.querySelector('.site-header__strip')).backgroundColor"
            )
            assert colour != "rgba(0, 0, 0, 0)"  # the style sheet was found
            page.locator("section[lang=en] a").first.click()
            assert page.url == f"{host}en/"
