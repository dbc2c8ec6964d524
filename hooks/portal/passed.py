"""What passed a slow examination is remembered by its digest, so that it is examined once."""

from __future__ import annotations

import hashlib
import json
import os
import sysconfig
from pathlib import Path

HERE = Path(__file__).parent
PACKAGES = Path(sysconfig.get_path("purelib"))
# Whatever decides an examination: when one of these changes, everything is looked at anew.
JUDGES = ("markup", "dialect", "reading", "picture", "upload", "svg", "office")


class Passed:
    """The digests in `file`, which need not exist and may always be deleted."""

    def __init__(self, file: Path, settings: Path) -> None:
        """`settings` is the mkdocs.yml on which the answers depend."""
        self._file = file
        judges = [HERE / f"{name}.py" for name in JUDGES]
        state = b"\0".join(path.read_bytes() for path in (*judges, settings))
        # The names of these folders have the versions of all libraries in them.
        installed = sorted(path.name for path in PACKAGES.glob("*.dist-info"))
        self._state = hashlib.sha256(state + repr(installed).encode()).hexdigest()
        self._before = self._read()
        self._now: set[str] = set()

    def holds(self, kind: str, content: bytes) -> str:
        """'' where `content` has passed as `kind`; else the name by which to `add` it."""
        digest = hashlib.sha256(f"{kind}\0".encode() + content).hexdigest()[:32]
        if digest in self._before:
            self._now.add(digest)
            return ""
        return digest

    def add(self, name: str) -> None:
        self._now.add(name)

    def keep(self) -> None:
        """Write down what passed in this check; nothing where it is what the file says."""
        if self._now == self._before:
            return
        text = json.dumps({"state": self._state, "passed": sorted(self._now)})
        beside = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(text, "utf-8")
            beside.replace(self._file)
        except OSError:
            beside.unlink(missing_ok=True)  # the next check takes longer, no more

    def _read(self) -> set[str]:
        try:
            kept = json.loads(self._file.read_text("utf-8"))
            return set(kept["passed"]) if kept["state"] == self._state else set()
        except (OSError, ValueError, KeyError, TypeError):
            return set()
