"""The headers that the site is served with while it is measured: those of the recipes."""

from __future__ import annotations

from portal.headers import headers


def served() -> dict[str, str]:
    """The headers of every answer."""
    return headers()
