"""Problems are kept once, sorted by place, worded in both languages, and never a flood."""

from __future__ import annotations

import pytest
from portal.problem import (
    MOST_IN_A_FILE,
    Problem,
    Report,
    guess,
    meant_choice,
    meant_key,
    messages,
    wording,
)


def test_the_line_shows_place_severity_key_sentence_and_rule() -> None:
    problem = Problem("data/x.yml", 5, 16, "url-slash", "url", (("got", "https://x.vn"),))
    assert wording(problem, "en") == (
        "data/x.yml:5:16: error: url: expected the site's address to end in /, "
        "got 'https://x.vn' [url-slash]"
    )
    assert wording(problem, "vi").startswith("data/x.yml:5:16: lỗi: url: ")


def test_a_guess_is_offered_only_where_there_is_one() -> None:
    report = Report()
    report.add("unknown-choice", ("a", 1, 1), got="x", known="vi, en", guess="")
    report.add("unknown-choice", ("a", 2, 1), got="vn", known="vi, en", guess="vi")
    first, second = report
    assert "có phải ý bạn" not in wording(first, "vi")
    assert wording(second, "vi").endswith("có phải ý bạn là 'vi'? [unknown-choice]")


def test_what_can_be_used_is_listed_where_nothing_can_be_guessed() -> None:
    report = Report()
    report.add("unknown-key", ("a", 1, 1), "màu", guess="", options="title, date")
    assert "có thể dùng: title, date" in report.text("vi")
    assert "known: title, date" in report.text("en")


def test_the_same_problem_is_kept_once_and_all_are_sorted_by_place() -> None:
    report = Report()
    for path, line, column in (("b", 1, 1), ("a", 10, 1), ("a", 9, 2), ("a", 9, 1), ("a", 9, 2)):
        report.add("file-empty", (path, line, column))
    places = [(problem.path, problem.line, problem.column) for problem in report]
    assert places == [("a", 9, 1), ("a", 9, 2), ("a", 10, 1), ("b", 1, 1)]


def test_the_last_line_counts_files_errors_and_warnings() -> None:
    report = Report()
    report.add("file-empty", ("a", 1, 1))
    report.add("translation-stale", ("b", 1, 1), expected="0123456789ab")
    assert report.text("vi").split("\n")[-1] == "2 tệp có vấn đề, 1 lỗi, 1 cảnh báo"
    assert [problem.rule for problem in report.errors] == ["file-empty"]


def test_a_sound_report_is_one_line() -> None:
    assert Report().text("vi") == "0 tệp có vấn đề, 0 lỗi, 0 cảnh báo"


def test_a_file_full_of_mistakes_is_cut_short_and_says_so() -> None:
    report = Report()
    for line in range(1, 1_000):
        report.add("file-empty", ("a", line, 1))
    report.add("file-empty", ("b", 1, 1))
    assert len(report.problems) == MOST_IN_A_FILE + 2
    assert [problem.rule for problem in report][MOST_IN_A_FILE] == "too-many"
    assert report.count == 1_000


def test_long_values_are_shortened_and_put_on_one_line() -> None:
    report = Report()
    report.add("date-format", ("a", 1, 1), "k" * 500, got="dòng\n" * 500)
    (line, _) = report.text("vi").split("\n")
    assert len(line) < 400


@pytest.mark.parametrize(
    ("word", "meant"),
    [("Title", "title"), ("Tiêu đề", "title"), ("TIÊU ĐỀ", "title"), ("ngày đăng", "date"),
     ("Nguồn", "sources"), ("chuyên mục", "category"), ("byline-agency", "byline_agency"),
     ("Byline Agency", "byline_agency"), ("màu sắc", "")],
)  # fmt: skip
def test_a_vietnamese_or_mistyped_key_is_understood(word: str, meant: str) -> None:
    known = ("title", "date", "sources", "category", "byline_agency")
    assert meant_key(word, known) == meant


def test_a_choice_is_understood_by_its_vietnamese_name() -> None:
    assert meant_choice("Còn hiệu lực", ("in_force", "unknown")) == "in_force"
    assert meant_choice("xã", ("commune", "village")) == "commune"
    assert meant_choice("phường", ("commune", "village")) == ""


@pytest.mark.parametrize(
    ("word", "near"),
    [("13/2022/QH51", "13/2022/QH15"), ("51/2019/QH14", "52/2019/QH14"), ("abc", ""), ("", ""),
     ("x" * 100_000, "")],
)  # fmt: skip
def test_guesses_are_close_or_none(word: str, near: str) -> None:
    assert guess(word, ["13/2022/QH15", "52/2019/QH14"]) == near


def test_vietnamese_names_stand_for_keys_that_there_are() -> None:
    from portal import legal_text, model, prose, settings, views
    from portal.field import keys

    known = set()
    for module in (legal_text, model, prose, settings, views):
        for item in vars(module).values():
            if isinstance(item, type) and hasattr(item, "__dataclass_fields__"):
                known |= set(keys(item))
    for names in messages()["_keys"].values():
        assert set(names.split()) <= known
