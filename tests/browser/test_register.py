"""The register narrows and sorts at once with a script, by links without one, alike in both.

The tests ask the second plan; `this_plan/test_browser_register.py` asks its own site the same.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from built_site import LANGS, Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
COLUMNS = ["number", "title", "type", "date", "status"]
ROWS = "table[data-records] tbody tr:visible"


class Questions(NamedTuple):
    """What to ask of a register, and what it has to answer."""

    narrow: tuple[tuple[str, str], tuple[str, str]]  # two values that some texts have both of
    steps: tuple[tuple[str, str], tuple[str, str]]  # the second leaves fewer than the first
    address: dict[str, str]  # values and words, which leave fewer than the values alone
    marked: str
    plain: str
    both_find: set[str]
    figures: tuple[str, str]  # parts of a number, and the one text that has it
    kind: str
    from_home: tuple[str, str, int]  # words, a text that they find, more than all they find
    exemplars: tuple[str, str]  # a measure, and words of some exemplars that serve it


@pytest.fixture
def site(second_site: Site) -> Site:
    return second_site


@pytest.fixture
def asked() -> Questions:
    return Questions(
        narrow=(("measure", "1"), ("status", "in_force")),
        steps=(("measure", "1"), ("year", "2024")),
        address={"measure": "1", "q": "chuyen doi so o cap xa"},
        marked="chuyển đổi số xã",
        plain="CHUYEN DOI SO xa",
        both_find={"9001/QĐ-UBND", "9002/2023/NĐ-CP"},
        figures=("9002 2023", "9002/2023/NĐ-CP"),
        kind="nghi-dinh",
        from_home=("chuong trinh", "9003/NQ-CP", 2),
        exemplars=("2", "Market Three"),
    )


def numbers(page: Page) -> list[str]:
    return page.locator(ROWS).locator("th a").all_inner_texts()


def choose(page: Page, facet: str, value: str) -> None:
    link = page.locator(f'[data-facet="{facet}"][data-value="{value}"]')
    details = page.locator("details.facet", has=link)
    if not details.get_attribute("open") and details.get_attribute("open") != "":
        details.locator("summary").click()
    link.click()


def wanted(site: Site, **facets: str) -> set[str]:
    """The numbers of the texts that have all of these values."""
    found = set()
    for text in site.records("legal-texts").values():
        values: dict[str, list[str]] = {
            "type": [text["type_document"]], "status": [text["legal_force"]["value"]],
            "issuer": text["passed_by"], "year": [text["date_document"][:4]],
            "measure": text.get("measures", []),
        }  # fmt: skip
        if all(value in values[name] for name, value in facets.items()):
            found.add(text["number"])
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_a_click_narrows_the_list_on_the_spot(
    site: Site, visit: Any, asked: Questions, lang: str
) -> None:
    page: Page = visit(site.section("legal-texts", lang))
    first, second = asked.narrow
    everything = numbers(page)
    assert len(everything) == len(site.records("legal-texts"))
    page.evaluate("window.same = true")
    choose(page, *first)
    assert set(numbers(page)) == wanted(site, **dict([first]))
    choose(page, *second)
    both = wanted(site, **dict(asked.narrow))
    assert set(numbers(page)) == both
    assert 0 < len(both) < len(everything)
    assert page.evaluate("window.same") is True
    said = page.locator("[data-list-count]").inner_text()
    phrase = site.phrase("count_one" if len(both) == 1 else "count_many", lang)
    assert said == phrase.replace("{count}", str(len(both)))
    for facet, value in asked.narrow:
        assert f"{facet}={value}" in page.url
    current = page.locator("[data-facet][aria-current=true]")
    chosen = current.evaluate_all("links => links.map(a => a.dataset.value)")
    assert sorted(chosen) == sorted(value for _, value in asked.narrow)

    choose(page, *second)  # once more takes it back
    assert set(numbers(page)) == wanted(site, **dict([first]))


def test_the_choice_is_in_the_address(site: Site, visit: Any, asked: Questions) -> None:
    facets = {name: value for name, value in asked.address.items() if name != "q"}
    page: Page = visit(f"{site.section('legal-texts', 'vi')}?{urlencode(asked.address)}")
    shown = numbers(page)
    assert shown
    assert set(shown) < wanted(site, **facets)
    page.reload()
    assert numbers(page) == shown
    assert page.locator("[data-list-query]").input_value() == asked.address["q"]
    for name, value in facets.items():  # its group is open
        assert page.locator(f'[data-facet={name}][data-value="{value}"]').is_visible()


def test_back_and_forward(site: Site, visit: Any, asked: Questions) -> None:
    page: Page = visit(site.section("legal-texts", "vi"))
    first, second = asked.steps
    everything = numbers(page)
    choose(page, *first)
    some = numbers(page)
    choose(page, *second)
    fewer = numbers(page)
    assert len(everything) > len(some) > len(fewer) > 0
    page.go_back()
    assert numbers(page) == some
    page.go_back()
    assert numbers(page) == everything
    page.go_forward()
    assert numbers(page) == some


def test_typing_narrows_with_and_without_diacritics(
    site: Site, visit: Any, asked: Questions
) -> None:
    page: Page = visit(site.section("legal-texts", "vi"))
    box = page.locator("[data-list-query]")
    box.fill(asked.marked)
    marked = numbers(page)
    assert asked.both_find <= set(marked)
    assert len(marked) < len(site.records("legal-texts"))
    box.fill(asked.plain)
    assert numbers(page) == marked
    figures, number = asked.figures
    box.fill(figures)
    assert numbers(page) == [number]
    box.fill("không có gì như thế")
    assert numbers(page) == []
    expect(page.locator("[data-list-count]")).to_have_text(site.phrase("count_none", "vi"))


def test_everything_comes_back(site: Site, visit: Any, asked: Questions) -> None:
    choices = urlencode({"status": "unknown", "q": asked.plain, "sort": "number"})
    page: Page = visit(f"{site.section('legal-texts', 'vi')}?{choices}")
    reset = page.get_by_role("button", name=site.phrase("show_all", "vi"))
    assert len(numbers(page)) < len(site.records("legal-texts"))
    reset.click()
    assert len(numbers(page)) == len(site.records("legal-texts"))
    assert "?" not in page.url
    expect(reset).to_be_hidden()
    expect(page.locator("[data-list-query]")).to_be_focused()
    assert page.locator("[data-list-query]").input_value() == ""


def test_each_column_sorts_both_ways(site: Site, visit: Any) -> None:
    page: Page = visit(site.section("legal-texts", "vi"))
    for column in COLUMNS:
        header = page.locator(f"th[data-sort={column}]")
        header.get_by_role("button").click()
        assert header.get_attribute("aria-sort") == "ascending"
        assert page.locator("th[aria-sort]").count() == 1
        up = keys(page, column)
        header.get_by_role("button").click()
        assert header.get_attribute("aria-sort") == "descending"
        down = keys(page, column)
        assert down == up[::-1]
        assert up[0] != up[-1]
        if column == "date":
            assert up == sorted(up)
        if column == "number":  # by value, not by digits: 45 before 403
            leading = [int(found[0]) for text in up if (found := re.match(r"\d+", text))]
            assert leading == sorted(leading)
    page.reload()
    assert keys(page, column) == down


def keys(page: Page, column: str) -> list[str]:
    rows = page.locator(ROWS)
    if column == "date":
        found: list[str] = rows.evaluate_all("rows => rows.map(row => row.dataset.date)")
        return found
    index = COLUMNS.index(column)
    texts: list[str] = rows.evaluate_all(
        f"rows => rows.map(row => row.cells[{index}].textContent.trim())"
    )
    return texts


def test_exemplars_are_narrowed_too(site: Site, visit: Any, asked: Questions) -> None:
    page: Page = visit(site.section("exemplars", "en"))
    cards = page.locator("ul[data-records] > li:visible")
    records = site.records("exemplars")
    assert cards.count() == len(records)
    measure, words = asked.exemplars
    choose(page, "measure", measure)
    assert cards.count() == sum(measure in record["measures"] for record in records.values())
    page.locator("[data-list-query]").fill(words)
    assert 0 < cards.count() < len(records)


@pytest.mark.parametrize("lang", LANGS)
def test_without_a_script_links_do_the_same(
    site: Site, visit: Any, asked: Questions, lang: str
) -> None:
    page: Page = visit(site.section("legal-texts", lang), java_script_enabled=False)
    assert page.locator("[data-list-controls]").is_hidden()
    assert page.locator("th button").count() == 0
    with page.expect_navigation():
        choose(page, "type", asked.kind)
    word = site.vocabulary("document-types")[asked.kind]["slug"][lang]
    assert page.url.endswith(f"{site.phrase('path_by_type', lang)}/{word}/")
    assert set(numbers(page)) == wanted(site, type=asked.kind)
    with page.expect_navigation():
        choose(page, "status", "unknown")
    assert set(numbers(page)) == wanted(site, status="unknown")
    with page.expect_navigation():
        page.get_by_role("link", name=site.phrase("show_all", lang)).click()
    assert len(numbers(page)) == len(site.records("legal-texts"))


def test_home_leads_into_the_register(site: Site, visit: Any, asked: Questions) -> None:
    page: Page = visit("")
    words, number, more = asked.from_home
    page.locator("#find-query").fill(words)
    page.locator("#find-query").press("Enter")
    page.wait_for_url(f"**/{site.section('legal-texts', 'vi')}?q=*")
    assert number in numbers(page)
    assert len(numbers(page)) < more


def test_filters_work_from_the_keyboard(site: Site, visit: Any) -> None:
    page: Page = visit(site.section("legal-texts", "vi"))
    summary = page.locator("details.facet summary").first
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.facet") == "type"
    before = page.locator("tbody tr:visible").count()
    page.keyboard.press("Enter")
    assert page.locator("tbody tr:visible").count() < before
    assert page.evaluate("document.activeElement.dataset.facet") == "type"  # the focus stays
