"""Finds a browser like Chromium for the tests, or installs Debian's with apt-get."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
ON_WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
ON_MACOS = ("Google Chrome", "Chromium", "Microsoft Edge")
NONE_HERE = """\
Không tìm thấy trình duyệt. Hãy cài Chrome, Edge hoặc Chromium, hoặc đặt biến CHROMIUM;
để bỏ qua các kiểm thử này: python3 run.py test --no-browser
No browser was found. Install Chrome, Edge or Chromium, or set the variable CHROMIUM;
to do without these tests: python3 run.py test --no-browser"""
NOT_THERE = """\
Biến CHROMIUM chỉ tới {asked}, nhưng không có chương trình này.
The variable CHROMIUM names {asked}, which is not a program here."""


class NoBrowser(Exception):
    """What to do about it, in both languages."""


def find_or_install() -> str:
    """The path of the browser that CHROMIUM names, or of one that is here, or of a new one."""
    asked = os.environ.get("CHROMIUM")
    if asked:
        path = shutil.which(asked)
        if path is None:
            raise NoBrowser(NOT_THERE.format(asked=asked))
        return path
    found = present() or installed_by_apt()
    if found is None:
        raise NoBrowser(NONE_HERE)
    return found


def present() -> str | None:
    """The first browser that is here, from the likeliest place."""
    folders = filter(None, map(os.environ.get, WINDOWS_FOLDERS))
    paths = [
        *filter(None, map(shutil.which, COMMANDS)),
        *(str(Path(folder, name)) for folder in folders for name in ON_WINDOWS),
        *(f"/Applications/{name}.app/Contents/MacOS/{name}" for name in ON_MACOS),
    ]
    return next(filter(starts, paths), None)


def starts(path: str) -> bool:
    """Whether this browser is there and, on Linux, where it may be an empty shell, runs."""
    if not Path(path).is_file() or sys.platform != "linux":  # elsewhere asking opens a window
        return Path(path).is_file()
    return subprocess.run([path, "--version"], capture_output=True).returncode == 0


def installed_by_apt() -> str | None:
    """Install Chromium with apt-get where we may."""
    if not shutil.which("apt-get"):
        return None
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and (not shutil.which("sudo") or subprocess.run([*prefix, "true"]).returncode):
        return None
    print("Đang cài Chromium để chạy kiểm thử …\nInstalling Chromium for the tests …", flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    subprocess.run([*apt, "update"])
    subprocess.run([*apt, "install", "-y", "--no-install-recommends", "chromium"])
    return present()
