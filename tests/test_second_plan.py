"""Another agency's plan, another number of measures, another address: no code has to change."""

from __future__ import annotations

import pytest
from built_site import LANGS, PROJECT, Site
from site_checks import breaches

# Words that only the first plan can have put on a page.
FIRST_PLAN = ("948", "21-CT/TW", "21-ct-tw", "phụ nữ", "phu nu", "women", "bình đẳng giới",
              "gender", "Công Thương", "Industry and Trade", "Nông Thị Thảo", "Ban Bí thư",
              "Secretariat", "cong-tac-phu-nu", "seven", "bảy nhóm")  # fmt: skip


def test_it_keeps_what_every_site_must_keep(second_site: Site) -> None:
    assert not breaches(second_site)


def of_first_plan(text: str) -> list[str]:
    return [word for word in FIRST_PLAN if word.lower() in text.lower()]


def test_no_word_of_the_first_plan_is_left(second_site: Site) -> None:
    """But for what an agency has written into the strings of the interface, which are its own."""
    chosen = of_first_plan((PROJECT / "data/interface.yml").read_text("utf-8"))
    for name in second_site.files:
        if name.endswith((".html", ".xml", ".json", ".txt", ".js", ".css")):
            assert set(of_first_plan(second_site.text(name))) <= set(chosen), name


def test_no_word_of_any_plan_stands_in_templates() -> None:
    """Not even on pages that the second plan does not have."""
    files = [*(PROJECT / "overrides").rglob("*.*"), *(PROJECT / "hooks").rglob("*.html"),
             PROJECT / "mkdocs.yml"]  # fmt: skip
    for path in files:
        assert not of_first_plan(path.read_text("utf-8")), path


def test_it_is_the_other_agencys(second_site: Site) -> None:
    for page in second_site.pages:
        lang = page.html.lang
        footer = page.one("footer", of_class="site-footer")
        name = second_site.records("agencies")["ubnd-xa"]["name"][lang]
        assert name in page.one("header", of_class="site-header").text
        assert name in footer.text
        for words in ("0000 111 222", "hoi-dap@chuyen-doi-so.example", "Trần Văn Ví Dụ"):
            assert words in footer.text
        assert not page.all("section", of_class="counter")  # it has no view figures
        if page.meta("robots") is None and "/edit/main/" in page.source:
            [edited] = [a["href"] for a in page.tagged("a") if "/edit/main/" in a["href"]]
            assert (second_site.project / edited.partition("/edit/main/")[2]).exists()


@pytest.mark.parametrize("lang", LANGS)
def test_the_decision_can_be_read_where_its_file_is(second_site: Site, lang: str) -> None:
    page = second_site.page(second_site.of_record("legal-texts", "9001-qd-ubnd-2024", lang))
    [link] = page.main.one("p", of_class="decision").all("a")
    assert link.text == second_site.phrase("see_here", lang)
    assert second_site.target(page, link["href"]) == ("assets/9001-qd-ubnd.pdf", "")


def test_old_addresses_lead_on(second_site: Site) -> None:
    decision = [second_site.of_record("legal-texts", "9001-qd-ubnd-2024", lang) for lang in LANGS]
    article = [second_site.of_written("tin-tuc/lop-hoc", lang) for lang in LANGS]
    wanted = {
        "quyet-dinh-9001.html": decision[0],
        "en/old/decision/": decision[1],
        "2024/06/lop-hoc/": article[0],
        "en/2024/first-class/": article[1],
    }
    assert {page.address for page in second_site.redirects} == set(wanted)
    for page in second_site.redirects:
        goal = wanted[page.address]
        refresh = (page.meta("refresh") or "").partition("url=")
        assert refresh[0] == "0; "
        assert second_site.target(page, refresh[2]) == (f"{goal}index.html", "")
        assert [link["href"] for link in page.linked("canonical")] == [second_site.absolute(goal)]
        assert page.html.lang == second_site.language_of(page.address)
        assert "noindex" in (page.meta("robots") or "")
    assert not {second_site.absolute(a) for a in wanted} & set(
        second_site.text("sitemap.xml").split()
    )


def test_vietnamese_words_in_english_prose_are_marked(second_site: Site) -> None:
    page = second_site.page(second_site.of_written("tin-tuc/lop-hoc", "en"))
    marked = [span.text for span in page.main.one(of_class="prose").all("span", having="lang")]
    assert marked == ["Quyết định số"]
