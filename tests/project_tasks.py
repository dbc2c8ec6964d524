"""A project of its own for tests that run its tasks: `run.py` and an environment that is ready."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from built_site import NOW, PROJECT

TOOLS = (
    "run.py",
    "pyproject.toml",
    "requirements-counter.txt",
    "requirements.txt",
    "requirements-test.txt",
)


def equip(project: Path) -> Path:
    """`project`, in which tasks can be run."""
    for name in TOOLS:
        shutil.copy2(PROJECT / name, project / name)
    make_environment(project / ".venv")
    return project


def make_environment(venv: Path) -> None:
    """A `.venv` that is the one the tests run in, known to `run.py` as up to date."""
    sys.path.insert(0, str(PROJECT))
    try:
        import run
    finally:
        sys.path.remove(str(PROJECT))
    venv.mkdir()
    for part in Path(sys.prefix).iterdir():
        (venv / part.name).symlink_to(part)
    (venv / "installed.txt").unlink(missing_ok=True)
    stamps = [run.fingerprint(lock) for lock in (run.COUNTER_LOCK, run.LOCK, run.TEST_LOCK)]
    (venv / "installed.txt").write_text("\n".join(stamps) + "\n", "utf-8")


def run_py(project: Path, *task: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k != "SITE_URL"}
    return subprocess.run(
        [sys.executable, "run.py", *task],
        cwd=project,
        env={**env, "SOURCE_DATE_EPOCH": NOW, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
    )


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
