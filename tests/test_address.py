"""Addresses: words of the page's language, ASCII, a slash at the end, and none twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from plan import changed, edited, read, write_plan
from portal.address import Book, relative


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan(tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def book(plan: Path) -> Book:
    return Book(read(plan)[0])


@pytest.mark.parametrize(
    ("key", "vi", "en"),
    [
        ("home", "", "en/"),
        ("measures", "nhom-nhiem-vu/", "en/measures/"),
        ("measure:1", "nhom-nhiem-vu/1-lanh-dao/", "en/measures/1-leadership/"),
        ("legal-text:5-2019-nd-cp", "van-ban/5-2019-nd-cp/", "en/legal-texts/5-2019-nd-cp/"),
        ("exemplar:nha-tam-lanh", "mo-hinh/nha-tam-lanh/", "en/exemplars/shelter-house/"),
        ("article:tin-tuc/hoi-nghi", "tin-tuc/hoi-nghi/", "en/news/conference/"),
    ],
)
def test_pages_have_words_of_their_language(book: Book, key: str, vi: str, en: str) -> None:
    assert (book.url(key, "vi"), book.url(key, "en")) == (vi, en)


def test_every_address_is_ascii_unique_and_ends_in_a_slash(book: Book) -> None:
    urls = [page.url(lang) for page in book.all for lang in ("vi", "en")]
    assert len(urls) == len(set(urls))
    for url in urls:
        assert re.fullmatch(r"(?:[a-z0-9-]+/)*", url), url


def test_records_without_a_page_are_anchors_on_that_of_their_kind(book: Book) -> None:
    assert book.url("agency:ubnd-mau", "vi") == f"{book.url('agencies', 'vi')}#ubnd-mau"


def test_what_is_unknown_is_a_key_error(book: Book) -> None:
    with pytest.raises(KeyError):
        book.url("measure:9", "vi")


def test_an_untranslated_page_says_so(plan: Path) -> None:
    with changed(plan, {"docs/en/tin-tuc/hoi-nghi.md": None}):
        book = Book(read(plan)[0])
    page = book.pages["article:tin-tuc/hoi-nghi"]
    assert not page.translated
    assert page.url("en") == "en/news/hoi-nghi/"


def test_a_measure_may_be_renamed_in_one_language(plan: Path) -> None:
    with changed(plan, edited("data/measures/2.yml", "en: communication", "en: outreach")):
        book = Book(read(plan)[0])
    page = book.pages["measure:2"]
    assert page.url("vi") == "nhom-nhiem-vu/2-tuyen-truyen/"
    assert page.url("en") == "en/measures/2-outreach/"


@pytest.mark.parametrize(
    ("url", "current", "link"),
    [
        ("", "", "./"),
        ("van-ban/", "", "van-ban/"),
        ("", "van-ban/", "../"),
        ("en/", "van-ban/x/", "../../en/"),
        ("van-ban/x/", "van-ban/", "x/"),
        ("van-ban/", "van-ban/x/", "../"),
        ("van-ban/#a", "van-ban/", "./#a"),
        ("assets/a.svg", "van-ban/x/", "../../assets/a.svg"),
        ("a.xml", "", "a.xml"),
    ],
)
def test_links_between_pages_are_relative(url: str, current: str, link: str) -> None:
    assert relative(url, current) == link
