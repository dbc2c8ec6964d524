"""The booklet holds the whole plan, in order, in both languages, with the source of each fact."""

from __future__ import annotations

import gzip
import re

import pytest
from built_site import LANGS, Site
from html_page import Element, Page, squeeze

MOST = 50 * 1024  # bytes that a reader's browser loads, compressed


@pytest.fixture(params=["site", "second_site"])
def plan(request: pytest.FixtureRequest) -> Site:
    """This project's site, and that of another plan."""
    found: Site = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def booklet(plan: Site, lang: str) -> Page:
    return plan.page(plan.section("booklet", lang))


def best(text: dict[str, str], lang: str) -> str:
    return squeeze(text.get(lang) or text["vi"])


def part(booklet: Page, name: str) -> Element:
    return booklet.ids[name]


def test_the_cover_says_whose_plan_it_is_and_as_of_when(
    plan: Site, booklet: Page, lang: str
) -> None:
    cover = booklet.one("header", of_class="booklet__cover")
    publisher = plan.records("agencies")[plan.settings["publisher"]]
    for text in (publisher["name"], plan.settings["title"], plan.plan["title"]):
        assert best(text, lang) in cover.text
    checked = max(
        text["legal_force"]["checked_on"] for text in plan.records("legal-texts").values()
    )
    assert checked in [time["datetime"] for time in cover.all("time")]
    # The day of printing is known to the browser alone: a build never holds it.
    assert cover.one("p", having="data-printed").text == ""
    assert plan.absolute(plan.section("booklet", lang)) in cover.text


def test_every_measure_stands_in_full_and_in_order(plan: Site, booklet: Page, lang: str) -> None:
    measures = plan.records("measures")
    for number, measure in measures.items():
        shown = part(booklet, f"measure-{number}")
        assert best(measure["title"], lang) in shown.one("h3").text
        assert shown.one("blockquote").text == best(measure["text"], lang)
        for item in measure.get("responsible", []):
            name = plan.records("agencies")[item["agency"]]["name"]
            assert best(name, lang) in shown.text
        if not measure.get("responsible"):
            assert plan.phrase("no_responsible", lang) in shown.text
    order = [name for name in booklet.ids if re.fullmatch(r"measure-\d+", name)]
    assert order == [f"measure-{number}" for number in sorted(measures, key=int)]


def test_every_legal_text_has_its_status_under_its_type(
    plan: Site, booklet: Page, lang: str
) -> None:
    texts = plan.records("legal-texts")
    for id, text in texts.items():
        shown = part(booklet, f"text-{id}")
        status = shown.one(of_class="status")
        assert text["number"] in shown.text
        assert best(text["title"], lang) in shown.text
        assert status.text == plan.phrase(f"status_{text['legal_force']['value']}", lang)
    types = list(plan.vocabulary("document-types"))
    order = [name.removeprefix("text-") for name in booklet.ids if name.startswith("text-")]
    ranks = [types.index(texts[id]["type_document"]) for id in order]
    assert ranks == sorted(ranks)
    assert set(order) == set(texts)


def test_every_exemplar_and_agency_is_there(plan: Site, booklet: Page, lang: str) -> None:
    for id, item in plan.records("exemplars").items():
        shown = part(booklet, f"exemplar-{id}")
        figures = item.get("figures", [])
        for text in (item["name"], item["locality"], item["description"], *figures):
            assert best(text, lang) in shown.text
    for id, item in plan.records("agencies").items():
        assert best(item["name"], lang) in part(booklet, f"agency-{id}").text


def test_contact_details_that_are_not_known_are_blanks(
    plan: Site, booklet: Page, lang: str
) -> None:
    facts = part(booklet, "part-contacts").one("dl")
    blanks = [blank.text for blank in facts.all("dd", of_class="gap")]
    contact = plan.settings.get("contact", {})
    known = [contact.get(name) for name in ("address", "phone", "email")]
    known.append(plan.settings.get("responsible_person"))
    assert blanks == [plan.phrase("not_published", lang)] * known.count(None)


def test_the_contents_lead_to_every_part_in_order(booklet: Page) -> None:
    contents = booklet.one("nav", of_class="booklet__contents")
    goals = [link["href"].removeprefix("#") for link in contents.all("a")]
    parts = [name for name in booklet.ids if re.fullmatch(r"part-[a-z-]+(?<!-title)", name)]
    measures = [name for name in booklet.ids if re.fullmatch(r"measure-\d+", name)]
    assert [goal for goal in goals if goal.startswith("part-")] == parts
    assert [goal for goal in goals if goal not in parts] == measures
    places = list(booklet.ids)
    assert [places.index(goal) for goal in goals] == sorted(places.index(goal) for goal in goals)
    for link in contents.all("a"):
        heading = part(booklet, link["href"].removeprefix("#")).all("h2", "h3")[0]
        assert link.text == heading.text


def test_each_number_of_a_source_is_that_of_its_source(
    plan: Site, booklet: Page, lang: str
) -> None:
    entries = part(booklet, "part-sources").one("ol").all("li")
    measure = plan.records("measures")["1"]
    shown = part(booklet, "measure-1").all(of_class="booklet__cite")[-1].text
    numbers = [int(number) for number in re.findall(r"\d+", shown)]
    shown_names = " ".join(entries[number - 1].text for number in numbers)
    assert len(numbers) == len(measure["sources"])
    for id in measure["sources"]:
        source = plan.records("sources")[id]
        name = source.get("name")
        assert (best(name, lang) if name else source["publisher"]) in shown_names
    cited = {
        int(number)
        for line in booklet.all(of_class="booklet__cite")
        for number in re.findall(r"\d+", line.text)
    }
    assert cited == set(range(1, len(entries) + 1))


def test_it_loads_within_the_limit(plan: Site, booklet: Page) -> None:
    loaded = [booklet.source.encode()]
    for element in booklet.tagged("link", "script"):
        name = element.get("src") or element.get("href")
        if element.get("rel") in ("stylesheet", "icon") or element.get("src"):
            target = plan.target(booklet, name)
            assert target
            loaded.append((plan.root / target[0]).read_bytes())
    assert len(loaded) <= 6
    assert sum(len(gzip.compress(content)) for content in loaded) <= MOST


def test_its_styles_are_loaded_there_alone(plan: Site) -> None:
    own = {plan.section("booklet", lang) for lang in LANGS}
    using = {page.address for page in plan.pages if "css/booklet." in page.source}
    assert using == own
