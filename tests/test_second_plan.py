"""Another agency's plan, another number of measures, another address: no code has to change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from built_site import LANGS, PROJECT, Site, build
from second_project import EXEMPLARS, NEWS, edit, without_english, write_project
from site_checks import breaches

# Words that only the first plan can have put on a page.
FIRST_PLAN = ("948", "21-CT/TW", "21-ct-tw", "phụ nữ", "phu nu", "women", "bình đẳng giới",
              "gender", "Công Thương", "Industry and Trade", "Nông Thị Thảo", "Ban Bí thư",
              "Secretariat", "cong-tac-phu-nu", "seven", "bảy nhóm")  # fmt: skip


def five_measures_without_news(root: Path) -> Site:
    project = write_project(root / "project", measures=5, without=NEWS)
    return build(project, root / "site")


def twelve_measures_below_a_folder(root: Path) -> Site:
    project = write_project(root / "project", measures=12)
    return build(project, root / "site", SITE_URL="https://host.example/sub/")


def without_exemplars_or_written_pages(root: Path) -> Site:
    pages = (
        "docs/vi/gioi-thieu.md",
        "docs/en/gioi-thieu.md",
        "docs/vi/index.md",
        "docs/en/index.md",
    )
    project = write_project(root / "project", without=(*EXEMPLARS, *pages))
    for lang in LANGS:
        edit(project / f"docs/{lang}/tin-tuc/lop-hoc.md", "---\n\n", "---\n\n\n")
    edit(project / "docs/vi/tin-tuc/lop-hoc.md", "exemplars: [to-cong-nghe-thon]\n", "")
    return build(project, root / "site")


def bare(root: Path) -> Site:
    """The least that a plan can be: no pages, no English, no models, one legal text."""
    pages = ("docs/vi/gioi-thieu.md", "docs/vi/index.md")
    project = write_project(root / "project", without=EXEMPLARS)
    without_english(project)
    for name in (*pages, NEWS[0], NEWS[2], "data/legal-texts/9003-nq-cp-2022.yml",
                 "data/legal-texts/9002-2023-nd-cp.yml"):  # fmt: skip
        (project / name).unlink()
    edit(project / "data/plan.yml", "directive: 9002-2023-nd-cp\n", "")
    edit(project / "data/plan.yml", "full_text:\n  file: assets/9001-qd-ubnd.pdf\n", "")
    edit(
        project / "data/legal-texts/9001-qd-ubnd-2024.yml",
        "ensures_implementation_of:\n  - text: 9002/2023/NĐ-CP\n",
        "",
    )
    return build(project, root / "site")


def test_it_keeps_what_every_site_must_keep(second_site: Site) -> None:
    assert not breaches(second_site)


@pytest.mark.parametrize(
    "variant",
    [
        five_measures_without_news,
        twelve_measures_below_a_folder,
        without_exemplars_or_written_pages,
        bare,
    ],
)
def test_so_do_its_variants(variant: Callable[[Path], Site], tmp_path: Path) -> None:
    site = variant(tmp_path)
    assert not breaches(site)
    numbers = [
        link.text.split(".")[0] for link in site.page(site.section("coverage", "vi")).main.all("th")
    ]
    measures = len(site.records("measures"))
    assert [n for n in numbers if n.isdigit()] == [str(n) for n in range(1, measures + 1)]


def test_no_word_of_the_first_plan_is_left(second_site: Site) -> None:
    for name in second_site.files:
        if name.endswith((".html", ".xml", ".json", ".txt", ".js", ".css")):
            text = second_site.text(name).lower()
            assert not [word for word in FIRST_PLAN if word.lower() in text], name


def test_no_word_of_any_plan_stands_in_templates_or_interface() -> None:
    """Not even on pages that the second plan does not have."""
    files = [*(PROJECT / "overrides").rglob("*.*"), *(PROJECT / "hooks").rglob("*.html"),
             PROJECT / "data/interface.yml", PROJECT / "mkdocs.yml"]  # fmt: skip
    for path in files:
        text = path.read_text("utf-8").lower()
        assert not [word for word in FIRST_PLAN if word.lower() in text], path


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
