"""mkdocs.yml is explained before MkDocs reads it; what maintainers may change passes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from plan import PROJECT, machinery, write_plan
from portal.configuration import EXTRA_EXTENSIONS, FORM, HOOKS, read_configuration
from portal.mishap import explain, from_mkdocs, language_of
from portal.problem import Report

SOUND = (PROJECT / "mkdocs.yml").read_text("utf-8")


def found(root: Path, text: str | bytes) -> list[str]:
    (root / "mkdocs.yml").write_bytes(text.encode() if isinstance(text, str) else text)
    report = Report()
    read_configuration(root, report)
    return [f"{item.line}:{item.column} {item.rule} {item.key}".rstrip() for item in report]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan(tmp_path_factory.mktemp("plan"), machinery())


def test_the_file_of_this_project_is_sound() -> None:
    report = Report()
    read_configuration(PROJECT, report)
    assert list(report) == []


ALLOWED: dict[str, Callable[[str], str]] = {
    "another name": lambda text: text.replace("Trang thông tin song ngữ", "Tên khác"),
    "an address": lambda text: text + "site_url: https://mau.example/trang/\n",
    "another address of the preview": lambda text: text + "dev_addr: 0.0.0.0:8080\n",
    "a name of a language": lambda text: text.replace("name: English", "name: Tiếng Anh"),
    "more to watch": lambda text: text.replace("  - overrides\n", "  - overrides\n  - docs\n"),
    "a remark and another order": lambda text: "# ghi chú\n" + text.replace(
        "nav:\n  - index.md\n", "") + "nav: [index.md]\n",
    "quotes": lambda text: text.replace("docs_dir: docs", 'docs_dir: "docs"'),
    **{
        f"the extension {name}": lambda text, name=name: text.replace(
            "  - toc\n", f"  - toc\n  - {name}\n")
        for name in EXTRA_EXTENSIONS
    },
}  # fmt: skip


@pytest.mark.parametrize("name", ALLOWED)
def test_what_maintainers_may_change_passes(name: str, root: Path) -> None:
    changed = ALLOWED[name](SOUND)
    assert changed != SOUND
    assert found(root, changed) == []


def test_a_hook_of_ones_own_may_stand_among_ours(root: Path) -> None:
    (root / "hooks/cua_toi.py").write_text("", "utf-8")
    assert (
        found(root, SOUND.replace(f"  - {HOOKS[1]}", f"  - hooks/cua_toi.py\n  - {HOOKS[1]}")) == []
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("theme:\n", "them:\n", "8:1 unknown-key them"),
        ("theme:\n", "theme: [\n", "8:8 yaml-bracket"),
        ("  name: material\n", "  name: readthedocs\n", "9:9 setting-fixed theme.name"),
        ("  name: material\n", "", "9:3 missing-key theme"),
        ("  custom_dir: overrides\n", "  custom_dir: x\n", "10:15 setting-fixed theme.custom_dir"),
        ("docs_dir: docs\n", "docs_dir: docs\ndocs_dir: docs\n", "4:1 duplicate-key docs_dir"),
        ("docs_dir: docs\n", "docs_dir: ../..\n", "3:11 setting-fixed docs_dir"),
        ("site_dir: site\n", "site_dir: .\n", "4:11 setting-fixed site_dir"),
        ("strict: true\n", "strict: yes\n", "5:9 setting-fixed strict"),
        ("hooks/pages.py ", "hooks/page.py ", "17:5 file-missing hooks[1]"),
        ("hooks/pages.py ", "../pages.py ", "17:5 file-missing hooks[1]"),
        ("  - toc\n", "  - tok\n", "37:5 unknown-choice markdown_extensions[5]"),
        ("  - toc\n", "  - pymdownx.snippets\n  - toc\n",
         "37:5 unknown-choice markdown_extensions[5]"),
        ("  - toc\n", "  - toc\n  - toc\n", "38:5 repeated-item markdown_extensions[6]"),
        ("locale: en", "locale: fr", "29:20 setting-fixed plugins[0].i18n.languages[1].locale"),
        ("plugins:\n", "plugins: []\nkhac:\n", "21:10 setting-fixed plugins"),
        ("  - data\n", "  - dada\n", "51:5 file-missing watch[0]"),
        ("docs_dir: docs\n", "docs_dir: !!python/name:os.system\n", "3:11 yaml-tag"),
        ("docs_dir: docs\n", "docs_dir: !!python/object/apply:os.system [x]\n", "3:11 yaml-tag"),
        ("docs_dir: docs\n", "docs_dir: &d docs\n", "3:11 yaml-alias"),
        ("docs_dir: docs\n", "\tdocs_dir: docs\n", "3:1 tab-indentation"),
        ("  - index.md\n", "  - index.md\n  - khac.md\n", "42:5 setting-extra nav[1]"),
        ("site_dir: site\n", "site_dir: site\nsite_url: mau\n", "5:11 web-address site_url"),
    ],
)  # fmt: skip
def test_a_mistake_is_found_in_its_place(old: str, new: str, expected: str, root: Path) -> None:
    assert SOUND.count(old) == 1
    said = found(root, SOUND.replace(old, new))
    assert expected in said
    assert len(said) <= 3


@pytest.mark.parametrize(
    "text", ["", "# chỉ có ghi chú\n", "- a\n- b\n", "một câu\n", b"\xff\xfe", b"\0"]
)
def test_what_is_no_settings_file_is_said_in_a_line(text: str | bytes, root: Path) -> None:
    assert len(found(root, text)) == 1


def test_the_file_itself_is_missed(tmp_path: Path) -> None:
    report = Report()
    read_configuration(tmp_path, report)
    assert [(item.path, item.rule) for item in report] == [("mkdocs.yml", "file-missing")]


def test_the_form_names_what_the_file_has() -> None:
    assert isinstance(FORM, dict)
    written = {line.partition(":")[0] for line in SOUND.split("\n") if line[:1].isalpha()}
    assert written <= set(FORM)


def test_what_nobody_foresaw_is_a_line_with_a_place_and_a_file(tmp_path: Path) -> None:
    try:
        raise KeyError("x")
    except KeyError as error:
        said = explain(error, PROJECT / "tests", "vi")
    assert said.startswith("test_configuration.py:")
    assert ": lỗi: " in said
    assert "Traceback" not in said
    log = PROJECT / "tests/.cache/last-error.txt"
    assert "KeyError: 'x'" in log.read_text("utf-8")
    log.unlink()
    log.parent.rmdir()


def test_a_warning_of_mkdocs_is_placed_at_the_line_it_means(tmp_path: Path) -> None:
    page = tmp_path / "docs/vi/x.md"
    page.parent.mkdir(parents=True)
    page.write_text("một\n[hai](ba.md)\n", "utf-8")
    said = from_mkdocs(
        ["Doc file 'vi/x.md' contains a link 'ba.md', but it is not"], tmp_path, "vi"
    )
    assert said.startswith("docs/vi/x.md:2:1: lỗi: ")


@pytest.mark.parametrize(
    ("text", "lang"), [("report_language: en\n", "en"), ("a: b\n", "vi"), ("[", "vi"), ("", "vi")]
)
def test_the_language_of_reports_is_found_without_the_rest(
    text: str, lang: str, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/site.yml").write_text(text, "utf-8")
    assert language_of(tmp_path) == lang
