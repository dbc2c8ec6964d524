"""Served with the headers of the recipes, no page asks for what its policy forbids."""

from __future__ import annotations

import pytest
from built_site import Site
from playwright.sync_api import Browser
from portal.headers import headers
from static_host import Server

pytestmark = pytest.mark.browser
COLLECT = """\
window.breaches = [];
addEventListener("securitypolicyviolation", (event) => {
  breaches.push(`${event.violatedDirective} ${event.blockedURI}`);
}, true);
"""
# A breach of the tests' own, so that an empty list means something.
BREACH = """\
const style = document.createElement("style");
style.textContent = "p { color: red }";
document.head.append(style);
"""


def test_no_page_breaks_the_policy(browser: Browser, second_site: Site) -> None:
    server = Server(second_site, headers())
    context = browser.new_context()
    context.add_init_script(COLLECT)
    said: list[str] = []
    context.on(
        "console", lambda message: said.append(f"{page.url}: {message.text}")
        if "404" not in message.text else None,
    )  # fmt: skip
    page = context.new_page()
    kinds = [one.address for one in second_site.one_of_each_kind()]
    redirects = [one.address for one in second_site.redirects]
    # The offline page and one that is not there.
    for address in [*kinds, *redirects, "404.html", "offline.html", "khong-co/"]:
        # A redirect goes on by itself; its page is the one that is asked then.
        settled = "networkidle" if address in redirects else "load"
        page.goto(server.address + address, wait_until=settled)
        assert page.evaluate("breaches") == [], address
    assert said == []
    page.evaluate(BREACH)
    page.wait_for_function("breaches.length > 0")
    context.close()
    server.close()
