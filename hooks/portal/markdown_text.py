"""From Markdown to HTML for the check, with the extensions of the build, and never for long."""

from __future__ import annotations

import multiprocessing
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from markdown import Markdown

from portal.problem import Report
from portal.source import Mapping, Node, Scalar, Sequence, parse_yaml

# Python-Markdown takes quadratic time or worse on some texts: 8 kB of brackets take a minute. A
# page that is short and not dense with signs is rendered at once; any other in a process of its
# own, which is ended when it takes longer than a page ever should.
LIMIT = 3.0
LONG = 60_000
DENSE = 200
SIGNS = re.compile(r"[\[\](){}<>*_`~!&|\\^:#+=-]")
# What no text needs, and no parser should be given.
MOST_OPEN = 100
DEEP = re.compile(r"^(?:[ \t]*>){12}|^[ \t]{80}", re.MULTILINE)


@dataclass(frozen=True)
class Rendering:
    """Markdown extensions with their settings, as `mkdocs.yml` lists them."""

    extensions: tuple[str, ...] = ()
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)

    def html(self, text: str) -> str:
        """`text` as HTML, however long it takes."""
        made = Markdown(extensions=list(self.extensions), extension_configs=self.settings)
        html: str = made.convert(text)
        return html

    def html_in_time(self, text: str) -> str | None:
        """`text` as HTML; None when that would take longer than `LIMIT` seconds."""
        if len(text) <= LONG and not any(_is_dense(part) for part in text.split("\n\n")):
            return self.html(text)
        return _in_time(self, text)


def read_rendering(root: Path) -> Rendering:
    """The extensions of `root`/mkdocs.yml; those of a bare Markdown where it cannot be read."""
    try:
        text = (root / "mkdocs.yml").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return Rendering()
    tree = parse_yaml(text, "mkdocs.yml", Report())
    entries = tree.entries if tree else ()
    listed = next((item.value for item in entries if item.key == "markdown_extensions"), None)
    names: list[str] = []
    settings: dict[str, dict[str, Any]] = {}
    for item in listed.items if isinstance(listed, Sequence) else ():
        if isinstance(item, Scalar):
            names.append(item.value)
        elif isinstance(item, Mapping):
            for entry in item.entries:
                names.append(entry.key)
                settings[entry.key] = _plain(entry.value)
    return Rendering(tuple(names), settings)


def hopeless_places(text: str) -> Iterator[int]:
    """The offsets in `text` where it is nested deeper or opened more often than any page is."""
    for found in DEEP.finditer(text):
        yield found.start()
        break
    start = 0
    for part in text.split("\n\n"):
        if part.count("[") - part.count("]") > MOST_OPEN or part.count("[") > 20 * MOST_OPEN:
            yield start + part.find("[")
            return
        start += len(part) + 2


def _is_dense(part: str) -> bool:
    return len(part) > DENSE and len(SIGNS.findall(part)) > max(DENSE, len(part) // 4)


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return {"true": True, "false": False}.get(node.value, node.value)
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return {entry.key: _plain(entry.value) for entry in node.entries}


def _in_time(rendering: Rendering, text: str) -> str | None:
    home = str(Path(__file__).resolve().parent.parent)
    if home not in sys.path:  # a process that is started anew has to find this package
        sys.path.append(home)
    ways = multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("fork" if "fork" in ways else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_render, args=(rendering, text, theirs), daemon=True)
    worker.start()
    theirs.close()
    try:
        html: str | None = ours.recv() if ours.poll(LIMIT) else None
    except EOFError:  # it ran out of memory or of stack
        html = None
    worker.kill()
    worker.join()
    return html


def _render(rendering: Rendering, text: str, answer: Connection) -> None:
    sys.stderr = None  # a text that breaks the parser is reported by whoever waits
    answer.send(rendering.html(text))
