"""The search page finds with and without diacritics, in its own language.

The tests ask the second plan; `this_plan/test_browser_search.py` asks its own site the same.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

import pytest
from built_site import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


class Questions(NamedTuple):
    """What to search for, and the start of an address that must be among the first three."""

    vietnamese: tuple[tuple[str, str, str], ...]  # with diacritics, as typed without, the address
    english: tuple[tuple[str, str], ...]
    several: str  # words on more than two pages
    number: tuple[str, str]  # a number, and the page that it finds first
    one_word: str  # an English word


@pytest.fixture
def site(second_site: Site) -> Site:
    return second_site


@pytest.fixture
def asked() -> Questions:
    return Questions(
        vietnamese=(
            ("kỹ năng số", "ky nang so", "/bien-phap/2-ky-nang-so/"),
            ("Về chuyển đổi số ở cấp xã", "ve chuyen doi so o cap xa", "/van-ban/9002-2023-nd-cp/"),
            ("tổ công nghệ thôn", "TO CONG NGHE THON", "/mo-hinh/to-cong-nghe-thon/"),
            ("9001/QĐ-UBND", "9001/qd-ubnd", "/van-ban/9001-qd-ubnd-2024/"),
        ),
        english=(
            ("digital transformation", "/en/legal-texts/9003-nq-cp-2022/"),
            ("9001/QD-UBND", "/en/legal-texts/9001-qd-ubnd-2024/"),
            ("technology team", "/en/exemplars/hamlet-technology-team/"),
            ("Quyết định số", "/en/news/first-class/"),
            ("quyet dinh so", "/en/news/first-class/"),
        ),
        several="chuyển đổi số",
        number=("9002/2023/NĐ-CP", "/van-ban/9002-2023-nd-cp/"),
        one_word="digital",
    )


def results(page: Page) -> list[str]:
    expect(page.locator("[data-search-status]")).not_to_be_empty()
    links: list[str] = page.locator("[data-search-results] a").evaluate_all(
        "links => links.map(a => new URL(a.href).pathname)"
    )
    return links


def ask(page: Page, words: str) -> list[str]:
    page.goto(f"{urlsplit(page.url).path}?{urlencode({'q': words})}")
    return results(page)


def test_vietnamese(site: Site, visit: Any, asked: Questions) -> None:
    page: Page = visit(site.section("search", "vi"))
    for marked, plain, expected in asked.vietnamese:
        found = ask(page, marked)
        assert any(link.startswith(expected) for link in found[:3]), (marked, found)
        assert not [link for link in found if link.startswith("/en/")]
        assert ask(page, plain) == found


def test_english(site: Site, visit: Any, asked: Questions) -> None:
    page: Page = visit(site.section("search", "en"))
    for words, expected in asked.english:
        found = ask(page, words)
        assert any(link.startswith(expected) for link in found[:3]), (words, found)
        assert not [link for link in found if not link.startswith("/en/")]


def test_typing_shows_results_and_keeps_them_in_the_address(
    site: Site, visit: Any, asked: Questions
) -> None:
    address = site.section("search", "vi")
    page: Page = visit(address)
    box = page.locator("[data-search-query]")
    assert page.locator("[data-search-results] li").count() == 0
    box.press_sequentially(asked.several)
    page.wait_for_url(f"**/{address}?q={quote(asked.several)}")
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
    site: Site, browser: Any, host: str, asked: Questions
) -> None:
    """A slow network must not bring the results of what was typed before."""
    fetched = []

    def slowly(route: Any) -> None:
        fetched.append(route.request.url)
        page.wait_for_timeout(150)
        route.continue_()

    with browser.new_context(base_url=host) as context:
        page = context.new_page()
        page.goto(site.section("search", "vi"))
        context.route("**/index.json", slowly)
        number, address = asked.number
        page.locator("[data-search-query]").press_sequentially(f"xyz {asked.several}")
        page.locator("[data-search-query]").fill(number)
        expect(page.locator("[data-search-results] a").first).to_be_attached()
        assert results(page)[0] == address
    assert len(fetched) == 1


def test_the_box_in_the_head_leads_to_the_results(site: Site, visit: Any, asked: Questions) -> None:
    page: Page = visit(site.section("measures", "en"))
    page.get_by_role("button", name=site.phrase("title_search", "en")).click()
    expect(page.locator("#site-query")).to_be_focused()
    page.locator("#site-query").fill(asked.one_word)
    page.locator("#site-query").press("Enter")
    page.wait_for_url(f"**/{site.section('search', 'en')}?q={asked.one_word}")
    assert results(page)


def test_every_result_exists(site: Site, visit: Any, asked: Questions) -> None:
    page: Page = visit(f"{site.section('search', 'vi')}?{urlencode({'q': asked.several})}")
    found = results(page)
    assert found
    for link in found:
        assert f"{link.removeprefix('/')}index.html" in site.files


def test_without_a_script_the_sections_are_offered(site: Site, visit: Any) -> None:
    page: Page = visit(f"{site.section('search', 'vi')}?q=luat", java_script_enabled=False)
    told = page.locator("noscript p")
    assert told.is_visible()
    assert told.inner_text() == site.phrase("search_without_script", "vi")
    page.locator("main").get_by_role(
        "link", name=site.phrase("title_legal_texts", "vi"), exact=True
    ).click()
    assert page.url.endswith(f"/{site.section('legal-texts', 'vi')}")


def test_a_lost_list_is_told(site: Site, browser: Any, host: str) -> None:
    with browser.new_context(base_url=host) as context:
        context.route("**/index.json", lambda route: route.abort())
        page = context.new_page()
        page.goto(f"{site.section('search', 'vi')}?q=luat")
        expect(page.locator("[data-search-status]")).to_have_text(
            site.phrase("search_failed", "vi")
        )
