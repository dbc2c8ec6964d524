"""Styles, scripts and pictures of the shell, published under names that carry their content.

A name that changes with its file may be kept by browsers for ever; a new version is another file.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

# What a style sheet fetches, and what a script imports; both as paths from the file itself.
REFERENCE = {
    ".css": re.compile(r"""(url\(\s*["']?)([^"')]+)"""),
    ".js": re.compile(r"""(\bfrom\s*["']|\bimport\s*\(?\s*["'])(\.{1,2}/[^"']+)"""),
}
DIGITS = 10
FOLDER = "assets"


class UnknownAsset(KeyError):
    """A template or an asset names a file that is not below `overrides/assets/`."""

    def __str__(self) -> str:
        return f"no file {self.args[0]!r} in overrides/{FOLDER}/"


class Assets:
    """The files below `folder`, each published as `assets/<path>.<digest>.<ending>`."""

    def __init__(self, folder: Path) -> None:
        self._sources = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*")) if path.is_file()
        }  # fmt: skip
        self._published: dict[str, tuple[str, bytes]] = {}
        self._open: list[str] = []

    def url(self, name: str) -> str:
        """The address of the asset `name` (such as `css/site.css`) below the site's root."""
        return self._publish(name)[0]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every asset, as its published name with its bytes."""
        for name in self._sources:
            yield self._publish(name)

    def _publish(self, name: str) -> tuple[str, bytes]:
        if name not in self._published:
            if name not in self._sources or name in self._open:
                raise UnknownAsset(name)
            self._open.append(name)
            content = self._sources[name].read_bytes()
            stem, ending = posixpath.splitext(name)
            if reference := REFERENCE.get(ending):
                content = self._rewritten(content.decode("utf-8"), name, reference).encode()
            digest = hashlib.sha256(content).hexdigest()[:DIGITS]
            self._published[name] = (f"{FOLDER}/{stem}.{digest}{ending}", content)
            self._open.pop()
        return self._published[name]

    def _rewritten(self, text: str, name: str, reference: re.Pattern[str]) -> str:
        """`text` with the assets that it names under their published names."""
        here = posixpath.dirname(name)

        def published(found: re.Match[str]) -> str:
            goal = posixpath.normpath(posixpath.join(here, found[2]))
            url = self.url(goal).removeprefix(f"{FOLDER}/")
            link = posixpath.relpath(url, here or ".")
            return found[1] + (link if link.startswith(".") else f"./{link}")

        return reference.sub(published, text)
