"""QR codes of page addresses, as SVG files made at build time."""

from __future__ import annotations

import io
from functools import cache

import segno

from portal.address import Page


def qr_file(page: Page, lang: str) -> str:
    """The name of the QR code of `page`, below the site's root."""
    return f"assets/qr/{page.url(lang).rstrip('/') or 'index'}.svg"


# Any mask can be read; trying all eight for the prettiest takes most of the time.
MASK = 3


@cache
def qr_code(address: str) -> bytes:
    """An SVG with the QR code of `address`, black on white with its quiet zone."""
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=MASK, boost_error=False).save(
        buffer, kind="svg", scale=4, border=4, light="#fff", xmldecl=False, svgclass=None,
        lineclass=None, nl=False,
    )  # fmt: skip
    return buffer.getvalue()
