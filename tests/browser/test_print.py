"""On paper everything is there and nothing that only works on a screen.

The tests look at the second plan; `this_plan/test_browser_pages.py` at its own site.
"""

from __future__ import annotations

from typing import Any

import pytest
from built_site import Site
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def site(second_site: Site) -> Site:
    return second_site


@pytest.fixture
def article() -> str:
    return "tin-tuc/lop-hoc"


def test_what_is_folded_is_unfolded_for_printing(site: Site, visit: Any) -> None:
    page: Page = visit(site.of_record("measures", "1", "en"))
    page.emulate_media(media="print")
    original = page.locator("main details blockquote[lang=vi]")
    assert original.is_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert original.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert original.is_hidden()


def test_details_that_were_open_stay_open(site: Site, visit: Any) -> None:
    page: Page = visit(site.of_record("measures", "1", "en"))
    page.locator("main details summary").first.click()
    page.evaluate("dispatchEvent(new Event('beforeprint')); dispatchEvent(new Event('afterprint'))")
    assert page.locator("main details").first.get_attribute("open") is not None


@pytest.mark.parametrize("kind", ["home", "article", "register"])
def test_paper_has_the_text_and_its_address_but_no_controls(
    site: Site, visit: Any, article: str, kind: str
) -> None:
    address = {
        "home": "",
        "register": site.section("legal-texts", "vi"),
        "article": site.of_written(article, "vi"),
    }[kind]
    page: Page = visit(address)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 720, "height": 1000})
    assert page.locator("h1").is_visible()
    for useless in (
        "nav.site-nav",
        ".site-search",
        ".skip-link",
        "[data-share]",
        "[data-list-controls]",
    ):
        assert page.locator(f"{useless}:visible").count() == 0, useless
    assert page.locator("[data-share-address]").is_visible()
    ink = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ink in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
