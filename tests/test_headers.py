"""One policy for every host: strict, the same everywhere, wide only where a setting asks."""

from __future__ import annotations

import gzip
import re
from itertools import pairwise

import brotli
import pytest
from built_site import PROJECT, Site
from portal.headers import (
    FOREVER,
    content_security_policy,
    header_files,
    headers,
    underscore_headers,
)

RATING = "https://danh-gia.example:8443/v1/y-kien"


def directives(policy: str) -> dict[str, list[str]]:
    return {name: rest for name, *rest in (part.split() for part in policy.split("; "))}


@pytest.mark.parametrize("header", [True, False])
def test_nothing_is_allowed_but_files_of_this_site(header: bool) -> None:
    policy = directives(content_security_policy(header=header))
    assert policy["default-src"] == ["'none'"]
    assert {source for sources in policy.values() for source in sources} == {"'none'", "'self'"}
    assert ("frame-ancestors" in policy) == header


def test_an_endpoint_may_be_sent_to_and_nothing_else() -> None:
    policy = directives(content_security_policy([RATING, RATING]))
    wide = {name for name, sources in policy.items() if "https://danh-gia.example:8443" in sources}
    assert wide == {"connect-src", "form-action"}
    assert "y-kien" not in str(policy)


def test_every_kind_of_host_sends_the_same() -> None:
    files = [*header_files([RATING]).values(), underscore_headers("/", [RATING])]
    for text in files:
        for name, value in headers([RATING]).items():
            assert re.search(
                rf'^\s*(?:add_header )?{name}:? "?{re.escape(value)}', text, re.MULTILINE
            )


def test_no_value_can_end_the_quotes_it_stands_in() -> None:
    assert not [value for value in headers([RATING]).values() if '"' in value or "\n" in value]


def test_underscore_headers_keep_to_the_path_of_the_site() -> None:
    lines = underscore_headers("/ke-hoach/").splitlines()
    paths = [line for line in lines if not line.startswith(" ")]
    assert paths[0] == "/ke-hoach/*"
    assert all(path.startswith("/ke-hoach/") for path in paths)
    forever = [path for path, line in pairwise(lines) if FOREVER in line]
    assert "/ke-hoach/assets/js/*" in forever


def test_the_committed_files_are_those_of_the_settings(site: Site) -> None:
    rating = site.settings.get("rating", {}).get("endpoint")
    for name, text in header_files([rating] if rating else []).items():
        assert (PROJECT / name).read_text("utf-8") == text, "run: python3 run.py headers"


def test_every_document_carries_the_policy_before_anything_it_loads(site: Site) -> None:
    for page in [*site.pages, *site.redirects, site.page("404.html")]:
        assert page.meta("Content-Security-Policy") == content_security_policy(header=False)
        loads = [page.source.find(f"<{tag} ") for tag in ("link", "script", "style", "img")]
        first = min((place for place in loads if place >= 0), default=len(page.source))
        assert page.source.index("Content-Security-Policy") < first


def test_texts_have_compressed_copies_that_unpack_to_themselves(site: Site) -> None:
    texts = [name for name in site.files if name.endswith((".html", ".css", ".js", ".xml"))]
    packed = [name for name in texts if {f"{name}.gz", f"{name}.br"} <= site.copies]
    small = [name for name in set(texts) - set(packed) if (site.root / name).stat().st_size > 1000]
    assert small == []
    assert {name.rpartition(".")[0] for name in site.copies} <= site.files
    for name in packed[::7]:
        content = (site.root / name).read_bytes()
        assert gzip.decompress((site.root / f"{name}.gz").read_bytes()) == content
        assert brotli.decompress((site.root / f"{name}.br").read_bytes()) == content
