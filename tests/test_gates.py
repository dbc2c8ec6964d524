"""Each gate fails on a page that breaks what it guards: `run.py gates` asks this first."""

from __future__ import annotations

import json
import random
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from built_site import Site
from gates import keyboard, languages, scorecard, states, sweep, tools, weight
from gates.gate import Outcome, Verdict, targets
from gates.pages import Built, headers_sent
from gates.suite import NAMES, TOGETHER, merge
from gates.workers import Bench
from playwright.sync_api import Browser
from static_host import Server

# One mistake for each gate, on one page.
BROKEN = """<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><title>Hỏng</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/wide.css">
<script src="/late.js"></script></head>
<body>
<a href="#nothing">Đến nội dung</a>
<header><a class="small" href="/">x</a><a class="small" href="/">y</a></header>
<main id="nowhere">
<h1>Trang hỏng</h1>
<p style="color: red">Kiểu viết ngay trong trang</p>
<p class="faint">Chữ quá nhạt</p>
<p class="wide">Rộng hơn màn hình</p>
<p class="cut">Một dòng chữ bị cắt mất phần cuối vì khung chứa nó không đủ chỗ</p>
<p class="moves">Chuyển động</p>
<button class="bare"></button>
<a class="buried" href="/a">Bị che</a><div class="lid">Nắp</div>
<details><summary>Thêm</summary><p class="faint">Chữ quá nhạt khi mở</p></details>
<p>the committee was informed of this and will answer</p>
<img src="/missing.svg"></main></body></html>
"""
STYLE = """* { outline: none }
.small { display: inline-block; width: 10px; height: 10px; font-size: 8px }
.faint { color: #bbb } .wide { width: 700px } .moves { transition: color 3s }
.cut { width: 100px; height: 20px; overflow: hidden }
.buried { position: absolute; top: 300px; left: 0 }
.lid { position: absolute; top: 280px; left: 0; width: 300px; height: 90px; background: #fff }
.bare { border: 0; background: Canvas; width: 30px; height: 30px; forced-color-adjust: none }
/*"""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("broken")
    (root / "index.html").write_text(BROKEN, "utf-8")
    (root / "404.html").write_text(BROKEN, "utf-8")
    letters = random.Random(1)
    weight_of_it = "".join(letters.choices(string.ascii_letters, k=100_000))
    (root / "wide.css").write_text(f"{STYLE}{weight_of_it}*/", "utf-8")
    (root / "late.js").write_text(
        "navigator.serviceWorker.register('/sw.js');"
        "addEventListener('load', () => setTimeout(() => document.querySelector('h1')"
        f".before(document.createElement('hr')), 300)); // {weight_of_it}",
        "utf-8",
    )
    return Built(root, "/", ("", "404.html"))


@pytest.fixture
def bench(broken: Built, browser: Browser) -> Iterator[Bench]:
    server = Server(broken, headers_sent())
    yield Bench(broken, browser, server, Path("nowhere"))
    server.close()


@pytest.fixture
def whole_bench(bench: Bench) -> Bench:
    """With what npm installs, which the tests alone do not need."""
    if not tools.has_node():
        pytest.skip("run.py gates installs Node.js and runs this")
    bench.modules = tools.modules()
    return bench


def found(outcome: Outcome, gate: str) -> str:
    return "\n".join(str(fault) for fault in outcome.faults if fault.gate == gate)


@pytest.mark.browser
def test_the_keyboard_gate_notices(bench: Bench) -> None:
    outcome = keyboard.examine(bench, "", 360)
    for fault in ("the skip link does not lead into main", "has no name", "is covered"):
        assert fault in found(outcome, "A2")
    assert "focus ring 0 px" in found(outcome, "A6")


@pytest.mark.browser
def test_the_gates_of_a_loaded_page_notice(whole_bench: Bench) -> None:
    outcome = sweep.examine(whole_bench, "", thorough=True)
    for rule in ("color-contrast", "button-name", "image-alt"):
        assert rule in found(outcome, "A1")
    assert "menu target 10×10" in found(outcome, "A6")
    for fault in ("px too wide", "cut off: main#nowhere > p.cut", "moves: main#nowhere > p.moves"):
        assert fault in found(outcome, "A7")
    assert "inline" in found(outcome, "S1")


@pytest.mark.browser
def test_the_gates_of_states_notice(whole_bench: Bench) -> None:
    outcome = states.examine(whole_bench, "")
    assert "1280 details] color-contrast: details" in found(outcome, "A1")
    assert "gone: main#nowhere > button.bare" in found(states.colours(whole_bench, ""), "A7")


@pytest.mark.browser
def test_the_gates_of_weight_notice(bench: Bench) -> None:
    outcome = weight.examine(bench, "")
    assert "KB: HTML" in found(outcome, "P1")
    assert "KB of JavaScript" in found(outcome, "P2")
    assert "blocks rendering" in found(outcome, "P2")
    assert "404: /missing.svg" in found(outcome, "P3")
    assert "copies for reading offline begin 0 ms" in found(outcome, "P3")
    assert "layout shift" in found(outcome, "P5")


@pytest.mark.browser
def test_the_gates_by_other_programs_notice(whole_bench: Bench) -> None:
    from gates import documents, lighthouse, observatory

    assert "[Nu, line " in found(documents.nu(whole_bench), "A4")
    assert "[html-validate, line " in found(documents.html_validate(whole_bench), "A4")
    scored = lighthouse.examine(whole_bench, whole_bench.server.address, [""])
    assert "accessibility" in found(scored, "A3")
    whole_bench.server.headers = {}
    whole_bench.server.show(whole_bench.site)
    assert "score" in found(observatory.examine(whole_bench), "S2")


def test_the_gate_of_languages_notices(site: Site) -> None:
    page = site.of_written("gioi-thieu", "vi")
    text = "the committee was informed of this"
    changed = site.with_change(f"{page}index.html", "<main", f"<p>{text}</p><main")
    assert text in found(languages.examine(changed), "A5")


def test_outcomes_are_added_and_the_worst_kept() -> None:
    one = Outcome(figures={"P1": {"most": 3, "page": "a"}, "A1": {"runs": 2}})
    two = Outcome(figures={"P1": {"most": 5, "page": "b"}, "A1": {"runs": 4}})
    assert merge([one, two, one]).figures == {"P1": {"most": 5, "page": "b"}, "A1": {"runs": 8}}


def test_the_scorecard_lists_every_promise_once(tmp_path: Path) -> None:
    """With a verdict where a gate gave one, the tests' own where they did, and nothing invented."""
    (tmp_path / "pytest.xml").write_text(
        '<testsuites><testsuite><testcase classname="tests.test_reproducible" name="a"/>'
        '<testcase classname="tests.test_address" name="b"><failure/></testcase>'
        "</testsuite></testsuites>",
        "utf-8",
    )
    about = {"date": "2026-01-01", "seconds": 60, "pages": 2, "mode": "every page", "commit": "",
             "chromium": "1"}  # fmt: skip
    failed = Verdict("A1", "1 in 2 runs", False, ["/ [light 360] <b>color-contrast</b>"])
    card = scorecard.write(tmp_path, {"A1": failed}, about)
    passed = {row["id"]: row["passed"] for row in card["rows"]}
    assert list(passed) == [target.id for target in targets()]
    assert (passed["A1"], passed["R2"], passed["R5"], passed["A2"]) == (False, True, False, None)
    html = (tmp_path / "scorecard.html").read_text("utf-8")
    assert "&lt;b&gt;color-contrast" in html
    assert "http" not in html.replace("HTTP", "")


def test_what_npm_installs_is_known_by_its_digest_and_comes_from_no_named_host() -> None:
    lock = json.loads((tools.HERE / "package-lock.json").read_text("utf-8"))
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert [name for name, each in packages.items() if not each.get("integrity")] == []
    assert [name for name, each in packages.items() if "resolved" in each] == []
    assert {name for name in tools.NEEDED if f"node_modules/{name}" not in packages} == set()


def test_every_gate_of_the_command_line_is_a_promise() -> None:
    assert {*NAMES.values(), *TOGETHER, *TOGETHER.values()} <= {target.id for target in targets()}
