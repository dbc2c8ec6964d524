"""Pages of this plan's site from the keyboard, on paper and shared, as in `browser/`."""

from __future__ import annotations

import pytest
from browser.test_article import test_every_stop_of_an_article  # noqa: F401 - runs here
from browser.test_print import (  # noqa: F401 - pytest runs them here on this plan's site
    test_details_that_were_open_stay_open,
    test_paper_has_the_text_and_its_address_but_no_controls,
    test_what_is_folded_is_unfolded_for_printing,
)
from browser.test_share import (  # noqa: F401 - pytest runs them here on this plan's site
    test_a_link_that_cannot_be_copied_is_pointed_at,
    test_native_sharing_is_offered_only_where_it_is,
    test_print_prints,
    test_the_link_is_copied,
    test_the_qr_code_opens,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def article() -> str:
    return "tin-tuc/ke-hoach-thuc-hien-chi-thi-21-ct-tw"
