"""Notices by the reader's clock, ratings sent or not, errors reported: with and without script."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from built_site import NOW, Site, build
from playwright.sync_api import Browser, BrowserContext, Page, expect
from portal.value_date import VIET_NAM
from second_project import write_project

pytestmark = pytest.mark.browser
TODAY = datetime.fromtimestamp(int(NOW), VIET_NAM)
SHIFTS = """new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts = (window.shifts ?? 0) + entry.value;
}).observe({ type: "layout-shift", buffered: true });"""


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).strftime("%Y-%m-%d")


def notice(kind: str, words: str, start: str, end: str) -> str:
    return (
        f"  - kind: {kind}\n    text: {{vi: {words}, en: In English}}\n"
        f"    start: {start}\n    end: {end}\n"
    )


class Endpoint(ThreadingHTTPServer):
    """Takes ratings as the guide describes; `answer` is what it says to each."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.answer = 200
        self.taken: list[tuple[dict[str, list[str]], dict[str, str]]] = []


class Answering(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = parse_qs(body, keep_blank_values=True)
        self.server.taken.append((fields, dict(self.headers)))
        page = b"<!doctype html><title>Da nhan</title><p>Da nhan danh gia.</p>"
        self.send_response(self.server.answer)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin", "*"))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def running() -> Iterator[Endpoint]:
    server = Endpoint()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def endpoint(running: Endpoint) -> Endpoint:
    running.answer = 200
    running.taken.clear()
    return running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, running: Endpoint) -> Site:
    """The second plan with three notices, one of them over, and a place to send ratings to."""
    root = tmp_path_factory.mktemp("notices")
    settings = (
        "notices:\n"
        + notice("maintenance", "Dang bao tri", day(-1), f"{day(5)}T22:00:00+07:00")
        + notice("urgent", "Chua bat dau", day(3), day(8))
        + notice("urgent", "Da qua", day(-9), day(-2))
        + f"rating:\n  endpoint: http://127.0.0.1:{running.server_port}/danh-gia\n"
    )
    changes = {"data/site.yml": ("publisher: ubnd-xa\n", f"publisher: ubnd-xa\n{settings}")}
    return build(write_project(root / "project", changes=changes), root / "site")


Open = Callable[..., Page]


@pytest.fixture
def at(browser: Browser, host: str) -> Iterator[Open]:
    """Open an address at a time of the reader's clock, `days` from the day of the build."""
    contexts: list[BrowserContext] = []

    def open_page(address: str, days: float = 0, **options: Any) -> Page:
        context = browser.new_context(base_url=host, **options)
        contexts.append(context)
        if options.get("java_script_enabled", True):
            context.clock.set_fixed_time(TODAY + timedelta(days=days))
            context.add_init_script(SHIFTS)
        page = context.new_page()
        page.goto(address, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()


def told(page: Page) -> str:
    return page.locator(".notices").inner_text() if page.locator(".notices").is_visible() else ""


@pytest.mark.parametrize(
    ("days", "shown", "hidden"),
    [
        (0, ["Dang bao tri"], ["Chua bat dau"]),
        (4, ["Chua bat dau", "Dang bao tri"], []),
        (6, ["Chua bat dau"], ["Dang bao tri"]),
        (12, [], ["Chua bat dau", "Dang bao tri"]),
    ],
)
def test_each_is_shown_in_its_time_and_nothing_moves(
    at: Open, days: float, shown: list[str], hidden: list[str]
) -> None:
    page = at("", days)
    words = told(page)
    assert [one for one in shown if one not in words] == []
    assert [one for one in hidden if one in words] == []
    assert "Da qua" not in page.content()
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifts ?? 0") == 0


def test_a_word_says_what_kind_it_is_and_days_are_in_words(site: Site, at: Open) -> None:
    for lang, address in (("vi", ""), ("en", "en/")):
        section = at(address, 4).locator(".notices")
        assert section.get_attribute("aria-label") == site.phrase("notices", lang)
        text = section.inner_text()
        for kind in ("maintenance", "urgent"):
            assert site.phrase(f"notice_{kind}", lang) in text
        assert "22:00" in text
        end = TODAY + timedelta(days=5)
        assert (f"{end:%d/%m/%Y}" if lang == "vi" else f"{end.day} {end:%B %Y}") in text


def test_without_a_script_all_that_are_to_come_are_shown(at: Open) -> None:
    page = at("", java_script_enabled=False)
    assert "Dang bao tri" in told(page)
    assert "Chua bat dau" in told(page)


def rate(page: Page, note: str = "") -> None:
    page.locator("label[for=rating-neutral]").click()
    if note:
        page.locator("#rating-note").fill(note)
    page.locator("[data-rating] button").click()


def check_request(site: Site, endpoint: Endpoint, address: str, note: str) -> None:
    [(fields, headers)] = endpoint.taken
    assert fields == {
        "page": [f"/{address}"],
        "lang": [site.language_of(address)],
        "rating": ["neutral"],
        "note": [note],
    }
    names = {name.lower(): value for name, value in headers.items()}
    assert "cookie" not in names
    assert urlsplit(names.get("referer", "http://x/")).path in ("", "/")


def test_a_rating_is_sent_from_the_page(site: Site, at: Open, endpoint: Endpoint) -> None:
    address = site.of_record("measures", "2", "en")
    page = at(address)
    rate(page, "Dễ hiểu")
    status = page.locator("[data-rating-status]")
    expect(status).to_have_text(site.phrase("rating_sent", "en"))
    expect(status).to_be_focused()
    assert page.locator("[data-rating] button").is_hidden()
    assert page.url.endswith(address)
    check_request(site, endpoint, address, "Dễ hiểu")


def test_a_rating_is_sent_without_a_script(site: Site, at: Open, endpoint: Endpoint) -> None:
    page = at("", java_script_enabled=False)
    rate(page)
    page.wait_for_url("**/danh-gia")
    check_request(site, endpoint, "", "")


def test_nothing_is_sent_without_a_choice(at: Open, endpoint: Endpoint) -> None:
    page = at("")
    page.locator("[data-rating] button").click()
    page.wait_for_timeout(300)
    assert endpoint.taken == []


def test_what_could_not_be_sent_is_kept_and_other_ways_are_offered(
    site: Site, at: Open, endpoint: Endpoint
) -> None:
    endpoint.answer = 500
    page = at("")
    assert page.locator("[data-rating-otherwise]").is_hidden()
    rate(page, "Chữ nhỏ")
    expect(page.locator("[data-rating-status]")).to_have_text(site.phrase("rating_failed", "vi"))
    assert page.locator("#rating-note").input_value() == "Chữ nhỏ"
    mail = page.locator("[data-rating-otherwise] a").get_attribute("href") or ""
    assert mail.startswith(f"mailto:{site.settings['contact']['email']}?")
    assert site.absolute("") in unquote(mail)
    assert page.locator("[data-rating-otherwise] .qr svg").is_visible()
    endpoint.answer = 200
    page.locator("[data-rating] button").click()
    expect(page.locator("[data-rating-status]")).to_have_text(site.phrase("rating_sent", "vi"))
    assert page.locator("[data-rating-otherwise]").is_hidden()


def test_the_choices_are_reached_and_made_from_the_keyboard(
    at: Open, endpoint: Endpoint, site: Site
) -> None:
    page = at("")
    page.locator("#rating-satisfied").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "rating-note"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-rating-status]")).to_have_text(site.phrase("rating_sent", "vi"))
    assert endpoint.taken[0][0]["rating"] == ["neutral"]


def test_a_letter_about_an_error_names_the_page(site: Site, at: Open) -> None:
    for lang in ("vi", "en"):
        address = site.section("legal-texts", lang)
        link = at(address).locator(".report-error a")
        assert link.inner_text() == site.phrase("report_error", lang)
        letter = urlsplit(link.get_attribute("href") or "")
        assert letter.scheme == "mailto"
        assert letter.path == site.settings["contact"]["email"]
        assert site.absolute(address) in parse_qs(letter.query)["body"][0]
