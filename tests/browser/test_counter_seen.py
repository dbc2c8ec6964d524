"""What is a view and what is none, in tabs that really stand behind others (T11)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from built_site import Site
from counter_service import Counter, counted_site, free_port, running
from playwright.sync_api import Browser
from static_host import Server, StaticHost
from tabs import Tabs, window

pytestmark = pytest.mark.browser
# The page that is made ready in advance, and one that leads to it after a while.
AHEAD = "bien-phap/"
RULES = '<script type="speculationrules">{"prerender": [{"urls": ["/bien-phap/"]}]}</script>'
START = f"<!doctype html><title>Bắt đầu</title>{RULES}"
# Looked into from outside, a page gives up what it made ready: it goes on by itself.
ON = f"{START}<script>setTimeout(() => {{ location.href = '/bien-phap/'; }}, 4000)</script>"
SHOWN = "document.visibilityState"
SOON = 1.5  # seconds in which a view that is sent is surely counted
LEAVE = "globalThis.same = true; setTimeout(() => { location.href = 'bien-phap/'; }, 500)"


@dataclass
class Street:
    """A window of tabs, and the counter of the site that they show."""

    tabs: Tabs
    host: str
    counter: Counter
    purposes: list[tuple[str, str]]

    def counted(self, path: str) -> int:
        return self.counter.figures(path)[1]

    def comes_to(self, path: str, views: int) -> bool:
        """Whether the page comes to so many views, and then stays there."""
        found = self.tabs.until(lambda: self.counted(path) >= views)
        self.tabs.pass_time(SOON)
        return found and self.counted(path) == views


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, int, Path]:
    folder, port = tmp_path_factory.mktemp("seen"), free_port()
    # A worker that begins its work ends what a browser keeps for going back.
    site = counted_site(folder, f"endpoint: http://127.0.0.1:{port}/v1/", "offline: false")
    (site.root / "start.html").write_text(START, "utf-8")
    (site.root / "go-on.html").write_text(ON, "utf-8")
    return site, port, folder


@pytest.fixture
def street(
    browser: Browser, site: tuple[Site, int, Path], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[Street]:  # fmt: skip
    """A fresh counter and a fresh browser: nobody has been here before."""
    place, port, _ = site
    purposes: list[tuple[str, str]] = []

    def noted(self: SimpleHTTPRequestHandler) -> None:
        purposes.append((self.path, self.headers.get("Sec-Purpose", "")))
        SimpleHTTPRequestHandler.do_GET(self)

    monkeypatch.setattr(StaticHost, "do_GET", noted)
    host = Server(place)
    origin = host.address.removesuffix("/")
    with running(tmp_path / "counter", port, place, origin) as counter, window(browser) as tabs:
        yield Street(tabs, host.address, counter, purposes)
    host.close()


def test_a_page_that_is_loaded_in_front_is_one_view(street: Street) -> None:
    street.tabs.open(street.host)
    assert street.comes_to("/", 1)


def test_a_page_behind_is_one_view_once_it_is_shown(street: Street) -> None:
    front = street.tabs.open("about:blank")
    behind = street.tabs.open(street.host, behind=True)
    street.tabs.pass_time(SOON)
    assert street.tabs.ask(behind, SHOWN) == "hidden"
    assert street.counted("/") == 0
    street.tabs.show(behind)
    assert street.comes_to("/", 1)
    # Another tab for a while, and back: it is the same view.
    for tab in (front, behind, front, behind):
        street.tabs.show(tab)
        street.tabs.pass_time(0.3)
    assert street.tabs.ask(behind, SHOWN) == "visible"
    assert street.comes_to("/", 1)


def sent(street: Street, tab: str) -> int:
    """How often the page in `tab` has sent a view."""
    names = "JSON.stringify(performance.getEntriesByType('resource').map((each) => each.name))"
    return sum(name.endswith("/v1/hit") for name in json.loads(street.tabs.ask(tab, names)))


def test_another_part_of_the_page_is_no_view(street: Street) -> None:
    tab = street.tabs.open(street.host)
    assert street.comes_to("/", 1)
    for part in ("main", "contact", "main"):
        street.tabs.ask(tab, f"location.hash = '{part}'")
        street.tabs.pass_time(0.3)
    assert sent(street, tab) == 1
    assert street.counted("/") == 1


def test_going_back_to_a_page_is_a_view(street: Street) -> None:
    tab = street.tabs.open(street.host)
    assert street.comes_to("/", 1)
    assert sent(street, tab) == 1
    street.tabs.ask(tab, LEAVE)
    assert street.comes_to("/bien-phap/", 1)
    street.tabs.ask(tab, "setTimeout(() => history.back(), 500)")
    street.tabs.pass_time(SOON)
    # The very page that was left, not a new one. It says that it is seen again; the counter, as
    # 30 seconds have not passed, that this is the same view.
    assert street.tabs.ask(tab, "[location.pathname, globalThis.same].join()") == "/,true"
    assert sent(street, tab) == 2
    assert street.counted("/") == 1


def test_a_page_made_ready_in_advance_is_one_view_once_it_is_shown(street: Street) -> None:
    tab = street.tabs.open(f"{street.host}go-on.html")
    assert street.tabs.until(lambda: any(path == f"/{AHEAD}" for path, _ in street.purposes))
    street.tabs.pass_time(SOON)
    assert street.counted(f"/{AHEAD}") == 0
    assert street.comes_to(f"/{AHEAD}", 1)
    ready = "performance.getEntriesByType('navigation')[0].activationStart > 0"
    assert street.tabs.ask(tab, ready) is True
    purposes = [purpose for path, purpose in street.purposes if path == f"/{AHEAD}"]
    assert purposes == ["prefetch;prerender"]


def test_a_page_made_ready_in_advance_and_never_shown_is_none(street: Street) -> None:
    tab = street.tabs.open(f"{street.host}start.html")
    assert street.tabs.until(lambda: any(path == f"/{AHEAD}" for path, _ in street.purposes))
    street.tabs.pass_time(SOON)
    street.tabs.close(tab)
    street.tabs.pass_time(SOON)
    assert street.counted(f"/{AHEAD}") == 0
