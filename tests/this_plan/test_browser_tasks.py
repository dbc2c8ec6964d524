"""What people come for, done as they do it: from the home page, by what can be seen, in three
presses of a link or a button at most; with JavaScript on a phone, without it at a desk and, where
the way is another, on a phone too."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from browser.person import Person
from built_site import LANGS, Site
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
MOST = 3
PRINT = "window.printed = 0; window.print = () => { window.printed += 1; };"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
LAW = "13-2022-qh15"
Begin = Callable[[str], Person]


@pytest.fixture(params=["phone with a script", "desk without", "phone without"])
def begin(request: pytest.FixtureRequest, site: Site, visit: Any) -> Begin:
    """Opens the home page in one language."""
    script = request.param.endswith("script")

    def open_home(lang: str) -> Person:
        options: dict[str, Any] = {"viewport": DESK if "desk" in request.param else PHONE}
        if script:
            options |= {"script": PRINT, "permissions": ["clipboard-read", "clipboard-write"]}
        else:
            options["java_script_enabled"] = False
        return Person(site, visit("en/" if lang == "en" else "", **options), lang, script)

    return open_home


def title(site: Site, collection: str, id: str, lang: str) -> str:
    return str(site.records(collection)[id]["title"][lang])


@pytest.mark.parametrize("lang", LANGS)
def test_find_measure_four(site: Site, begin: Begin, lang: str) -> None:
    person = begin(lang)
    person.follow(title(site, "measures", "4", lang))
    assert person.heading() == title(site, "measures", "4", lang)
    assert person.clicks <= MOST


@pytest.mark.parametrize("lang", LANGS)
def test_find_who_is_responsible(site: Site, begin: Begin, lang: str) -> None:
    person = begin(lang)
    person.follow(title(site, "measures", "4", lang))
    agency = site.records("measures")["4"]["responsible"][0]["agency"]
    name = site.records("agencies")[agency]["name"][lang]
    expect(
        person.section(person.phrase("responsible")).get_by_role("link", name=name)
    ).to_be_visible()
    person.follow(name, person.section(person.phrase("responsible")))
    expect(person.page.locator(":target")).to_contain_text(name)
    assert person.clicks <= MOST


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", "bao luc gia dinh"), ("en", "domestic violence")]
)
def test_find_the_law_in_force_on_domestic_violence(
    site: Site, begin: Begin, lang: str, words: str
) -> None:
    person = begin(lang)
    name = title(site, "legal-texts", LAW, lang)
    if person.script:
        person.search(words)
    else:
        law = site.vocabulary("document-types")["luat"]["name"][lang]
        person.follow(law, person.section(person.phrase("find_a_text")), exact=True)
    # Two laws have this name; what is in force is told in the list.
    entry = person.page.locator("main").locator("li, tr").filter(has_text=name)
    entry = entry.filter(has_text=re.compile(re.escape(person.phrase("status_in_force"))))
    expect(entry).to_have_count(1)
    person.follow(name if person.script else "13/2022/QH15", entry)
    assert name in person.heading()
    assert person.page.url.endswith(site.of_record("legal-texts", LAW, lang))
    expect(person.page.get_by_text(person.phrase("status_in_force")).first).to_be_visible()
    assert person.clicks <= MOST


@pytest.mark.parametrize("lang", LANGS)
def test_find_an_exemplar_near_a_place(site: Site, begin: Begin, lang: str) -> None:
    place = site.vocabulary("places")["gia-lai"]["name"][lang]
    person = begin(lang)
    person.go_to("exemplars")
    before = person.clicks
    if person.script:  # typing into the list is no press
        person.page.get_by_label(person.phrase("find_an_exemplar_label")).fill(place)
    else:
        person.press(person.page.locator("summary", has_text=person.phrase("by_place")))
        person.follow(place, person.page.locator("main"))
    names = {
        id for id, record in site.records("exemplars").items() if "gia-lai" in record["places"]
    }
    assert names
    for id in sorted(names):
        shown = site.records("exemplars")[id]["name"][lang]
        expect(person.page.locator("main").get_by_role("link", name=shown).first).to_be_visible()
    assert person.clicks - before <= 2
    assert person.clicks <= MOST + (not person.script)  # on a phone the menu is one press more


@pytest.mark.parametrize("lang", LANGS)
def test_find_the_english_of_a_term(site: Site, begin: Begin, lang: str) -> None:
    person = begin(lang)
    person.go_to("glossary")
    main = person.page.locator("main")
    expect(main.get_by_text("bình đẳng giới", exact=True).first).to_be_visible()
    expect(main.get_by_text("gender equality", exact=True).first).to_be_visible()
    assert person.clicks <= MOST


@pytest.mark.parametrize("lang", LANGS)
def test_switch_the_language_and_stay(site: Site, begin: Begin, lang: str) -> None:
    other = "en" if lang == "vi" else "vi"
    person = begin(lang)
    person.follow(title(site, "measures", "4", lang))
    person.follow(site.phrase("language_name", other))
    assert person.heading() == title(site, "measures", "4", other)
    assert person.page.url.endswith(site.of_record("measures", "4", other))
    assert person.clicks <= MOST


@pytest.mark.parametrize("lang", LANGS)
def test_print_a_measure(site: Site, begin: Begin, lang: str) -> None:
    person = begin(lang)
    person.follow(title(site, "measures", "4", lang))
    if person.script:
        person.press(person.page.get_by_role("button", name=person.phrase("share_print")))
        assert person.page.evaluate("window.printed") == 1
    person.page.emulate_media(media="print")  # what the browser's own command gives
    expect(person.page.locator("h1")).to_be_visible()
    expect(person.page.locator("nav").first).to_be_hidden()
    assert person.clicks <= MOST


@pytest.mark.parametrize("lang", LANGS)
def test_share_a_measure(site: Site, begin: Begin, lang: str) -> None:
    person = begin(lang)
    person.follow(title(site, "measures", "4", lang))
    address = site.absolute(site.of_record("measures", "4", lang))
    share = person.section(person.phrase("share"))
    if person.script:
        person.press(share.get_by_role("button", name=person.phrase("share_copy")))
        expect(share.get_by_role("status")).to_have_text(person.phrase("share_copied"))
        assert person.page.evaluate("navigator.clipboard.readText()") == address
    else:
        expect(share.get_by_text(address)).to_be_visible()
        mail = share.get_by_role("link", name=person.phrase("share_email"))
        assert str(mail.get_attribute("href")).startswith("mailto:?subject=")
    assert person.clicks <= MOST


@pytest.mark.parametrize("lang", LANGS)
def test_report_an_error(site: Site, begin: Begin, lang: str) -> None:
    """A link on the page itself: a letter that names the page, or what to do until there is an
    address to write to."""
    person = begin(lang)
    person.follow(title(site, "measures", "4", lang))
    link = person.page.get_by_role("link", name=person.phrase("report_error"))
    target = str(link.get_attribute("href"))
    if "email" in site.settings.get("contact", {}):
        assert target.startswith(f"mailto:{site.settings['contact']['email']}?")
    else:
        person.follow(person.phrase("report_error"))
        expect(person.page.locator(":target")).to_be_in_viewport()
    assert person.clicks <= MOST


@pytest.mark.parametrize("lang", LANGS)
def test_find_a_contact(site: Site, begin: Begin, lang: str) -> None:
    """At the foot of every page: who, and how to reach them or that this is not yet known; the page
    of contacts says more."""
    person = begin(lang)
    contact = person.section(person.phrase("contact"))
    publisher = site.records("agencies")[site.settings["publisher"]]["name"][lang]
    expect(contact.get_by_text(publisher).first).to_be_visible()
    given = site.settings.get("contact", {})
    for way in ("phone", "email"):
        if way in given:
            expect(contact.get_by_role("link", name=given[way])).to_be_visible()
    if not given:
        expect(contact.get_by_text(person.phrase("no_contact"))).to_be_visible()
    stem = site.settings["contact_page"].partition("#")[0]
    about = person.page.get_by_role("navigation", name=person.phrase("footer_navigation"))
    person.follow(site.written(lang)[stem]["title"], about)
    assert person.page.url.endswith(site.of_written(stem, lang))
    assert person.clicks <= MOST
