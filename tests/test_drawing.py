"""Drawings are put into pages as they are, so only plain shapes get in."""

from __future__ import annotations

import pytest
from built_site import PROJECT
from portal.drawing import LARGEST, drawing, read_drawing

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path d="M0 0" onload="alert(1)"/>',
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<image href="anh.png"/>',
        '<use href="khac.svg#a"/>',
        '<path d="M0 0" style="fill:red"/>',
        '<path fill="url(https://noi-khac.example/a.svg#b)"/>',
        '<path fill="URL(#a)"/>',
        "<foreignObject><p>chữ</p></foreignObject>",
        "<style>path{fill:red}</style>",
        "<text>Chữ</text>",
        "<g>chữ lạc</g>",
        '<path d="M0 0" id="a"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
    ],
)
def test_whatever_is_no_plain_shape_is_refused(inside: str) -> None:
    assert drawing(SVG.format(inside)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "không phải SVG",
        "<p>trang</p>",
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("<g/>"),
        SVG.format("<g/>" * LARGEST),
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" onload="alert(1)"/>',
        SVG.format("<path d='M0 0'"),
    ],
)
def test_what_is_no_drawing_at_all_is_refused(text: str) -> None:
    assert drawing(text) is None


def test_a_drawing_keeps_its_shapes_and_is_silent() -> None:
    made = drawing(
        SVG.format('<path class="accent" d="M1 1 2 2z"/>\n<circle cx="4" cy="4" r="2"/>')
    )
    assert made == (
        '<svg viewBox="0 0 8 8" class="mark" aria-hidden="true">'
        '<path class="accent" d="M1 1 2 2z" /><circle cx="4" cy="4" r="2" /></svg>'
    )


def test_the_drawings_of_this_project_can_be_read() -> None:
    drawings = sorted((PROJECT / "docs" / "assets").rglob("*.svg"))
    assert all(read_drawing(path) for path in drawings)
