"""A picture of few colours with letters on it: what share cards are drawn on."""

from __future__ import annotations

import io
import re
import unicodedata
from functools import cache
from math import cos, pi, sin
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
FONTS = Path(__file__).with_name("fonts")
BOLD, MEDIUM = "BeVietnamPro-SemiBold.ttf", "BeVietnamPro-Medium.ttf"
SHADES = 16
# Characters that both fonts have (fonts/README.md), all Vietnamese ones among them.
KNOWN = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u00ffĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9"
    "\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u20ab\u20ac\u2122\u2212]"
)
ALIKE = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-", "\u2192": "–"})

Colour = tuple[int, int, int]
Mask = Image.Image


def drawable(text: str) -> str:
    """`text` with what the fonts lack replaced (ł by nothing, ĝ by g), so that no box is drawn."""
    letters = []
    for char in unicodedata.normalize("NFC", text).translate(ALIKE):
        base = char if KNOWN.match(char) else unicodedata.normalize("NFKD", char)[0]
        letters.append(base if KNOWN.match(base) else "")
    return "".join(letters)


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    # The basic layout engine is part of every Pillow; the other one is not, and differs.
    return ImageFont.truetype(str(FONTS / name), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def width_per_pixel(name: str, text: str) -> float:
    """The width of `text` in units of its size."""
    return font(name, 100).getlength(text) / 100


class Canvas:
    """An image with a palette to which each ink adds its shades on its ground."""

    def __init__(self, ground: Colour) -> None:
        self.image = Image.new("P", SIZE, 0)
        self.colours: list[Colour] = [ground]
        self._inks: dict[tuple[int, Colour], list[int]] = {}

    def colour(self, colour: Colour) -> int:
        if colour not in self.colours:
            self.colours.append(colour)
        return self.colours.index(colour)

    def ink(self, ground: int, colour: Colour) -> list[int]:
        """For each cover from 0 to 255 the palette entry of `colour` over `ground`."""
        if (ground, colour) not in self._inks:
            below = self.colours[ground]
            shades = [ground]
            for shade in range(1, SHADES):
                part = shade / (SHADES - 1)
                mixed = [round(a + (b - a) * part) for a, b in zip(below, colour, strict=True)]
                shades.append(self.colour((mixed[0], mixed[1], mixed[2])))
            self._inks[ground, colour] = [shades[(cover * (SHADES - 1) + 127) // 255]
                                          for cover in range(256)]  # fmt: skip
        return self._inks[ground, colour]

    def box(self, box: tuple[int, int, int, int], colour: Colour) -> int:
        """Fill `box` and return its palette entry, a ground to draw on."""
        entry = self.colour(colour)
        self.image.paste(entry, box)
        return entry

    def mask(self, mask: Mask, at: tuple[int, int], colour: Colour, ground: int = 0) -> None:
        """Paint `colour` through `mask`; all of its area is taken to be `ground` so far."""
        self.image.paste(mask.point(self.ink(ground, colour)), at)

    def text(
        self, text: str, name: str, size: int, at: tuple[int, int], colour: Colour, ground: int = 0,
        anchor: str = "ls",
    ) -> None:  # fmt: skip
        """Write one line with its baseline at `at`."""
        face = font(name, size)
        left, top, right, bottom = (int(edge) for edge in face.getbbox(text, anchor=anchor))
        mask = Image.new("L", (right - left + 2, bottom - top + 2), 0)
        ImageDraw.Draw(mask).text((1 - left, 1 - top), text, 255, face, anchor=anchor)
        self.mask(mask, (at[0] + left - 1, at[1] + top - 1), colour, ground)

    def png(self) -> bytes:
        self.image.putpalette([part for colour in self.colours for part in colour])
        buffer = io.BytesIO()
        # Level 9 takes seven times as long for an eighth less.
        self.image.save(buffer, "PNG", compress_level=6)
        return buffer.getvalue()


@cache
def ring(count: int, chosen: int, radius: int, dot: int) -> tuple[Mask, Mask]:
    """A ring of `count` dots, the first on top: masks of the dot `chosen` and of all others."""
    scale, half = 4, radius + dot + 1
    masks = [Image.new("L", (2 * half * scale,) * 2, 0) for _ in range(2)]
    for number in range(count):
        turn = 2 * pi * number / count
        x, y = half + radius * sin(turn), half - radius * cos(turn)
        box = [round(edge * scale) for edge in (x - dot, y - dot, x + dot, y + dot)]
        ImageDraw.Draw(masks[number != chosen]).ellipse(box, 255)
    chosen_one, others = (mask.resize((2 * half,) * 2, Image.Resampling.BOX) for mask in masks)
    return chosen_one, others
