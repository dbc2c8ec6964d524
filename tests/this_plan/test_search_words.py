"""The words that people type for each record: few, none the record has already, none shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from built_site import LANGS, Record, Site
from portal.search_text import terms

COLLECTIONS = ("legal-texts", "exemplars", "measures")
MOST = 8
MOST_OF_A_PAGE = 12
HELP = "toi-can-giup-do"
# Keys whose texts are not what the record says, or not in words.
ELSEWHERE = ("search_words", "sources", "slug", "legal_force", "responsible", "aliases")


def texts(value: Any, lang: str) -> Iterator[str]:
    """What a record says in `lang`."""
    if isinstance(value, dict):
        if isinstance(value.get("vi"), str):
            yield value.get(lang, value["vi"])
        else:
            for key, part in value.items():
                if key not in ELSEWHERE:
                    yield from texts(part, lang)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part, lang)


def words(site: Site, lang: str) -> Iterator[tuple[str, str, Record, list[str]]]:
    for collection in COLLECTIONS:
        for id, record in site.records(collection).items():
            yield collection, id, record, record.get("search_words", {}).get(lang, [])


def test_every_record_has_a_few_words_that_it_lacks(site: Site) -> None:
    wrong = []
    for lang in LANGS:
        for _, id, record, typed in words(site, lang):
            said = " | ".join(" ".join(terms(text, lang)) for text in texts(record, lang))
            if not 0 < len(typed) <= MOST or len(set(typed)) < len(typed):
                wrong.append(f"{id} {lang}: {len(typed)} words")
            wrong += [
                f"{id} {lang}: {word!r} is in the record"
                for word in typed
                if f" {' '.join(terms(word, lang))} " in f" {said} "
            ]
    assert not wrong


def test_written_pages_have_few_and_do_not_show_them(site: Site) -> None:
    """Those in the front matter; the page for people in danger has some in each language."""
    for lang in LANGS:
        assert site.written(lang)[HELP]["search_words"]
        for stem, meta in site.written(lang).items():
            if typed := meta.get("search_words", []):
                text = site.page(site.of_written(stem, lang)).main.text
                assert len(set(typed)) == len(typed) <= MOST_OF_A_PAGE, stem
                assert not all(word in text for word in typed), stem


def test_the_pages_do_not_show_them(site: Site) -> None:
    shown = []
    for lang in LANGS:
        for collection, id, _, typed in words(site, lang):
            page = site.page(site.of_record(collection, id, lang))
            if typed and all(word in page.main.text for word in typed):
                shown.append(f"{page}: {'; '.join(typed)}")
    assert not shown
