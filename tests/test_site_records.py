"""What records say stands on their pages, in both languages, and nothing is made to look surer.

So it is on the real site, whatever its plan holds, on that of the second plan, and on its variants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from built_site import LANGS, Record, Site
from html_page import Element, Page, squeeze
from second_project import VARIANTS
from site_checks import breaches
from site_checks.registry import MONTHS, canonical

RELATIONS = (
    "amends", "repeals", "based_on", "cites", "ensures_implementation_of", "succeeds",
    "amended_by", "repealed_by",
)  # fmt: skip


@pytest.fixture(scope="module", params=["real", "second", *VARIANTS])
def site(
    request: pytest.FixtureRequest, site: Site, second_site: Site,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:  # fmt: skip
    if request.param in VARIANTS:
        return VARIANTS[request.param](tmp_path_factory.mktemp(request.param))
    return {"real": site, "second": second_site}[request.param]


@pytest.mark.parametrize("site", VARIANTS, indirect=True)
def test_variants_keep_what_every_site_must_keep(site: Site) -> None:
    assert not breaches(site)


def best(words: dict[str, str], lang: str) -> str:
    return squeeze(words.get(lang) or words["vi"])


def day(text: str, lang: str) -> str:
    parts = text.split("-")
    if lang == "vi":
        return "/".join(reversed(parts))
    names = MONTHS.split("|")
    return " ".join(
        [
            *(str(int(part)) for part in parts[2:]),
            *(names[int(m) - 1] for m in parts[1:2]),
            parts[0],
        ]
    )


def localized(value: Any, lang: str) -> Iterator[str]:
    """Every localized text inside a record, as a page in `lang` shows it."""
    if isinstance(value, dict):
        if "vi" in value and isinstance(value["vi"], str):
            yield best(value, lang)
        else:
            for part in value.values():
                yield from localized(part, lang)
    elif isinstance(value, list):
        for part in value:
            yield from localized(part, lang)


def lacking(page: Page, *expected: str) -> list[str]:
    """What of `expected` cannot be read in the main part of `page`."""
    return [f"{page}: {words!r}" for words in expected if squeeze(words) not in page.main.text]


def source_links(site: Site, page: Page, ids: list[str]) -> Iterator[str]:
    """Each source is named, and linked where its address is known."""
    known = site.records("sources")
    links = {link.get("href"): link.text for link in page.main.all("a")}
    for id in ids:
        yield from lacking(page, known[id]["publisher"])
        if known[id].get("url") and known[id]["url"] not in links:
            yield f"{page}: no link to {known[id]['url']}"


@pytest.mark.parametrize("lang", LANGS)
def test_each_measure_is_shown_word_for_word(site: Site, lang: str) -> None:
    missing = []
    for id, record in site.records("measures").items():
        page = site.page(site.of_record("measures", id, lang))
        words = (record["title"], record["text"])
        missing += lacking(page, *(best(text, lang) for text in words), record["text"]["vi"])
        agencies = site.records("agencies")
        for item in record.get("responsible", ()):
            basis = site.phrase(f"basis_{item['basis']}", lang)
            missing += lacking(page, f"{best(agencies[item['agency']]['name'], lang)} ({basis})")
        told = [a for part in page.main.all(of_class="explained") for a in part.all("a")]
        grouped = [site.target(page, a["href"]) for a in page.main.all("a") if a not in told]
        for collection in ("legal-texts", "exemplars"):
            for other, named in site.records(collection).items():
                link = (f"{site.of_record(collection, other, lang)}index.html", "")
                linked = link in grouped
                if linked != (id in named.get("measures", ())):
                    missing.append(f"{page}: {other}")
        missing += source_links(site, page, record["sources"])
    assert not missing


@pytest.mark.parametrize("lang", LANGS)
def test_each_legal_text_is_shown_as_recorded(site: Site, lang: str) -> None:
    missing: list[str] = []
    types, issuers = site.vocabulary("document-types"), site.vocabulary("issuers")
    for id, record in site.records("legal-texts").items():
        page = site.page(site.of_record("legal-texts", id, lang))
        force = record["legal_force"]
        dates = [record["date_document"], force["checked_on"]]
        dates += [
            record[k]
            for k in ("first_date_entry_in_force", "date_no_longer_in_force")
            if k in record
        ]
        missing += lacking(
            page,
            record["number"],
            best(types[record["type_document"]]["name"], lang),
            *(best(issuers[issuer]["name"], lang) for issuer in record["passed_by"]),
            *(person["name"] for person in record.get("signed_by", ())),
            *(day(date, lang) for date in dates),
            *localized(
                {k: v for k, v in record.items() if k not in ("also_known_as", "title_basis")}, lang
            ),
            *record.get("also_known_as", {}).get(lang, ()),
            *(site.phrase(f"aspect_{aspect}", lang) for aspect in record.get("unverified", ())),
        )
        if record["title"].get("en") and page.one("h1").text != record["title"][lang]:
            missing.append(f"{page}: heading {page.one('h1').text}")
        missing += source_links(site, page, [*record["sources"], *force.get("sources", ())])
    assert not missing


@pytest.mark.parametrize("lang", LANGS)
def test_relations_are_shown_from_both_sides(site: Site, lang: str) -> None:
    texts = site.records("legal-texts")
    by_name = {**{text["number"]: id for id, text in texts.items()}, **{id: id for id in texts}}
    missing = []

    def links(id: str) -> list[tuple[str, str] | None]:
        page = site.page(site.of_record("legal-texts", id, lang))
        section = next(e for e in page.elements if e.get("aria-labelledby") == "relations-title")
        return [site.target(page, a["href"]) for a in section.all("a")]

    for id, text in texts.items():
        for kind in RELATIONS:
            for relation in text.get(kind, ()):
                relation = {"text": relation} if isinstance(relation, str) else relation
                if "outside" in relation:
                    page = site.page(site.of_record("legal-texts", id, lang))
                    missing += lacking(page, relation["outside"])
                    continue
                other = by_name[relation["text"]]
                for here, there in ((id, other), (other, id)):
                    if (f"{site.of_record('legal-texts', there, lang)}index.html", "") not in links(
                        here
                    ):
                        missing.append(f"{here} {kind} {there}")
    assert not missing


def statuses(site: Site, page: Page) -> Iterator[tuple[str, Element]]:
    """Each status shown on `page` with the id of the text that it is shown for."""
    ids = {
        (f"{site.of_record('legal-texts', id, lang)}index.html", ""): id
        for id in site.records("legal-texts")
        for lang in LANGS
    }
    own = ids.get((f"{page.address}index.html", ""))
    for status in page.main.all(of_class="status"):
        line = next(e for e in status.above() if e.tag in ("tr", "li", "dd", "section"))
        linked = [ids.get(site.target(page, a["href"]) or ("", "")) for a in line.all("a")]
        yield (next(filter(None, linked), "") if line.tag != "section" else own or ""), status


def test_the_status_of_a_text_is_the_same_everywhere(site: Site) -> None:
    """Above all, what is unknown or presumed is nowhere said to be in force."""
    texts = site.records("legal-texts")
    wrong, seen = [], set()
    for page in site.pages:
        lang = site.language_of(page.address)
        for id, status in statuses(site, page):
            assert id, f"{page}: a status for no text"
            value = texts[id]["legal_force"]["value"]
            seen.add((lang, id))
            if (
                status.text != site.phrase(f"status_{value}", lang)
                or f"status--{value}" not in status.classes
            ):
                wrong.append(f"{page}: {id} is {value}, shown as {status.text}")
    assert not wrong
    assert seen == {(lang, id) for lang in LANGS for id in texts}


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_not_verified_is_never_said_to_be_in_force(site: Site, lang: str) -> None:
    in_force = re.escape(site.phrase("status_in_force", lang))
    entries = {entry["url"]: entry for entry in site.found(lang)}
    feed = site.text(f"{site.section('legal-texts', lang)}atom.xml")
    unsure = {
        id: text
        for id, text in site.records("legal-texts").items()
        if text["legal_force"]["value"] == "unknown"
    }
    for id, text in unsure.items():
        address = site.of_record("legal-texts", id, lang)
        page = site.page(address)
        force = page.main.one("section", of_class="force")
        unverified = site.phrase("status_unknown", lang)
        assert force.one("h2").text.endswith(unverified), address
        assert not re.search(rf"{in_force}\b", force.one("h2").text)
        if text["legal_force"].get("presumed") == "true":
            assert squeeze(site.phrase("presumed", lang)) in force.text
        assert re.search(f"{unverified}|…$", page.meta("description") or "")
        if canonical(page) == site.absolute(address):
            assert entries[address]["status"] == "unknown"
        else:  # what is not translated is not offered in English
            assert address not in entries
        for entry in re.findall(r"<entry>.*?</entry>", feed, re.DOTALL):
            if f"/{address}<" in entry:
                assert f"({unverified})</title>" in entry
        assert "legislationLegalForce" not in page.source


@pytest.mark.parametrize("lang", LANGS)
def test_each_exemplar_is_shown_as_recorded(site: Site, lang: str) -> None:
    missing: list[str] = []
    for id, record in site.records("exemplars").items():
        page = site.page(site.of_record("exemplars", id, lang))
        kind = site.vocabulary("exemplar-kinds")[record["kind"]]
        places = [site.vocabulary("places")[place] for place in record["places"]]
        missing += lacking(
            page,
            site.phrase(
                "exemplar_nationwide"
                if record["scope"] == "national"
                else "exemplar_from_elsewhere",
                lang,
            ),
            site.phrase(f"scope_{record['scope']}", lang),
            *(best(item["name"], lang) for item in (kind, *places)),
            *localized({k: v for k, v in record.items() if k != "slug"}, lang),
        )
        missing += source_links(site, page, record["sources"])
    assert not missing


@pytest.mark.parametrize("lang", LANGS)
def test_each_agency_term_and_abbreviation_is_shown(site: Site, lang: str) -> None:
    missing: list[str] = []
    agencies = site.page(site.section("agencies", lang))
    for id, record in site.records("agencies").items():
        part = agencies.ids[id]
        missing += [f"{id}: {words}" for words in localized(record, lang) if words not in part.text]
        missing += [id for words in record["name"].values() if squeeze(words) not in part.text]
    glossary = site.page(site.section("glossary", lang))
    for term in site.listed_in("glossary.yml", "terms"):
        row = glossary.ids[term["id"]].text
        words = [*term["term"].values(), *localized(term.get("definition", {}), lang)]
        words += [other for several in term.get("also", {}).values() for other in several]
        missing += [f"{term['id']}: {word}" for word in words if squeeze(word) not in row]
    rows = [row.text for row in glossary.all("tr")]
    for item in site.listed_in("abbreviations.yml", "abbreviations"):
        words = [item["abbreviation"], *item["meaning"].values()]
        if not any(all(squeeze(word) in row for word in words) for row in rows):
            missing.append(item["abbreviation"])
    assert not missing


@pytest.mark.parametrize("lang", LANGS)
def test_each_source_is_listed(site: Site, lang: str) -> None:
    page = site.page(site.section("sources", lang))
    for id, record in site.records("sources").items():
        entry = page.ids[id]
        name = best(record["name"], lang) if "name" in record else record["publisher"]
        assert name in entry.text
        assert [a["href"] for a in entry.all("a")] == [
            record["url"] for _ in range("url" in record)
        ]


@pytest.mark.parametrize("lang", LANGS)
def test_articles_name_their_day_writer_records_and_neighbours(site: Site, lang: str) -> None:
    written = {s: meta for s, meta in site.written("vi").items() if s.startswith("tin-tuc/")}
    missing: list[str] = []
    for stem, meta in written.items():
        page = site.page(site.of_written(stem, lang))
        english = site.written("en").get(stem)
        title = {"vi": meta["title"]} | ({"en": english["title"]} if english else {})
        known = meta.get("date") or meta["event_date"]
        name = site.phrase("published" if "date" in meta else "event", lang)
        missing += lacking(page, best(title, lang), f"{name} {day(known, lang)}")
        byline = page.main.one(of_class="byline").text
        if byline.split(" (")[0] != meta.get("byline", site.phrase("editorial_board", lang)):
            missing.append(f"{page}: byline {byline}")
        if "byline_agency" in meta:
            missing += lacking(
                page, best(site.records("agencies")[meta["byline_agency"]]["name"], lang)
            )
        targets = [site.target(page, a["href"]) for a in page.main.all("a")]
        for collection, key in (("measures", "measures"), ("exemplars", "exemplars")):
            for id in meta.get(key, ()):
                if (f"{site.of_record(collection, id, lang)}index.html", "") not in targets:
                    missing.append(f"{page}: {collection} {id}")
        missing += source_links(site, page, meta["sources"])
        related = next(e for e in page.elements if e.get("aria-labelledby") == "related-title")
        same = [s for s, m in written.items() if m["category"] == meta["category"] and s != stem]
        here = {site.target(page, a["href"]) for a in related.all("a")}
        allowed = {(f"{site.of_written(s, lang)}index.html", "") for s in same}
        if not here <= allowed or len(here) != min(len(same), site.news_setting("related")):
            missing.append(f"{page}: related {here}")
    assert not missing


@pytest.mark.parametrize("lang", LANGS)
def test_latest_articles_are_the_latest(site: Site, lang: str) -> None:
    days = {
        (f"{site.of_written(stem, lang)}index.html", ""): meta.get("date") or meta["event_date"]
        for stem, meta in site.written("vi").items()
        if stem.startswith("tin-tuc/")
    }
    latest = sorted(days.values(), reverse=True)[: site.news_setting("latest")]
    for stem in site.written("vi"):
        if stem.startswith("tin-tuc/"):
            page = site.page(site.of_written(stem, lang))
            part = next(e for e in page.elements if e.get("aria-labelledby") == "latest-title")
            assert [days[site.target(page, a["href"]) or ("", "")] for a in part.all("a")] == latest


@pytest.mark.parametrize("lang", LANGS)
def test_filters_without_a_script_show_exactly_what_they_name(site: Site, lang: str) -> None:
    """Each link of the filters leads to a page with the texts of that value and no others."""

    def values(text: Record) -> dict[str, list[str]]:
        return {
            "type": [text["type_document"]],
            "status": [text["legal_force"]["value"]],
            "issuer": text["passed_by"],
            "year": [text["date_document"][:4]],
            "measure": text.get("measures", []),
        }

    texts = site.records("legal-texts")
    register = site.page(site.section("legal-texts", lang))
    links = register.main.all("a", having="data-facet")
    named = {(a["data-facet"], a["data-value"]) for a in links}
    assert named == {
        (k, v) for text in texts.values() for k, several in values(text).items() for v in several
    }
    for link in links:
        facet, value = link["data-facet"], link["data-value"]
        wanted = {id for id, text in texts.items() if value in values(text)[facet]}
        target = site.target(register, link["href"])
        assert target
        page = site.page(target[0].removesuffix("index.html"))
        rows = page.main.one("tbody").all("a")
        shown = {(site.target(page, a["href"]) or ("",))[0] for a in rows}
        assert shown == {f"{site.of_record('legal-texts', id, lang)}index.html" for id in wanted}
        assert link.parent
        assert link.parent.one(of_class="facet__count").text == str(len(wanted))
        assert [a["data-value"] for a in page.main.all("a", having="aria-current")] == [value]


@pytest.mark.parametrize("lang", LANGS)
def test_home_says_what_the_plan_is_and_counts_right(site: Site, lang: str) -> None:
    page = site.page("en/" if lang == "en" else "")
    assert page.one("h1").text == best(site.settings["title"], lang)
    for record in site.records("measures").values():
        assert best(record["title"], lang) in page.main.text
    shown = {
        div.one("dt").text: div.one("dd").text
        for div in page.main.one("dl", of_class="figures").all("div")
    }
    for name in ("measures", "legal-texts", "exemplars"):
        title = site.phrase(f"title_{name.replace('-', '_')}", lang)
        assert shown[title] == str(len(site.records(name)))


@pytest.mark.parametrize("lang", LANGS)
def test_coverage_shows_every_measure_and_its_gaps(site: Site, lang: str) -> None:
    page = site.page(site.section("coverage", lang))
    rows = page.main.one("tbody").all("tr")
    measures = site.records("measures")
    assert len(rows) == len(measures)
    for row, id in zip(rows, sorted(measures, key=int), strict=True):
        record = measures[id]
        assert row.one("th").text == f"{id}. {best(record['title'], lang)}"
        cells = row.all("td")
        assert len(cells) == 4
        for cell, gap, filled in (
            (cells[0], "gap_responsible", record.get("responsible")),
            (
                cells[1],
                "gap_texts",
                [t for t in site.records("legal-texts").values() if id in t.get("measures", ())],
            ),
            (
                cells[2],
                "gap_exemplars",
                [t for t in site.records("exemplars").values() if id in t["measures"]],
            ),
        ):
            assert (cell.text == site.phrase(gap, lang)) == (not filled)
            if filled:
                assert str(len(filled)) in cell.text or cell is cells[0]
