"""The search of this plan's site, asked what `browser/test_search.py` asks of any."""

from __future__ import annotations

import pytest
from browser.test_search import (  # noqa: F401 - pytest runs them here on this plan's site
    Questions,
    test_a_typing_error_is_mended_and_said,
    test_diacritics_are_offered,
    test_english,
    test_escape_empties_the_box_and_then_closes,
    test_every_result_exists,
    test_filters_leave_what_was_chosen_and_stand_in_the_address,
    test_results_come_while_typing_and_the_keyboard_opens_one,
    test_the_box_in_the_head_leads_to_the_results,
    test_the_last_word_wins,
    test_typing_shows_results_and_keeps_them_in_the_address,
    test_vietnamese,
    test_without_a_script_the_sections_are_offered,
    test_words_that_matched_are_marked_as_they_are_written,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def asked() -> Questions:
    return Questions(
        vietnamese=(
            ("bạo lực gia đình", "bao luc gia dinh", "/van-ban/13-2022-qh15/"),
            ("Luật Bình đẳng giới", "luat binh dang gioi", "/van-ban/73-2006-qh11/"),
            ("địa chỉ tin cậy", "DIA CHI TIN CAY", "/mo-hinh/"),
            ("948/QĐ-UBND", "948/qd-ubnd", "/van-ban/948-qd-ubnd-2018/"),
        ),
        english=(
            ("gender equality", "/en/legal-texts/73-2006-qh11/"),
            ("domestic violence", "/en/legal-texts/13-2022-qh15/"),
            ("21-CT/TW", "/en/legal-texts/21-ct-tw-2018/"),
            ("trusted address", "/en/exemplars/"),
            ("Đắk Lắk", "/en/news/"),
            ("dak lak", "/en/news/"),
        ),
        several="hợp tác xã",
        number=("13/2022/QH15", "/van-ban/13-2022-qh15/"),
        one_word="cooperatives",
    )
