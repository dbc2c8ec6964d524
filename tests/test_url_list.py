"""An address that was published once is never lost without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from built_site import PROJECT, Site, build
from plan import write_complete_plan
from portal import __main__ as program
from portal.url_list import NAME, added, entries
from second_project import edit, write_project


def listed(root: Path) -> set[str]:
    return {address for _, address in entries((root / NAME).read_text("utf-8"))}


def run(root: Path, *words: str) -> int:
    return program.main(["--root", str(root), *words])


def test_every_page_of_this_project_is_listed(site: Site) -> None:
    """CI shows what is new; what is lost fails `check`."""
    pages = {f"/{address}" for address in site.addresses if address != "offline.html"}
    assert {page.address for page in site.redirects} <= {address[1:] for address in pages}
    lost = listed(PROJECT) - pages - {f"/{name}" for name in site.files}
    assert lost == set()


def test_the_list_grows_and_is_sorted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_complete_plan(tmp_path / "plan")
    (root / "docs/assets/quyet-dinh.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    assert run(root, "check") == 0, "without a list nothing is lost"
    assert run(root, "urls") == 0
    assert "+ /en/\n" in capsys.readouterr().out
    first = listed(root)
    assert {"/", "/en/", "/en/news/atom.xml", "/assets/quyet-dinh.pdf"} <= first
    assert "/assets/hoi-nghi.svg" not in first, "pictures may change their names"
    lines = (root / NAME).read_text("utf-8").splitlines()
    assert lines == sorted(lines)
    (root / NAME).write_bytes(b"/\r\n\n# x\n")
    assert run(root, "urls") == 0
    assert listed(root) == first
    assert "+ /\n" not in capsys.readouterr().out
    assert run(root, "check") == 0


@pytest.mark.parametrize("text", ["", "/a/\n", "# x\n\n/a/\n/b/\n", "/b/\n/a/"])
def test_adding_loses_nothing_and_adding_twice_changes_nothing(text: str) -> None:
    once, new = added(text, ["/c/", "/a/"])
    assert {address for _, address in entries(once)} == {
        *(address for _, address in entries(text)), "/c/", "/a/",
    }  # fmt: skip
    assert not {address for _, address in entries(text)} & set(new)
    assert added(once, ["/c/", "/a/"]) == (once, [])


def test_a_page_that_moves_needs_a_redirect(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = write_project(tmp_path / "project")
    assert run(project, "urls") == 0
    edit(project / "docs/en/tin-tuc/lop-hoc.md", "slug: first-class", "slug: first-lesson")
    capsys.readouterr()
    assert run(project, "check") == 1
    said = capsys.readouterr().out
    assert "address-lost" in said
    assert "'/en/news/first-class/'" in said
    assert "/en/news/first-lesson/" in said, "the nearest address is suggested"
    old = "aliases: [/en/news/first-class/, "
    edit(project / "docs/en/tin-tuc/lop-hoc.md", "aliases: [", old)
    capsys.readouterr()
    assert run(project, "check") == 0, capsys.readouterr().out
    site = build(project, tmp_path / "site")
    [redirect] = [page for page in site.redirects if page.address == "en/news/first-class/"]
    assert "../first-lesson/" in (redirect.meta("refresh") or "")


def test_a_way_to_narrow_a_list_that_is_empty_now_leads_to_the_whole_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = write_project(tmp_path / "project")
    assert run(project, "urls") == 0
    with (project / NAME).open("a", encoding="utf-8") as file:
        file.write("/van-ban/nam/1999/\n/en/legal-texts/year/1999/\n")
    assert run(project, "check") == 0, capsys.readouterr().out
    site = build(project, tmp_path / "site")
    leads = {page.address: page.meta("refresh") for page in site.redirects}
    assert leads["van-ban/nam/1999/"] == "0; url=../../"
    assert leads["en/legal-texts/year/1999/"] == "0; url=../../"
    with (project / NAME).open("a", encoding="utf-8") as file:
        file.write("/van-ban/nam/1999/khac/\n")
    assert run(project, "check") == 1


def test_a_broken_record_does_not_bring_lost_addresses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = write_project(tmp_path / "project")
    assert run(project, "urls") == 0
    (project / "data/exemplars/to-ho-tro-cho.yml").write_text("id: [\n", "utf-8")
    capsys.readouterr()
    assert run(project, "check") == 1
    assert "address-lost" not in capsys.readouterr().out
