"""Rendered pages kept from one build to the next, as long as nothing they show has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path

from portal.records import Records


class Memory:
    """Texts by key. What one build did not ask for is forgotten at the next."""

    def __init__(self) -> None:
        self._before: dict[Hashable, str] = {}
        self._now: dict[Hashable, str] = {}
        self.preview = False

    def turn(self) -> None:
        """Begin a build: what the last one used may be used again."""
        self._before, self._now = self._now, {}

    def recall(self, key: Hashable, make: Callable[[], str]) -> str:
        """The text kept under `key`, made where there is none."""
        text = self._now.get(key) or self._before.get(key) or make()
        self._now[key] = text
        return text


@dataclass(frozen=True)
class State:
    """Digests of what pages are made of: `templates`, and `content`, which is everything that any
    page may show except the running text of written pages."""

    templates: str = ""
    content: str = ""


def state_of(records: Records, root: Path, templates: Iterable[Path]) -> State:
    """The present state of the project at `root` with its folders of `templates`."""
    data = digest_of(path for path in (root / "data").rglob("*") if path.is_file())
    drawings = digest_of((root / "docs" / "assets").rglob("*.svg"))
    html = digest_of(path for folder in templates for path in folder.rglob("*.html"))
    metas = repr([(key, page.meta) for key, page in sorted(records.prose.items())])
    return State(html, hashlib.sha256(f"{html}{data}{drawings}{metas}".encode()).hexdigest())


def digest_of(files: Iterable[Path]) -> str:
    """A digest of the names and bytes of `files`."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
