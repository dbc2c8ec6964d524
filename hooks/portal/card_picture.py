"""Draws a share card: a PNG of 1200 × 630 pixels, the same bytes for the same card."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from math import ceil

from PIL import Image

from portal.card import Card
from portal.card_canvas import (
    BOLD,
    MEDIUM,
    SIZE,
    Canvas,
    Colour,
    drawable,
    font,
    ring,
    width_per_pixel,
)
from portal.card_lines import break_lines, cut_to, shorten, words_of

EMBLEM_COLOURS = 64
# The distance of lines and the least space between their marks, in parts of the size of letters.
LEADING = 1.27
CLEARANCE = 0.03
# Most lines of a title with the sizes that it may have then, in pixels.
TITLE_SIZES = ((2, range(84, 62, -4)), (3, range(68, 52, -4)), (4, range(58, 30, -2)))


@dataclass(frozen=True)
class Dress:
    """The colours of a card. Names as in the tokens of site.css, light scheme."""

    paper: Colour
    title: Colour
    kicker: Colour
    site: Colour
    agency: Colour
    rule: Colour


BRAND: Colour = (0x7B, 0x23, 0x40)
GOLD: Colour = (0xE4, 0xB9, 0x6A)
DIM: Colour = (0xA0, 0x55, 0x52)
PLAIN = Dress(
    paper=(0xFF, 0xFD, 0xF9), title=(0x23, 0x1A, 0x1D), kicker=(0x6F, 0x4A, 0x0C), site=BRAND,
    agency=(0x57, 0x4B, 0x4F), rule=(0xD9, 0xB1, 0x6B),
)  # fmt: skip
COVER = Dress(
    paper=BRAND, title=(0xFF, 0xF8, 0xEE), kicker=GOLD, site=(0xFF, 0xF8, 0xEE),
    agency=(0xEC, 0xD6, 0xD3), rule=GOLD,
)  # fmt: skip


@cache
def emblem_on(emblem: bytes, ground: Colour, edge: int) -> Image.Image | None:
    """The picture `emblem` (PNG or JPEG) within a square, few colours; None if it is no picture."""
    try:
        with Image.open(io.BytesIO(emblem), formats=("PNG", "JPEG")) as opened:
            picture = opened.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    picture.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    flat = Image.new("RGBA", picture.size, (*ground, 255))
    flat.alpha_composite(picture)
    return flat.convert("RGB").quantize(EMBLEM_COLOURS, dither=Image.Dither.NONE)


def fit(text: str, name: str, sizes: range, room: int) -> tuple[str, int]:
    """`text` for one line with the largest size that fits; cut where none does."""
    for size in sizes:
        if width_per_pixel(name, text) * size <= room:
            return text, size
    return cut_to(text, lambda part: width_per_pixel(name, part), room / size), size


def title_lines(title: str, room: int) -> tuple[list[str], int]:
    """The lines of a title and their size: few and large, or more and smaller."""
    words = words_of(title) or [""]

    def width(text: str) -> float:
        return width_per_pixel(BOLD, text)

    for most, sizes in TITLE_SIZES:
        for size in sizes:
            if lines := break_lines(words, width, room / size, most):
                return lines, size
    return shorten(words, width, room / size, most), size


def line_step(lines: list[str], size: int) -> int:
    """The distance of lines at which no mark above a capital (Ặ, Ễ) meets the line above it."""
    boxes = [font(BOLD, size).getbbox(line, anchor="ls") for line in lines]
    needed = [upper[3] - lower[1] + CLEARANCE * size for upper, lower in pairwise(boxes)]
    return ceil(max(LEADING * size, *needed, 0))


def picture(card: Card, emblem: bytes = b"") -> bytes:
    """The PNG of `card`, with the agency's `emblem` (a PNG or JPEG file) if there is one."""
    dress = COVER if card.cover else PLAIN
    card = replace(
        card, kicker=drawable(card.kicker), title=drawable(card.title), site=drawable(card.site),
        agency=drawable(card.agency),
    )  # fmt: skip
    canvas = Canvas(dress.paper)
    if card.cover:
        left, right = 84, 820
        _cover_ring(canvas, card)
    elif card.numeral:
        left, right = 398, 1132
        _numeral(canvas, card)
    else:
        left, right = 116, 1124
        canvas.box((0, 0, 44, SIZE[1]), BRAND)
        canvas.box((44, 0, 52, SIZE[1]), GOLD)
    _heading(canvas, card, dress, left, right)
    _foot(canvas, card, dress, emblem, left)
    return canvas.png()


def _heading(canvas: Canvas, card: Card, dress: Dress, left: int, right: int) -> None:
    """Kicker and title, together in the middle of the room above the rule."""
    lines, size = title_lines(card.title, right - left)
    step = line_step(lines, size)
    kicker_step = 62 if card.kicker else 0
    top = 44 + max(0, (430 - kicker_step - step * len(lines)) // 2)
    if card.kicker:
        text, kicker_size = fit(card.kicker, MEDIUM, range(34, 24, -2), right - left)
        canvas.text(text, MEDIUM, kicker_size, (left, top + 34), dress.kicker)
    for number, line in enumerate(lines):
        baseline = top + kicker_step + step * number + size
        canvas.text(line, BOLD, size, (left, baseline), dress.title)


def _foot(canvas: Canvas, card: Card, dress: Dress, emblem: bytes, left: int) -> None:
    """A gold rule, the emblem, the names of site and agency."""
    canvas.box((left, 496, left + 96, 502), dress.rule)
    right = 1140
    badge = emblem_on(emblem, dress.paper, 76) if emblem else None
    if badge:
        first = len(canvas.colours)
        flat = badge.getpalette() or []
        canvas.colours += [(flat[i], flat[i + 1], flat[i + 2]) for i in range(0, len(flat), 3)]
        shifted = badge.point([min(first + entry, 255) for entry in range(256)])
        canvas.image.paste(shifted, (left, 562 - badge.height // 2))
        left += badge.width + 20
    names = [(card.site, BOLD, 32, dress.site), (card.agency, MEDIUM, 26, dress.agency)]
    shown = [entry for entry in names if entry[0]]
    baseline = 553 if len(shown) > 1 else 570
    for text, name, largest, colour in shown:
        words, size = fit(text, name, range(largest, 20, -2), right - left)
        canvas.text(words, name, size, (left, baseline), colour)
        baseline += 41


def _numeral(canvas: Canvas, card: Card) -> None:
    """The number of a measure in a ring of all measures, on a band of the site's colour."""
    ground = canvas.box((0, 0, 320, SIZE[1]), BRAND)
    canvas.box((320, 0, 328, SIZE[1]), GOLD)
    middle = (160, SIZE[1] // 2)
    one, others = ring(card.count, card.place, 112, 15)
    corner = (middle[0] - one.width // 2, middle[1] - one.height // 2)
    canvas.mask(others, corner, DIM, ground)
    # Only around itself: the rest of the mask would wipe out the others.
    box = one.getbbox()
    if box:
        canvas.mask(one.crop(box), (corner[0] + box[0], corner[1] + box[1]), GOLD, ground)
    size = 150 if len(card.numeral) == 1 else 110
    left, top, right, bottom = font(BOLD, size).getbbox(card.numeral, anchor="ls")
    at = (round(middle[0] - (left + right) / 2), round(middle[1] - (top + bottom) / 2))
    canvas.text(card.numeral, BOLD, size, at, COVER.title, ground)


def _cover_ring(canvas: Canvas, card: Card) -> None:
    """The site's mark: one dot for each measure, in a ring."""
    _, dots = ring(card.count, -1, 118, 31)
    canvas.mask(dots, (1010 - dots.width // 2, 259 - dots.height // 2), GOLD)
