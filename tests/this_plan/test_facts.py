"""The site against the facts it was made from, where their folder stands beside the project."""

from __future__ import annotations

import re
from typing import Any

import pytest
from built_site import LANGS, PROJECT, Record, Site, read_yaml
from html_page import Page, squeeze
from test_site_records import day, lacking

FACTS = PROJECT.parent / "shared" / "facts"
pytestmark = pytest.mark.skipif(
    not FACTS.exists(), reason=f"{FACTS} is not here: compared with the records of data/ only"
)
# How the facts say what the register says in the words of the European Legislation Identifier.
STATUS = {
    "in_force": "in_force", "replaced": "not_in_force", "expired": "not_in_force",
    "partly": "partially_in_force", "presumed": "unknown", "unknown": "unknown",
}  # fmt: skip
ACRONYM = re.compile(r"[A-ZĐ]{2,}")


def facts(name: str) -> list[Record]:
    listed: list[Record] = read_yaml(FACTS / f"{name}.yaml")
    return listed


def given(fact: Record, key: str) -> str:
    value = fact.get(key, "")
    return "" if value in ("null", "~") else squeeze(str(value))


def figures(text: str) -> set[str]:
    """The figures in `text`, without the marks that group thousands in either language."""
    return {re.sub(r"[.,]", "", found) for found in re.findall(r"\d+(?:[.,]\d+)*", text)}


def text_page(site: Site, number: str, lang: str) -> Page:
    [id] = [id for id, text in site.records("legal-texts").items() if text["number"] == number]
    return site.page(site.of_record("legal-texts", id, lang))


def linked(site: Site, page: Page, sources: list[str]) -> list[str]:
    """Which of `sources` are neither linked nor, without a full address, named on `page`."""
    links = {a["href"] for a in page.main.all("a")}
    known = site.records("sources")
    missing = []
    for id in map(str.lower, sources):
        url = known[id].get("url")
        if (url not in links) if url else (known[id]["publisher"] not in page.main.text):
            missing.append(f"{page}: source {id}")
    return missing


def test_source_addresses_are_those_noted(site: Site) -> None:
    """A full address is given as noted; one noted in part is not made into a link."""
    known = site.records("sources")
    for fact in facts("sources"):
        url = known[fact["id"].lower()].get("url")
        if fact.get("url_short") == "true" or not fact.get("url", "").startswith("http"):
            assert url is None, fact["id"]
        else:
            assert url == fact["url"], fact["id"]


@pytest.mark.parametrize("lang", LANGS)
def test_legal_texts(site: Site, lang: str) -> None:
    missing: list[str] = []
    noted = facts("legal")
    assert len(noted) == 58
    for fact in noted:
        page = text_page(site, fact["number"], lang)
        word = site.phrase(f"status_{STATUS[fact['status']]}", lang)
        shown = page.main.one("section", of_class="force")
        if shown.one(of_class="status").text != word:
            missing.append(f"{page}: {shown.text}")
        if fact["status"] == "presumed":
            missing += lacking(page, site.phrase("presumed", lang))
        missing += lacking(page, fact["number"], day(fact["issued"], lang))
        if given(fact, "in_force"):
            missing += lacking(page, day(given(fact, "in_force"), lang))
        signer = given(fact, "signer")
        names = re.findall(r"(?:[A-ZĐÁÂÔ]\w+ ){1,4}[A-ZĐÁÂÔ]\w+", signer) if signer else []
        missing += lacking(page, *(n for n in names if not ACRONYM.search(n)))
        for number in fact["measures"]:
            missing += lacking(page, site.records("measures")[number]["title"][lang])
        missing += linked(site, page, fact["sources"])
        missing += lacking(page, given(fact, "title_vi"))
        if lang == "en" and given(fact, "title_en"):
            missing += lacking(page, given(fact, "title_en"))
    assert not missing


@pytest.mark.parametrize("lang", LANGS)
def test_measures(site: Site, lang: str) -> None:
    noted = facts("measures")
    assert len(noted) == 7
    for fact in noted:
        page = site.page(site.of_record("measures", fact["n"], lang))
        assert page.one("h1").text == squeeze(fact[f"short_{lang}"])
        assert squeeze(fact[lang]) in page.main.text


@pytest.mark.parametrize("lang", LANGS)
def test_exemplars(site: Site, lang: str) -> None:
    missing: list[str] = []
    noted = facts("models")
    assert len(noted) == 31
    for fact in noted:
        page = site.page(site.of_record("exemplars", fact["id"], lang))
        if lang == "vi":
            missing += lacking(page, fact["name_vi"])
        # Days and months become words in English.
        told = {
            n for n in figures(" ".join(fact.get("figures", ()))) if lang == "vi" or int(n) > 31
        }
        lost = told - figures(page.main.text)
        if lost:
            missing.append(f"{page}: figures {sorted(lost)}")
        for number in fact["measures"]:
            missing += lacking(page, site.records("measures")[number]["title"][lang])
        missing += linked(site, page, fact["sources"])
    assert not missing


@pytest.mark.parametrize("lang", LANGS)
def test_agencies_terms_and_abbreviations(site: Site, lang: str) -> None:
    missing: list[str] = []
    agencies = site.page(site.section("agencies", lang))
    glossary = site.page(site.section("glossary", lang))
    assert [len(facts(name)) for name in ("agencies", "glossary", "abbreviations")] == [15, 52, 59]
    for fact in facts("agencies"):
        # That entry is no body but what became of them; the site words it as a sentence.
        names = [squeeze(fact[k]) for k in LANGS if fact["id"] != "dvhc-2025"]
        missing += [name for name in names if name not in agencies.ids[fact["id"]].text]
    rows = [row.text for row in glossary.all("tr")]

    def in_a_row(*words: str) -> bool:
        return any(all(squeeze(word) in row for word in words) for row in rows)

    for fact in facts("glossary"):
        words = [word.strip("'") for key in LANGS for word in re.split(r" / |; ", fact[key])]
        if not in_a_row(*words):
            missing.append(f"{words}")
    for fact in facts("abbreviations"):
        if not in_a_row(fact["a"], fact["vi"].partition(" (")[0]):
            missing.append(fact["a"])
    assert not missing


@pytest.mark.parametrize("lang", LANGS)
def test_news(site: Site, lang: str) -> None:
    """Each dated fact is an article of that day, with its sources."""
    articles = {s: m for s, m in site.written("vi").items() if s.startswith("tin-tuc/")}

    def tells(fact: Record, stem: str, meta: dict[str, Any]) -> bool:
        days = {meta.get("date", ""), meta.get("event_date", "")}
        return fact["date"] in days and {id.lower() for id in fact["sources"]} <= set(
            meta["sources"]
        )

    lost = [
        fact["vi"] for fact in facts("news") if not any(tells(fact, *a) for a in articles.items())
    ]
    assert not lost
    for stem, meta in articles.items():
        page = site.page(site.of_written(stem, lang))
        assert not linked(site, page, meta["sources"])
