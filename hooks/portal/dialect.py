"""The Markdown that written pages are in: the extensions of mkdocs.yml, and one of our own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from portal.language import slugify
from portal.problem import Report
from portal.source import Mapping, Node, Sequence, parse_yaml

ALIGNED = re.compile(r"\s*text-align:\s*(left|right|center);?\s*")


class Alignment(Extension):
    """Table cells are aligned by class: a strict Content-Security-Policy forbids `style`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        # Before attr_list (8): a style written by hand is no alignment, and is refused.
        md.treeprocessors.register(_Aligner(md), "alignment", 9)


class _Aligner(Treeprocessor):
    def run(self, root: Element) -> None:
        for cell in root.iter():
            aligned = ALIGNED.fullmatch(cell.get("style", "")) if cell.tag in ("td", "th") else None
            if aligned:
                del cell.attrib["style"]
                cell.set("class", f"align-{aligned[1]}")


@dataclass(frozen=True)
class Dialect:
    """The names of extensions with their settings, as they stand in mkdocs.yml."""

    extensions: tuple[str, ...]
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)

    def markdown(self) -> Markdown:
        """A converter that gives what the build gives."""
        settings = {**self.settings, "toc": {"slugify": slugify, **self.settings.get("toc", {})}}
        # MkDocs adds the first three itself.
        names = dict.fromkeys(("toc", "tables", "fenced_code", *self.extensions))
        return Markdown(extensions=[*names, Alignment()], extension_configs=settings)


def read_dialect(path: Path) -> Dialect:
    """The `markdown_extensions` of the mkdocs.yml at `path`; ValueError where it has none."""
    tree = parse_yaml(path.read_text("utf-8"), path.name, Report())
    listed = (
        next((e.value for e in tree.entries if e.key == "markdown_extensions"), None)
        if tree
        else None
    )
    if not isinstance(listed, Sequence):
        raise ValueError(f"no list of markdown_extensions in {path.name}")
    names = []
    settings = {}
    for item in listed.items:
        value = plain_value(item)
        ((name, chosen),) = value.items() if isinstance(value, dict) else [(value, None)]
        names.append(name)
        settings[name] = chosen or {}
    return Dialect(tuple(names), settings)


def plain_value(node: Node) -> Any:
    """`node` as Python has it: a dictionary, a list, a text, a number or a truth value."""
    if isinstance(node, Mapping):
        return {entry.key: plain_value(entry.value) for entry in node.entries}
    if isinstance(node, Sequence):
        return [plain_value(item) for item in node.items]
    if node.plain and node.value in ("true", "false"):
        return node.value == "true"
    return int(node.value) if node.plain and node.value.isdecimal() else node.value
