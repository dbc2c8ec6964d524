"""The booklet on paper: everything is there, on the sheets that were asked for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from built_site import LANGS, Site
from html_page import squeeze
from playwright.sync_api import Page
from print_booklet import printed

pytestmark = pytest.mark.browser
POINTS = {"A5": (420, 595), "A4": (595, 842)}
SHIFTS = """new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts = (window.shifts ?? 0) + entry.value;
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize("lang", LANGS)
def test_paper_holds_every_measure_and_text(site: Site, visit: Any, lang: str) -> None:
    page: Page = visit(site.section("booklet", lang))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 420, "height": 595})
    words = squeeze(page.locator("body").inner_text()).lower()
    for measure in site.records("measures").values():
        assert squeeze(measure["text"].get(lang) or measure["text"]["vi"]).lower() in words
    for text in site.records("legal-texts").values():
        assert text["number"].lower() in words
        assert site.phrase(f"status_{text['legal_force']['value']}", lang).lower() in words


def test_paper_has_no_controls_and_says_when_it_was_printed(site: Site, visit: Any) -> None:
    page: Page = visit("")
    page.clock.set_fixed_time("2027-02-03T09:00:00+07:00")
    for lang, day in (("vi", "03/02/2027"), ("en", "3 February 2027")):
        page.emulate_media(media="screen")
        page.goto(site.section("booklet", lang))
        assert page.locator("[data-printed]").is_hidden()
        page.emulate_media(media="print")
        line = page.locator("[data-printed]").inner_text()
        assert line == site.phrase("booklet_printed", lang).replace("{date}", day)
        for useless in (".site-header", ".site-footer", ".share", "[data-print]"):
            assert page.locator(f"{useless}:visible").count() == 0, useless


@pytest.mark.parametrize("sheet", POINTS)
def test_sheets_have_the_size_asked_for(site: Site, visit: Any, sheet: str) -> None:
    page: Page = visit(site.section("booklet", "vi"))
    pdf = printed(page, sheet)
    assert pdf.startswith(b"%PDF-")
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert {(int(float(width)), int(float(height))) for width, height in boxes} == {POINTS[sheet]}
    # A cover, contents, measures, texts, exemplars, agencies, terms: no booklet is one sheet,
    # and none is mostly blank.
    assert 12 <= len(boxes) <= 60


def test_the_head_of_each_sheet_names_the_plan(site: Site, visit: Any) -> None:
    for lang in LANGS:
        page: Page = visit(site.section("booklet", lang))
        running = page.evaluate(
            "getComputedStyle(document.documentElement).getPropertyValue('--running')"
        )
        plain = page.locator("[data-running]").get_attribute("data-running")
        assert plain
        assert plain in running


def test_nothing_moves_while_it_loads(site: Site, visit: Any) -> None:
    for lang in LANGS:
        page: Page = visit(site.section("booklet", lang), script=SHIFTS)
        page.wait_for_timeout(300)
        assert page.evaluate("window.shifts ?? 0") == 0


def test_the_button_prints(site: Site, visit: Any) -> None:
    page: Page = visit(
        site.section("booklet", "vi"), script="window.print = () => { window.printed = true; }"
    )
    page.locator("[data-print]").click()
    assert page.evaluate("window.printed") is True


def test_without_a_script_it_can_be_read_and_offers_no_button(site: Site, visit: Any) -> None:
    page: Page = visit(site.section("booklet", "en"), java_script_enabled=False)
    assert page.locator("[data-print]").is_hidden()
    assert page.locator("#part-legal-texts").is_visible()
