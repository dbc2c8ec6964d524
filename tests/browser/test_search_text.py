"""The browser cuts words as the index does: tests/search_cases.yml is asked there too."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from built_site import Site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from portal.search_text import term, words

pytestmark = pytest.mark.browser
CASES: dict[str, Any] = yaml.safe_load(
    Path(__file__).parent.with_name("search_cases.yml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def script(second_site: Site, browser: Any, serve: Any) -> Any:
    """Asks a function of the published script, with one argument after the other."""
    with browser.new_context(base_url=serve(second_site), service_workers="block") as context:
        page: Page = context.new_page()
        page.goto("")
        address = f"/{second_site.published('assets/js/search-text.js')}"

        def ask(name: str, *arguments: list[Any]) -> Any:
            return page.evaluate(
                "async ([file, name, all]) => { const has = await import(file);"
                " return all.map((one) => has[name](...one)); }",
                [address, name, list(arguments)],
            )

        yield ask


def test_the_shared_cases(script: Any) -> None:
    cases = CASES["words"]
    assert script("words", *([text] for text, _ in cases)) == [found for _, found in cases]
    cases = CASES["terms"]
    found = script("term", *([words(word)[0], lang] for word, lang, _ in cases))
    assert found == [expected for *_, expected in cases]


def test_numbers_in_a_query(script: Any) -> None:
    for text, expected in CASES["numbers"]:
        used = [term(word, "vi") for word in words(text)]
        (found,) = script("numbersIn", [used])
        assert [set(number["keys"]) for number in found] == [set(keys) for keys in expected], text
        assert [number["keys"][0] for number in found] == [keys[0] for keys in expected]


@settings(
    max_examples=40, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cn"])), max_size=20)
)
def test_any_text_is_cut_alike(script: Any, texts: list[str]) -> None:
    # Letters that one Unicode version knows and the other not yet are nobody's words.
    known = [text for text in texts if unicodedata.is_normalized("NFC", text)]
    assert script("words", *([text] for text in known)) == [words(text) for text in known]
