"""Sharing: copy, native, print; what cannot work is not shown.

The tests look at the second plan; `this_plan/test_browser_pages.py` at its own site.
"""

from __future__ import annotations

from typing import Any

import pytest
from built_site import LANGS, Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
WITHOUT_NATIVE = "Object.defineProperty(Navigator.prototype, 'share', {value: undefined})"
WITH_NATIVE = """Object.defineProperty(Navigator.prototype, 'share', {
  value: (what) => { window.shared = what; return Promise.resolve(); } })"""
CLOSED = """Object.defineProperty(Navigator.prototype, 'share', {
  value: () => Promise.reject(new DOMException('closed', 'AbortError')) })"""


@pytest.fixture
def site(second_site: Site) -> Site:
    return second_site


@pytest.fixture
def article() -> str:
    return "tin-tuc/lop-hoc"


def button(page: Page, way: str) -> Any:
    return page.locator(f"[data-share={way}]")


@pytest.mark.parametrize("lang", LANGS)
def test_the_link_is_copied(site: Site, visit: Any, article: str, lang: str) -> None:
    address = site.of_written(article, lang)
    page: Page = visit(address, permissions=["clipboard-read", "clipboard-write"])
    button(page, "copy").click()
    expect(page.locator("[data-share-status]")).to_have_text(site.phrase("share_copied", lang))
    assert page.evaluate("navigator.clipboard.readText()") == site.absolute(address)


def test_a_link_that_cannot_be_copied_is_pointed_at(site: Site, visit: Any) -> None:
    refuse = """Object.defineProperty(Navigator.prototype, 'clipboard', {
      value: { writeText: () => Promise.reject(new Error('no')) } })"""
    page: Page = visit("en/", script=refuse)
    button(page, "copy").click()
    expect(page.locator("[data-share-status]")).to_have_text(site.phrase("share_not_copied", "en"))
    assert page.locator("[data-share-address]").is_visible()


def test_native_sharing_is_offered_only_where_it_is(site: Site, visit: Any) -> None:
    page: Page = visit("", script=WITHOUT_NATIVE)
    expect(button(page, "copy")).to_be_visible()
    expect(button(page, "native")).to_be_hidden()
    measures = site.section("measures", "vi")
    page = visit(measures, script=WITH_NATIVE)
    button(page, "native").click()
    shared = page.evaluate("window.shared")
    assert shared["url"] == site.absolute(measures)
    assert shared["title"] == page.title()
    page = visit("", script=CLOSED)
    button(page, "native").click()
    assert page.locator("[data-share-status]").inner_text() == ""


def test_print_prints(site: Site, visit: Any) -> None:
    page: Page = visit("", script="window.print = () => { window.printed = true; }")
    button(page, "print").click()
    assert page.evaluate("window.printed") is True


def test_the_qr_code_opens(site: Site, visit: Any, article: str) -> None:
    page: Page = visit(site.of_written(article, "vi"))
    page.locator(".share__qr summary").click()
    code = page.locator(".share__qr").get_by_role("img", name=site.phrase("qr_alt", "vi"))
    expect(code).to_be_visible()
    box = code.locator("svg").bounding_box()
    assert box
    assert box["width"] == box["height"] > 100
