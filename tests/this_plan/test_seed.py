"""Every element of the page that the site began as stands on its first article, without a script.

`golden/seed.txt` is that page as it was; its one slip, «bình đằng», is corrected on the site.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from built_site import LANGS, Site
from html_page import Element, Page, squeeze

SEED = (Path(__file__).parent / "golden/seed.txt").read_text("utf-8")
LINES = [
    squeeze(line).replace("bình đằng", "bình đẳng") for line in SEED.splitlines() if line.strip()
]
TITLE, OPENING = LINES[:2]
MEASURES = [re.sub(r"^\d\. ", "", line) for line in LINES if re.match(r"\d\. ", line)]
STEM = "tin-tuc/ke-hoach-thuc-hien-chi-thi-21-ct-tw"
BYLINE = {
    "vi": "Nông Thị Thảo (Sở Công Thương)",
    "en": "Nông Thị Thảo (Department of Industry and Trade)",
}
FIGURES = {
    "vi": {"Hôm nay": "44", "Tháng này": "162", "Năm nay": "5.065", "Tổng số": "65.605"},
    "en": {"Views today": "44", "Views this month": "162", "Views this year": "5,065",
           "Total views": "65,605"},
}  # fmt: skip


@pytest.fixture(params=LANGS)
def page(request: pytest.FixtureRequest, site: Site) -> Page:
    return site.page(site.of_written(STEM, request.param))


def shown(element: Element) -> bool:
    """Whether `element` can be seen without a script."""
    return not any("hidden" in outer.attributes for outer in element.above())


def section(page: Page, label: str) -> Element:
    return next(e for e in page.elements if e.get("aria-labelledby") == label)


def test_the_seed_is_read_whole() -> None:
    assert TITLE.startswith("Kế hoạch thực hiện Chỉ thị số 21-CT/TW")
    assert OPENING.startswith("Ngày 11 tháng 6 năm 2018")
    assert len(MEASURES) == 7


def test_title_opening_and_the_seven_measures_word_for_word(site: Site) -> None:
    page = site.page(site.of_written(STEM, "vi"))
    assert page.one("h1").text == TITLE
    prose = page.main.one(of_class="prose")
    assert prose.all("p")[0].text == OPENING
    assert [item.text for item in prose.all("li")] == MEASURES


def test_the_english_article_says_the_same(site: Site) -> None:
    page = site.page(site.of_written(STEM, "en"))
    prose = page.main.one(of_class="prose")
    assert page.one("h1").text == site.written("en")[STEM]["title"]
    assert prose.all("p")[0].text.startswith("On 11 June 2018 the provincial People's Committee")
    measures = site.records("measures")
    assert [item.text for item in prose.all("li")] == [
        squeeze(measures[number]["text"]["en"]) for number in sorted(measures)
    ]


def test_each_measure_page_has_the_official_wording(site: Site) -> None:
    for number, words in enumerate(MEASURES, start=1):
        page = site.page(site.of_record("measures", str(number), "vi"))
        assert page.main.all("blockquote")[0].text == words


def test_the_decision_sentence(page: Page, site: Site) -> None:
    """«Chi tiết Quyết định … xem tại đây», or that it is not published and whom to ask."""
    lang = page.html.lang
    sentence = page.main.one("p", of_class="decision")
    name = site.plan["decision_name"][lang]
    start = {"vi": f"Chi tiết {name}", "en": f"Details of {name}"}[lang]
    assert sentence.text.startswith(start)
    full = site.plan.get("full_text")
    if full:
        [link] = sentence.all("a")
        assert sentence.text == f"{start} {site.phrase('see_here', lang)}"
        assert (
            link["href"].startswith("http")
            or (site.target(page, link["href"]) or ("",))[0] in site.files
        )
    else:
        assert site.phrase("decision_not_published", lang) in sentence.text
        assert site.phrase("contact_agency", lang) in sentence.text
        assert "contact" in page.ids
        # The contact details are in the footer once the agency has filled them in.
        shown_there = [link["href"] for link in sentence.all("a")]
        assert shown_there == (["#contact"] if "contact" in site.settings else [])


def test_byline(page: Page) -> None:
    byline = page.main.one("p", of_class="byline")
    assert byline.text == BYLINE[page.html.lang]


def test_share(page: Page, site: Site) -> None:
    share = page.one(of_class="share")
    assert share.one("h2").text == {"vi": "Chia sẻ", "en": "Share"}[page.html.lang]
    links = [a["href"] for a in share.all("a") if shown(a)]
    for start in ("https://www.facebook.com/sharer/", "https://zalo.me/share", "mailto:?subject="):
        assert sum(link.startswith(start) for link in links) == 1
    assert site.absolute(page.address) in [a.text for a in share.all("a")]
    assert {b["data-share"] for b in share.all("button")} == {"native", "copy", "print"}
    assert share.one("div", of_class="qr")["aria-label"]


def test_related_and_latest_articles(page: Page) -> None:
    heading = {
        "vi": ("Bài viết cùng chuyên mục", "Bài viết mới"),
        "en": ("Related articles in this category", "Latest articles"),
    }[page.html.lang]
    for label, words in zip(("related-title", "latest-title"), heading, strict=True):
        part = section(page, label)
        assert part.one("h2").text == words
        assert part.all("li")


def test_the_view_counter_is_text_on_every_page(site: Site) -> None:
    for page in site.pages:
        lang = page.html.lang
        counter = page.one("section", of_class="counter")
        assert shown(counter)
        odometer = counter.one("p", of_class="odometer")
        assert odometer.one(having="aria-hidden").text == "005101"
        assert {"vi": "5.101", "en": "5,101"}[lang] in odometer.one(of_class="odometer__label").text
        rows = {row.one("th").text: row.one("td").text for row in counter.one("tbody").all("tr")}
        assert rows == FIGURES[lang]


def test_language_and_skip_link(page: Page) -> None:
    lang = page.html.lang
    skip = page.tagged("a")[0]
    assert (skip.text, skip["href"]) == (
        {"vi": "Chuyển đến nội dung chính", "en": "Skip to content"}[lang],
        "#main",
    )
    language = page.one("p", of_class="language")
    assert language.text.startswith({"vi": "Ngôn ngữ:", "en": "Language:"}[lang])
    assert sorted(e.lang for e in language.all(having="lang")) == ["en", "vi"]


def test_the_slip_of_the_seed_is_nowhere(site: Site) -> None:
    for name in site.files:
        if name.endswith((".html", ".xml", ".json", ".txt")):
            text = site.text(name)
            assert "bình đằng" not in text.lower(), name
            assert "binh đằng" not in text.lower(), name
