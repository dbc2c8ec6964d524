"""What is kept for reading offline, and when browsers must see a new worker."""

from __future__ import annotations

import pytest
from plan import read, write_plan
from portal.address import Book
from portal.offline import kept_files, kept_pages, version_of

PAGES = {"vi": ["", "bien-phap/1-mot/"], "en": ["en/", "en/measures/1-one/"]}
FILES = ["assets/css/site.0123456789.css", "assets/js/site.0123456789.js"]
SITE = {
    "offline.html": b"offline",
    "index.html": "Trang chủ".encode(),
    "bien-phap/1-mot/index.html": "Một".encode(),
    "en/index.html": b"Home",
    "en/measures/1-one/index.html": b"One",
}


def test_the_plan_is_kept_in_each_language(tmp_path_factory: pytest.TempPathFactory) -> None:
    book = Book(read(write_plan(tmp_path_factory.mktemp("plan")))[0])
    measures = [page for page in book.all if page.kind == "measure"]
    assert measures
    for lang, start in (("vi", ""), ("en", "en/")):
        assert kept_pages(book)[lang] == [start, *(page.url(lang) for page in measures)]


def test_the_shell_is_styles_scripts_and_drawings() -> None:
    names = ["a.css", "a.js", "a.svg", "photo.jpg", "list.json", "assets/js/counter.0123456789.js"]
    assert kept_files((name, b"") for name in names) == ["a.css", "a.js", "a.svg"]


@pytest.mark.parametrize("name", SITE)
def test_a_word_of_the_plan_makes_another_version(name: str) -> None:
    changed = {**SITE, name: SITE[name] + b"."}
    assert version(SITE) != version(changed)


def test_a_file_of_the_shell_makes_another_version() -> None:
    assert version(SITE) != version(SITE, [*FILES, "assets/js/new.0123456789.js"])


def test_the_same_content_is_the_same_version_in_any_order() -> None:
    assert version(SITE) == version(dict(reversed(SITE.items())), FILES[::-1])


def version(site: dict[str, bytes], files: list[str] = FILES) -> str:
    return version_of(PAGES, files, site.__getitem__)
