"""Nothing that people write can run in a reader's browser: each payload is refused where it stands
and in Vietnamese, or what the build makes of it is text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from built_site import Site, build
from live_html import live
from payloads import (
    BEFORE_BRACES,
    BRACES,
    CODE,
    DRAWINGS,
    HTML,
    LINKS,
    PLACES,
    SCHEMES,
)
from plan import TODAY, WORKER, write
from playwright.sync_api import Browser
from portal.check import check
from portal.dialect import read_dialect
from portal.figure import figures
from portal.finding import Scene
from portal.markup import clean, refusals
from portal.problem import Problem, Report, is_error, wording
from portal.records import read_records
from second_project import write_project

FRONT = """\
---
title: Thử
description: Một trang thử.
date: 2024-06-01
category: hoat-dong
sources: [trang-xa]
---

"""
DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg"
 xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">
{}
</svg>
"""


def bodies() -> Iterator[str]:
    """Every payload at the commonest places, and at each other place every fourth in turn."""
    for places, payloads, common in (
        ([*PLACES.values(), *CODE.values()], HTML, 5),
        ([*LINKS.values()], SCHEMES, 3),
        ([*BEFORE_BRACES.values()], BRACES, 3),
    ):
        for number, place in enumerate(places):
            chosen = payloads if number < common else payloads[number % 4 :: 4]
            yield from (place.format(payload) for payload in chosen)


BODIES = dict(enumerate(bodies(), start=100))


def page_of(number: int) -> str:
    return f"docs/vi/tin-tuc/thu-{number}.md"


def checked(root: Path) -> Report:
    report = Report()
    records = read_records(root, report)
    check(Scene(records, TODAY, root, (), WORKER), report)
    return report


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second plan with a page for each payload; those refused are taken out again."""
    root = write_project(tmp_path_factory.mktemp("injection") / "project")
    write(root / "docs/assets/so-do.svg", DRAWING.format('<path d="M0 0h9"/>'))
    # Their source holds the figures of all payloads, which are refused for what they could do alone.
    source = root / "data/sources/trang-xa.yml"
    told = {body[part.start : part.end] for body in BODIES.values() for part in figures(body, "vi")}
    note = json.dumps("; ".join(sorted(told)), ensure_ascii=False)
    source.write_text(f"{source.read_text('utf-8')}note:\n  vi: {note}\n", "utf-8")
    for number, body in BODIES.items():
        write(root / page_of(number), f"{FRONT.format(number=number)}{body}\n")
    return root


@pytest.fixture(scope="module")
def refused(project: Path) -> dict[str, list[Problem]]:
    """The problems of each file; what is refused is no longer in the project afterwards."""
    found: dict[str, list[Problem]] = {}
    for problem in checked(project):
        if is_error(problem):
            found.setdefault(problem.path, []).append(problem)
    for name in found:
        (project / name).unlink()
    return found


@pytest.fixture(scope="module")
def survivors(project: Path, refused: dict[str, list[Problem]]) -> Site:
    """What passed the check, with payloads in every text of every record as well, built."""
    assert len(refused) < len(BODIES)
    fill_records(project)
    return build(project, project.parent / "site")


def test_there_are_payloads_enough() -> None:
    assert len(set(BODIES.values())) > 800
    assert len(set(DRAWINGS)) + len(FILES) > 80


def test_what_is_refused_is_named_with_its_line_in_vietnamese(
    refused: dict[str, list[Problem]],
) -> None:
    head = FRONT.count("\n")
    for number, body in BODIES.items():
        for problem in refused.get(page_of(number), []):
            assert head < problem.line <= head + body.count("\n") + 1, (body, problem)
            line = wording(problem, "vi")
            assert line.startswith(f"{problem.path}:{problem.line}:{problem.column}: lỗi: ")
            assert re.search(r"hãy|chỉ ", line), line


def test_all_that_could_run_is_refused(refused: dict[str, list[Problem]]) -> None:
    """Raw tags in running text, whatever surrounds them; and every dangerous scheme."""
    running = [
        number
        for number, body in BODIES.items()
        for place in [*PLACES.values()][:5]
        for payload in HTML
        if body == place.format(payload) and re.match(r"<[A-Za-z/!?][^@]*$", payload)
    ]
    links = [
        number
        for number, body in BODIES.items()
        for payload in SCHEMES
        if body == LINKS["link"].format(payload)
    ]
    assert len(running) > 200
    assert [BODIES[n] for n in (*running, *links) if page_of(n) not in refused] == []


def test_what_was_built_holds_nothing_live(survivors: Site) -> None:
    found = {
        page.address: live(survivors.text(f"{page.address}index.html"))
        for page in (*survivors.pages, *survivors.redirects)
        # An English page whose text is only in Vietnamese has the same text once more.
        if page.meta("refresh") is None and "news/thu-" not in page.address
    }
    assert len(found) > 80
    assert {address: things for address, things in found.items() if things} == {}
    assert live(survivors.text("404.html")) == []


def test_records_show_their_payloads_as_text(survivors: Site) -> None:
    """The payloads did get in, and stand on the page as they were written."""
    home = survivors.text("index.html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in home
    assert "<script>alert(1)" not in home
    for name in ("sitemap.xml", "tin-tuc/atom.xml", "en/news/atom.xml", "van-ban/atom.xml"):
        for element in survivors.xml(name).iter():
            assert element.tag.rpartition("}")[2] not in ("script", "img", "svg")
            assert not any(key.startswith("on") for key in element.attrib)
    assert any("<script>" in entry["text"] or "<script>" in entry["title"]
               for entry in survivors.found("vi"))  # fmt: skip


def test_nothing_runs_in_a_browser(survivors: Site, browser: Browser, serve: Any) -> None:
    """Without the policy that would stop it too. Everything is hovered, focused and clicked."""
    host = serve(survivors)
    context = browser.new_context(base_url=host, bypass_csp=True)
    calls: list[str] = []
    context.expose_function("caught", lambda call: calls.append(call))
    context.add_init_script(
        "for (const name of ['alert', 'confirm', 'prompt'])"
        " window[name] = (...words) => window.caught(`${location.pathname} ${name} ${words}`);"
    )
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    tab = context.new_page()
    for page in survivors.one_of_each_kind():
        if survivors.language_of(page.address) == "vi":
            tab.goto(page.address, wait_until="load")
            tab.evaluate(POKE)
    # The texts of all written pages in one document, as a browser would parse each.
    written = [page.address for page in survivors.in_language("vi") if "/thu-" in page.address]
    texts = [survivors.text(f"{address}index.html") for address in written]
    bodies = [text.partition("<main")[2].partition("</main>")[0] for text in texts]
    assert len(bodies) > 80
    for body in ("<hr>".join(bodies[start::4]) for start in range(4)):
        tab.set_content(f"<!doctype html><main{body}</main>", wait_until="load")
        tab.evaluate(POKE)
    context.close()
    assert calls == []
    assert [url for url in asked if not url.startswith(host)] == []


POKE = """() => {
  for (const element of document.querySelectorAll("body *")) {
    for (const name of ["mouseover", "mouseenter", "focus", "error", "load", "toggle", "begin"])
      element.dispatchEvent(new Event(name, {bubbles: true}));
    const link = element.closest("a")?.href ?? "";
    if (/^(?!https?:|mailto:|tel:)/.test(link) && link) window.caught(link);
  }
}"""


# ---------------------------------------------------------------------------------- every field

TEXTS = ("vi", "en", "title", "description", "name", "publisher", "reference", "byline", "note",
         "role", "period", "meaning")  # fmt: skip
# Keys whose vi and en are words of addresses.
WORDS_OF_ADDRESSES = ("slug", "also_known_as")
FIELD_PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</title></script><script>alert(1)</script>",
    "<!--<script>",
    "]]><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "javascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
)


class Quoted(str):
    """A text that is written in double quotes, as staff would write one with signs in it."""


class Dumper(yaml.SafeDumper):
    pass


Dumper.add_representer(
    Quoted, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def fill_records(root: Path) -> None:
    """Add a payload to every text of every record, list, setting and interface string: the same
    one in both languages, whose figures are to be alike."""
    count = turn = 0

    def add(value: Any, key: str) -> Any:
        nonlocal count, turn
        if isinstance(value, dict):
            return {
                name: item if name in WORDS_OF_ADDRESSES else add(item, name)
                for name, item in value.items()
            }
        if isinstance(value, list):
            return [add(item, "" if not isinstance(item, dict) else key) for item in value]
        if key not in TEXTS or not isinstance(value, str):
            return value
        count += 1
        turn += key != "en"
        return Quoted(f"{value} {FIELD_PAYLOADS[turn % len(FIELD_PAYLOADS)]}")

    for path in sorted((root / "data").rglob("*.yml")):
        content = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        if path.name == "interface.yml":
            content = {
                name: item if name.startswith("path_") else add(item, name)
                for name, item in content.items()
            }
        else:
            publisher = content.get("publisher") if path.name == "site.yml" else None
            content = add(content, "")
            content.update({"publisher": publisher} if publisher else {})
        path.write_text(
            yaml.dump(content, allow_unicode=True, width=10_000, Dumper=Dumper), "utf-8"
        )
    for path in (root / "docs").rglob("*.md"):
        text = path.read_text("utf-8")
        payload = FIELD_PAYLOADS[hash_of(path.stem) % len(FIELD_PAYLOADS)].replace("'", "''")
        text = re.sub(r"^(title|description): (.*)$", rf"\1: '\2 {re.escape(payload)}'", text,
                      count=2, flags=re.MULTILINE)  # fmt: skip
        path.write_text(text.replace("\\", "") if "\\" in payload else text, "utf-8")
    assert count > 200


def hash_of(text: str) -> int:
    return sum(map(ord, text))


SETTINGS = {
    "url": (
        "javascript:alert(1)",
        'https://a.vn/"><script>/',
        "https://a.vn/x;}location{/",
        "//a.vn/",
        "https://a.vn\\@b.vn/",
        "https://user@a.vn/",
        "data:text/html,x/",
        "https://a.vn/a b/",
        "https://a;script-src */",
        "https://a.vn/?x=</script>",
        "https://a.vn/$uri/",
        "https://a.vn/'/",
    ),
    "edit_url": ("javascript:alert(1)//", 'https://a.vn/" onclick="x', "data:x", "https:a.vn"),
    "email": (
        "a@b.vn?cc=c@d.vn",
        "a@b.vn&body=x",
        'a@b.vn"onclick=x',
        "a%0ab@c.vn",
        "javascript:a@b.vn",
    ),
    "phone": ("javascript:1", "0123;ext=<b>", '123"onclick="x', "<b>123</b>"),
}


@pytest.mark.parametrize(
    ("key", "value"), [(k, v) for k, values in SETTINGS.items() for v in values]
)
def test_settings_that_become_links_are_refused(key: str, value: str, tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    site = yaml.load((root / "data/site.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
    holder = site if key in ("url", "edit_url") else site.setdefault("contact", {})
    holder[key] = value
    (root / "data/site.yml").write_text(yaml.safe_dump(site, allow_unicode=True), "utf-8")
    report = Report()
    read_records(root, report)
    checked_too = report if report.problems else checked(root)
    assert {problem.path for problem in checked_too} == {"data/site.yml"}


# ------------------------------------------------------------------------------- files, drawings


def test_drawings_that_run_or_load_are_refused_with_their_line(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    for number, part in enumerate(DRAWINGS):
        write(root / f"docs/assets/ve-{number}.svg", DRAWING.format(part))
    write(root / "docs/assets/lanh.svg", DRAWING.format('<g fill="url(#a)"><path d="M0 0"/></g>'))
    wide = '<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>'
    write(root / "docs/assets/thuc-the.svg", wide + DRAWING.format("<text>&c;</text>"))
    write(root / "docs/assets/dong.svg", "<svg" + DRAWING.format(""))
    found = {problem.path: problem for problem in checked(root)}
    for number, part in enumerate(DRAWINGS):
        problem = found[f"docs/assets/ve-{number}.svg"]
        assert (problem.rule, problem.line) == ("svg-content", 3), part
        assert "SVG" in wording(problem, "vi")
    assert found["docs/assets/thuc-the.svg"].line == 1
    assert found["docs/assets/dong.svg"].rule == "svg-content"
    assert "docs/assets/lanh.svg" not in found


FILES = {
    "trang.html": b"<script>alert(1)</script>",
    "trang.htm": b"<p>",
    "trang.xhtml": b"<p/>",
    "ma.js": b"alert(1)",
    "ma.mjs": b"alert(1)",
    "kieu.css": b"*{}",
    "du-lieu.xml": b"<a/>",
    "du-lieu.json": b"{}",
    "tep.swf": b"CWS",
    "tep.exe": b"MZ",
    "tep.zip": b"PK\3\4",
    "tep.jar": b"PK\3\4",
    "tep.php": b"<?php",
    "tep.docm": b"PK\3\4",
    "tep.doc": b"\xd0\xcf\x11\xe0",
    "tep.sh": b"#!/bin/sh",
    "tep.hta": b"<script>",
    "tep.svgz": b"\x1f\x8b",
    "web.config": b"<configuration/>",
    "manifest.webmanifest": b"{}",
    "tep": b"x",
    "anh.png": b"<script>alert(1)</script>",
    "anh.jpg": b"GIF89a",
    "anh.gif": b"GIF89a/*<script>*/=1;",
    "anh.webp": b"RIFF",
    "anh.avif": b"x",
    "rong.pdf": b"",
    "vb.pdf": b"<html>%PDF-1.4 %%EOF",
    "ma.pdf": b"%PDF-1.4\n/J#61vaScript (x)\n%%EOF",
    "chay.pdf": b"%PDF-1.4\n/Launch <<\n%%EOF",
    "bang.csv": b"\xef\xbb\xbf <script>alert(1)</script>",
    "ghi.txt": b"<html>",
    "nul.txt": b"a\0b",
    "latin.csv": b"\xe9,1",
    "vb.docx": b"PK\3\4",
    "vb.odt": b"not a zip",
    "Hoa.PDF": b"%PDF-1.4\n%%EOF",
    "hai.php.png": b"\x89PNG",
    "a b.csv": b"a",
    "<img src=x onerror=alert(1)>.csv": b"a",
    '"onload=".csv': b"a",
    "..csv": b"a",
    ".htaccess": b"a",
    "-rf.csv": b"a",
    "số-liệu.csv": b"a",
    "%2e%2e.csv": b"a",
    "a.csv.": b"a",
    "javascript:1.csv": b"a",
    "a&b.csv": b"a",
    "a;b.csv": b"a",
}


def test_files_that_are_not_what_they_say_are_refused_by_name(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    for name, content in FILES.items():
        write(root / "docs/assets" / name, content)
    write(root / "docs/assets/tot.csv", "tên,số\nmột,1\n")
    found = {problem.path for problem in checked(root)}
    assert found == {f"docs/assets/{name}" for name in FILES}


# -------------------------------------------------------------------------------- the second wall


@pytest.mark.parametrize("payload", HTML)
def test_even_without_a_check_nothing_live_passes_the_build(payload: str) -> None:
    for html in (
        payload,
        f"<p>{payload}</p>",
        f'<p title="{payload}">a</p>',
        f"<pre>{payload}</pre>",
    ):
        page = f'<html><body><div class="prose">{clean(html)}</div></body></html>'
        assert live(page) == []


def test_clean_pages_are_left_as_they_are(site: Site) -> None:
    """The real pages: what Markdown makes of each passes the wall unchanged in meaning."""
    markdown = read_dialect(site.project / "mkdocs.yml").markdown()
    for path in sorted((site.project / "docs").rglob("*.md")):
        html = markdown.reset().convert(path.read_text("utf-8").split("\n---", 1)[1])
        assert refusals(html) == [], path
        assert clean(clean(html)) == clean(html)
