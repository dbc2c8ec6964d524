"""Which pages are looked at, and what each one is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from built_site import PROJECT, Site, read_yaml
from portal.headers import headers

NOT_FOUND = "404.html"


@dataclass(frozen=True)
class Built:
    """A built site as the worker processes are told of it: its folder, its path, its pages."""

    root: Path
    base: str
    addresses: tuple[str, ...]

    @cached_property
    def noindex(self) -> frozenset[str]:
        """The pages that ask search engines not to list them."""
        asking = r'<meta name="?robots"? content="?noindex'
        return frozenset(a for a in self.addresses if re.search(asking, self.text(a)))

    def text(self, address: str) -> str:
        name = address if address.endswith(".html") else f"{address}index.html"
        return (self.root / name).read_text("utf-8")


def read(root: Path) -> Site:
    """The site in `root`, at the address that its own home page names."""
    home = (root / "index.html").read_text("utf-8")
    found = re.search(r'<link rel="canonical" href="([^"]+)"', home)
    return Site(root, PROJECT, found[1] if found else "")


def built(site: Site, only: Path | None = None) -> Built:
    """Every page of `site`, the 404 page with them; redirects are left to the tests. With `only`,
    those among them that this file names, a line each, as files below the site's root."""
    addresses = [*(page.address for page in site.pages), NOT_FOUND]
    if only is not None:
        named = {name.removesuffix("index.html") for name in only.read_text("utf-8").splitlines()}
        addresses = [address for address in addresses if address in named]
    return Built(site.root, urlsplit(site.url).path, tuple(addresses))


def headers_sent() -> dict[str, str]:
    """The headers of every answer, as the recipes in deploy/ send them for our settings."""
    settings = read_yaml(PROJECT / "data/site.yml")
    endpoint = settings.get("rating", {}).get("endpoint")
    service = settings.get("counter", {}).get("endpoint", "/")
    return headers([endpoint] if endpoint else [], [] if service.startswith("/") else [service])


def one_of_each(site: Site) -> list[str]:
    """A page of each template in each language, and the 404 page."""
    return [*sorted(page.address for page in site.one_of_each_kind()), NOT_FOUND]
