"""Somebody on a phone or at a desk, who sees links, buttons and boxes, and nothing else."""

from __future__ import annotations

from built_site import Site
from playwright.sync_api import Locator, Page


class Person:
    """Knows where to begin, reads what is visible, and counts each press of a link or a button."""

    def __init__(self, site: Site, page: Page, lang: str, script: bool) -> None:
        self.site, self.page, self.lang, self.script = site, page, lang, script
        self.clicks = 0

    def phrase(self, name: str) -> str:
        return self.site.phrase(name, self.lang)

    def press(self, what: Locator) -> None:
        """Press the first of these that can be seen."""
        seen = next((each for each in what.all() if each.is_visible()), None)
        assert seen, f"{what} cannot be seen on {self.page.url}"
        seen.click()
        self.page.wait_for_load_state()
        self.clicks += 1

    def follow(self, name: str, within: Locator | None = None, *, exact: bool = False) -> None:
        """Follow the first visible link with this text in its name, or this name."""
        self.press((within or self.page).get_by_role("link", name=name, exact=exact))

    def go_to(self, section: str) -> None:
        """A section by its name: in the row of links if there is one to be seen, else the menu."""
        name = self.phrase(f"title_{section}")
        links = self.page.locator("header").get_by_role("link", name=name, exact=True)
        if not any(link.is_visible() for link in links.all()):
            self.press(self.page.get_by_role("button", name=self.phrase("menu"), exact=True))
            place = self.page.get_by_role("dialog") if self.script else self.page.locator("main")
            links = place.get_by_role("link", name=name, exact=True)
        self.press(links)

    def search(self, words: str) -> None:
        """Ask the search of the site."""
        self.press(self.page.get_by_role("button", name=self.phrase("title_search"), exact=True))
        box = next(b for b in self.page.get_by_role("searchbox").all() if b.is_visible())
        box.fill(words)
        box.press("Enter")
        self.page.wait_for_url("**?q=*")

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def section(self, title: str) -> Locator:
        """The part of the page under this heading."""
        return self.page.get_by_role("region", name=title).first
