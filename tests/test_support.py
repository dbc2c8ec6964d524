"""Figures of news and of texts about records: which records and sources stand behind them."""

from __future__ import annotations

from pathlib import Path

import pytest
from plan import FILES, changed, problems, write_plan

VI, EN = "docs/vi/tin-tuc/hoi-nghi.md", "docs/en/tin-tuc/hoi-nghi.md"
TEXT_VI, TEXT_EN = "docs/vi/van-ban/5-2019-nd-cp.md", "docs/en/van-ban/5-2019-nd-cp.md"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan(tmp_path_factory.mktemp("plan"))


def news(plan: Path, vi: str, en: str, front: str = "") -> list[str]:
    """What is wrong when the article says `vi` and `en` in its last paragraph."""
    pages = {
        VI: FILES[VI]
        .replace("Hội nghị bàn hai việc.", vi)
        .replace("\n---\n\n", f"\n{front}---\n\n"),
        EN: FILES[EN].replace("The conference discussed two matters.", en),
    }
    with changed(plan, pages):
        return [line for line in problems(plan) if "translation" not in line]


def of_record(plan: Path, vi: str, en: str, front: str = "") -> list[str]:
    """What is wrong when these texts are written for the decree 5/2019/NĐ-CP."""
    pages = {
        TEXT_VI: f"---\ntitle: Nghị định\n{front}---\n\n{vi}\n",
        TEXT_EN: f"---\ntitle: Decree\n---\n\n{en}\n",
    }
    with changed(plan, pages):
        return problems(plan)


SUPPORTED = [
    # The text that front matter names, its number and its date; the exemplar's figures.
    ("Quyết định 12/QĐ-UBND ngày 02 tháng 3 năm 2020.", "Decision 12/QD-UBND of 2 March 2020."),
    ("Nhà có 12 phòng.", "The house has 12 rooms."),
    # The text that it implements, by its number alone; the day of the check.
    ("Nghị định 5/2019/NĐ-CP, hiệu lực từ 01/4/2019.", "Decree 5/2019/ND-CP, from 1 April 2019."),
    ("Đến 23/11/2026 chưa rõ.", "As of 23 November 2026 not known."),
    # The month of the source; the year alone.
    ("Công báo tháng 3/2020 và năm 2020.", "The gazette of March 2020, and 2020."),
    # A measure of the plan, and articles.
    ("Nhiệm vụ 1; Điều 25 khoản 1.", "Measure 1; Article 25(1)."),
    # What the text itself counts.
    ("Có ba việc, việc thứ ba khó.", "There are three matters, the third is hard."),
    ("Nhà có mười hai phòng.", "The house has twelve rooms."),
]


@pytest.mark.parametrize(("vi", "en"), SUPPORTED)
def test_supported(plan: Path, vi: str, en: str) -> None:
    assert news(plan, vi, en) == []


def both(rule: str, vi: int, en: int, line: tuple[int, int] = (17, 11)) -> list[str]:
    return [f"{EN}:{line[1]}:{en} {rule}", f"{VI}:{line[0]}:{vi} {rule}"]


UNSUPPORTED = [
    ("Có 13 phòng.", "It has 13 rooms.", "figure-unsupported", 4, 8),
    ("Ngày 03/3/2020.", "On 3 March 2020.", "figure-unsupported", 6, 4),
    ("Tháng 4/2020.", "In April 2020.", "figure-unsupported", 1, 4),
    ("Chiếm 12,5% số hộ.", "It is 12.5% of them.", "figure-unsupported", 7, 7),
    ("Năm 2021.", "In 2021.", "figure-unsupported", 5, 4),
    ("Nhiệm vụ 2.", "Measure 2.", "figure-unsupported", 10, 9),
    ("Khóa XIV.", "The 14th.", "figure-unsupported", 6, 5),
    ("Có 12 triệu phòng.", "It has 12 million rooms.", "figure-unsupported", 4, 8),
    ("Nghị định 5/2020/NĐ-CP.", "Decree 5/2020/ND-CP.", "document-unknown", 11, 8),
    ("Đề án 940.", "Project 940.", "figure-unsupported", 7, 9),
    ("Nghỉ tám tháng.", "Leave is eight months.", "figure-unsupported", 6, 10),
    ("Có mười ba người.", "There are thirteen people.", "figure-unsupported", 4, 11),
    ("Tám mươi phần trăm.", "Eighty per cent.", "figure-unsupported", 1, 1),
    ("Lần thứ bảy.", "The seventh time.", "figure-unsupported", 9, 5),
    ("Trong 12 giờ.", "Within 12 hours.", "figure-unsupported", 7, 8),
    ("Năm 2019 - 2020.", "In 2019–2020.", "figure-unsupported", 5, 4),
    # The day of a source is no day of another year.
    ("Ngày 02/3/2021.", "On 2 March 2021.", "figure-unsupported", 6, 4),
]


@pytest.mark.parametrize(("vi", "en", "rule", "at_vi", "at_en"), UNSUPPORTED)
def test_unsupported(plan: Path, vi: str, en: str, rule: str, at_vi: int, at_en: int) -> None:
    assert news(plan, vi, en) == both(rule, at_vi, at_en)


def test_titles_and_descriptions_are_looked_at_too(plan: Path) -> None:
    pages = {VI: FILES[VI].replace("Tỉnh tổ chức hội nghị.\n", "Tỉnh tổ chức 77 hội nghị.\n", 1)}
    with changed(plan, pages):
        assert f"{VI}:3:27 figure-unsupported description" in problems(plan)


def test_the_day_of_the_event_is_one_of_those_named(plan: Path) -> None:
    text = "Quyết định 12/QĐ-UBND ngày 02 tháng 3 năm 2020.", "Decision 12/QD-UBND of 2 March 2020."
    assert news(plan, *text, "event_date: 2020-03-02\n") == []
    wrong = [f"{VI}:11:13 figure-unsupported event_date"]
    assert news(plan, *text, "event_date: 2020-03-12\n") == wrong
    assert news(plan, "Không có ngày nào.", "No day.", "event_date: 2020-03-12\n") == []


def test_evidence_of_a_day_is_no_evidence_of_it_in_another_year(plan: Path) -> None:
    front = "evidence:\n  - source: cong-bao\n    figures: [{}]\n"
    text = "Ngày 8 tháng 5 năm 2018.", "On 8 May 2018."
    assert news(plan, *text, front.format("ngày 8 tháng 5")) == []
    assert [line.split()[1] for line in news(plan, *text, front.format("8/5/2017"))] == [
        "figure-unsupported", "evidence-unused", "figure-unsupported",
    ]  # fmt: skip


def test_evidence_supports_what_it_names_in_both_languages(plan: Path) -> None:
    said = "Có 250 người, từ tháng 5/2021.", "There were 250 people, from May 2021."
    front = "evidence:\n  - source: cong-bao\n    figures: [250 người, tháng 5/2021]\n"
    assert news(plan, *said, front) == []
    more = front.replace("tháng 5/2021", "tháng 5/2021, 77%")
    assert news(plan, *said, more) == [f"{VI}:13:40 evidence-unused evidence[0].figures[2]"]


def test_a_text_for_a_record_rests_on_the_record(plan: Path) -> None:
    assert of_record(
        plan,
        "Ban hành ngày 01/02/2019. Quyết định 12/QĐ-UBND ngày 02/3/2020 thực hiện Nghị định này.",
        "Issued on 1 February 2019. Decision 12/QD-UBND of 2 March 2020 implements it.",
    ) == []  # fmt: skip
    assert of_record(plan, "Có 7 chương.", "It has 7 chapters.") == [
        f"{TEXT_EN}:5:8 figure-unsupported", f"{TEXT_VI}:5:4 figure-unsupported",
    ]  # fmt: skip


def test_other_pages_are_free_until_they_name_a_record(plan: Path) -> None:
    pages = {
        "docs/vi/lien-he.md": "---\ntitle: Liên hệ\n---\n\nGọi 111.\n",
        "docs/en/lien-he.md": "---\ntitle: Contact\nslug: contact\n---\n\nCall 111.\n",
    }
    with changed(plan, pages):
        assert problems(plan) == []
    pages["docs/vi/lien-he.md"] = pages["docs/vi/lien-he.md"].replace(
        "Liên hệ\n", "Liên hệ\nsources: [cong-bao]\n"
    )
    with changed(plan, pages):
        assert problems(plan) == [
            "docs/en/lien-he.md:6:6 figure-unsupported",
            "docs/vi/lien-he.md:6:5 figure-unsupported",
        ]  # fmt: skip
