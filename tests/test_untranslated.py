"""What is not yet translated, or no longer true to its original, says so and hides nowhere."""

from __future__ import annotations

import pytest
from built_site import Site, build
from html_page import Element, Page, squeeze
from second_project import edit, write_project
from site_checks import breaches
from site_checks.metadata import main_node
from site_checks.registry import alternates

ARTICLE = "tin-tuc/lop-hoc"
TEXT = "9003-nq-cp-2022"
ABOUT = "gioi-thieu"


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The second plan without one English article and one English title, and with a stale page."""
    root = tmp_path_factory.mktemp("untranslated")
    project = write_project(root / "project", without=(f"docs/en/{ARTICLE}.md",))
    edit(project / f"data/legal-texts/{TEXT}.yml", "  en: Digital transformation programme\n", "")
    edit(project / "data/agencies/ubnd-xa.yml", "  en: Issued the plan.\n", "")
    edit(
        project / f"docs/en/{ABOUT}.md",
        "slug: about\n",
        "slug: about\ntranslation:\n  digest: 0123456789ab\n",
    )
    return build(project, root / "site")


def untranslated(half: Site, lang: str) -> list[Page]:
    return [
        half.page(half.of_written(ARTICLE, lang)),
        half.page(half.of_record("legal-texts", TEXT, lang)),
    ]


def notices(page: Page) -> list[Element]:
    return page.main.all("aside", of_class="notice--translation")


def test_the_site_keeps_what_every_site_must_keep(half: Site) -> None:
    assert not breaches(half)


def test_a_notice_in_english_says_that_the_page_is_in_vietnamese(half: Site) -> None:
    for page in untranslated(half, "en"):
        [notice] = notices(page)
        assert notice.text == half.phrase("not_translated", "en")
        assert notice.lang == "en"
        assert page.html.lang == "en"


def test_the_vietnamese_is_marked_and_the_interface_is_not(half: Site) -> None:
    article, text = untranslated(half, "en")
    assert article.main.one(of_class="prose").lang == "vi"
    assert "Xã mở lớp đầu tiên" in article.main.one(of_class="prose").text
    for page in (article, text):
        heading = [e for e, words in page.main.one("h1").texts() if words.strip()]
        assert [element.lang for element in heading] == ["vi"]
    by_text = {squeeze(words): e.lang for e, words in text.main.texts()}
    assert by_text["Issued by"] == "en"
    assert by_text[half.phrase("status_not_in_force", "en")] == "en"


def test_search_engines_are_sent_to_the_vietnamese_page(half: Site) -> None:
    for page, original in zip(untranslated(half, "en"), untranslated(half, "vi"), strict=True):
        address = half.absolute(original.address)
        assert [link["href"] for link in page.linked("canonical")] == [address]
        assert "noindex" in (page.meta("robots") or "")
        assert not alternates(page)
        assert not alternates(original)
        assert original.meta("robots") is None
        assert page.meta("DC.language") == "vi"
        assert page.meta("og:locale") == "vi_VN"
        assert main_node(page)["inLanguage"] == "vi"
        sitemap = half.text("sitemap.xml")
        assert f"<loc>{address}</loc>" in sitemap
        assert half.absolute(page.address) not in sitemap


def test_they_stay_out_of_english_feeds_and_search(half: Site) -> None:
    for page, original in zip(untranslated(half, "en"), untranslated(half, "vi"), strict=True):
        for name in ("news", "legal-texts"):
            assert page.address not in half.text(f"{half.section(name, 'en')}atom.xml")
        feeds = [
            half.text(f"{half.section(name, 'vi')}atom.xml") for name in ("news", "legal-texts")
        ]
        assert any(half.absolute(original.address) in feed for feed in feeds)
        english = [entry["url"] for entry in half.found("en")]
        vietnamese = [entry["url"] for entry in half.found("vi")]
        assert page.address not in english
        assert original.address in vietnamese


def test_lists_show_the_vietnamese_title_marked(half: Site) -> None:
    for address in ("en/", half.section("news", "en"), half.section("site-map", "en")):
        page = half.page(address)
        title = "Xã mở lớp kỹ năng số đầu tiên"
        found = [e for e, words in page.main.texts() if squeeze(words) == title]
        assert found, address
        assert {element.lang for element in found} == {"vi"}


def test_one_field_without_english_does_not_make_a_page_untranslated(half: Site) -> None:
    page = half.page(half.section("agencies", "en"))
    assert [e.lang for e, words in page.main.texts() if squeeze(words) == "Ban hành kế hoạch."] == [
        "vi"
    ]
    assert not notices(page)
    assert alternates(page)


def test_a_stale_translation_says_so_and_leads_to_the_original(half: Site) -> None:
    page = half.page(half.of_written(ABOUT, "en"))
    [notice] = notices(page)
    assert notice.text.startswith(half.phrase("translation_stale", "en"))
    [link] = notice.all("a")
    assert half.target(page, link["href"]) == (f"{half.of_written(ABOUT, 'vi')}index.html", "")
    assert alternates(page)
    assert not notices(half.page(half.of_written(ABOUT, "vi")))


def test_nothing_is_said_of_what_is_translated(half: Site) -> None:
    strange = {page.address for page in half.pages if notices(page)}
    expected = {page.address for page in untranslated(half, "en")} | {half.of_written(ABOUT, "en")}
    assert strange == expected
