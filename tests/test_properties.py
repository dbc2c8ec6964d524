"""Whatever stands in a file, reading it ends in records or in problems with a place, never in an
exception; and the functions on text keep their promises for every text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from plan import FILES, PROJECT, changed, read, write_plan
from portal.field import Cursor, Origin, read_record
from portal.json_source import parse_json
from portal.language import ascii_letters, fold, foreign_runs, slugify
from portal.problem import LANGUAGES, Report
from portal.prose import read_page
from portal.records import COLLECTIONS, _read_interface, read_records
from portal.source import Mapping, parse_yaml
from portal.text_file import decode

QUICK = settings(
    max_examples=60, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
YAMLISH = st.lists(
    st.sampled_from([
        "id", "vi", "en", "title", "Đề án", ":", ": ", "- ", "\n", "\n  ", "\n    ", "'", '"', "[",
        "]", "{", "}", ",", "#", " # ", "&a", "*a", "!b", "|", ">-", "---", "...", "?", "\t", "“",
        "”", "\u00a0", "：", "%", "@", "\\", "null", "2018-06-11", "<<", "é", "e\u0301", "\ufeff",
    ])
).map("".join)  # fmt: skip
VIETNAMESE = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
    "AĂÂĐÊÔƠƯỦỈ -/.,0123456789"
)
REAL = sorted((PROJECT / "data").rglob("*.yml")) + sorted((PROJECT / "docs").rglob("*.md"))


def inside(report: Report, text: str | None, name: str) -> None:
    """Every problem has a place within the file, and words in both languages."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for problem in report:
        assert problem.path == name
        assert 1 <= problem.line <= max(lines, 1)
        assert problem.column >= 1
    for lang in LANGUAGES:
        report.text(lang).encode("utf-8")


def read_as_record(text: str, kind: str) -> Report:
    report = Report()
    tree = parse_yaml(text, "x.yml", report)
    if tree is not None:
        record = read_record(COLLECTIONS[kind], tree, Cursor(Origin("x.yml"), report))
        assert record is not None or report.problems
    else:
        assert report.problems
    return report


@QUICK
@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_reported(raw: bytes) -> None:
    report = Report()
    text = decode(raw, "x.yml", report)
    # Odd letters are reported, and the rest of the file is looked at all the same.
    assert text is not None or report.problems
    if text is not None:
        assert unicodedata.is_normalized("NFC", text)
    inside(report, raw.decode("utf-8", "replace"), "x.yml")


@QUICK
@given(st.one_of(st.text(max_size=200), YAMLISH), st.sampled_from(sorted(COLLECTIONS)))
def test_any_text_as_a_record_is_read_or_reported(text: str, kind: str) -> None:
    decoded = decode(text.encode("utf-8", "replace"), "x.yml", Report())
    if decoded is not None:
        inside(read_as_record(decoded, kind), decoded, "x.yml")


@QUICK
@given(st.one_of(st.text(max_size=200), YAMLISH))
def test_any_text_as_json_is_read_or_reported(text: str) -> None:
    report = Report()
    decoded = decode(text.encode("utf-8", "replace"), "x.json", Report())
    if decoded is not None:
        tree = parse_json(decoded, "x.json", report)
        assert (tree is None) == bool(report.problems) or isinstance(tree, Mapping)
        inside(report, decoded, "x.json")


@QUICK
@given(YAMLISH)
def test_any_text_as_the_interface_is_read_or_reported(text: str) -> None:
    report = Report()
    decoded = decode(text.encode("utf-8"), "i.yml", Report())
    if decoded is not None:
        tree = parse_yaml(decoded, "i.yml", report)
        if tree is not None:
            _read_interface(tree, Origin("i.yml"), report)
        inside(report, decoded, "i.yml")


@QUICK
@given(
    raw=st.one_of(st.binary(max_size=200), YAMLISH.map(lambda t: f"---\n{t}\n---\n{t}".encode()))
)
def test_any_bytes_as_a_page_are_read_or_reported(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "docs/vi/x.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    report = Report()
    page = read_page(path, "docs/vi/x.md", tmp_path, report)
    assert page is not None or report.problems
    inside(report, raw.decode("utf-8", "replace"), "docs/vi/x.md")


def mutated(text: str, kind: str, at: int, other: int) -> str:
    """`text` with one line or character left out, doubled, or exchanged with another."""
    parts = list(text) if kind.startswith("letter") else text.splitlines(keepends=True)
    here, there = at % len(parts), other % len(parts)
    if kind.endswith("deleted"):
        del parts[here]
    elif kind.endswith("doubled"):
        parts.insert(here, parts[here])
    else:
        parts[here], parts[there] = parts[there], parts[here]
    return "".join(parts)


MUTATIONS = [
    f"{what} {how}" for what in ("line", "letter") for how in ("deleted", "doubled", "swapped")
]


@settings(QUICK, max_examples=200)
@given(
    file=st.sampled_from(REAL), kind=st.sampled_from(MUTATIONS),
    at=st.integers(0), other=st.integers(0),
)  # fmt: skip
def test_any_slip_in_the_real_content_is_read_or_reported(
    file: Path, kind: str, at: int, other: int, tmp_path: Path
) -> None:
    name = file.relative_to(PROJECT).as_posix()
    text = mutated(file.read_text(encoding="utf-8"), kind, at, other)
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    report = Report()
    read_records(tmp_path, report)
    path.unlink()
    own = Report({problem for problem in report.problems if problem.path == name})
    inside(own, text, name)


@settings(QUICK, max_examples=60)
@given(
    name=st.sampled_from(sorted(FILES)), kind=st.sampled_from(MUTATIONS),
    at=st.integers(0), other=st.integers(0),
)  # fmt: skip
def test_any_slip_in_the_plan_passes_all_rules_or_is_reported(
    name: str, kind: str, at: int, other: int, sound: Path
) -> None:
    with changed(sound, {name: mutated(FILES[name], kind, at, other)}):
        _, report = read(sound)
    for problem in report:
        assert problem.line >= 1
        assert problem.column >= 1
    report.text("vi")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan(tmp_path_factory.mktemp("plan"))


@QUICK
@given(st.text())
@example("Đẩy mạnh công tác")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@QUICK
@given(VIETNAMESE)
def test_vietnamese_folds_to_ascii(text: str) -> None:
    assert fold(text).isascii()
    assert ascii_letters(text).isascii()
    assert len(ascii_letters(text)) == len(text)


@QUICK
@given(VIETNAMESE)
def test_composed_and_decomposed_letters_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@QUICK
@given(st.text())
def test_a_slug_is_fit_for_an_address(text: str) -> None:
    slug = slugify(text)
    assert len(slug) <= 80
    assert slugify(slug) == slug
    assert all(part.isalnum() for part in slug.split("-") if slug)
    assert slug.isascii()
    assert slug == slug.lower()


@QUICK
@given(st.one_of(VIETNAMESE, st.text()))
@example("Decision of Nông Thị Thảo (Hà Nội), 948/QĐ-UBND.")
def test_the_pieces_of_a_text_make_the_text(text: str) -> None:
    pieces = foreign_runs(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)
    assert not any(
        unicodedata.normalize("NFC", ascii_letters(piece)) != piece
        for piece, foreign in pieces
        if not foreign and piece.isalpha() and set(piece) <= set("abcđêơư")
    )
