"""A finished site is looked at as a whole: every fault is found, and a sound site has none."""

from __future__ import annotations

from pathlib import Path

import pytest
from built_site import Site
from portal.inspection import inspect

PAGE = "<!doctype html><title>Trang</title><main></main>"
SOUND = {
    "index.html": PAGE + '<p id="a">Xin chào<br><a href="tin/">tin</a> <a href="tin/#b">b</a></p>',
    "tin/index.html": PAGE
    + '<p id="b"><a href="../">về</a> <a href="https://noi-khac.example/x">x</a></p>',
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
    write(tmp_path, {**SOUND, "index.html": html})
    assert ("index.html", line, what, got) in list(inspect(tmp_path))


def test_a_sound_site_has_none(tmp_path: Path) -> None:
    write(tmp_path, SOUND)
    assert list(inspect(tmp_path)) == []


@pytest.mark.parametrize("lacking", ["!doctype html", "title", "main"])
def test_a_page_lacks_nothing(lacking: str, tmp_path: Path) -> None:
    write(tmp_path, {"index.html": SOUND["index.html"].replace(f"<{lacking}>", "<i>")})
    assert ("index.html", 1, "missing", lacking) in list(inspect(tmp_path))


@pytest.mark.parametrize(
    ("name", "text", "what", "got"),
    [
        ("sitemap.xml", "<urlset xmlns='s'><loc>https://xa.example/p/no/</loc></urlset>", "link",
         "https://xa.example/p/no/"),
        ("tin/atom.xml", "<feed><link href='https://xa.example/p/no.xml'/></feed>", "link",
         "https://xa.example/p/no.xml"),
        ("tin/atom.xml", "<feed><link></feed>", "unreadable", ""),
        ("search/vi/files/x0/4.json", '{"data": {"page": {"url": "no/#b"}}}', "link", "no/#b"),
        ("search/vi/files/x0/4.json", '{"data": {"page": {"url": "tin/"}}', "unreadable", ""),
        ("search/vi/files/x0/4.json", '{"data": []}', "unreadable", ""),
        ("cu/index.html", f"{PAGE}<meta http-equiv=refresh content='0; url=../no/'>", "link",
         "../no/"),
        ("cu/index.html", f"{PAGE}<link rel=canonical href='https://xa.example/p/no/'>", "link",
         "https://xa.example/p/no/"),
        ("cu/index.html", f"{PAGE}<a href='https://xa.example/else/'></a>", "link",
         "https://xa.example/else/"),
        ("cu/index.html", f"{PAGE}<img srcset='../assets/a.png 1x, ../no.png 2x'>", "link",
         "../no.png"),
        ("cu/index.html", f"{PAGE}<a href=''></a>", "link", ""),
    ],
)  # fmt: skip
def test_what_names_addresses_is_read_too(
    name: str, text: str, what: str, got: str, tmp_path: Path
) -> None:
    sound = {"search/vi/files/x0/0.json": '{"data": {"page": {"url": "tin/#b"}}}'}
    write(tmp_path, {**SOUND, **sound, name: text})
    faults = list(inspect(tmp_path, "https://xa.example/p/"))
    assert [(fault[0], fault[2]) for fault in faults] == [(name, what)]
    assert got in faults[0][3]


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def test_the_real_site_has_no_fault(site: Site) -> None:
    assert list(inspect(site.root, site.url)) == []
