"""Prints the booklets of a built site as PDF: `print_booklet.py <site> <folder for the PDFs>`.

It uses the browser that the tests use, so that what is published is what was tested.
"""

from __future__ import annotations

import sys
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from browsing import ARGUMENTS
from built_site import LANGS, PROJECT, Site
from chromium import NoBrowser, find_or_install
from playwright.sync_api import Page, sync_playwright
from static_host import StaticHost

SHEETS = ("A5", "A4")


def name_of(site: Site, lang: str, sheet: str) -> str:
    """`so-tay.pdf` on A5, the size it is made for; `so-tay-a4.pdf` on A4."""
    word = site.section("booklet", lang).rstrip("/").rpartition("/")[2]
    return f"{word}.pdf" if sheet == "A5" else f"{word}-{sheet.lower()}.pdf"


def printed(page: Page, sheet: str) -> bytes:
    """The open page as a PDF on one size of sheet, with headings to find one's way by."""
    return page.pdf(format=sheet, outline=True, tagged=True, print_background=True)


def main(built: Path, folder: Path) -> None:
    site = Site(built, PROJECT)
    folder.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(StaticHost, site=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_or_install(), args=ARGUMENTS)
        page = browser.new_page()
        for lang in LANGS:
            address = f"{site.base}{site.section('booklet', lang)}"
            page.goto(f"http://127.0.0.1:{server.server_port}{address}", wait_until="load")
            for sheet in SHEETS:
                path = folder / name_of(site, lang, sheet)
                path.write_bytes(printed(page, sheet))
                print(path)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    except NoBrowser as problem:
        sys.exit(str(problem))
