"""The command that staff and CI run: what it prints, in which language, and its exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from plan import PROJECT, edited, write, write_complete_plan
from portal.__main__ import main


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    return write_complete_plan(tmp_path)


def check(root: Path, *words: str) -> int:
    return main(["--root", str(root), "check", *words])


def test_sound_content_is_one_line_and_exit_code_0(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(root) == 0
    assert capsys.readouterr().out == "0 tệp có vấn đề, 0 lỗi, 0 cảnh báo\n"


def test_a_mistake_is_a_line_in_vietnamese_and_exit_code_1(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in edited("data/plan.yml", "2020-03-02", "2/3/2020").items():
        write(root / name, text)
    assert check(root) == 1
    first, last, _ = capsys.readouterr().out.split("\n")
    assert first.startswith("data/plan.yml:13:7: lỗi: date: cần một ngày có thật")
    assert first.endswith("có phải ý bạn là '2020-03-02'? [date-format]")
    assert last == "1 tệp có vấn đề, 1 lỗi, 0 cảnh báo"


def test_the_language_is_that_of_the_settings_or_of_the_command(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    english = edited("data/site.yml", "publisher:", "report_language: en\npublisher:")
    for name, text in english.items():
        write(root / name, text)
    check(root)
    assert capsys.readouterr().out.startswith("files with problems: 0")
    check(root, "--language", "vi")
    assert capsys.readouterr().out.startswith("0 tệp")


def test_broken_settings_are_reported_in_vietnamese(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root / "data/site.yml", "report_language: en\nurl:x\n")
    assert check(root) == 1
    assert "lỗi" in capsys.readouterr().out


def test_a_warning_alone_is_no_error(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stale = edited(
        "docs/en/tin-tuc/hoi-nghi.md", "slug: conference",
        "slug: conference\ntranslation:\n  digest: 0123456789ab",
    )  # fmt: skip
    for name, text in stale.items():
        write(root / name, text)
    assert check(root) == 0
    assert "cảnh báo: translation.digest" in capsys.readouterr().out


def test_a_terminal_that_knows_no_vietnamese_gets_utf_8(root: Path) -> None:
    (root / "data/plan.yml").unlink()
    done = subprocess.run(
        [sys.executable, "-m", "portal", "--root", str(root), "check"],
        env={"PYTHONPATH": str(PROJECT / "hooks"), "PYTHONIOENCODING": "ascii", "LC_ALL": "C",
             "SYSTEMROOT": "C:\\Windows"},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == b""
    assert "data/plan.yml:1:1: lỗi: không tìm thấy tệp" in done.stdout.decode("utf-8")


def test_a_project_without_content_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(tmp_path) == 1
    assert "data:1:1: lỗi" in capsys.readouterr().out


def test_the_real_content_has_no_error() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "portal", "--root", str(PROJECT), "check"],
        env={"PYTHONPATH": str(PROJECT / "hooks"), "SYSTEMROOT": "C:\\Windows"},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode("utf-8")
