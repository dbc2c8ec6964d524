"""The search page finds with and without diacritics, in its own language."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from built_site import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def results(page: Page) -> list[str]:
    page.wait_for_function("document.querySelector('[data-search-status]').textContent !== ''")
    links: list[str] = page.locator("[data-search-results] a").evaluate_all(
        "links => links.map(a => new URL(a.href).pathname)"
    )
    return links


def ask(page: Page, words: str) -> list[str]:
    page.goto(f"{urlsplit(page.url).path}?{urlencode({'q': words})}")
    return results(page)


def test_vietnamese(site: Site, visit: Any) -> None:
    page: Page = visit("tim-kiem/")
    for marked, plain, expected in (
        ("bạo lực gia đình", "bao luc gia dinh", "/van-ban/13-2022-qh15/"),
        ("Luật Bình đẳng giới", "luat binh dang gioi", "/van-ban/73-2006-qh11/"),
        ("địa chỉ tin cậy", "DIA CHI TIN CAY", "/mo-hinh/"),
        ("948/QĐ-UBND", "948/qd-ubnd", "/van-ban/948-qd-ubnd-2018/"),
    ):
        found = ask(page, marked)
        assert any(link.startswith(expected) for link in found[:3]), (marked, found)
        assert not [link for link in found if link.startswith("/en/")]
        assert ask(page, plain) == found


def test_english(site: Site, visit: Any) -> None:
    page: Page = visit("en/search/")
    for words, expected in (
        ("gender equality", "/en/legal-texts/73-2006-qh11/"),
        ("domestic violence", "/en/legal-texts/13-2022-qh15/"),
        ("21-CT/TW", "/en/legal-texts/21-ct-tw-2018/"),
        ("trusted address", "/en/exemplars/"),
        ("Đắk Lắk", "/en/news/"),
        ("dak lak", "/en/news/"),
    ):
        found = ask(page, words)
        assert any(link.startswith(expected) for link in found[:3]), (words, found)
        assert not [link for link in found if not link.startswith("/en/")]


def test_typing_shows_results_and_keeps_them_in_the_address(site: Site, visit: Any) -> None:
    page: Page = visit("tim-kiem/")
    box = page.locator("[data-search-query]")
    assert page.locator("[data-search-results] li").count() == 0
    box.press_sequentially("hợp tác xã")
    page.wait_for_url("**/tim-kiem/?q=h%E1%BB%A3p%20t%C3%A1c%20x%C3%A3")
    expect(page.locator("[data-search-status]")).not_to_be_empty()
    found = results(page)
    assert len(found) > 2
    page.reload()
    assert results(page) == found
    page.locator("[data-search-results] a").first.click()
    assert page.url.endswith(found[0])
    page.go_back()
    assert results(page) == found
    box.fill("")
    expect(page.locator("[data-search-results] li")).to_have_count(0)
    box.fill("xyzxyz khong co")
    expect(page.locator("[data-search-status]")).to_have_text(site.phrase("search_none", "vi"))


def test_the_list_is_fetched_once_and_the_last_word_wins(
    site: Site, browser: Any, host: str
) -> None:
    """A slow network must not bring the results of what was typed before."""
    fetched = []

    def slowly(route: Any) -> None:
        fetched.append(route.request.url)
        page.wait_for_timeout(150)
        route.continue_()

    with browser.new_context(base_url=host) as context:
        page = context.new_page()
        page.goto("tim-kiem/")
        context.route("**/index.json", slowly)
        page.locator("[data-search-query]").press_sequentially("xyz bao luc")
        page.locator("[data-search-query]").fill("13/2022/QH15")
        page.wait_for_function("document.querySelector('[data-search-results] a')")
        assert results(page)[0] == "/van-ban/13-2022-qh15/"
    assert len(fetched) == 1


def test_the_box_in_the_head_leads_to_the_results(site: Site, visit: Any) -> None:
    page: Page = visit("en/measures/")
    page.locator("#site-query").fill("cooperatives")
    page.locator("#site-query").press("Enter")
    page.wait_for_url("**/en/search/?q=cooperatives")
    assert results(page)


def test_every_result_exists(site: Site, visit: Any) -> None:
    page: Page = visit("tim-kiem/?q=luật")
    for link in results(page):
        assert f"{link.removeprefix('/')}index.html" in site.files


def test_without_a_script_the_sections_are_offered(site: Site, visit: Any) -> None:
    page: Page = visit("tim-kiem/?q=luat", java_script_enabled=False)
    assert page.get_by_text(site.phrase("search_without_script", "vi")).is_visible()
    page.locator("main").get_by_role(
        "link", name=site.phrase("title_legal_texts", "vi"), exact=True
    ).click()
    assert page.url.endswith("/van-ban/")


def test_a_lost_list_is_told(site: Site, browser: Any, host: str) -> None:
    with browser.new_context(base_url=host) as context:
        context.route("**/index.json", lambda route: route.abort())
        page = context.new_page()
        page.goto("tim-kiem/?q=luat")
        expect(page.locator("[data-search-status]")).to_have_text(
            site.phrase("search_failed", "vi")
        )
