"""An article, which has more to stop at than any other page, from the keyboard.

The test looks at the second plan; `this_plan/test_browser_pages.py` at its own site.
"""

from __future__ import annotations

from typing import Any

import pytest
from browser.test_keyboard import go_through
from built_site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def site(second_site: Site) -> Site:
    return second_site


@pytest.fixture
def article() -> str:
    return "tin-tuc/lop-hoc"


def test_every_stop_of_an_article(site: Site, visit: Any, article: str) -> None:
    go_through(visit, site.of_written(article, "vi"), 360)
