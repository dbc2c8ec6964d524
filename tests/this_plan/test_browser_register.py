"""The register of this plan, asked what `browser/test_register.py` asks of any."""

from __future__ import annotations

import pytest
from browser.test_register import (  # noqa: F401 - pytest runs them here on this plan's site
    Questions,
    test_a_click_narrows_the_list_on_the_spot,
    test_back_and_forward,
    test_each_column_sorts_both_ways,
    test_everything_comes_back,
    test_exemplars_are_narrowed_too,
    test_filters_work_from_the_keyboard,
    test_home_leads_into_the_register,
    test_the_choice_is_in_the_address,
    test_typing_narrows_with_and_without_diacritics,
    test_without_a_script_links_do_the_same,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def asked() -> Questions:
    return Questions(
        narrow=(("status", "in_force"), ("measure", "6")),
        steps=(("type", "nghi-dinh"), ("year", "2009")),
        address={"type": "luat", "measure": "2", "q": "binh dang"},
        marked="bạo lực gia đình",
        plain="BAO LUC gia dinh",
        both_find={"02/2007/QH12", "13/2022/QH15"},
        figures=("73 2006", "73/2006/QH11"),
        kind="luat",
        from_home=("hop tac xa", "17/2023/QH15", 10),
        exemplars=("6", "Gia Lai"),
    )
