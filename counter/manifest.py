"""The pages that there are, as the build of the site lists them."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType

from counter.log import log

LARGEST = 64_000_000  # bytes
LONGEST_PATH = 300  # characters


class Manifest:
    """The pages listed in the file at `path`; `refresh` looks whether it changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._state: tuple[int, ...] | None = None
        self.pages: MappingProxyType[str, str] = MappingProxyType({})
        self.refresh()

    def key(self, path: str) -> str | None:
        """The page key of the URL path, None if there is no such page."""
        return self.pages.get(path)

    def refresh(self) -> None:
        """Take over the file if it changed; without a sound one the pages stay as they were."""
        try:
            found = self._path.stat()
        except OSError as problem:
            self._note((), "manifest-missing", problem.strerror)
            return
        state = (found.st_mtime_ns, found.st_size, found.st_ino)
        if state == self._state:
            return
        try:
            if found.st_size > LARGEST:
                raise ValueError(f"larger than {LARGEST} bytes")
            pages = read_pages(self._path.read_bytes())
        except (OSError, ValueError, RecursionError) as problem:
            self._note(state, "manifest-broken", str(problem)[:200])
            return
        self._state, self.pages = state, MappingProxyType(pages)
        log("manifest", paths=len(pages), pages=len(set(pages.values())))

    def _note(self, state: tuple[int, ...], event: str, problem: str | None) -> None:
        if state != self._state:
            log(event, problem=problem, paths_kept=len(self.pages))
            self._state = state


def read_pages(text: bytes, longest: int = LONGEST_PATH) -> dict[str, str]:
    """URL path → page key of a manifest; raises ValueError if it is not one.

    Paths have at most `longest` characters.
    """
    data = json.loads(text)
    if isinstance(data, list):
        data = dict(zip(data, data, strict=True)) if all(isinstance(e, str) for e in data) else None
    if not isinstance(data, dict) or not data:
        raise ValueError("expected an object from path to page, or a list of paths, not empty")
    for path, key in data.items():
        if not (isinstance(key, str) and sound_path(path, longest) and sound_path(key, longest)):
            raise ValueError(f"not a path from the domain on, or too long: {path!r}")
    return data


def sound_path(path: str, longest: int = LONGEST_PATH) -> bool:
    """Whether `path` starts at the domain and has no query, fragment or unprintable character."""
    return (
        path.startswith("/")
        and len(path) <= longest
        and path.isprintable()
        and "?" not in path
        and "#" not in path
    )
