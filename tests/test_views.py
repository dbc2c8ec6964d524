"""Figures of views: what is read, what is published, and what pages are counted under."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from built_site import PROJECT, Site, build, read_yaml
from counter_service import OPENING, ask, free_port, running
from html_page import squeeze
from plan import FILES, problems, read, write_plan
from portal.model import Localized
from portal.settings import Site as Settings
from portal.views import Views, manifest, parts_in_hanoi, published
from second_project import edit, write_project

WORDS = Localized(vi="Cách đếm", en="How we count")
COUNTED = """\
{"site": {"today": 4, "month": 16, "year": 50, "total": 65605, "visitor_days": 51},
 "pages": {"/tin-tuc/lop-hoc/": {"today": 1, "month": 2, "year": 3, "total": 1234}},
 "as_of": "2026-11-29T03:00:00Z", "tz": "Asia/Ho_Chi_Minh", "source": "counter"}
"""


def views_of(root: Path, text: str) -> Views:
    write_plan(root, {"data/views.json": text})
    assert problems(root) == []
    views: Views = read(root)[0].singles["views.json"]
    return views


def settings_of(root: Path, lines: str) -> Settings:
    write_plan(root, {"data/site.yml": FILES["data/site.yml"] + lines})
    assert problems(root) == []
    site: Settings = read(root)[0].singles["site.yml"]
    return site


def test_what_the_counter_wrote_is_read_and_published_alike(tmp_path: Path) -> None:
    text = published(views_of(tmp_path, COUNTED), WORDS)
    told = json.loads(text)
    written = json.loads(COUNTED)
    assert (told["site"], told["pages"]) == (written["site"], written["pages"])
    assert told["as_of"] == "2026-11-29T10:00:00+07:00"
    assert told["def"] == {"vi": "Cách đếm", "en": "How we count"}
    assert (told["tz"], told["source"]) == ("Asia/Ho_Chi_Minh", "counter")
    # What was published can be read again, and is then the same to the byte.
    assert published(views_of(tmp_path, text), WORDS) == text


def test_what_is_not_known_is_left_out(tmp_path: Path) -> None:
    told = json.loads(published(views_of(tmp_path, FILES["data/views.json"]), WORDS))
    assert set(told) == {"site", "pages", "tz", "def"}


def test_a_moment_is_shown_in_the_time_of_viet_nam() -> None:
    late = parts_in_hanoi("2026-12-31T17:30:00Z")
    assert late == ("2027-01-01", "00:30", "2027-01-01T00:30:00+07:00")


def test_the_manifest_is_the_same_whatever_the_order() -> None:
    paths = {"/b/": "/b/", "/a/": "/a/", "/en/a/": "/a/"}
    assert manifest(paths) == manifest(dict(reversed(paths.items())))
    assert json.loads(manifest(paths)) == paths


def test_pages_ask_only_where_settings_name_a_service(tmp_path: Path) -> None:
    def counter(lines: str) -> Settings:
        return settings_of(tmp_path, f"counter:\n  {lines}\n")

    assert not counter("show: true").counter.live
    assert counter("snapshot: true").counter.live
    assert counter("endpoint: /v1/").counter.live
    assert counter("endpoint: /v1/").services == ()
    assert counter("endpoint: https://dem.example/v1/").services == ("https://dem.example/v1/",)
    hidden = counter("show: false\n  endpoint: https://dem.example/v1/")
    assert (hidden.counter.live, hidden.services) == (False, ())


def test_the_words_beside_the_figures_are_those_of_the_service() -> None:
    from counter.definition import DEFINITION

    assert read_yaml(PROJECT / "data/interface.yml")["views_how"] == DEFINITION


def test_every_page_of_the_site_is_in_the_manifest(site: Site) -> None:
    told = site.json("counter-pages.json")
    assert set(told) == {f"/{page.address}" for page in site.pages}
    for path, key in told.items():
        links = site.page(path.removeprefix("/")).all("link", having="hreflang")
        twins = [link["href"] for link in links if link["hreflang"] == "vi"]
        assert twins in ([], [site.absolute(key.removeprefix("/"))])
        assert path.startswith("/en/") or key == path


def test_pages_without_a_service_name_no_script_for_it(site: Site) -> None:
    for page in site.pages:
        assert "data-counter" not in page.source
        assert "js/counter" not in page.source


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The second plan at an address with a path, with figures, counted by a service elsewhere."""
    root = write_project(tmp_path_factory.mktemp("below") / "project")
    (root / "data/views.json").write_text(COUNTED.replace("/tin-tuc/", "/xa/tin-tuc/"), "utf-8")
    lines = "publisher: ubnd-xa\ncounter:\n  endpoint: https://dem.example/v1/\n"
    edit(root / "data/site.yml", "publisher: ubnd-xa\n", lines)
    return build(root, root / "site", SITE_URL="https://chuyen-doi-so.example/xa/")


def test_both_languages_are_counted_as_one_page_below_a_path(below: Site) -> None:
    told = below.json("counter-pages.json")
    news = below.of_written("tin-tuc/lop-hoc", "en")
    assert told[f"/xa/{news}"] == told["/xa/tin-tuc/lop-hoc/"] == "/xa/tin-tuc/lop-hoc/"
    assert told["/xa/en/"] == told["/xa/"] == "/xa/"
    assert all(path.startswith("/xa/") for path in [*told, *told.values()])
    assert "/xa/404.html" not in told


def test_pages_show_their_own_figures_and_what_is_not_counted_yet_is_nought(below: Site) -> None:
    for lang, grouped in (("vi", "1.234"), ("en", "1,234")):
        page = below.page(below.of_written("tin-tuc/lop-hoc", lang))
        rows = page.one("section", of_class="counter").one("tbody").all("tr")
        assert [cell.text for cell in rows[3].all("td")][1] == grouped
        home = below.page("" if lang == "vi" else "en/")
        rows = home.one("section", of_class="counter").one("tbody").all("tr")
        assert [row.all("td")[1].text for row in rows] == ["0"] * 4


def test_the_service_may_be_asked_but_no_form_sent_there(below: Site) -> None:
    policy = below.page("").meta("Content-Security-Policy") or ""
    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    assert parts["connect-src"] == "'self' https://dem.example"
    assert parts["form-action"] == "'self'"
    headers = (below.root / "_headers").read_text("utf-8")
    assert policy.partition("; frame")[0] in headers
    short = r"^/xa/views\.json\n  Cache-Control: public, max-age=60,"
    assert re.search(short, headers, re.MULTILINE)


def test_the_page_of_what_is_not_there_shows_the_site_and_counts_nothing(below: Site) -> None:
    page = below.page("404.html")
    shown = [squeeze(each.text) for each in page.tagged("section") if "counter" in each.classes]
    assert ["65.605" in shown[0], "65,605" in shown[1]] == [True, True]
    assert "data-counter" not in page.source
    assert not page.tagged("script")


def test_the_service_s_snapshot_is_what_pages_are_built_with(below: Site, tmp_path: Path) -> None:
    """What `snapshot` writes is sound for the build, and shows what the service counted."""
    port, origin = free_port(), "https://chuyen-doi-so.example"
    file = tmp_path / "views.json"
    with running(tmp_path / "counter", port, below, origin) as counter:
        body = b'{"p": "/xa/en/", "i": "%s"}' % (b"a1" * 16)
        agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
        sent = {"Origin": origin, "Content-Type": "text/plain", "User-Agent": agent}
        assert ask(f"{counter.address}hit", body, **sent)["counted"]
        command = [sys.executable, "-m", "counter", "snapshot", "--output", str(file)]
        command += ["--from", counter.address.removesuffix("/v1/")]
        subprocess.run(command, cwd=PROJECT, check=True, env=counter.environment)
    views = views_of(tmp_path / "plan", file.read_text("utf-8"))
    assert (views.site.total, views.source) == (OPENING["total"] + 1, "counter")
    assert views.pages is not None
    assert views.pages["/xa/"].periods == [1, 1, 1, 1]
    assert json.loads(published(views, WORDS)) == json.loads(file.read_text("utf-8"))
