"""The view counter in the page: figures that were built, kept by the host, or live."""

from __future__ import annotations

import gzip
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from built_site import Site
from counter_service import OPENING, Counter, counted_site, free_port, running
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from portal.headers import headers
from static_host import Server

pytestmark = pytest.mark.browser
BUILT = {"vi": "65.605", "en": "65,605"}
WHEN = {"vi": "23/11/2026, 08:00", "en": "23 November 2026, 08:00"}
KEPT = (
    "caches.keys().then((names) => names.length)",
    "indexedDB.databases().then((all) => all.length)",
    "localStorage.length",
    "sessionStorage.length",
    "document.cookie.length",
)
ANYBODY = {"Access-Control-Allow-Origin": "*"}
SHIFTS = """globalThis.shift = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    globalThis.shift += entry.value;
    globalThis.moved = entry.sources.map(({ node }) => node?.outerHTML);
  }
}).observe({ type: "layout-shift", buffered: true });"""


@dataclass
class Place:
    """A site on its host, and the counter that it asks."""

    site: Site
    host: Server
    counter: Counter


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A site whose counter is elsewhere: the harder case, for browsers ask before they show."""
    folder, port = tmp_path_factory.mktemp("counted"), free_port()
    endpoint = f"http://127.0.0.1:{port}/v1/"
    site = counted_site(folder, f"endpoint: {endpoint}")
    host = Server(site, headers((), [endpoint]))
    with running(folder / "counter", port, site, host.address.removesuffix("/")) as counter:
        yield Place(site, host, counter)
    host.close()


Somebody = Callable[..., BrowserContext]


@pytest.fixture
def somebody(browser: Browser, place: Place) -> Iterator[Somebody]:
    """A new visitor each time: the counter knows them by their browser."""
    contexts = []

    def arrive(**options: Any) -> BrowserContext:
        agent = f"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/{uuid.uuid4()}"
        ways = {"base_url": place.host.address, "service_workers": "block", "user_agent": agent}
        context = browser.new_context(**{**ways, **options})
        contexts.append(context)
        return context

    yield arrive
    for context in contexts:
        context.close()


def opened(context: BrowserContext, address: str = "") -> Page:
    page = context.new_page()
    page.goto(address, wait_until="load")
    return page


def total(page: Page, which: str = "site") -> Any:
    return page.locator(f'[data-views="{which}.total"]')


def when(page: Page) -> Any:
    return page.locator("[data-as-of]")


def grouped(number: int, lang: str) -> str:
    return f"{number:,}".replace(",", "." if lang == "vi" else ",")


def test_a_view_moves_the_figures_at_once_and_both_languages_show_the_same(
    place: Place, somebody: Somebody
) -> None:
    before, before_page = place.counter.settled("/")
    page = opened(somebody())
    expect(total(page)).to_have_text(grouped(before + 1, "vi"))
    expect(total(page, "page")).to_have_text(grouped(before_page + 1, "vi"))
    digits = page.locator(".odometer__digits")
    assert int(digits.inner_text()) > OPENING["visitor_days"]
    assert len(digits.inner_text()) == 6
    # The same page in the other language, by the same visitor within 30 seconds: the same view.
    page.goto("en/")
    expect(total(page)).to_have_text(grouped(before + 1, "en"))
    expect(total(page, "page")).to_have_text(grouped(before_page + 1, "en"))
    assert place.counter.settled("/") == (before + 1, before_page + 1)
    assert when(page).evaluate("(time) => Date.now() - new Date(time.dateTime)") < 60_000


def test_nothing_is_kept_in_the_browser(place: Place, somebody: Somebody) -> None:
    context = somebody()
    page = opened(context)
    expect(when(page)).not_to_have_text(WHEN["vi"])
    assert context.cookies() == []
    assert [page.evaluate(what) for what in KEPT] == [0] * len(KEPT)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_with_the_counter_gone_the_figures_stay_with_their_date(
    place: Place, somebody: Somebody, lang: str
) -> None:
    asked: list[str] = []
    context = somebody()
    context.on("requestfailed", lambda request: asked.append(request.url))
    place.counter.stop()
    try:
        page = opened(context, "" if lang == "vi" else "en/")
        # It tries twice, and then asks the host, whose figures are those of the page.
        with page.expect_response("**/views.json"):
            pass
        page.wait_for_timeout(100)
        assert (total(page).inner_text(), when(page).inner_text()) == (BUILT[lang], WHEN[lang])
        assert len(asked) == 2
    finally:
        place.counter.start()
    page.reload()
    expect(when(page)).not_to_have_text(WHEN[lang])


def kept_by_the_host(moment: str) -> str:
    site = {**OPENING, "total": 70000}
    pages = {"/": {"today": 1, "month": 2, "year": 3, "total": 4321}}
    return json.dumps({"site": site, "pages": pages, "as_of": moment, "tz": "Asia/Ho_Chi_Minh"})


@pytest.mark.parametrize(
    ("moment", "shown"),
    [("2026-11-28T21:05:09+07:00", ("70.000", "4.321", "28/11/2026, 21:05")),
     ("2026-11-20T21:05:09+07:00", (BUILT["vi"], "–", WHEN["vi"]))],
)  # fmt: skip
def test_the_host_s_figures_come_second_unless_the_page_was_built_later(
    somebody: Somebody, moment: str, shown: tuple[str, ...]
) -> None:
    context = somebody()
    context.route("**/v1/hit", lambda route: route.fulfill(status=403))
    context.route("**/views.json", lambda route: route.fulfill(body=kept_by_the_host(moment)))
    page = context.new_page()
    with page.expect_response("**/views.json"):
        page.goto("")
    page.wait_for_timeout(100)
    told = (total(page), total(page, "page"), when(page))
    assert tuple(each.inner_text() for each in told) == shown


@pytest.mark.parametrize("answer", ["", "{}", "<!doctype html>", '{"site": {"total": "x"}}'])
def test_answers_that_make_no_sense_change_nothing(somebody: Somebody, answer: str) -> None:
    context = somebody()
    errors: list[Any] = []
    context.on("weberror", lambda error: errors.append(error))
    for each in ("**/v1/hit", "**/views.json"):
        context.route(each, lambda route: route.fulfill(body=answer, headers=ANYBODY))
    page = opened(context)
    page.wait_for_timeout(500)
    assert (total(page).inner_text(), when(page).inner_text()) == (BUILT["vi"], WHEN["vi"])
    assert errors == []


def test_blocked_requests_leave_the_page_as_it_was_built(somebody: Somebody) -> None:
    context = somebody()
    errors: list[Any] = []
    context.on("weberror", lambda error: errors.append(error))
    for each in ("**/v1/**", "**/views.json"):
        context.route(each, lambda route: route.abort("blockedbyclient"))
    page = opened(context)
    page.wait_for_timeout(3000)
    assert (total(page).inner_text(), when(page).inner_text()) == (BUILT["vi"], WHEN["vi"])
    assert errors == []


@pytest.mark.parametrize(
    ("status", "more"),
    [(503, {"Retry-After": "1"}), (502, {})],
    ids=["busy", "restarting behind a proxy"],
)
def test_a_counter_in_trouble_is_asked_once_more_for_the_same_view(
    place: Place, somebody: Somebody, status: int, more: dict[str, str]
) -> None:
    sent: list[str] = []

    def busy_at_first(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "")["i"])
        if len(sent) == 1:
            origin = place.host.address.removesuffix("/")
            allowed = {
                "Access-Control-Allow-Origin": origin,
                "Access-Control-Expose-Headers": "Retry-After",
            }
            route.fulfill(status=status, headers={**more, **allowed})
        else:
            route.continue_()

    before, _ = place.counter.settled("/")
    context = somebody()
    context.route("**/v1/hit", busy_at_first)
    page = opened(context)
    expect(total(page)).to_have_text(grouped(before + 1, "vi"))
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert len(bytes.fromhex(sent[0])) == 16


def test_without_a_script_the_figures_are_those_that_were_built(
    place: Place, somebody: Somebody
) -> None:
    before = place.counter.settled("/")
    page = opened(somebody(java_script_enabled=False))
    assert page.locator(".counter").get_by_text(BUILT["vi"]).is_visible()
    assert page.locator("p.counter__note").inner_text() == f"Tính đến: {WHEN['vi']}"
    page.locator(".counter summary").click()
    assert page.locator(".counter details p").first.is_visible()
    assert place.counter.settled("/") == before


def test_a_page_that_is_not_there_shows_the_site_and_is_not_counted(
    place: Place, somebody: Somebody
) -> None:
    before = place.counter.settled("/")
    context, asked = somebody(), []
    context.on("request", lambda request: asked.append(request.url))
    page = opened(context, "khong-co/")
    assert page.locator(".counter").all_inner_texts()[0].count(BUILT["vi"]) == 1
    assert page.locator(".counter").all_inner_texts()[1].count(BUILT["en"]) == 1
    page.wait_for_timeout(500)
    assert not [url for url in asked if "/v1/" in url]
    assert place.counter.settled("/") == before


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("folded", [True, False], ids=["folded", "unfolded"])
def test_nothing_moves_when_the_figures_come(
    somebody: Somebody, width: int, lang: str, folded: bool
) -> None:
    waiting: list[Route] = []
    context = somebody(viewport={"width": width, "height": 800})
    context.add_init_script(SHIFTS)
    context.route("**/v1/hit", lambda route: waiting.append(route))
    page = opened(context, "" if lang == "vi" else "en/")
    if not folded:
        page.locator(".counter summary").click()
    page.locator(".site-footer__end").scroll_into_view_if_needed()
    assert page.locator(".counter table").is_visible()
    page.wait_for_timeout(500)
    if not folded:  # what a press unfolds may move
        page.evaluate("globalThis.shift = 0")
    waiting[0].continue_()
    expect(when(page)).not_to_have_text(WHEN[lang])
    page.wait_for_timeout(200)
    assert page.evaluate("globalThis.shift") == 0, page.evaluate("globalThis.moved")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_script_is_small(place: Place) -> None:
    [name] = [name for name in place.site.files if name.startswith("assets/js/counter.")]
    content = (place.site.root / name).read_bytes()
    assert len(gzip.compress(content, 6, mtime=0)) <= 1000
    assert (place.site.root / f"{name}.gz").stat().st_size <= 1000


def test_a_visit_costs_one_file_and_one_request_more(place: Place, somebody: Somebody) -> None:
    context, asked = somebody(), []
    context.on("request", lambda request: asked.append(request.url))
    page = opened(context)
    expect(when(page)).not_to_have_text(WHEN["vi"])
    page.wait_for_timeout(300)
    of_counter = [url for url in asked if "/js/counter." in url or "/v1/" in url]
    assert len(of_counter) == 2
    assert not [url for url in asked if url.endswith("views.json")]
    # No question whether it may ask: that would be a third.
    timing = (
        "performance.getEntriesByType('resource').filter((e) => e.name.endsWith('/hit')).length"
    )
    assert page.evaluate(timing) == 1


def test_paper_has_no_counter(somebody: Somebody) -> None:
    page = opened(somebody())
    page.emulate_media(media="print")
    assert page.locator(".counter").is_hidden()


def test_readers_without_a_network_get_no_old_figure_for_a_new_one(
    place: Place, somebody: Somebody
) -> None:
    """The worker that keeps pages neither keeps nor answers what the counter says."""
    context = somebody(service_workers="allow")
    page = opened(context)
    page.evaluate(
        "navigator.serviceWorker.register('sw.js').then(() => navigator.serviceWorker.ready)"
    )
    page.evaluate("""() => new Promise((done) => navigator.serviceWorker.controller
      ? done() : navigator.serviceWorker.addEventListener('controllerchange', done))""")
    assert page.evaluate("fetch('views.json').then((answer) => answer.ok)")
    assert page.evaluate("fetch('counter-pages.json').then((answer) => answer.ok)")
    page.wait_for_timeout(500)
    assert page.evaluate("caches.match('counter-pages.json').then((copy) => !!copy)")
    assert not page.evaluate("caches.match('views.json').then((copy) => !!copy)")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site whose host runs no counter but has later figures from its logs."""
    site = counted_site(tmp_path_factory.mktemp("snapshot"), "snapshot: true")
    (site.root / "views.json").write_text(kept_by_the_host("2026-11-28T21:05:09+07:00"), "utf-8")
    host = Server(site, headers())
    yield host
    host.close()


def test_a_host_without_a_counter_has_later_figures_and_is_sent_nothing(
    snapshot: Server, somebody: Somebody
) -> None:
    context = somebody(base_url=snapshot.address)
    methods: list[str] = []
    context.on("request", lambda request: methods.append(request.method))
    page = opened(context, "en/")
    expect(total(page)).to_have_text("70,000")
    assert total(page, "page").inner_text() == "4,321"
    assert when(page).inner_text() == "28 November 2026, 21:05"
    assert when(page).get_attribute("datetime") == "2026-11-28T21:05:09+07:00"
    assert set(methods) == {"GET"}
