"""Search finds with and without diacritics, in its own language, in the dialog and on its page.

The tests ask the second plan; `this_plan/test_browser_search.py` asks its own site the same.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest
from built_site import Site
from playwright.sync_api import Page, Route, expect

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
            ("digital transformation", "/en/legal-texts/9002-2023-nd-cp/"),
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
    """The addresses of the page's own language, once their passages are there."""
    expect(page.locator("main [data-search-status]")).not_to_be_empty()
    expect(page.locator("[data-search-results] li:not(:has(p))")).to_have_count(0)
    links: list[str] = page.locator("[data-search-results] li > a").evaluate_all(
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
    page.wait_for_url(f"**/{address}?{urlencode({'q': asked.several})}")
    found = results(page)
    assert len(found) > 2
    page.reload()
    assert results(page) == found
    page.locator("[data-search-results] li > a").first.click()
    assert urlsplit(page.url).path == found[0]
    page.go_back()
    assert results(page) == found
    box.fill("")
    expect(page.locator("[data-search-results] li")).to_have_count(0)
    box.fill("qqqqqq")
    status = page.locator("main [data-search-status]")
    expect(status).to_have_text(site.phrase("search_none", "vi"))


def test_the_last_word_wins(site: Site, browser: Any, host: str, asked: Questions) -> None:
    """A slow network must not bring the results of what was typed before."""

    def slowly(route: Any) -> None:
        page.wait_for_timeout(100)
        route.continue_()

    with browser.new_context(base_url=host, service_workers="block") as context:
        page = context.new_page()
        page.goto(site.section("search", "vi"))
        context.route("**/search/**", slowly)
        number, address = asked.number
        page.locator("[data-search-query]").press_sequentially(asked.several, delay=60)
        page.locator("[data-search-query]").fill(number)
        first = page.locator("[data-search-results] li > a").first
        expect(first).to_have_attribute("href", re.compile(f"{re.escape(address)}$"))
        page.wait_for_timeout(1500)
        assert results(page)[0] == address


def test_results_come_while_typing_and_the_keyboard_opens_one(
    site: Site, visit: Any, asked: Questions
) -> None:
    page: Page = visit("")
    page.get_by_role("button", name=site.phrase("title_search", "vi"), exact=True).click()
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    _, plain, address = asked.vietnamese[0]
    box.press_sequentially(plain[:-1], delay=20)  # the last word is not finished
    options = page.get_by_role("listbox").get_by_role("option")
    expect(page.locator(f"[role=option][href*='{address}']").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    status = page.locator("#search-dialog [data-search-status]")
    expect(status).to_have_text(re.compile(r"\d"))
    page.wait_for_load_state("networkidle")  # what the other language has comes last
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")  # back in the box
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    # What the other language has may be added meanwhile.
    while options.first.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    target = urlsplit(options.first.get_attribute("href") or "").path
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(target)))


def test_escape_empties_the_box_and_then_closes(site: Site, visit: Any, asked: Questions) -> None:
    page: Page = visit("")
    page.get_by_role("button", name=site.phrase("title_search", "vi"), exact=True).click()
    box = page.get_by_role("combobox")
    box.press_sequentially(asked.several)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#search-dialog")).to_be_hidden()


def test_words_that_matched_are_marked_as_they_are_written(
    site: Site, visit: Any, asked: Questions
) -> None:
    page: Page = visit(site.section("search", "vi"))
    marked, plain, address = asked.vietnamese[0]
    ask(page, plain)
    found = page.locator(f"[data-search-results] li:has(a[href*='{address}'])").first
    words = {word.lower() for word in found.locator("mark").all_inner_texts()}
    assert set(marked.lower().split()) <= words


def test_a_typing_error_is_mended_and_said(site: Site, visit: Any, asked: Questions) -> None:
    page: Page = visit(site.section("search", "vi"))
    marked, plain, address = asked.vietnamese[0]
    wrong = plain[:-2] + plain[-1] + plain[-2] if len(plain.split()[-1]) > 1 else plain
    found = ask(page, wrong)
    assert any(link.startswith(address) for link in found[:3]), found
    note = page.locator("main [data-search-note]")
    expect(note).to_contain_text(site.phrase("search_mended", "vi"))
    expect(note).to_contain_text(marked.lower())
    note.get_by_role("link", name=site.phrase("search_as_typed", "vi")).click()
    results(page)
    assert "exact=1" in page.url
    expect(note).not_to_contain_text(site.phrase("search_mended", "vi"))


def test_diacritics_are_offered(site: Site, visit: Any, asked: Questions) -> None:
    page: Page = visit(site.section("search", "vi"))
    marked, plain, _ = asked.vietnamese[0]
    ask(page, plain)
    note = page.locator("main [data-search-note]")
    expect(note).to_contain_text(f"{site.phrase('search_meant', 'vi')} {marked.lower()}")
    note.get_by_role("link").first.click()
    expect(page.locator("[data-search-query]")).to_have_value(marked.lower())
    results(page)
    expect(note).to_be_empty()


def test_filters_leave_what_was_chosen_and_stand_in_the_address(
    site: Site, visit: Any, asked: Questions
) -> None:
    page: Page = visit(site.section("search", "vi"))
    every = ask(page, asked.several)
    filters = page.locator("[data-search-filters]")
    kind = site.phrase("title_legal_texts", "vi")
    filters.get_by_role("checkbox", name=re.compile(f"^{kind}")).check()
    page.wait_for_url("**kind=legal_text*")
    expect(page.locator("[data-search-results] li")).not_to_have_count(len(every))
    texts = results(page)
    assert texts
    assert all(link.startswith(f"/{site.section('legal-texts', 'vi')}") for link in texts)
    page.reload()
    assert results(page) == texts
    filters.get_by_role("checkbox", name=re.compile(f"^{kind}")).uncheck()
    expect(page.locator("[data-search-results] li")).to_have_count(len(every))


@pytest.mark.parametrize(
    "query",
    [
        "<script>alert(1)</script> <img src=x onerror=alert(1)>", "' OR 1=1; DROP TABLE x; --",
        "👩‍👩‍👧", "x" * 300, "a " * 200, "%00%ff ../../etc/passwd", "\\u0000 {{ 7 * 7 }}", "?&#=+",
        "𝐛𝐢̀𝐧𝐡", "đ" * 120,
    ],
)  # fmt: skip
def test_whatever_is_typed_is_text(query: str, site: Site, visit: Any) -> None:
    page: Page = visit(site.section("search", "vi"))
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    ask(page, query)
    assert errors == []
    assert page.locator("main [data-search-status]").inner_text() != site.phrase(
        "search_failed", "vi"
    )
    assert page.locator("main script, main [data-search-results] img").count() == 0


def test_nothing_of_the_search_is_fetched_before_it_is_wanted(
    site: Site, browser: Any, host: str
) -> None:
    with browser.new_context(base_url=host, service_workers="block") as context:
        page = context.new_page()
        asked_for: list[str] = []
        page.on("request", lambda request: asked_for.append(urlsplit(request.url).path))
        page.goto("")
        page.wait_for_timeout(500)
        assert not [path for path in asked_for if "search" in path]
        page.get_by_role("button", name=site.phrase("title_search", "vi"), exact=True).click()
        page.get_by_role("combobox").wait_for()
        assert [path for path in asked_for if "search-engine" in path]


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


def test_what_the_dialog_needs_is_asked_for_together_and_once(site: Site, visit: Any) -> None:
    """On a slow network, what is only asked for after something else has come makes people wait."""
    page: Page = visit("", service_workers="block")
    held: list[Route] = []
    names: list[str] = []
    whole = {"root", *(f"search-{part}" for part in ("dialog", "engine", "files", "text", "view"))}

    def hold(route: Route) -> None:
        names.append(route.request.url.rpartition("/")[2].partition(".")[0])
        if whole <= set(names):  # while none of them has come
            for each in [*held, route]:
                each.continue_()
            held.clear()
        else:
            held.append(route)

    page.route(re.compile(r"/(search-\w+\.\w+\.js|search/vi/.*)$"), hold)
    page.get_by_role("button", name=site.phrase("title_search", "vi"), exact=True).click()
    page.get_by_role("combobox").fill("ky nang so")
    expect(page.get_by_role("option").first).to_be_visible()
    assert len(names) == len(set(names))
