"""Twins: what the English page lacks, has too much or has wrong is named at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from plan import changed, problems, write_plan

VI, EN = "docs/vi/x-y.md", "docs/en/x-y.md"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan(tmp_path_factory.mktemp("plan"))


def differences(plan: Path, vi: str, en: str) -> list[str]:
    pages = {
        VI: f"---\ntitle: Trang\n---\n\n{vi}\n",
        EN: f"---\ntitle: Page\nslug: page\n---\n\n{en}\n",
    }
    with changed(plan, pages):
        return [line.removeprefix(f"{EN}:") for line in problems(plan)]


ALIKE = [
    ("Một.\n\n## Hai\n\n### Ba\n\nbốn", "One.\n\n## Two\n\n### Three\n\nfour"),
    ("- một\n- hai\n\n1. ba\n2. bốn", "* one\n* two\n\n1. three\n2. four"),
    ("- một\n  - hai\n- ba", "- one\n  - two\n- three"),
    ("- một\n\n- hai", "- one\n- two"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|:--|--:|\n| 1 | 2 |"),
    ("Có 05 ngày và 3.005 hộ, 12,5%.", "There are five days and 3,005 households, 12.5%."),
    ("Khóa XIV, ngày 8/3/2020.", "The fourteenth term, 8 March 2020."),
    ("Xem [một](index.md) và [hai](tin-tuc/hoi-nghi.md).",
     "See [two](tin-tuc/hoi-nghi.md) and [one](index.md)."),
    ("Xem <https://a.vn/1>.", "See <https://a.vn/2>."),
    ("`## mã`\n\n```\n## 7\n- x\n```", "`## code`"),
    ("5 không, 3 sạch: 5 và 3", "3 and 5 things"),
    ("Ba việc, mỗi ngày một việc.", "The matters, one a day."),
    ("Nghỉ sáu tháng, hai lần.", "Both times it is 6 months."),
    ("Từ 2021 đến 2025; 2026 - 2030.", "2021–2025; from 2026 to 2030."),
    ("Năm 2018 có 9 nhà.", "There were 9 houses in 2018."),
    ("| a | 5 |\n|---|---|\n| 7 | 8 |", "a | 5\n--- | ---\n7 | 8"),
    ("Ở tỉnh Mẫu.", "In Mau province."),
    ("Ở tỉnh Mẫu.", "In the province."),
    ("Nửa đầu năm 2013; 10 năm.", "In the first 6 months of 2013; a decade."),
]  # fmt: skip


@pytest.mark.parametrize(("vi", "en"), ALIKE)
def test_alike(plan: Path, vi: str, en: str) -> None:
    assert differences(plan, vi, en) == []


PLANTED = [
    ("Một.\n\n## Hai\n\nba\n\n## Bốn\n\nnăm", "One.\n\n## Two\n\nthree", ["10:1 parity-heading"]),
    ("## Một\n\nhai", "## One\n\ntwo\n\n## Three\n\nfour", ["10:1 parity-heading"]),
    ("## Một\n\nhai", "### One\n\ntwo", ["6:1 parity-heading"]),
    ("Một.\n\n## Hai\n\nai", "One.\n\ntwo", ["8:1 parity-heading"]),
    ("Một:\n\n- hai\n- ba", "One:\n\n- two", ["8:1 parity-list"]),
    ("Một:\n\n- hai\n- ba", "One:\n\ntwo and three", ["8:1 parity-list"]),
    ("- hai\n  - ba", "- two", ["6:1 parity-list"]),
    ("- hai\n\nx\n\n- ba", "- two\n\nx\n\n- three\n- four", ["11:1 parity-list"]),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "| a |\n|---|\n| 1 2 |", ["6:1 parity-table"]),
    ("| a |\n|---|\n| x |\n| y |", "| a |\n|---|\n| x |", ["8:1 parity-table"]),
    ("Một.\n\nXem [x](index.md).", "One.\n\nSee x.", ["8:1 parity-link"]),
    ("Một.\n\nXem x.", "One.\n\nSee [x](index.md).", ["8:1 parity-link"]),
    ("[x](index.md)", "[x](tin-tuc/hoi-nghi.md)", ["6:1 parity-link", "6:1 parity-link"]),
    ("Có 3.005 hộ.", "There are 3,006 households.", ["6:11 parity-figure"]),
    ("Có 3.005 hộ.", "There are 3.005 households.", ["6:11 parity-figure"]),
    ("Một.\n\nNgày 8/3/2020.", "One.\n\nOn 9 March 2020.", ["8:4 parity-figure"]),
    ("Chiếm 12,5%.", "It is 12.5.", ["6:7 parity-figure"]),
    ("Điều 25 khoản 1.", "Article 25(2).", ["6:12 parity-figure"]),
    ("Luật 13/2022/QH15.", "Law 13/2022/QH14.", ["6:5 parity-figure"]),
    ("Một.\n\nCó 7 xã.", "One.\n\nCommunes.", ["8:1 parity-figure-missing"]),
    ("## Một\n\n7 xã\n\n## Hai\n\nba", "## One\n\ncommunes\n\n## Two\n\n7 of them",
     ["8:1 parity-figure-missing", "12:1 parity-figure"]),
    # What is missing is named where it was to stand, whatever stands after it.
    ("## Một\n\nNăm 2001.\n\n## Hai\n\nNăm 2002.\n\n## Ba\n\nNăm 2003.",
     "## One\n\nIn 2001.\n\n## Three\n\nIn 2003.", ["10:1 parity-heading"]),
    ("## Một\n\nNăm 2001.\n\n## Ba\n\nNăm 2003.",
     "## One\n\nIn 2001.\n\n## Two\n\nIn 2002.\n\n## Three\n\nIn 2003.",
     ["10:1 parity-heading"]),
    ("Năm 2001.\n\nNăm 2002.\n\nNăm 2003.", "In 2001.\n\nIn 2003.", ["8:1 parity-paragraph"]),
    ("- năm 2001\n- năm 2002\n- năm 2003", "- in 2001\n- in 2003", ["7:1 parity-list"]),
    ("1. a\n2. b\n3. c", "1. a\n3. c", ["7:1 parity-list"]),
    ("- năm 2001\n- năm 2002\n\nx", "- in 2001\n\nx", ["7:1 parity-list"]),
    ("| a |\n|---|\n| 7 |\n| 8 |\n| 9 |", "| a |\n|---|\n| 7 |\n| 9 |", ["9:1 parity-table"]),
    ("| a | b |\n|---|---|\n| x | y |", "| a | b |\n|---|---|\n| x |", ["8:1 parity-table"]),
    ("1. a\n2. b", "- a\n- b", ["6:1 parity-list"]),
    ("## Một\n\nx", "**One**\n\nx", ["6:1 parity-heading"]),
    # What stands in another item, row or cell is not there.
    ("- Có 7 xã.\n- Có 8 xã.", "- 8 communes.\n- 7 communes.",
     ["6:3 parity-figure", "7:3 parity-figure"]),
    ("| 60% | 80% |\n|---|---|\n| a | b |", "| 80% | 60% |\n|---|---|\n| a | b |",
     ["6:3 parity-figure", "6:9 parity-figure"]),
    # As often, and in the same order.
    ("Có 7 xã, 7 thôn, 8 nhà.", "7 communes, 8 villages, 8 houses.", ["6:13 parity-figure-count"]),
    ("Có 7 xã, 8 thôn.", "8 communes, 7 villages.", ["6:1 parity-figure-order"]),
    # Numbers in words, lengths and places.
    ("Có sáu mục tiêu.", "It has seven goals.", ["6:8 parity-figure"]),
    ("Chu kỳ một năm.", "In two-year cycles.", ["6:4 parity-figure"]),
    ("Trong hai năm.", "Within one year.", ["6:1 parity-figure-missing"]),
    ("Nghỉ 6 tháng.", "Leave is 6 years.", ["6:10 parity-figure"]),
    ("Lần thứ năm.", "The seventh time.", ["6:5 parity-figure"]),
    ("Ở tỉnh này.", "In Mau province.", ["6:4 parity-place"]),
    ("Xem [x](path-agencies/index.md#ubnd-mau).", "See [x](path-agencies/index.md).",
     ["6:1 parity-link", "6:1 parity-link"]),
]  # fmt: skip


@pytest.mark.parametrize(("vi", "en", "expected"), PLANTED)
def test_planted(plan: Path, vi: str, en: str, expected: list[str]) -> None:
    assert sorted({*differences(plan, vi, en)}) == sorted({*expected})


def test_a_stale_translation_is_compared_all_the_same(plan: Path) -> None:
    pages = {
        VI: "---\ntitle: Trang\n---\n\nCó 7 xã.\n",
        EN: "---\ntitle: Page\nslug: page\ntranslation:\n  digest: 000000000000\n---\n\n"
        "There are 8.\n",
    }
    with changed(plan, pages):
        assert problems(plan) == [
            f"{EN}:5:11 translation-stale translation.digest", f"{EN}:8:11 parity-figure",
        ]  # fmt: skip
