"""QR codes of page addresses, drawn into pages: no file to fetch, on paper and offline as well."""

from __future__ import annotations

from functools import cache

import segno
from markupsafe import Markup

# Any mask can be read; trying all eight for the prettiest takes most of the time.
MASK = 3


@cache
def qr_code(address: str) -> Markup:
    """An SVG with the QR code of `address`, black on white with its quiet zone, hidden from screen
    readers: what stands around it says what it is."""
    code = segno.make(address, error="m", micro=False, mask=MASK, boost_error=False)
    drawn = code.svg_inline(border=4, light="#fff", svgclass=None, lineclass=None, omitsize=True)
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" ', 1))
