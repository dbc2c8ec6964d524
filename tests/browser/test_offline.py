"""Pages that were read, and the plan, open without a network; nobody is held on an old version."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from built_site import PROJECT, Site, build
from playwright.sync_api import Browser, BrowserContext, Page, expect
from second_project import write_project

pytestmark = pytest.mark.browser
Serve = Callable[[Site], str]
CONTROLLED = "navigator.serviceWorker?.controller?.state === 'activated'"
KEPT = """async () => {
  const kept = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) kept.push(request.url);
  return kept;
}"""


@pytest.fixture
def published(site: Site, tmp_path: Path) -> Site:
    """A copy of the site that a test may change, as a server would publish a new version."""
    shutil.copytree(site.root, tmp_path / "site", ignore=shutil.ignore_patterns("*.gz", "*.br"))
    return Site(tmp_path / "site", PROJECT)


@pytest.fixture
def reader(browser: Browser, published: Site, serve: Serve) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=serve(published)) as context:
        yield context


def measures(site: Site, lang: str = "vi") -> list[str]:
    return [site.of_record("measures", number, lang) for number in sorted(site.records("measures"))]


def until(page: Page, expression: str, argument: object = None) -> None:
    """Wait until `expression` is true. (Playwright's own way is evaluated in the page, which the
    policy of the site forbids.)"""
    end = time.monotonic() + 20
    while not page.evaluate(expression, argument):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(100)


def wait_until_kept(page: Page, *addresses: str) -> None:
    until(page, CONTROLLED)
    until(
        page,
        "async (wanted) => { for (const path of wanted)"
        " if (!(await caches.match(path))) return false; return true; }",
        [f"/{address}" for address in addresses],
    )


def read_all(context: BrowserContext, published: Site, lang: str = "vi") -> Page:
    page = context.new_page()
    page.goto("/en/" if lang == "en" else "/")
    page.goto(f"/{measures(published, lang)[0]}")
    wait_until_kept(page, *measures(published, lang))
    return page


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_was_read_and_the_plan_open_offline(
    reader: BrowserContext, published: Site, lang: str
) -> None:
    page = read_all(reader, published, lang)
    first, *_, last = measures(published, lang)
    reader.set_offline(True)
    page.reload()
    assert page.locator("h1").is_visible()
    expect(page.locator("[data-offline-note]")).not_to_be_empty()
    assert page.evaluate("getComputedStyle(document.querySelector('.site-header__strip')).display")
    colour = "getComputedStyle(document.querySelector('.site-header__strip')).backgroundColor"
    assert page.evaluate(colour) != "rgba(0, 0, 0, 0)"
    page.goto("/en/" if lang == "en" else "/")
    assert page.locator(".sequence").is_visible()
    page.goto(f"/{last}")
    assert page.url.endswith(last)
    assert page.locator("html").get_attribute("lang") == lang
    page.goto(f"/{first}")
    assert page.locator(".official").is_visible()


def test_a_page_never_read_says_so_in_both_languages(
    reader: BrowserContext, published: Site
) -> None:
    page = read_all(reader, published)
    reader.set_offline(True)
    page.goto(f"/{published.section('glossary', 'vi')}")
    for lang in ("vi", "en"):
        assert page.get_by_text(published.phrase("offline_title", lang), exact=True).is_visible()
    page.get_by_role("link", name=published.records("measures")["2"]["title"]["vi"]).click()
    assert page.url.endswith(measures(published)[1])


def test_results_of_a_query_come_from_the_one_copy_of_the_page(
    reader: BrowserContext, published: Site
) -> None:
    page = read_all(reader, published)
    page.goto(f"/{published.section('legal-texts', 'vi')}")
    page.wait_for_timeout(500)
    reader.set_offline(True)
    page.goto(f"/{published.section('legal-texts', 'vi')}?q=luat")
    assert page.locator("[data-list-count]").inner_text()


def test_a_new_version_is_seen_with_one_reload(reader: BrowserContext, published: Site) -> None:
    page = read_all(reader, published)
    name = f"{measures(published)[0]}index.html"
    text = (published.root / name).read_text("utf-8")
    style = next(file for file in published.files if file.startswith("assets/css/"))
    fresh = style.replace(".css", "f.css").replace("site.", "site.0")
    (published.root / style).rename(published.root / fresh)
    text = text.replace(style.rpartition("/")[2], fresh.rpartition("/")[2])
    (published.root / name).write_text(text.replace("</h1>", " (mới)</h1>"), "utf-8")
    page.reload()
    assert page.locator("h1").inner_text().endswith("(mới)")
    colour = "getComputedStyle(document.querySelector('.site-header__strip')).backgroundColor"
    assert page.evaluate(colour) != "rgba(0, 0, 0, 0)"
    page.wait_for_timeout(500)
    reader.set_offline(True)
    page.reload()
    assert page.locator("h1").inner_text().endswith("(mới)")
    # A page kept from the old version still has the old style.
    page.goto(f"/{measures(published)[1]}")
    assert page.evaluate(colour) != "rgba(0, 0, 0, 0)"


def test_what_was_withdrawn_is_withdrawn(reader: BrowserContext, published: Site) -> None:
    page = read_all(reader, published)
    shutil.rmtree(published.root / measures(published)[0])
    page.reload()
    assert page.locator("h1").inner_text() == published.phrase("not_found_title", "vi")


def test_a_server_in_trouble_takes_nothing_away(reader: BrowserContext, published: Site) -> None:
    page = read_all(reader, published)
    reader.route("**/*", lambda route: route.fulfill(status=503, body="bận"))
    page.reload()
    assert page.locator(".official").is_visible()


def test_nothing_is_kept_for_readers_who_save_data(
    browser: Browser, published: Site, serve: Serve
) -> None:
    with browser.new_context(base_url=serve(published)) as context:
        context.add_init_script(
            "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
        )
        page = context.new_page()
        page.goto("/")
        page.wait_for_timeout(3500)
        assert page.evaluate(KEPT) == []
        assert (
            page.evaluate("navigator.serviceWorker.getRegistrations().then((r) => r.length)") == 0
        )


def test_the_first_load_is_over_before_anything_is_kept(
    reader: BrowserContext, published: Site
) -> None:
    page = reader.new_page()
    page.goto("/", wait_until="load")
    page.wait_for_timeout(1500)
    assert page.evaluate(KEPT) == []


def test_switched_off_it_removes_what_it_kept_and_itself(
    reader: BrowserContext, published: Site, tmp_path: Path
) -> None:
    page = read_all(reader, published)
    off = ("\npublisher:", "\noffline: false\npublisher:")
    project = write_project(tmp_path / "off", changes={"data/site.yml": off})
    built = build(project, tmp_path / "off-site")
    assert not any(page.tagged("p") and "data-offline-note" in page.source for page in built.pages)
    shutil.copy2(built.root / "sw.js", published.root / "sw.js")
    page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update())")
    until(page, "navigator.serviceWorker.getRegistrations().then((r) => r.length === 0)")
    assert page.evaluate(KEPT) == []


def test_it_works_below_a_folder_and_leaves_other_copies_alone(
    browser: Browser, site: Site, serve: Serve, tmp_path: Path
) -> None:
    below = build(PROJECT, tmp_path / "site", SITE_URL="https://tinh.example/ke-hoach/")
    with browser.new_context(base_url=serve(below)) as context:
        page = context.new_page()
        page.goto("./")
        page.evaluate("caches.open('của trang khác').then((c) => c.put('/x', new Response('x')))")
        until(page, CONTROLLED)
        last = f"/ke-hoach/{measures(site)[-1]}"
        until(page, "async (path) => !!(await caches.match(path))", last)
        context.set_offline(True)
        page.goto(last)
        assert page.locator(".official").is_visible()
        assert page.evaluate("caches.has('của trang khác')")
