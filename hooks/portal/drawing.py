"""Drawings that stand inside pages and take their colours from them: plain shapes as SVG."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring, tostring

from markupsafe import Markup

SHAPES = frozenset({"circle", "ellipse", "g", "line", "path", "polygon", "polyline", "rect"})
ATTRIBUTES = frozenset(
    [
        "class",
        "cx",
        "cy",
        "d",
        "fill",
        "fill-rule",
        "height",
        "opacity",
        "points",
        "r",
        "rx",
        "ry",
        "stroke",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-width",
        "transform",
        "viewBox",
        "width",
        "x",
        "x1",
        "x2",
        "y",
        "y1",
        "y2",
    ]
)
# Numbers, words, colours, path data, transforms; nothing that fetches.
VALUE = re.compile(r"(?!.*url)[\w\s.,#()+-]*", re.IGNORECASE | re.DOTALL)
NAMESPACE = "{http://www.w3.org/2000/svg}"
LARGEST = 8_000


def read_drawing(path: Path) -> Markup | None:
    """The SVG at `path` as markup for a page, hidden from screen readers; None when it is not an
    SVG of plain shapes below 8 kB. Parts with the class `accent` take the second colour."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return drawing(text)


def drawing(text: str) -> Markup | None:
    """What `read_drawing` promises, for the text of the file."""
    if len(text) > LARGEST or "<!DOCTYPE" in text.upper():  # no entities, no external parts
        return None
    try:
        root = fromstring(text)
    except ParseError:
        return None
    if root.tag != f"{NAMESPACE}svg" or "viewBox" not in root.attrib or not _plain(root):
        return None
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    for element in root.iter():
        element.tag = element.tag.removeprefix(NAMESPACE)
        element.text = element.tail = None
    root.set("class", "mark")
    root.set("aria-hidden", "true")
    return Markup(tostring(root, encoding="unicode", short_empty_elements=True))


def _plain(root: Element) -> bool:
    return all(
        (element is root or element.tag.removeprefix(NAMESPACE) in SHAPES)
        and not (element.text or "").strip()
        and all(
            name in ATTRIBUTES and VALUE.fullmatch(value) for name, value in element.attrib.items()
        )
        for element in root.iter()
    )
