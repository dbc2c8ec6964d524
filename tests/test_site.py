"""The real site keeps what every site must keep."""

from __future__ import annotations

import html5lib
import pytest
from built_site import LANGS, Site
from site_checks import CHECKS, Check


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_site(check: Check, site: Site) -> None:
    breaches = list(check(site))
    assert not breaches, "\n".join(breaches[:40])


def test_a_page_of_each_kind_is_valid_html(site: Site) -> None:
    for page in [*site.one_of_each_kind(), site.page("404.html")]:
        html5lib.HTMLParser(strict=True).parse(page.source)


def test_every_record_and_every_written_page_has_a_page(site: Site) -> None:
    wanted = {
        site.of_record(collection, id, lang)
        for collection in ("measures", "legal-texts", "exemplars")
        for id in site.records(collection)
        for lang in LANGS
    }
    sections = ("path_measures", "path_legal_texts", "path_exemplars")
    of_records = {site.phrase(name, "vi") for name in sections}
    stems = [stem for stem in site.written("vi") if stem.partition("/")[0] not in of_records]
    wanted |= {site.of_written(stem, lang) for stem in stems for lang in LANGS}
    indexes = ("measures", "legal-texts", "exemplars", "news", "agencies", "glossary", "coverage",
               "sources", "search", "site-map")  # fmt: skip
    wanted |= {site.section(name, lang) for name in indexes for lang in LANGS}
    listed = {page.address for page in site.listed}
    assert wanted <= listed, sorted(wanted - listed)


def test_what_is_fetched_is_small(site: Site) -> None:
    """Pages are read on phones: no page over 250 kB, none with styles and scripts of 60 kB."""
    heavy = {page.address: len(page.source) for page in site.pages if len(page.source) > 250_000}
    assert not heavy
    for page in site.one_of_each_kind():
        named = [e.get("src") or e.get("href") for e in page.tagged("script", "link")]
        files = {target[0] for name in named if (target := site.target(page, name))}
        loaded = [name for name in files if name.endswith((".css", ".js"))]
        assert sum((site.root / name).stat().st_size for name in loaded) < 60_000, page
    made = site.files - site.attached
    assert not [name for name in made if name.endswith((".woff2", ".map", ".scss", ".yml"))]


def test_nothing_is_published_but_the_site(site: Site) -> None:
    """No theme files, no sources of pages, nothing half made."""
    made = site.files - site.attached
    kinds = {name.rpartition(".")[2] for name in made - {"_headers"}}
    assert kinds <= {
        "bin",
        "html",
        "xml",
        "json",
        "txt",
        "css",
        "js",
        "svg",
        "png",
        "jpg",
        "jpeg",
        "webp",
        "pdf",
    }
    made = {name for name in made if not name.startswith("search/")}
    assert {name for name in made if name.endswith((".json", ".xml", ".txt"))} == {
        "counter-pages.json",
        "robots.txt",
        "sitemap.xml",
        *(["views.json"] if site.counted else []),
        *(
            f"{site.section(name, lang)}atom.xml"
            for name in ("news", "legal-texts")
            for lang in LANGS
        ),
    }


def test_the_404_page_speaks_both_languages(site: Site) -> None:
    page = site.page("404.html")
    for lang in LANGS:
        heading = site.phrase("not_found_title", lang)
        found = [e for e in page.elements if e.tag in ("h1", "h2") and e.text == heading]
        assert [element.lang for element in found] == [lang]
        assert [form for form in page.tagged("form") if form.lang == lang]
    # Its status keeps it out of search engines; a robots tag would only cost it its score.
    assert page.meta("robots") is None
    assert page.meta("description")
