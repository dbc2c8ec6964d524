"""The headers that the site is served with while it is measured: those of the recipes."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

SELF = ("script", "style", "img", "connect", "worker", "manifest")
POLICY = "; ".join(
    ["default-src 'none'", *(f"{name}-src 'self'" for name in SELF), "form-action 'self'",
     "base-uri 'none'", "frame-ancestors 'none'"]
)  # fmt: skip
# Until the generator writes its own: what deploy/nginx.conf is to send.
STRICT = {
    "Content-Security-Policy": POLICY,
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def served() -> dict[str, str]:
    """The headers of every answer, from `portal.headers` where the generator has it."""
    try:
        module: ModuleType = import_module("portal.headers")
    except ModuleNotFoundError:
        return dict(STRICT)
    return dict(module.every_answer())
