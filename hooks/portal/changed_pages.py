"""Which pages of a site are new or other than those that are read, to be looked at more closely."""

from __future__ import annotations

import filecmp
from pathlib import Path


def changed_pages(fresh: Path, output: Path) -> list[str]:
    """The HTML files of `fresh` that `output` does not have, or has otherwise, sorted."""
    found = []
    for path in sorted(fresh.rglob("*.html")):
        name = path.relative_to(fresh)
        before = output / name
        if not before.is_file() or not filecmp.cmp(path, before, shallow=False):
            found.append(name.as_posix())
    return found
