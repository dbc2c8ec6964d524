"""Menu and search open as dialogs, from the keyboard too; without a script they are pages."""

from __future__ import annotations

from typing import Any

import pytest
from built_site import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
DIALOGS = [("menu", "menu-dialog", "site-map"), ("title_search", "search-dialog", "search")]
INSIDE = "document.activeElement.closest('dialog')?.id ?? document.activeElement.tagName"
PHONE = {"width": 360, "height": 640}


@pytest.mark.parametrize(("name", "dialog", "page_key"), DIALOGS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_keyboard_opens_a_dialog_stays_in_it_and_comes_back(
    site: Site, visit: Any, lang: str, name: str, dialog: str, page_key: str
) -> None:
    page: Page = visit("en/" if lang == "en" else "", viewport=PHONE, reduced_motion="reduce")
    button = page.get_by_role("button", name=site.phrase(name, lang), exact=True).first
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{dialog}")).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        # Between the last stop and the first, browsers may visit their own bar.
        assert page.evaluate(INSIDE) in (dialog, "BODY")
    page.keyboard.press("Escape")
    expect(page.locator(f"#{dialog}")).to_be_hidden()
    expect(button).to_be_focused()


def test_a_dialog_closes_by_its_button_and_by_a_press_beside_it(site: Site, visit: Any) -> None:
    page: Page = visit("", viewport={"width": 800, "height": 640}, reduced_motion="reduce")
    menu = page.locator("#menu-dialog")
    opener = page.get_by_role("button", name=site.phrase("menu", "vi"), exact=True)
    opener.click()
    menu.get_by_role("button", name=site.phrase("close", "vi")).click()
    expect(menu).to_be_hidden()
    opener.click()
    page.mouse.click(20, 400)
    expect(menu).to_be_hidden()


def test_the_menu_leads_to_every_section(site: Site, visit: Any) -> None:
    page: Page = visit("", viewport=PHONE)
    page.get_by_role("button", name=site.phrase("menu", "vi"), exact=True).click()
    page.locator("#menu-dialog").get_by_role(
        "link", name=site.phrase("title_legal_texts", "vi"), exact=True
    ).click()
    assert page.url.endswith(f"/{site.section('legal-texts', 'vi')}")


@pytest.mark.parametrize(("name", "dialog", "page_key"), DIALOGS)
def test_without_a_script_the_button_leads_to_a_page(
    site: Site, visit: Any, name: str, dialog: str, page_key: str
) -> None:
    page: Page = visit("", viewport=PHONE, java_script_enabled=False)
    page.get_by_role("button", name=site.phrase(name, "vi"), exact=True).first.click()
    page.wait_for_url(f"**/{site.section(page_key, 'vi')}?*")
    assert page.locator("h1").inner_text() == site.phrase(
        f"title_{page_key.replace('-', '_')}", "vi"
    )
