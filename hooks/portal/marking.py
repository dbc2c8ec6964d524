"""Marks Vietnamese words inside English Markdown with their language, for screen readers."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from portal.language import foreign_runs

SKIPPED = frozenset({"code", "pre", "script", "style"})


class MarkVietnamese(Extension):
    """A Markdown extension that works while `active` is true."""

    active = False

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        # After inline processing (20), before the result is made a string.
        md.treeprocessors.register(_Marker(md, self), "vietnamese", 5)


class _Marker(Treeprocessor):
    def __init__(self, md: Markdown, extension: MarkVietnamese) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        if self.extension.active:
            mark(root)


def mark(element: Element) -> None:
    """Wrap each Vietnamese run of the text below `element` in a span with `lang`."""
    if element.tag in SKIPPED or element.get("lang"):
        return
    children: list[Element] = []
    element.text = _cut(element.text, children)
    for child in list(element):
        mark(child)
        children.append(child)
        child.tail = _cut(child.tail, children)
    element[:] = children


def _cut(text: str | None, following: list[Element]) -> str | None:
    """The part of `text` before its first Vietnamese run; the rest is added to `following`."""
    if not text or text.isascii():
        return text
    head = ""
    spans: list[Element] = []
    for piece, vietnamese in foreign_runs(text):
        if vietnamese:
            span = Element("span", {"lang": "vi"})
            span.text = piece
            spans.append(span)
        elif spans:
            spans[-1].tail = piece
        else:
            head = piece
    following.extend(spans)
    return head
