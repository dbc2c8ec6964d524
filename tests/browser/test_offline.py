"""Pages that were read, and the plan, open without a network; nobody is held on an old version."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from built_site import Site, build
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from second_project import write_project
from troubled_host import Trouble, troubled

pytestmark = pytest.mark.browser
CONTROLLED = "navigator.serviceWorker?.controller?.state === 'activated'"
WORKERS = "navigator.serviceWorker.getRegistrations().then((found) => found.length)"
KEPT = """async () => {
  const kept = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      kept.push(new URL(request.url).pathname);
  return kept;
}"""
STYLED = (
    "getComputedStyle(document.querySelector('.site-header__strip')).backgroundColor"
    " !== 'rgba(0, 0, 0, 0)'"
)


@pytest.fixture(scope="module")
def next_version(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The second plan again, with other words in measure 2 and another style sheet."""
    root = tmp_path_factory.mktemp("next")
    style = "overrides/assets/css/site.css"
    changes = {
        "data/measures/2.yml": ("title:\n  vi: ", "title:\n  vi: Mới, "),
        style: ("/* One stylesheet", "/* Another stylesheet"),
    }
    return build(write_project(root / "project", changes=changes), root / "site")


@pytest.fixture(scope="module")
def switched_off(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The second plan without copies."""
    root = tmp_path_factory.mktemp("off")
    changes = {"data/site.yml": ("\npublisher:", "\noffline: false\npublisher:")}
    return build(write_project(root / "project", changes=changes), root / "site")


@pytest.fixture
def published(second_site: Site, tmp_path: Path) -> Site:
    """A copy of the site that a test may change, as somebody who publishes would."""
    return copy_of(second_site, tmp_path / "site")


@pytest.fixture
def server(published: Site) -> Iterator[Trouble]:
    with troubled(published) as server:
        yield server


@pytest.fixture
def reader(browser: Browser, server: Trouble) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=server.address) as context:
        yield context


def copy_of(site: Site, root: Path) -> Site:
    shutil.copytree(site.root, root, ignore=shutil.ignore_patterns("*.gz", "*.br"))
    return Site(root, site.project, site.url)


def change(site: Site, name: str, old: str, new: str) -> None:
    text = (site.root / name).read_text("utf-8")
    assert old in text
    (site.root / name).write_text(text.replace(old, new), "utf-8")


def measures(site: Site, lang: str = "vi") -> list[str]:
    return [site.of_record("measures", number, lang) for number in sorted(site.records("measures"))]


def style_of(site: Site) -> str:
    return next(file for file in site.files if re.match(r"assets/css/site\.\w+\.css", file))


def until(page: Page, expression: str, argument: object = None) -> None:
    """Wait until `expression` is true. (Playwright's own way is evaluated in the page, which the
    policy of the site forbids.)"""
    end = time.monotonic() + 30
    while not page.evaluate(expression, argument):
        assert time.monotonic() < end, (expression, argument, page.evaluate(KEPT))
        page.wait_for_timeout(100)


def reading_on(page: Page, expression: str, argument: object = None) -> None:
    """Open the page again until `expression` is true: Chromium lets a new worker take over once the
    old one has been idle for half a minute, or when the next page is opened."""
    for _ in range(6):
        end = time.monotonic() + 4
        while time.monotonic() < end:
            if page.evaluate(expression, argument):
                return
            page.wait_for_timeout(100)
        # While workers change places on a busy machine, Chromium can keep a page waiting; a reader
        # asks once more.
        with suppress(PlaywrightTimeout):
            page.reload(timeout=10_000)
    raise AssertionError((expression, argument, page.evaluate(KEPT)))


HOLDS = """async ([wanted, word]) => {
  for (const path of wanted) {
    const copy = await caches.match(path);
    if (!copy || !(await copy.text()).includes(word)) return false;
  }
  return true;
}"""


def until_kept(page: Page, *addresses: str, version: str = "") -> None:
    """Wait until there is a copy of each address, with `version` in it."""
    until(page, CONTROLLED)
    until(page, HOLDS, [[f"/{address}" for address in addresses], version])


def read_all(context: BrowserContext, site: Site, lang: str = "vi") -> Page:
    """Open home and one measure, and wait until the plan is kept."""
    page = context.new_page()
    page.goto("/en/" if lang == "en" else "/")
    page.goto(f"/{measures(site, lang)[0]}")
    until_kept(page, "en/" if lang == "en" else "", *measures(site, lang))
    until(page, "async (mark) => !!(await caches.match(mark))", f"/{lang}")
    return page


def note(page: Page) -> str:
    return page.locator("[data-offline-note]").inner_text()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_was_read_and_the_plan_open_offline(
    reader: BrowserContext, published: Site, lang: str
) -> None:
    page = read_all(reader, published, lang)
    expect(page.locator("[data-offline-note]")).to_have_text(
        published.phrase("offline_ready", lang)
    )
    *_, last = measures(published, lang)
    reader.set_offline(True)
    page.reload()
    assert page.locator(".official").is_visible()
    assert page.evaluate(STYLED)
    # The day is written the way the site writes it.
    said = published.phrase("offline_copy", lang).partition("{date}")[0]
    date = r"\d\d/\d\d/\d{4}" if lang == "vi" else r"\d{1,2} [A-Z][a-z]+ \d{4}"
    expect(page.locator("[data-offline-note]")).to_have_text(re.compile(f"^{said}{date}"))
    page.goto("/en/" if lang == "en" else "/")
    assert page.locator(".sequence").is_visible()
    page.goto(f"/{last}")
    assert page.url.endswith(last)
    assert page.locator("html").get_attribute("lang") == lang


def test_a_page_never_read_says_so_and_lists_what_can_be_read(
    reader: BrowserContext, published: Site
) -> None:
    page = read_all(reader, published)
    read = published.section("legal-texts", "vi")
    page.goto(f"/{read}")
    until_kept(page, read)
    reader.set_offline(True)
    for address in (published.section("glossary", "vi"), "no/such/page"):
        page.goto(f"/{address}")
        for lang in ("vi", "en"):
            title = published.phrase("offline_title", lang)
            assert page.get_by_text(title, exact=True).is_visible()
    # The plan in its order, then what was read; nothing in the language that was not.
    expect(page.locator("[data-kept=en]")).to_be_hidden()
    links = page.locator("[data-kept=vi] a")
    expect(links).to_have_count(2 + len(measures(published)))
    paths = links.evaluate_all("(all) => all.map((link) => new URL(link.href).pathname)")
    assert paths == ["/", *(f"/{address}" for address in measures(published)), f"/{read}"]
    links.last.click()
    assert page.locator("h1").inner_text() == published.phrase("title_legal_texts", "vi")


def test_results_of_a_query_come_from_the_one_copy_of_the_page(
    reader: BrowserContext, published: Site
) -> None:
    page = read_all(reader, published)
    section = published.section("legal-texts", "vi")
    page.goto(f"/{section}?q=xa")
    until_kept(page, section)
    reader.set_offline(True)
    page.goto(f"/{section}?q=luat")
    assert page.locator("[data-list-count]").inner_text()


def test_a_new_version_is_seen_with_one_reload_and_the_rest_of_it_follows(
    reader: BrowserContext, server: Trouble, published: Site, next_version: Site, tmp_path: Path
) -> None:
    read = published.section("legal-texts", "vi")
    page = read_all(reader, published)
    page.goto(f"/{read}")
    until_kept(page, read)
    old, new = style_of(published), style_of(next_version)
    server.site = next_version
    page.goto(f"/{measures(published)[1]}")
    assert page.locator("h1").inner_text().startswith("Mới, ")
    plan = [f"/{address}" for address in measures(published)]
    reading_on(page, HOLDS, [plan, new.rpartition("/")[2]])
    reader.set_offline(True)
    page.reload()
    assert page.locator("h1").inner_text().startswith("Mới, ")
    assert page.evaluate(STYLED)
    # A page kept from the old version still has the old style …
    page.goto(f"/{read}")
    assert page.locator(f"link[href$='{old.rpartition('/')[2]}']").count() == 1
    assert page.evaluate(STYLED)
    # … until it is read again, and then that goes at the next change.
    reader.set_offline(False)
    page.goto(f"/{read}")
    until_kept(page, read, version=new.rpartition("/")[2])
    server.site = copy_of(next_version, tmp_path / "later")
    change(server.site, "sw.js", 'VERSION = "', 'VERSION = "later-')
    page.goto("/")
    reading_on(page, "async (path) => !(await caches.match(path))", f"/{old}")
    assert f"/{new}" in page.evaluate(KEPT)


def test_a_page_is_not_kept_without_its_style(
    reader: BrowserContext, server: Trouble, published: Site, next_version: Site, tmp_path: Path
) -> None:
    page = read_all(reader, published)
    server.site = copy_of(next_version, tmp_path / "half")
    (server.site.root / style_of(next_version)).unlink()
    page.goto(f"/{measures(published)[1]}")
    page.wait_for_timeout(1000)
    reader.set_offline(True)
    page.reload()
    assert page.evaluate(STYLED)
    assert not page.locator("h1").inner_text().startswith("Mới, ")


@pytest.mark.parametrize("installed", [False, True])
def test_a_version_that_came_half_is_not_installed(
    reader: BrowserContext, server: Trouble, published: Site, next_version: Site, installed: bool
) -> None:
    if installed:
        page = read_all(reader, published)
        server.site = next_version
    else:
        page = reader.new_page()
    server.broken = "offline.html" if installed else "assets/js/search."
    page.goto("/")
    page.wait_for_timeout(4000)
    assert server.broken in "".join(server.asked)
    assert page.evaluate("navigator.serviceWorker.controller !== null") == installed
    if installed:  # the old one goes on as before
        reader.set_offline(True)
        page.goto(f"/{measures(published)[2]}")
        assert page.locator(".official").is_visible()
        assert page.evaluate(STYLED)
        reader.set_offline(False)
    server.broken = ""
    page.goto("/")
    plan = [f"/{address}" for address in measures(published)]
    reading_on(page, HOLDS, [plan, style_of(server.site).rpartition("/")[2]])


def test_what_was_withdrawn_is_withdrawn(reader: BrowserContext, published: Site) -> None:
    page = read_all(reader, published)
    shutil.rmtree(published.root / measures(published)[0])
    page.reload()
    assert page.locator("h1").inner_text() == published.phrase("not_found_title", "vi")
    reader.set_offline(True)
    page.reload()
    assert page.locator("h1").inner_text() == published.phrase("offline_title", "vi")


def test_a_server_in_trouble_takes_nothing_away(
    reader: BrowserContext, server: Trouble, published: Site
) -> None:
    page = read_all(reader, published)
    server.status = 503
    page.reload()
    assert page.locator(".official").is_visible()
    said = published.phrase("offline_late", "vi").partition("{date}")[0]
    expect(page.locator("[data-offline-note]")).to_have_text(re.compile(f"^{said}"))
    # Where there is no copy the reader sees what the server said.
    page.goto(f"/{published.section('glossary', 'vi')}")
    assert page.locator("h1").inner_text() == "503"


def test_a_slow_server_is_waited_for_four_seconds(
    reader: BrowserContext, server: Trouble, published: Site
) -> None:
    page = read_all(reader, published)
    name = measures(published)[0]
    change(published, f"{name}index.html", "</h1>", " (mới)</h1>")
    server.wait = 7
    began = time.monotonic()
    page.reload(wait_until="commit")
    assert 3.5 < time.monotonic() - began < 6
    assert not page.locator("h1").inner_text().endswith("(mới)")
    said = published.phrase("offline_late", "vi").partition("{date}")[0]
    expect(page.locator("[data-offline-note]")).to_have_text(re.compile(f"^{said}"))
    # The answer that came too late is the next copy.
    until_kept(page, name, version="(mới)</h1>")


def test_reading_on_costs_no_more_than_the_page(
    reader: BrowserContext, server: Trouble, published: Site
) -> None:
    page = read_all(reader, published)
    server.asked.clear()
    page.goto(f"/{measures(published)[1]}")
    page.wait_for_timeout(4000)
    again = {path for path in server.asked if path != "/sw.js"}
    assert again == {f"/{measures(published)[1]}"}


def test_the_latest_pages_are_kept_and_the_plan_always(
    reader: BrowserContext, published: Site
) -> None:
    change(published, "sw.js", "MOST_PAGES = 60", "MOST_PAGES = 2")
    page = read_all(reader, published)
    sections = ["legal-texts", "glossary", "agencies", "news"]
    read = [published.section(name, "vi") for name in sections]
    for address in read:
        page.goto(f"/{address}")
        until_kept(page, address)
    until(page, "async (path) => !(await caches.match(path))", f"/{read[1]}")
    kept = page.evaluate(KEPT)
    assert [address for address in read if f"/{address}" in kept] == read[2:]
    assert {f"/{address}" for address in ("", *measures(published))} <= set(kept)


def test_it_works_where_the_host_leaves_out_html(
    reader: BrowserContext, server: Trouble, published: Site
) -> None:
    (published.root / "offline").mkdir()
    shutil.copy2(published.root / "offline.html", published.root / "offline/index.html")
    server.moved["/offline.html"] = "/offline/"
    page = read_all(reader, published)
    reader.set_offline(True)
    page.goto(f"/{published.section('glossary', 'vi')}")
    assert page.locator("h1").inner_text() == published.phrase("offline_title", "vi")


def test_nothing_is_kept_for_readers_who_save_data(browser: Browser, server: Trouble) -> None:
    with browser.new_context(base_url=server.address) as context:
        context.add_init_script(
            "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
        )
        page = context.new_page()
        page.goto("/")
        page.wait_for_timeout(3500)
        assert page.evaluate(KEPT) == []
        assert page.evaluate(WORKERS) == 0
        assert note(page) == ""


def test_the_first_load_is_over_before_anything_is_kept(reader: BrowserContext) -> None:
    page = reader.new_page()
    page.goto("/", wait_until="load")
    page.wait_for_timeout(1500)
    assert page.evaluate(WORKERS) == 0
    assert page.evaluate(KEPT) == []


@pytest.mark.parametrize("worker", ["there", "gone"])
def test_switched_off_it_removes_what_it_kept_and_itself(
    reader: BrowserContext,
    server: Trouble,
    published: Site,
    switched_off: Site,
    tmp_path: Path,
    worker: str,
) -> None:
    """Even where the worker's own file can no longer be had, pages free their readers."""
    page = read_all(reader, published)
    server.site = copy_of(switched_off, tmp_path / "off")
    if worker == "gone":
        (server.site.root / "sw.js").unlink()
    page.reload()
    reading_on(page, f"async () => (await {WORKERS}) + (await ({KEPT})()).length === 0")
    page.reload()
    page.wait_for_timeout(3000)
    assert page.evaluate(WORKERS) == 0
    assert page.evaluate(KEPT) == []
    assert page.locator("[data-offline-note]").count() == 0


def test_it_works_below_a_folder_and_leaves_other_copies_alone(
    browser: Browser, second_site: Site, tmp_path: Path
) -> None:
    below = build(second_site.project, tmp_path / "site", SITE_URL="https://xa.example/ke-hoach/")
    with troubled(below) as server, browser.new_context(base_url=server.address) as context:
        page = context.new_page()
        page.goto("./")
        page.evaluate("caches.open('của trang khác').then((c) => c.put('/x', new Response('x')))")
        last = f"ke-hoach/{measures(below)[-1]}"
        until_kept(page, last)
        context.set_offline(True)
        page.goto(f"/{last}")
        assert page.locator(".official").is_visible()
        page.goto(f"/ke-hoach/{below.section('glossary', 'vi')}")
        page.locator("[data-kept=vi] a").last.click()
        assert page.url.endswith(last)
        assert page.evaluate("caches.has('của trang khác')")
