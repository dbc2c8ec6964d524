"""Where no browser can be had, the tests that need one fail and say what to do."""

from __future__ import annotations

import subprocess
from pathlib import Path

import chromium
import pytest


@pytest.fixture
def empty_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A computer on which nothing can be found."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    for name in chromium.WINDOWS_FOLDERS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(chromium, "ON_MACOS", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def put(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    return path


def test_it_says_what_to_do_in_both_languages(empty_machine: Path) -> None:
    with pytest.raises(chromium.NoBrowser, match=r"Hãy cài Chrome(?s:.*)Install Chrome"):
        chromium.find_or_install()


def test_the_browser_asked_for_must_exist(
    empty_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chrome")
    with pytest.raises(chromium.NoBrowser, match="/nowhere/chrome"):
        chromium.find_or_install()
    path = put(empty_machine, "mine", "")
    monkeypatch.setenv("CHROMIUM", str(path))
    assert chromium.find_or_install() == str(path)


@pytest.mark.skipif(chromium.sys.platform != "linux", reason="scripts with #!")
def test_a_browser_that_does_not_start_is_passed_over(empty_machine: Path) -> None:
    put(empty_machine, "chromium", "exit 1")
    good = put(empty_machine, "google-chrome", "exit 0")
    assert chromium.find_or_install() == str(good)


@pytest.mark.skipif(chromium.sys.platform != "linux", reason="apt-get is Debian's")
def test_it_is_installed_with_apt_get_where_that_is_allowed(
    empty_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(empty_machine, "apt-get", "")
    commands: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        commands.append(command)
        if "install" in command:
            put(empty_machine, "chromium", "exit 0")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(chromium.subprocess, "run", run)
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    assert chromium.find_or_install() == str(empty_machine / "chromium")
    assert [command[-1] for command in commands if "apt-get" in command] == ["update", "chromium"]
