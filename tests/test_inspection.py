"""A finished site is looked at as a whole: every fault is found, and a sound site has none."""

from __future__ import annotations

from pathlib import Path

import pytest
from built_site import Site
from portal.inspection import inspect

SOUND = {
    "index.html": '<p id="a">Xin chào<br><a href="tin/">tin</a> <a href="tin/#b">b</a></p>',
    "tin/index.html": '<p id="b"><a href="../">về</a> <a href="https://noi-khac.example/x">x</a></p>',
    "assets/a.png": "x",
}


@pytest.mark.parametrize(
    ("html", "line", "what", "got"),
    [
        ('<p>\n<a href="khong-co/">x</a></p>', 2, "link", "khong-co/"),
        ('<p><img src="assets/b.png" alt=""></p>', 1, "link", "assets/b.png"),
        ('<p><a href="tin/#c">x</a></p>', 1, "anchor", "tin/#c"),
        ('<p><a href="#c">x</a></p>', 1, "anchor", "#c"),
        ('<p><a href="/tin/#b">x</a> <a href="/ngoai/">y</a></p>', 1, "link", "/ngoai/"),
        ('<p id="a">x</p>\n<p id="a">y</p>', 2, "id-twice", "a"),
        ('<p class="a" class="b">x</p>', 1, "attribute-twice", "p"),
        ("<p><em>x</p>", 1, "end-tag", "p"),
        ("<p>x</p></div>", 1, "end-tag", "div"),
        ("<main>\n<section>x\n</section>", 1, "not-closed", "main"),
    ],
)
def test_a_fault_is_found_in_its_line(
    tmp_path: Path, html: str, line: int, what: str, got: str
) -> None:
    for name, text in {**SOUND, "index.html": html}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert ("index.html", line, what, got) in list(inspect(tmp_path))


def test_the_real_site_has_no_fault(site: Site) -> None:
    assert list(inspect(site.root, site.base)) == []
