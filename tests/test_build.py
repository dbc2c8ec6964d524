"""`run.py build` gives a site or leaves the old one as it is, and says what to do in Vietnamese."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from built_site import run_mkdocs
from portal.publish import only_one
from project_tasks import contents, equip, run_py
from second_project import edit, write_project

KEPT = "Chưa dựng được trang; site/ giữ nguyên như trước."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second plan as a whole project, already built once."""
    project = equip(write_project(tmp_path_factory.mktemp("build") / "project"))
    result = run_py(project, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Đã dựng xong:" in result.stdout
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "project", symlinks=True))


def refused(project: Path, *task: str) -> str:
    """What a build that fails says, after making sure that it changed nothing."""
    before = contents(project / "site")
    result = run_py(project, "build", *task)
    said = result.stdout + result.stderr
    assert result.returncode == 1, said
    assert contents(project / "site") == before
    assert not (project / ".build").exists()
    assert "Traceback" not in said
    assert KEPT in said
    return said


def test_a_build_leaves_nothing_but_the_site(built: Path) -> None:
    assert (built / "site/index.html").exists()
    assert not [path.name for path in built.glob(".build*")]
    assert not list(built.glob("data/**/*.tmp"))


def test_a_mistake_in_a_record(project: Path) -> None:
    edit(project / "data/legal-texts/9002-2023-nd-cp.yml", "2023-02-01", "01/02/2023")
    said = refused(project)
    assert re.search(
        r"^data/legal-texts/9002-2023-nd-cp\.yml:8:16: lỗi: date_document: .*\d{4}-\d{2}-\d{2}",
        said,
        re.MULTILINE,
    )
    assert "1 tệp có vấn đề, 1 lỗi" in said


def test_mistakes_are_reported_all_at_once(project: Path) -> None:
    edit(project / "data/measures/1.yml", "basis: named", "basis: rumour")
    edit(project / "data/site.yml", "publisher: ubnd-xa", "publisher: ubnd-xaa")
    edit(project / "docs/vi/index.md", "title: Trang chủ", "tilte: Trang chủ")
    said = refused(project)
    for place in ("data/measures/1.yml:11:12", "data/site.yml:8:12", "docs/vi/index.md:2:1"):
        assert f"{place}: lỗi:" in said, said
    assert "ubnd-xa'" in said  # did you mean
    assert said.count("lỗi:") >= 3


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("[kế hoạch](../van-ban/9001-qd-ubnd-2025.md)", "9001-qd-ubnd-2025"),
        ("[ảnh](../../assets/khong-co.png)", "khong-co.png"),
        ("[nơi](../gioi-thieu.md#khong-co)", "khong-co"),
        ("[nơi](../van-ban/9001-qd-ubnd-2024.md#khong-co)", "khong-co"),
    ],
)
def test_a_link_to_nowhere(project: Path, link: str, target: str) -> None:
    edit(project / "docs/vi/tin-tuc/lop-hoc.md", "Tối thứ Ba.", f"Tối thứ Ba, xem {link}.")
    said = refused(project)
    assert re.search(
        rf"^docs/vi/tin-tuc/lop-hoc\.md:20:\d+: lỗi: .*{re.escape(target)}", said, re.MULTILINE
    )


@pytest.mark.parametrize(
    ("name", "mistake"),
    [
        ("overrides/partials/footer.html", "{% if %}"),
        ("overrides/partials/footer.html", "{{ nobody.name }}"),
        ("hooks/portal/templates/measure.html", "{{ ui.not_written_yet }}"),
        ("hooks/portal/templates/atom.xml", "{{ entries.nothing.more }}"),
        ("overrides/standalone.html", "{{ 1 / 0 }}"),
    ],
)
def test_a_mistake_in_a_template(project: Path, name: str, mistake: str) -> None:
    path = project / name
    lines = path.read_text("utf-8").splitlines(keepends=True)
    lines.insert(1, f"{mistake}\n")
    path.write_text("".join(lines), "utf-8")
    said = refused(project)
    leaf = path.name
    assert re.search(
        rf"{re.escape(leaf)}:2\b|{re.escape(leaf)}.*\bnot_written_yet|not_written_yet.*{re.escape(leaf)}",
        said,
    ), said
    assert re.search("lỗi:", said)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("strict: true", "strict: true\nno_such_setting: 1"),
        ("plugins:\n", "plugins:\n  - no-such-plugin\n"),
        ("theme:\n", "theme: [\n"),
    ],
)
def test_a_mistake_in_the_settings_of_mkdocs(project: Path, old: str, new: str) -> None:
    edit(project / "mkdocs.yml", old, new)
    refused(project)


def test_mkdocs_alone_refuses_too_and_leaves_its_output(project: Path, tmp_path: Path) -> None:
    output = shutil.copytree(project / "site", tmp_path / "output")
    before = contents(output)
    edit(project / "data/plan.yml", "decision: 9001-qd-ubnd-2024", "decision: 9001-qd-ubnd-2042")
    result = run_mkdocs(project, output)
    said = result.stdout + result.stderr
    assert result.returncode == 1
    assert "data/plan.yml:10:11: lỗi: decision:" in said
    assert "Traceback" not in said
    assert contents(output) == before


def test_reports_are_in_english_where_the_site_asks_for_it(project: Path) -> None:
    edit(project / "data/site.yml", "publisher:", "report_language: en\npublisher:")
    edit(project / "data/plan.yml", "date: 2024-05-06", "date: soon")
    assert "data/plan.yml:16:7: error: date: expected" in refused(project)


def test_a_site_that_an_interrupted_run_moved_aside_comes_back(project: Path) -> None:
    before = contents(project / "site")
    (project / ".build").mkdir()
    (project / "site").rename(project / ".build/previous")
    edit(project / "data/plan.yml", "date: 2024-05-06", "date: soon")
    assert run_py(project, "build").returncode == 1
    assert contents(project / "site") == before


def test_a_build_replaces_the_whole_site(project: Path) -> None:
    (project / "site/left-over.html").write_text("old", "utf-8")
    edit(project / "data/site.yml", "xã Ví Dụ\n  en: Digital", "xã Khác\n  en: Digital")
    result = run_py(project, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    assert not (project / "site/left-over.html").exists()
    assert "xã Khác" in (project / "site/index.html").read_text("utf-8")


def test_publishing_keeps_the_former_site_and_goes_back_to_it(project: Path) -> None:
    before = contents(project / "site")
    edit(project / "data/measures/1.yml", "title:\n  vi: ", "title:\n  vi: Mới, ")
    result = run_py(project, "publish", "--no-browser")
    assert result.returncode == 0, result.stdout + result.stderr
    published = contents(project / "site")
    assert published != before
    assert (project / "deploy/urls.txt").exists()
    assert run_py(project, "rollback").returncode == 0
    assert contents(project / "site") == before
    again = run_py(project, "rollback")
    assert again.returncode == 1
    assert "Không có bản trước" in again.stdout + again.stderr
    assert contents(project / "site") == before


def test_a_site_with_a_fault_is_not_published(project: Path) -> None:
    edit(
        project / "hooks/portal/templates/measure.html",
        "<figure",
        '<a href="khong-co/"></a><figure',
    )
    before = contents(project / "site")
    result = run_py(project, "publish", "--no-browser")
    said = result.stdout + result.stderr
    assert result.returncode == 1
    assert re.search(r"^site/\S+/index\.html:\d+:1: lỗi: liên kết 'khong-co/'", said, re.MULTILINE)
    assert contents(project / "site") == before
    assert not (project / ".releases").exists()


def test_two_builds_do_not_meet(project: Path) -> None:
    with only_one(project / ".cache/build.lock"):
        said = refused_busy(project)
    assert "Đang có một lần dựng trang khác" in said


def refused_busy(project: Path) -> str:
    before = contents(project / "site")
    result = run_py(project, "build")
    assert result.returncode == 1
    assert contents(project / "site") == before
    return result.stdout + result.stderr


def test_a_folder_that_is_no_site_is_never_replaced(project: Path, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/letter.txt").write_text("giữ lại", "utf-8")
    result = run_py(project, "build", "--output", str(tmp_path / "papers"))
    assert result.returncode == 1
    assert "hãy chọn thư mục khác" in result.stderr
    assert (tmp_path / "papers/letter.txt").read_text("utf-8") == "giữ lại"


WRONG: list[Callable[[Path], object]] = [
    lambda root: (root / "data/plan.yml").unlink(),
    lambda root: (root / "data/interface.yml").write_text("", "utf-8"),
    lambda root: shutil.rmtree(root / "data/measures"),
    lambda root: shutil.rmtree(root / "docs/vi"),
    lambda root: (root / "docs/vi/gioi-thieu.md").write_bytes(b"---\ntitle: \xff\n---\n\n\x00"),
]


@pytest.mark.parametrize("spoil", WRONG)
def test_what_is_gone_is_told_without_a_traceback(
    project: Path, spoil: Callable[[Path], object]
) -> None:
    spoil(project)
    result = run_py(project, "build")
    said = result.stdout + result.stderr
    assert "Traceback" not in said
    if result.returncode:
        assert "lỗi:" in said
        assert KEPT in said
