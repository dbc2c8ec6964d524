"""The HTTP headers that protect readers, for every kind of host, from one place."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

YEAR = 365 * 24 * 3600
# Features that no page uses; a script that got in could not use them either.
UNUSED = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media",
    "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone",
    "midi", "payment", "picture-in-picture", "publickey-credentials-get", "screen-wake-lock",
    "serial", "sync-xhr", "usb", "xr-spatial-tracking",
)  # fmt: skip
# Folders whose files carry a digest in their names and so never change.
HASHED = (
    "assets/css/", "assets/js/", "assets/cards/", "search/vi/files/", "search/en/files/",
)  # fmt: skip
FOREVER = f"public, max-age={YEAR}, immutable"
ASK_AGAIN = "no-cache"
FOR_A_WHILE = "public, max-age=60, stale-if-error=86400"  # figures of the view counter


def content_security_policy(
    endpoints: Iterable[str] = (), services: Iterable[str] = (), *, header: bool = True
) -> str:
    """What pages may load: files of this site and nothing else, nothing inline, no evaluation.

    `endpoints` are web addresses that a page may also send forms to (the rating's), `services`
    those that its scripts alone may ask (the counter's). In a `meta` element (`header=False`)
    browsers ignore `frame-ancestors`, so it is left out there.
    """
    forms = _origins(endpoints)
    asked = sorted({*forms, *_origins(services)})
    directives = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        " ".join(["connect-src 'self'", *asked]),
        "worker-src 'self'",
        " ".join(["form-action 'self'", *forms]),
        "base-uri 'none'",
    ]
    return "; ".join([*directives, "frame-ancestors 'none'"] if header else directives)


def _origins(addresses: Iterable[str]) -> list[str]:
    return sorted({"{0.scheme}://{0.netloc}".format(urlsplit(address)) for address in addresses})


def headers(endpoints: Iterable[str] = (), services: Iterable[str] = ()) -> dict[str, str]:
    """The headers of every answer, by name, but for caching."""
    return {
        "Content-Security-Policy": content_security_policy(endpoints, services),
        "Strict-Transport-Security": f"max-age={YEAR}",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def underscore_headers(
    base: str, endpoints: Iterable[str] = (), services: Iterable[str] = ()
) -> str:
    """A `_headers` file, as static hosts read it; `base` is the path of the site: '/' or '/a/'."""
    sent = headers(endpoints, services)
    lines = [f"{base}*", *(f"  {name}: {value}" for name, value in sent.items())]
    for folder in HASHED:
        lines += [f"{base}{folder}*", f"  Cache-Control: {FOREVER}"]
    lines += [f"{base}sw.js", f"  Cache-Control: {ASK_AGAIN}"]
    lines += [f"{base}views.json", f"  Cache-Control: {FOR_A_WHILE}"]
    return "\n".join(lines) + "\n"


def nginx(endpoints: Iterable[str] = (), services: Iterable[str] = ()) -> str:
    """The headers for nginx, to be included in a `server` block."""
    lines = ["# Written by `python3 run.py headers` from data/site.yml. Do not edit."]
    sent = headers(endpoints, services)
    lines += [f'add_header {name} "{value}" always;' for name, value in sent.items()]
    return "\n".join(lines) + "\n"


def header_files(endpoints: Iterable[str] = (), services: Iterable[str] = ()) -> dict[str, str]:
    """The files in deploy/ that servers include, by name, with their text."""
    return {
        "deploy/headers/nginx.conf": nginx(endpoints, services),
        "deploy/headers/Caddyfile": caddy(endpoints, services),
    }


def caddy(endpoints: Iterable[str] = (), services: Iterable[str] = ()) -> str:
    """The headers for Caddy, to be imported in a site block."""
    lines = ["# Written by `python3 run.py headers` from data/site.yml. Do not edit.", "header {"]
    sent = headers(endpoints, services)
    lines += [f'\t{name} "{value}"' for name, value in sent.items()]
    return "\n".join([*lines, "}"]) + "\n"
