"""Pages written by people: front matter, text, reading time, digest, and what is code."""

from __future__ import annotations

from pathlib import Path

import pytest
from plan import FILES
from portal.problem import Report
from portal.prose import Prose, prose_lines, read_page, read_prose

NEWS = FILES["docs/vi/tin-tuc/hoi-nghi.md"]


def page(text: str, root: Path) -> tuple[Prose | None, list[str]]:
    name = "docs/vi/tin-tuc/hoi-nghi.md"
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    report = Report()
    read = read_page(path, name, root, report)
    return read, [f"{p.line}:{p.column} {p.rule} {p.key}".rstrip() for p in report]


def test_a_page_is_its_data_and_its_text(tmp_path: Path) -> None:
    prose, problems = page(NEWS, tmp_path)
    assert problems == []
    assert prose is not None
    assert (prose.lang, prose.stem, prose.is_news) == ("vi", "tin-tuc/hoi-nghi", True)
    assert prose.meta.title == "Hội nghị về bình đẳng giới"
    assert prose.body.strip().startswith("Tỉnh tổ chức")
    assert prose.meta.origin.at("category") == ("docs/vi/tin-tuc/hoi-nghi.md", 6, 11)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_windows_and_its_marks_change_nothing(end: str, mark: str, tmp_path: Path) -> None:
    first, _ = page(NEWS, tmp_path)
    second, problems = page(mark + NEWS.replace("\n", end), tmp_path)
    assert problems == []
    assert first == second


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1 front-matter-missing"),
        ("Chữ.\n", "1:1 front-matter-missing"),
        ("\n\n---\ntitle: a\n---\n\nChữ.\n", "3:1 front-matter-missing"),
        (" ---\ntitle: a\n---\n\nChữ.\n", "1:2 front-matter-missing"),
        ("----\ntitle: a\n----\n\nChữ.\n", "1:1 front-matter-missing"),
        ("+++\ntitle: a\n+++\n\nChữ.\n", "1:1 front-matter-missing"),
        ("---\ntitle: a\n\nChữ.\n", "3:1 front-matter-unclosed"),
        ("---\ntitle: a\n\nChữ.\n\n---\n\nChữ.\n", "3:1 front-matter-unclosed"),
        ("---\ntitle: a\n", "3:1 front-matter-unclosed"),
        ("---\ntitle: a\n----\n\nChữ.\n", "4:1 front-matter-unclosed"),
        ("---\n---\n\nChữ.\n", "2:1 file-empty"),
        ("---\nChữ\n---\n\nChữ.\n", "2:1 expected-mapping"),
        ("---\ntitle: a\n---\n", "3:1 body-empty"),
        ("---\ntitle: a\n---\n \n\t\n", "3:1 body-empty"),
        ("---\ntitle: a\n\ndescription: b\n---\n\nChữ.\n", ""),
        ("---   \ntitle: a\n---\t\n\nChữ.\n", ""),
        ("---\ntitle: a\n...\n\nChữ.\n", ""),
        ("---\ntitle: a\n---\nChữ.\n\n---\n\nChữ.\n", ""),
    ],
)
def test_front_matter_is_between_two_lines_of_dashes(
    text: str, expected: str, tmp_path: Path
) -> None:
    assert page(text, tmp_path)[1] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("# Tên", "5:1 heading-level"),
        ("#BinhDangGioi", "5:1 heading-level"),
        ("## Tên", ""),
        ("Chữ #BinhDangGioi", ""),
        ("Chữ\n===", "6:1 heading-level"),
        ("`# mã`", ""),
        ("```\n# mã\n<b>\nĐIỀN\n```", ""),
        ("<b>đậm</b>", "5:1 raw-html"),
        ("Chữ <br/> chữ", "5:5 raw-html"),
        ("<!-- ghi chú -->", "5:1 raw-html"),
        ("<https://chinhphu.vn>", ""),
        ("<phong-ban@x.vn>", ""),
        ("3 < 5 và 5 > 3", ""),
        ("`<b>`", ""),
        ("Chữ ĐIỀN chữ", "5:5 unfinished-mark"),
    ],
)
def test_the_text_is_markdown_below_the_title(line: str, expected: str, tmp_path: Path) -> None:
    assert page(f"---\ntitle: a\n---\n\n{line}\n", tmp_path)[1] == ([expected] if expected else [])


def test_a_problem_in_the_data_does_not_hide_one_in_the_text(tmp_path: Path) -> None:
    _, problems = page("---\ntitle: a\ndate: 5/3/2020\n---\n\n# Tên\n", tmp_path)
    assert problems == ["3:7 date-format date", "6:1 heading-level"]


def test_code_is_blanked_out_and_columns_stay_true() -> None:
    assert prose_lines("a `b` c\n```py\nx\n```\n~~~\n```\n~~~\nd") == [
        "a     c", "", "", "", "", "", "", "d"
    ]  # fmt: skip


def test_the_day_is_that_of_publication_else_of_the_event(tmp_path: Path) -> None:
    prose, _ = page(NEWS, tmp_path)
    event, _ = page(NEWS.replace("date: 2020-03-05", "event_date: 2019-12"), tmp_path)
    assert prose is not None
    assert event is not None
    assert (prose.day, event.day) == ("2020-03-05", "2019-12")


def test_the_digest_changes_with_the_words_and_nothing_else(tmp_path: Path) -> None:
    digest = getattr(page(NEWS, tmp_path)[0], "digest", "")
    same = getattr(page(NEWS.replace("measures: [1]", "measures: [2]"), tmp_path)[0], "digest", "")
    other = getattr(page(NEWS.replace("hai việc", "ba việc"), tmp_path)[0], "digest", "")
    assert digest == same != other
    assert len(digest) == 12


def test_reading_time_is_never_nothing(tmp_path: Path) -> None:
    short, _ = page(NEWS, tmp_path)
    long, _ = page(NEWS + "chữ " * 1_200, tmp_path)
    assert short is not None
    assert long is not None
    assert (short.minutes, long.minutes) == (1, 5)


def test_attachments_are_no_pages(tmp_path: Path) -> None:
    for name in ("docs/assets/a.pdf", "docs/vi/anh.png", "docs/assets/ghi-chu.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    report = Report()
    assert read_prose(tmp_path, report) == {}
    assert not report.problems
