"""What the shipped content has beyond what every plan must have."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from built_site import LANGS, PROJECT, Site
from portal.load import load
from portal.new_record import lists
from portal.problem import Report
from portal.records import read_records
from test_json_schema import MODELINE, schema_named, shipped
from test_second_plan import of_first_plan
from test_skeleton import test_a_number_tells_the_type_and_the_issuer_where_clear  # noqa: F401

IN_FORCE = {"vi": "Còn hiệu lực", "en": "In force"}


def test_every_file_names_its_schema_on_its_first_line() -> None:
    wrong = {}
    for path in shipped():
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        expected = MODELINE + schema_named(path)
        if first != expected:
            wrong[path.name] = (first, expected)
    assert not wrong


def test_there_are_figures_of_views_and_every_list() -> None:
    """So that no test of the real site is idle here."""
    for name in ("views.json", "glossary.yml", "abbreviations.yml"):
        assert (PROJECT / "data" / name).exists()


@pytest.fixture
def offered() -> dict[str, list[str]]:
    """The ids that the site's own records offer to `test_a_number_tells_…`."""
    return lists(read_records(PROJECT, Report()))


def test_titles_are_in_both_languages(site: Site) -> None:
    measures = site.records("measures").values()
    words = [record[key] for record in measures for key in ("title", "text")]
    for text in (site.settings["title"], *words):
        assert sorted(text) == ["en", "vi"]


def test_some_texts_are_presumed_to_be_in_force(site: Site) -> None:
    """And none of them is said to be: `test_site_records.py` looks at each."""
    forces = [text["legal_force"] for text in site.records("legal-texts").values()]
    assert any(f["value"] == "unknown" and f.get("presumed") == "true" for f in forces)
    for lang in LANGS:
        assert site.phrase("status_in_force", lang) == IN_FORCE[lang]


def test_pages_link_to_no_other_site_but_sources(site: Site) -> None:
    known = {source.get("url") for source in site.records("sources").values()}
    assert site.outside_links <= known


def test_only_pictures_and_papers_are_attached(site: Site) -> None:
    kinds = {name.rpartition(".")[2] for name in site.attached}
    assert kinds <= {"jpg", "jpeg", "pdf", "png", "svg", "webp"}


def test_the_interface_is_of_no_plan() -> None:
    """Another agency can keep it as it is."""
    assert of_first_plan((PROJECT / "data/interface.yml").read_text("utf-8")) == []


def test_the_example_of_another_plan_is_sound(tmp_path: Path) -> None:
    """The files shown in the guide, with the lists and strings it says to keep, have no mistake."""
    shown = re.findall(
        r"^`((?:data|docs)/[^`]+)`\n\n```\w+\n(.*?)^```$",
        (PROJECT / "guide/ke-hoach-khac.md").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    for name in ("overrides", "data/vocabulary"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "data/interface.yml", tmp_path / "data")
    for name, content in shown:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    _, report = load(tmp_path, date(2026, 11, 23))
    assert len(shown) >= 9
    assert report.text("en").splitlines()[:-1] == []
