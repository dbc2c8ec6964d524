"""A search index that is slow, broken or gone: a message and a way on, never a wrong list."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from built_site import Site
from playwright.sync_api import BrowserContext, Page, Route, expect

pytestmark = pytest.mark.browser
WORDS = "ky nang so"
SHARD = re.compile(r"/search/vi/files/t\d+\.")
EXTRACT = re.compile(r"/search/vi/files/x\d+/")
ROOT = re.compile(r"/search/vi/root\.json$")


@pytest.fixture
def context(browser: Any, second_site: Site, serve: Any) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=serve(second_site), service_workers="block") as context:
        yield context


def spoilt(body: bytes) -> bytes:
    """One bit in the middle is another."""
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]


def lost(route: Route) -> None:
    route.abort()


def half(route: Route) -> None:
    body = route.fetch().body()
    route.fulfill(body=body[: len(body) // 2])


def flipped(route: Route) -> None:
    route.fulfill(body=spoilt(route.fetch().body()))


def refused(route: Route) -> None:
    route.fulfill(status=503, body=b"later")


def a_page_instead(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<!doctype html><p>Sign in")


TROUBLES = (lost, half, flipped, refused, a_page_instead)


def failed(site: Site) -> str:
    return site.phrase("search_failed", "vi")


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("file", [ROOT, SHARD, EXTRACT], ids=["root", "shard", "extract"])
def test_it_is_said_and_can_be_tried_again(
    file: re.Pattern[str], trouble: Any, second_site: Site, context: BrowserContext
) -> None:
    page = context.new_page()
    context.route(file, trouble)
    page.goto(f"{second_site.section('search', 'vi')}?q={WORDS}")
    status = page.locator("main [data-search-status]")
    expect(status).to_have_text(failed(second_site), timeout=15_000)
    assert page.locator("[data-search-results] li").count() == 0
    context.unroute_all(behavior="ignoreErrors")
    page.get_by_role("button", name=second_site.phrase("search_retry", "vi")).click()
    expect(page.locator("[data-search-results] li").first).to_be_visible()
    expect(status).not_to_have_text(failed(second_site))
    expect(page.locator("[data-search-query]")).to_be_focused()  # the button is gone


def test_the_dialog_says_it_too(second_site: Site, context: BrowserContext) -> None:
    page = context.new_page()
    context.route(SHARD, lost)
    page.goto("")
    page.get_by_role("button", name=second_site.phrase("title_search", "vi"), exact=True).click()
    box = page.get_by_role("combobox")
    box.fill(WORDS)
    status = page.locator("#search-dialog [data-search-status]")
    expect(status).to_have_text(failed(second_site), timeout=15_000)
    expect(page.get_by_role("option")).to_have_count(0)
    context.unroute_all(behavior="ignoreErrors")
    page.get_by_role("button", name=second_site.phrase("search_retry", "vi")).click()
    expect(page.get_by_role("option").first).to_be_visible()
    expect(box).to_be_focused()


@pytest.mark.parametrize("dialog", [False, True], ids=["page", "dialog"])
def test_old_results_do_not_stand_under_new_words(
    dialog: bool, second_site: Site, context: BrowserContext
) -> None:
    """While the answer is long in coming it is said; what was found for other words is gone."""
    page = context.new_page()
    held: list[Route] = []
    if dialog:
        page.goto("")
        name = second_site.phrase("title_search", "vi")
        page.get_by_role("button", name=name, exact=True).click()
    else:
        page.goto(second_site.section("search", "vi"))
    box = page.locator("#search-dialog input" if dialog else "[data-search-query]")
    found = page.locator("[role=option]" if dialog else "[data-search-results] li")
    status = page.locator(f"{'#search-dialog' if dialog else 'main'} [data-search-status]")
    box.fill(WORDS)
    expect(found.first).to_be_visible()
    page.wait_for_load_state("networkidle")
    context.route(SHARD, lambda route: held.append(route))
    box.fill("cong nghe thon")
    expect(status).to_have_text(second_site.phrase("search_waiting", "vi"))
    expect(found).to_have_count(0)
    assert held
    for route in held:
        route.continue_()
    context.unroute(SHARD)
    expect(found.first).to_be_visible()
    expect(status).not_to_have_text(second_site.phrase("search_waiting", "vi"))


def test_a_moment_of_trouble_is_not_noticed(second_site: Site, context: BrowserContext) -> None:
    times: dict[str, int] = {}

    def at_first(route: Route) -> None:
        times[route.request.url] = times.get(route.request.url, 0) + 1
        flipped(route) if times[route.request.url] == 1 else route.continue_()

    context.route("**/search/vi/**", at_first)
    page = context.new_page()
    page.goto(f"{second_site.section('search', 'vi')}?q={WORDS}")
    expect(page.locator("[data-search-results] mark").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert set(times.values()) == {2}, times  # also what is asked for ahead


def test_a_version_published_meanwhile_is_opened(
    second_site: Site, context: BrowserContext
) -> None:
    """Shards of the version that the reader began with are gone: the root is read anew."""
    page: Page = context.new_page()
    old = re.compile(r"/search/vi/root\.json$")

    def earlier(route: Route) -> None:
        told = route.fetch().json()["data"] | {"digest": "0000000000"}
        data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        route.fulfill(body=b'{"sum":"%08x","data":%s}' % (zlib.crc32(data), data))
        context.unroute(old)

    context.route(old, earlier)
    page.goto(f"{second_site.section('search', 'vi')}?q={WORDS}")
    expect(page.locator("[data-search-results] li").first).to_be_visible()


def test_without_a_network_what_was_found_before_is_found_again(
    second_site: Site, browser: Any, serve: Any
) -> None:
    with browser.new_context(base_url=serve(second_site)) as context:
        page = context.new_page()
        address = f"{second_site.section('search', 'vi')}?q={WORDS}"
        for _ in range(2):  # the worker takes over with the second
            page.goto(address)
            page.evaluate("navigator.serviceWorker.ready")
            expect(page.locator("[data-search-results] li").first).to_be_visible()
            page.wait_for_timeout(1000)
        context.set_offline(True)
        page.reload()
        expect(page.locator("[data-search-results] li").first).to_be_visible()


def test_results_stand_where_the_other_language_cannot_be_read(
    second_site: Site, context: BrowserContext
) -> None:
    context.route("**/search/en/**", lost)
    page = context.new_page()
    page.goto(f"{second_site.section('search', 'vi')}?q={WORDS}")
    expect(page.locator("[data-search-results] mark").first).to_be_visible()
    page.wait_for_timeout(1500)  # as long as it tries
    assert page.locator("[data-search-results] li").count() > 0
    expect(page.locator("main [data-search-status]")).not_to_have_text(failed(second_site))
