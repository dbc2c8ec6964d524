"""Written pages as the search knows them."""

from __future__ import annotations

from portal.search_units import sections_of

PAGE = """Lead, see [the law](../law.md).

## Who does what

| Who | What |
|-----|:----:|
| Police | stops it - at once |

---

- one thing;
* another - of two parts.
"""


def test_signs_of_markdown_are_no_words() -> None:
    lead, table = sections_of(PAGE, "Described.", ("other name",))
    assert lead.text == "Described. Lead, see the law."
    assert lead.names == ("other name",)
    assert (table.heading, table.anchor) == ("Who does what", "who-does-what")
    assert table.text == "Who What Police stops it - at once one thing; another - of two parts."
