"""Drawings as SVG files: shapes, texts and colours; nothing that runs, loads or leads elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
NAMESPACE = "http://www.w3.org/2000/svg"
_ELEMENTS = (
    "svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan "
    "linearGradient radialGradient stop clipPath mask pattern marker style switch"
)
_ATTRIBUTES = (
    "id class style lang role viewBox version width height x y x1 y1 x2 y2 cx cy r rx ry fx fy dx "
    "dy d points transform offset opacity color fill fill-opacity fill-rule stroke stroke-width "
    "stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset "
    "stroke-opacity stop-color stop-opacity clip-path clip-rule clipPathUnits mask maskUnits "
    "maskContentUnits gradientUnits gradientTransform spreadMethod patternUnits "
    "patternContentUnits patternTransform marker-start marker-mid marker-end markerUnits "
    "markerWidth markerHeight refX refY orient preserveAspectRatio overflow display visibility "
    "font-family font-size font-weight font-style text-anchor dominant-baseline letter-spacing "
    "word-spacing textLength lengthAdjust rotate paint-order shape-rendering text-rendering "
    "vector-effect mix-blend-mode isolation enable-background aria-label aria-labelledby "
    "aria-hidden focusable href"
)
ELEMENTS = frozenset(_ELEMENTS.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
# Attributes with a namespace, as expat gives them.
FOREIGN = frozenset({f"{XLINK} href", f"{XML} space", f"{XML} lang"})
# url(#part) is a part of the drawing itself; anything else that CSS can load or run is refused.
OWN_PART = re.compile(r"url\(\s*[\"']?#[\w.-]+[\"']?\s*\)")
LOADING = re.compile(r"url\s*\(|image\s*\(|image-set|@|expression|javascript:|data:|\\|<|behavior|"
                     r"-moz-binding|src\s*\(", re.IGNORECASE)  # fmt: skip

Fault = tuple[str, int, int, dict[str, object]]


def faults_of_svg(content: bytes) -> Iterator[Fault]:
    """What may not stand in the drawing `content`, each with its line and column."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        yield "encoding", 1, 1, {}
        return
    yield from _Drawing(content).faults


class _Drawing:
    """Reads a drawing event by event, so that no entity is ever expanded."""

    MOST = 20

    def __init__(self, content: bytes) -> None:
        self.faults: list[Fault] = []
        self.open: list[str] = []
        parser = self.parser = expat.ParserCreate("utf-8", " ")
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = self.doctype
        parser.ProcessingInstructionHandler = self.instruction
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            if not self.faults:
                place = error.lineno, error.offset + 1
                self.faults.append(("svg-content", *place, {"got": "XML"}))

    def refuse(self, what: str) -> None:
        if len(self.faults) < self.MOST:
            line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
            self.faults.append(("svg-content", line, column, {"got": what}))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if space != NAMESPACE or tag not in ELEMENTS or (tag == "svg") != (not self.open):
            self.refuse(f"<{tag}>")
        self.open.append(tag)
        for key, value in attributes.items():
            if key not in ATTRIBUTES and key not in FOREIGN:
                self.refuse(key.rpartition(" ")[2])
            elif key.rpartition(" ")[2] == "href":
                if not re.fullmatch(r"#[\w.-]+", value):
                    self.refuse(f'href="{value}"')
            elif LOADING.search(OWN_PART.sub("", value)):
                self.refuse(f'{key}="{value}"')

    def end(self, _: str) -> None:
        self.open.pop()

    def text(self, text: str) -> None:
        if self.open and self.open[-1] == "style" and LOADING.search(OWN_PART.sub("", text)):
            self.refuse("<style>")

    def doctype(self, *_: object) -> None:
        self.refuse("<!DOCTYPE>")

    def instruction(self, target: str, _: str) -> None:
        self.refuse(f"<?{target}?>")
