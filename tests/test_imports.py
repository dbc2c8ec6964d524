"""What the modules of hooks/portal may import, read from their text."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from plan import PROJECT

PORTAL = PROJECT / "hooks/portal"
MODULES = sorted(PORTAL.glob("*.py"))
# Libraries that stay whatever site generator is used; `markdown` turns prose into HTML.
LIBRARIES = {"yaml", "jinja2", "markupsafe", "segno", "markdown", "brotli", "nh3", "PIL", "numpy"}
# Whoever reads content knows nothing of those who show it.
BELOW = ("syntax", "problem", "source", "tree", "field", "value", "model", "prose", "records",
         "settings", "finding", "language")  # fmt: skip
ABOVE = {"address", "render", "register", "load", "check", "feed", "output", "search_units",
         "structured_data", "json_schema", "new_record", "skeleton", "facet"}  # fmt: skip
ORDER = ("problem", "source", "field", "value", "model", "records", "finding", "check", "load")


def imported(path: Path) -> set[str]:
    """The full names of the modules that `path` imports anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative imports fail in hook files"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_package_imports_no_site_generator(path: Path) -> None:
    tops = {name.partition(".")[0] for name in imported(path)} - {"portal"}
    assert not {top for top in tops if top.startswith(("mkdocs", "material"))}
    assert tops - set(sys.stdlib_module_names) <= LIBRARIES


@pytest.mark.parametrize("name", BELOW)
def test_reading_does_not_depend_on_showing(name: str) -> None:
    inner = {item.split(".")[1] for item in imported(PORTAL / f"{name}.py") if "portal." in item}
    assert inner & ABOVE == set()


@pytest.mark.parametrize("name", ORDER)
def test_imports_point_one_way(name: str) -> None:
    later = set(ORDER[ORDER.index(name) + 1 :])
    inner = {item.split(".")[1] for item in imported(PORTAL / f"{name}.py") if "portal." in item}
    assert inner & later == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_module_reads_the_clock_or_the_environment(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.stem == "worker":  # starts the process apart, and may do no more
        text = text.replace("subprocess", "")
    if path.stem != "__main__":
        for call in ("date.today", "datetime.now", "time.time", "os.environ", "subprocess"):
            assert call not in text
