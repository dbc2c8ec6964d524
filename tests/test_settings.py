"""What staff set once, and the strings of the interface."""

from __future__ import annotations

from pathlib import Path

import pytest
from plan import PROJECT, read, write_plan
from portal.model import Localized
from portal.settings import Counter, Interface, Phrases, interface_keys


def test_settings_have_sensible_defaults(tmp_path: Path) -> None:
    site = read(write_plan(tmp_path))[0].singles["site.yml"]
    assert site.report_language == "vi"
    assert site.counter == Counter()
    assert (site.counter.show, site.counter.live, site.services) == (True, False, ())
    assert (site.news.latest, site.news.related) == (5, 5)
    assert "zalo" in site.share


def test_strings_without_english_are_shown_in_vietnamese() -> None:
    interface = Interface({"a": Localized(vi="Có", en="Yes"), "b": Localized(vi="Không")})
    assert interface.in_language("en") == {"a": "Yes", "b": "Không"}
    assert interface.in_language("vi").a == "Có"


def test_a_string_that_there_is_not_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="khong_co"):
        _ = Phrases({}).khong_co


def test_the_strings_that_templates_use_are_read_from_them(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.html").write_text("{{ ui.title }} {{ gui.x }} {{ ui.Title }}", "utf-8")
    (tmp_path / "deep/b.html").write_text("{{ ui.more_than | e }} {% if ui.title %}", "utf-8")
    (tmp_path / "c.txt").write_text("{{ ui.not_here }}", "utf-8")
    assert interface_keys([tmp_path]) == {"title": "a.html", "more_than": "b.html"}


def test_every_string_of_the_real_templates_exists_in_both_languages() -> None:
    from portal.problem import Report
    from portal.records import read_records

    interface = read_records(PROJECT, Report()).interface
    assert interface is not None
    needed = interface_keys((PROJECT / "hooks/portal/templates", PROJECT / "overrides"))
    assert set(needed) - set(interface.phrases) == set()
    assert [name for name, phrase in interface.phrases.items() if not phrase.en] == []
