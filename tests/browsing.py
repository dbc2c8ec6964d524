"""A browser and servers for built sites, as fixtures. Every page opened here must run clean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from built_site import Site
from chromium import NoBrowser, find_or_install
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from static_host import Server

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-default-apps", "--disable-sync", "--no-first-run",
]  # fmt: skip
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Site], str]]:
    """Gives the address, ending in a slash, at which a site is served from now on."""
    servers: dict[Path, Server] = {}

    def address(site: Site) -> str:
        if site.root not in servers:
            servers[site.root] = Server(site)
        return servers[site.root].address

    yield address
    for server in servers.values():
        server.close()


@pytest.fixture
def host(site: Site, serve: Callable[[Site], str]) -> str:
    """The address of `site`, which is another one where a module of tests says so."""
    return serve(site)


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    capture = request.config.pluginmanager.getplugin("capturemanager")
    try:
        with capture.global_and_fixture_disabled():  # installing takes time; show what happens
            path = find_or_install()
    except NoBrowser as problem:
        pytest.fail(str(problem), pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def watch(context: BrowserContext, host: str, problems: list[str]) -> None:
    """Write down what must not happen on any page of `context`."""
    context.on("weberror", lambda error: problems.append(f"error: {error.error}"))
    context.on(
        "console",
        lambda message: problems.append(f"{message.type}: {message.text}")
        if message.type in ("error", "warning") else None,
    )  # fmt: skip
    # What a page had not finished loading when the test went on to the next is not a fault.
    context.on(
        "requestfailed",
        lambda request: problems.append(f"failed: {request.url} {request.failure}")
        if request.failure != "net::ERR_ABORTED" else None,
    )  # fmt: skip
    context.on(
        "request",
        lambda request: (
            None if request.url.startswith(host) else problems.append(f"off-site: {request.url}")
        ),
    )
    context.on(
        "response",
        lambda answer: (
            problems.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None
        ),
    )


@pytest.fixture
def visit(browser: Browser, host: str) -> Iterator[Visit]:
    """Open an address of the site: `visit("van-ban/")`; options are those of a browser context.

    The test fails when any page it opened logs an error, asks for anything elsewhere or in vain.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(address: str, *, script: str = "", **options: Any) -> Page:
        context = browser.new_context(base_url=host, **options)
        contexts.append(context)
        watch(context, host, problems)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.goto(address, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []
