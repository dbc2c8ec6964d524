"""People's own words find the right page: the queries of search_queries.yml, asked in a browser."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from built_site import LANGS, Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

QUERIES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("search_queries.yml").read_text("utf-8")
)["queries"]
FIRST, SHARE = 3, 0.97

# Asks the published module what the search page asks it, without the list on the page.
ASK = """async ([module, folder, lang, queries]) => {
  const { open } = await import(module);
  const engine = await open(new URL(folder, location).href, lang);
  const answers = [];
  for (const query of queries) {
    const { hits } = await engine.search(query);
    const urls = [];
    for (const hit of hits)
      urls.push((engine.facts(hit.page) ?? (await engine.details(hit)).page).url ?? "");
    answers.push(urls);
  }
  return answers;
}"""


# Whether the published module mends a query.
MENDED = """async ([module, folder, queries]) => {
  const { open } = await import(module);
  const engine = await open(new URL(folder, location).href);
  const mended = [];
  for (const query of queries) if ((await engine.search(query)).mended) mended.push(query);
  return mended;
}"""
WELL_TYPED = [
    "gọi công an khi bị đánh", "xóa đói giảm nghèo", "trách nhiệm của chồng", "giấy tờ cần có",
    "đứng tên nhà đất",
]  # fmt: skip


def typed(asked: dict[str, Any]) -> str:
    query: str = asked["query"]
    return unicodedata.normalize(asked["form"], query) if "form" in asked else query


def module(site: Site) -> str:
    """The address of the engine."""
    (found,) = (
        name
        for name in site.files
        if name.startswith("assets/js/search-engine.") and name.endswith(".js")
    )
    return f"/{found}"


def answers(page: Page, site: Site, lang: str, queries: list[str]) -> list[list[str]]:
    """The addresses of the pages found for each of `queries`, best first."""
    found: list[list[str]] = page.evaluate(ASK, [module(site), f"/search/{lang}/", lang, queries])
    return [[f"/{url}" for url in urls] for urls in found]


def fits(address: str, expected: str) -> bool:
    """Whether `address` is the page `expected`, or within it where that is a section."""
    section = expected.removeprefix("/en").count("/") == 2
    return address == expected or (section and address.startswith(expected))


def test_the_expected_pages_exist(site: Site) -> None:
    wanted = {page for asked in QUERIES for page in asked.get("pages", ())}
    files = {page: f"{page[1:].partition('#')[0]}index.html" for page in wanted}
    assert not {page for page, file in files.items() if file not in site.files}
    assert len(QUERIES) >= 220
    assert all(asked.get("nothing", False) != ("pages" in asked) for asked in QUERIES)
    assert len({(asked["lang"], typed(asked)) for asked in QUERIES}) == len(QUERIES)


def test_the_expected_page_is_among_the_first_three(site: Site, visit: Any) -> None:
    page: Page = visit(site.section("search", "vi"))
    misses = []
    foreign = []
    sensible = 0
    for lang in LANGS:
        own = [asked for asked in QUERIES if asked["lang"] == lang]
        found = answers(page, site, lang, [typed(asked) for asked in own])
        for asked, urls in zip(own, found, strict=True):
            foreign += [url for url in urls if url.startswith("/en/") != (lang == "en")]
            if asked.get("nothing"):
                continue
            sensible += 1
            if not any(fits(url, wanted) for url in urls[:FIRST] for wanted in asked["pages"]):
                best = ", ".join(urls[:FIRST]) or "nothing"
                misses.append(f"{lang} «{asked['query']}»: {best}; not {asked['pages']}")
    share = 1 - len(misses) / sensible
    print(f"\n{share:.1%} of {sensible} queries find their page among the first {FIRST}")
    print(*misses, sep="\n")
    assert not foreign
    assert share >= SHARE, "\n".join(misses)


def test_words_that_are_right_are_not_mended(site: Site, visit: Any) -> None:
    """Rare neighbours are no slip where the words, as typed with diacritics, are known."""
    page: Page = visit(site.section("search", "vi"))
    asked = [module(site), "/search/vi/", WELL_TYPED]
    assert page.evaluate(MENDED, asked) == []
    slips = ["bao luc gia dihn", "luật lao độn"]
    assert page.evaluate(MENDED, [*asked[:2], slips]) == slips


def test_a_lone_syllable_is_given_no_diacritics(site: Site, visit: Any) -> None:
    """`chong` may be husband or against: no guess is better than the wrong one."""
    page: Page = visit(f"{site.section('search', 'vi')}?q=bi+chong+danh+phai+lam+sao")
    expect(page.locator("[data-search-results] mark").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main [data-search-note]")).to_be_empty()


def test_what_was_refused_stays_refused_with_a_filter(site: Site, visit: Any) -> None:
    page: Page = visit(f"{site.section('search', 'vi')}?q=hop+tac+xaa&exact=1")
    page.locator("[data-search-filters] input").first.check()
    page.wait_for_url("**kind=*")
    assert "exact=1" in page.url
