"""The register narrows and sorts at once with a script, by links without one, alike in both."""

from __future__ import annotations

import re
from typing import Any

import pytest
from built_site import LANGS, Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
COLUMNS = ["number", "title", "type", "date", "status"]
ROWS = "table[data-records] tbody tr:visible"


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
def test_a_click_narrows_the_list_on_the_spot(site: Site, visit: Any, lang: str) -> None:
    page: Page = visit(site.section("legal-texts", lang))
    everything = numbers(page)
    assert len(everything) == len(site.records("legal-texts"))
    page.evaluate("window.same = true")
    choose(page, "status", "in_force")
    assert set(numbers(page)) == wanted(site, status="in_force")
    choose(page, "measure", "6")
    both = wanted(site, status="in_force", measure="6")
    assert set(numbers(page)) == both
    assert 0 < len(both) < len(everything)
    assert page.evaluate("window.same") is True
    said = page.locator("[data-list-count]").inner_text()
    assert said == site.phrase("count_many", lang).replace("{count}", str(len(both)))
    assert "status=in_force" in page.url
    assert "measure=6" in page.url
    current = page.locator("[data-facet][aria-current=true]")
    assert sorted(current.evaluate_all("links => links.map(a => a.dataset.value)")) == [
        "6",
        "in_force",
    ]

    choose(page, "measure", "6")  # once more takes it back
    assert set(numbers(page)) == wanted(site, status="in_force")


def test_the_choice_is_in_the_address(site: Site, visit: Any) -> None:
    page: Page = visit(f"{site.section('legal-texts', 'vi')}?type=luat&measure=2&q=binh+dang")
    shown = numbers(page)
    assert shown
    assert set(shown) < wanted(site, type="luat", measure="2")
    page.reload()
    assert numbers(page) == shown
    assert page.locator("[data-list-query]").input_value() == "binh dang"
    assert page.locator('[data-facet=type][data-value="luat"]').is_visible()  # its group is open


def test_back_and_forward(site: Site, visit: Any) -> None:
    page: Page = visit(site.section("legal-texts", "vi"))
    everything = numbers(page)
    choose(page, "type", "nghi-dinh")
    decrees = numbers(page)
    choose(page, "year", "2009")
    fewer = numbers(page)
    assert len(everything) > len(decrees) > len(fewer) > 0
    page.go_back()
    assert numbers(page) == decrees
    page.go_back()
    assert numbers(page) == everything
    page.go_forward()
    assert numbers(page) == decrees


def test_typing_narrows_with_and_without_diacritics(site: Site, visit: Any) -> None:
    page: Page = visit(site.section("legal-texts", "vi"))
    box = page.locator("[data-list-query]")
    box.fill("bạo lực gia đình")
    marked = numbers(page)
    assert {"02/2007/QH12", "13/2022/QH15"} <= set(marked)
    box.fill("BAO LUC gia dinh")
    assert numbers(page) == marked
    box.fill("73 2006")
    assert numbers(page) == ["73/2006/QH11"]
    box.fill("không có gì như thế")
    assert numbers(page) == []
    expect(page.locator("[data-list-count]")).to_have_text(site.phrase("count_none", "vi"))


def test_everything_comes_back(site: Site, visit: Any) -> None:
    page: Page = visit(f"{site.section('legal-texts', 'vi')}?status=unknown&q=phu+nu&sort=number")
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


def test_exemplars_are_narrowed_too(site: Site, visit: Any) -> None:
    page: Page = visit(site.section("exemplars", "en"))
    cards = page.locator("ul[data-records] > li:visible")
    records = site.records("exemplars")
    assert cards.count() == len(records)
    choose(page, "measure", "6")
    assert cards.count() == sum("6" in record["measures"] for record in records.values())
    page.locator("[data-list-query]").fill("Gia Lai")
    assert 0 < cards.count() < len(records)


@pytest.mark.parametrize("lang", LANGS)
def test_without_a_script_links_do_the_same(site: Site, visit: Any, lang: str) -> None:
    page: Page = visit(site.section("legal-texts", lang), java_script_enabled=False)
    assert page.locator("[data-list-controls]").is_hidden()
    assert page.locator("th button").count() == 0
    choose(page, "type", "luat")
    law = site.vocabulary("document-types")["luat"]["slug"][lang]
    assert page.url.endswith(f"{site.phrase('path_by_type', lang)}/{law}/")
    assert set(numbers(page)) == wanted(site, type="luat")
    choose(page, "status", "unknown")
    assert set(numbers(page)) == wanted(site, status="unknown")
    page.get_by_role("link", name=site.phrase("show_all", lang)).click()
    assert len(numbers(page)) == len(site.records("legal-texts"))


def test_home_leads_into_the_register(site: Site, visit: Any) -> None:
    page: Page = visit("")
    page.locator("#find-query").fill("hop tac xa")
    page.locator("#find-query").press("Enter")
    page.wait_for_url("**/van-ban/?q=*")
    assert "17/2023/QH15" in numbers(page)
    assert len(numbers(page)) < 10
