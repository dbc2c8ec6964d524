"""No file of the computer is published that is not meant to be: attempts with a canary in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from built_site import build, run_mkdocs
from plan import TODAY, WORKER, write
from portal.check import check
from portal.finding import Scene
from portal.problem import Report, is_error, wording
from portal.records import read_records
from second_project import edit, write_project

CANARY = "MAT-KHAU-7f3a9c"
PAGE = "docs/vi/gioi-thieu.md"
PLAN = "data/plan.yml"
FILE = "file: assets/9001-qd-ubnd.pdf"

# Marks that one tool or another replaces by a file.
MARKS = (
    '--8<-- "{}"',
    "--8<--\n{}\n--8<--",
    "-8<- '{}'",
    '--8<-- "{}:1:3"',
    "{{% include '{}' %}}",
    '{{% include-markdown "{}" %}}',
    "{{% extends '{}' %}}",
    "{{{{ include('{}') }}}}",
    "{{{{ config }}}}",
    "{{!{}!}}",
    "{{! {} !}}",
    "[[include {}]]",
    "[[ include:{} ]]",
    "![[{}]]",
    ".. include:: {}",
    ".. literalinclude:: {}",
    "!include {}",
    "@include {}",
    "@@include('{}')",
    "::: include {}",
    ":::{{literalinclude}} {}",
    '#include "{}"',
    "<<< {}",
    "<<[{}]",
    "[!INCLUDE [a]({})]",
    "\\input{{{}}}",
    '<!--#include file="{}" -->',
    '<iframe src="{}"></iframe>',
    '<object data="{}"></object>',
    "<?php readfile('{}') ?>",
    '```\n--8<-- "{}"\n```',
)
LINKS = (
    "[a](../../{})",
    "[a](../../../{})",
    "[a](../..\\{})",
    "[a](%2e%2e/%2e%2e/{})",
    "[a](..%2f..%2f{})",
    "![a](../../{})",
    "[a](file://{})",
    "[a](/{})",
    "[a](//{})",
    "[a](..//..//{})",
    "[a](./../../{})",
    "[a](....//....//{})",
)
PATHS = (
    "../canary.txt",
    "../../canary.txt",
    "/etc/passwd",
    "assets/../../canary.txt",
    "assets/./../../canary.txt",
    "..\\canary.txt",
    "%2e%2e/canary.txt",
    "assets/%2e%2e/%2e%2e/canary.txt",
    "~/canary.txt",
    "file:///etc/passwd",
    "C:\\canary.txt",
    "//server/canary.txt",
    "ASSETS/9001-QD-UBND.PDF",
    "assets/9001-qd-ubnd.pdf/",
    "assets//9001-qd-ubnd.pdf",
    "assets/9001-qd-ubnd.pdf.",
    ".git/config",
    ".env",
    "vi/gioi-thieu.md",
    "assets/9001-qd-ubnd.pdf::$DATA",
    "assets/9001-qd-ubnd.pdf\\0",
    "\uff0e\uff0e/canary.txt",
)


def link(name: str, target: str, *, folder: bool = False) -> Callable[[Path], None]:
    def attempt(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target, target_is_directory=folder)

    return attempt


def put(name: str, content: str | bytes = CANARY) -> Callable[[Path], None]:
    return lambda root: write(root / name, content)


def replaced_folder(root: Path) -> None:
    (root / "docs").rename(root / "that")
    (root / "docs").symlink_to("that")


FILES: dict[str, Callable[[Path], None]] = {
    "link to a file outside": link("docs/assets/a.txt", "../../canary.txt"),
    "link with a whole path": link("docs/assets/b.txt", "/etc/passwd"),
    "link to a folder outside": link("docs/assets/ngoai", "../..", folder=True),
    "link as a page": link("docs/vi/lien-ket.md", "../../canary.txt"),
    "link as a record": link("data/agencies/lien-ket.yml", "../../canary.txt"),
    "link within the tree": link("docs/assets/c.txt", "9001-qd-ubnd.pdf"),
    "link to a link": link("docs/assets/d.txt", "a.txt"),
    "link to the process": link("docs/assets/e.txt", "/proc/self/environ"),
    "the whole folder as a link": replaced_folder,
    ".env": put("docs/assets/.env"),
    ".env of the data": put("data/.env"),
    ".git": put("docs/.git/config"),
    ".htpasswd": put("docs/vi/.htpasswd"),
    ".npmrc in a folder": put("docs/assets/a/.npmrc"),
    ".well-known": put("docs/.well-known/security.txt"),
    "key": put("docs/assets/id-rsa.pem"),
    "database": put("docs/assets/du-lieu.sqlite"),
    "copy of a page": put("docs/vi/gioi-thieu.md.bak"),
    "settings": put("docs/assets/site.yml"),
    "script": put("docs/assets/sao-luu.sh"),
    "archive": put("docs/assets/sao-luu.zip", b"PK\3\4" + CANARY.encode()),
    "no ending": put("docs/assets/Makefile"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_project(tmp_path_factory.mktemp("disclosure") / "project")
    (root / "canary.txt").write_text(CANARY, "utf-8")
    (root.parent / "canary.txt").write_text(CANARY, "utf-8")
    return root


def refusals(root: Path) -> list[str]:
    """What the check says of errors, in Vietnamese."""
    report = Report()
    records = read_records(root, report)
    check(Scene(records, TODAY, root, (), WORKER), report)
    return [wording(problem, "vi") for problem in report if is_error(problem)]


def with_edit(root: Path, name: str, old: str, new: str) -> list[str]:
    before = (root / name).read_bytes()
    try:
        edit(root / name, old, new)
        return refusals(root)
    finally:
        (root / name).write_bytes(before)


def test_there_are_attempts_enough() -> None:
    assert len(MARKS) + len(LINKS) + len(PATHS) + len(FILES) >= 80


@pytest.mark.parametrize("mark", MARKS)
def test_marks_of_inclusion_are_refused(mark: str, project: Path) -> None:
    first, *more = with_edit(project, PAGE, "---\n\n", f"---\n\n{mark.format('canary.txt')}\n\n")
    assert first.startswith(f"{PAGE}:"), [first, *more]
    assert CANARY not in "".join([first, *more])


@pytest.mark.parametrize("form", LINKS)
def test_links_out_of_the_tree_are_refused(form: str, project: Path) -> None:
    edited = with_edit(project, PAGE, "---\n\n", f"---\n\nXem {form.format('canary.txt')}\n\n")
    # That the English page has no such paragraph is told as well.
    found = [line for line in edited if "[parity-" not in line]
    assert found
    assert all(line.startswith(f"{PAGE}:") for line in found)


@pytest.mark.parametrize("path", PATHS)
def test_only_files_of_the_tree_are_attached(path: str, project: Path) -> None:
    found = with_edit(project, PLAN, FILE, f"file: '{path}'")
    assert found
    assert all(line.startswith(f"{PLAN}:") and ":1: " not in line for line in found)


@pytest.mark.parametrize("name", FILES)
def test_files_that_do_not_belong_are_refused(name: str, tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    (root / "canary.txt").write_text(CANARY, "utf-8")
    FILES[name](root)
    found = refusals(root)
    assert any(
        rule in line
        for line in found
        for rule in ("outside-tree", "hidden-file", "upload-", "file-extension", "file-name")
    )
    assert CANARY not in "".join(found)


def test_a_decomposed_name_is_another_name(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    name = unicodedata.normalize("NFD", "quyết.pdf")
    write(root / "docs/assets" / name, b"%PDF-1.4\n%%EOF")
    assert any("upload-name" in line for line in refusals(root))


def test_what_editors_leave_behind_is_not_published(tmp_path: Path) -> None:
    """The check is silent about it, and the build leaves it where it is; so with the frame."""
    root = write_project(tmp_path / "project")
    for name in (
        "~$ke-hoach.docx",
        "ke-hoach.csv~",
        ".a.csv.swp",
        "Thumbs.db",
        "._a.csv",
        ".#a.csv",
    ):
        write(root / "docs/assets" / name, CANARY)
    write(root / "docs/assets/that.csv", "a,b\n")
    (root / "docs/assets/.~lock.a.csv#").symlink_to(root / "canary.txt")
    for name in (".env", "ghi-chu.txt", "partials/ghi-chu.txt", "sao-luu.html"):
        write(root / "overrides" / name, CANARY)
    site = build(root, tmp_path / "site")
    assert "assets/that.csv" in site.files
    for name in site.files:
        assert CANARY.encode() not in (site.root / name).read_bytes(), name


def test_a_build_refuses_what_the_check_refuses(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    (root / "canary.txt").write_text(CANARY, "utf-8")
    FILES["link to a file outside"](root)
    edit(root / PAGE, "---\n\n", '---\n\n--8<-- "canary.txt"\n\n')
    result = run_mkdocs(root, tmp_path / "site")
    assert result.returncode == 1
    assert f"{PAGE}:" in result.stderr + result.stdout
    assert CANARY not in result.stderr + result.stdout
    assert not (tmp_path / "site").exists()
