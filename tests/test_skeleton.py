"""A skeleton passes the checks once its marks are replaced, and leaves out no key of the model."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import plan
import pytest
from plan import TODAY, write_plan
from portal.field import keys
from portal.new_record import run
from portal.problem import Report
from portal.prose import ENGLISH_KEYS
from portal.skeleton import KINDS, Identity, skeleton
from portal.source import parse_yaml
from portal.value import UNFINISHED
from test_json_schema import as_the_editor_reads, errors

IDS = {
    "legal-text": "7/2024/NĐ-CP",
    "exemplar": "cau-lac-bo",
    "news": "ra-quan-2026",
    "measure": "3",
    "term": "bao-luc-gia-dinh",
    "source": "bao-mau",
    "agency": "hoi-phu-nu-mau",
}
# What a person might write in place of the marks; everything else gets the same syllable, which
# could be in either language.
PLAUSIBLE = {
    "passed_by": "chinh-phu", "type_document": "nghi-dinh", "date_document": "2024-01-02",
    "first_date_entry_in_force": "2024-03-01", "value": "in_force", "sources": "cong-bao",
    "measures": "1", "places": "tinh-mau", "scope": "commune", "category": "hoat-dong",
    "slug": "new-words", "date": "2024-03", "url": "https://example.gov.vn/tin",
    "agency": "ubnd-mau",
}  # fmt: skip
BY_KIND = {
    "legal-text": {"basis": "sourced"},
    "exemplar": {"kind": "tam-lanh"},
    "measure": {"basis": "named"},
    "term": {"basis": "own"},
    "source": {"kind": "cong-bao"},
}


def problems(root: Path) -> list[str]:
    """What is wrong with the content below `root`; which words templates need is another matter."""
    return [problem for problem in plan.problems(root) if "interface-key-missing" not in problem]


def rule(problem: str) -> str:
    return problem.split()[1]


def filled(kind: str, text: str) -> str:
    """`text` with every mark outside comments replaced; text below `>-` gets colons and quotes."""
    plausible = {**PLAUSIBLE, **BY_KIND.get(kind, {})}
    lines, parent = [], ""
    for line in text.split("\n"):
        if block := re.match(r"\s*(?:- )?(\w+):", line):
            parent = block[1] if line.endswith(":") else parent
        if UNFINISHED in line and not line.lstrip().startswith("#"):
            name = block[1] if block else ""
            words = "La: la “la” # la" if not name else plausible.get(name, "La la")
            words = "dia-chi-moi" if parent == "slug" and name in ("vi", "en") else words
            line = re.sub(rf"{UNFINISHED}.*?(?=\]?$)", words, line)
        lines.append(line)
    return "\n".join(lines)


def uncommented(text: str) -> str:
    """`text` with every optional key in use."""
    first, _, rest = text.partition("\n")
    while rest != (shorter := re.sub(r"^( *)# ", r"\1", rest, flags=re.MULTILINE)):
        rest = shorter
    return f"{first}\n{rest}"


def content_of(root: Path) -> list[Path]:
    return sorted(path for top in ("data", "docs") for path in (root / top).rglob("*.*"))


def written(root: Path, kind: str) -> list[Path]:
    before = {path: path.read_bytes() for path in content_of(root)}
    code, said = run(root, kind, IDS[kind], TODAY)
    assert code == 0, said
    files = [path for path in content_of(root) if path.read_bytes() != before.get(path)]
    assert [path.relative_to(root).as_posix() in said for path in files] == [True] * len(files)
    assert len(files) == len(KINDS[kind].files)
    return files


@pytest.mark.parametrize("kind", KINDS)
def test_it_passes_the_checks_once_filled_in(tmp_path: Path, kind: str) -> None:
    root = write_plan(tmp_path)
    assert problems(root) == []
    files = written(root, kind)
    found = problems(root)
    assert found
    assert {rule(problem) for problem in found} == {"unfinished-mark"}
    assert {problem.partition(":")[0] for problem in found} == {
        path.relative_to(root).as_posix() for path in files
    }
    for path in files:
        path.write_text(filled(kind, path.read_text(encoding="utf-8")), encoding="utf-8")
    assert problems(root) == []


@pytest.mark.parametrize("kind", KINDS)
def test_its_optional_keys_need_only_filling_in(tmp_path: Path, kind: str) -> None:
    root = write_plan(tmp_path)
    for path in written(root, kind):
        path.write_text(uncommented(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert {rule(problem) for problem in problems(root)} == {"unfinished-mark"}


@pytest.mark.parametrize("kind", KINDS)
def test_it_leaves_out_no_key_of_the_model(kind: str) -> None:
    known = set(keys(KINDS[kind].cls))
    expected = [known]
    if kind == "news":
        expected = [known - {"slug", "translation"}, set(ENGLISH_KEYS)]
    for text, names in zip(drafts(kind).values(), expected, strict=True):
        top = text.split("---\n")[1] if kind == "news" else text
        top = f"\n{top}".replace("\n- ", "\n  ") if kind == "term" else top
        margin = "  " if kind == "term" else ""
        assert set(re.findall(rf"^{margin}(?:# )?(\w+):", top, re.MULTILINE)) == names


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("news", "term")])
def test_it_agrees_with_its_schema_once_filled_in(kind: str) -> None:
    (text,) = drafts(kind).values()
    first = text.partition("\n")[0]
    assert first == f"# yaml-language-server: $schema=../schema/{kind}.json"
    assert errors(f"{kind}.json", as_the_editor_reads(filled(kind, text))) == []


def drafts(kind: str, day: date = TODAY) -> dict[str, str]:
    number = IDS[kind] if kind == "legal-text" else ""
    ids = {"measures": ["1", "2"], "agencies": ["ubnd-mau"], "issuers": ["chinh-phu", "ubnd"]}
    return skeleton(kind, Identity("7-2024-nd-cp" if number else IDS[kind], number), day, ids)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_request_gives_the_same_text(kind: str) -> None:
    assert drafts(kind) == drafts(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_is_too_long_to_read(kind: str) -> None:
    for text in drafts(kind).values():
        assert [line for line in text.split("\n") if len(line) > 120] == []
        assert "\t" not in text


def test_the_day_given_is_the_day_written() -> None:
    assert "checked_on: 2020-02-29" in "".join(drafts("legal-text", date(2020, 2, 29)).values())
    assert "\ndate: 2020-02-29" in "".join(drafts("news", date(2020, 2, 29)).values())


def test_a_choice_lists_what_may_be_chosen() -> None:
    (text,) = drafts("legal-text").values()
    assert "chinh-phu, ubnd" in text
    assert "in_force, partially_in_force" in text
    assert "data/sources" in text


def test_an_id_that_reads_as_something_else_is_quoted() -> None:
    for identity in ("null", "2024", "2024-01-02", "1e5"):
        (text,) = skeleton("source", Identity(identity), TODAY, {}).values()
        assert f'\nid: "{identity}"\n' in text
    (text,) = skeleton("source", Identity("bao-mau"), TODAY, {}).values()
    assert "\nid: bao-mau\n" in text


def test_every_skeleton_can_be_read_as_yaml() -> None:
    for kind in KINDS:
        for name, text in drafts(kind).items():
            report = Report()
            yaml_part = text.split("---\n")[1] if kind == "news" else text
            whole = f"terms:\n{yaml_part}" if kind == "term" else yaml_part
            assert parse_yaml(whole, name, report) is not None
            assert not report.problems


SIGNS = {
    "14/2027/QH16": ("luat", "quoc-hoi"),
    "14/2027/UBTVQH16": ("", "uy-ban-thuong-vu-quoc-hoi"),
    "14/2027/NĐ-CP": ("nghi-dinh", "chinh-phu"),
    "14/NQ-CP": ("nghi-quyet-cp", "chinh-phu"),
    "14/2027/QĐ-TTg": ("quyet-dinh-ttg", "thu-tuong-chinh-phu"),
    "14/QĐ-TTg": ("quyet-dinh-ttg", "thu-tuong-chinh-phu"),
    "14a/2027/TT-BTP": ("thong-tu", "bo-tu-phap"),
    "14/2027/TT-BYT": ("thong-tu", ""),
    "14/QĐ-UBND": ("quyet-dinh-hanh-chinh", ""),
    "14-CT/TW": ("van-ban-dang", ""),
    "14/2027/NQLT-CP-UBTWMTTQVN": ("nghi-quyet-lien-tich", ""),
    "14/2027/KH-UBND": ("", ""),
}


@pytest.fixture
def offered() -> dict[str, list[str]]:
    """The ids among which the type and the issuer are looked for."""
    return {
        "document-types": [
            "luat", "nghi-dinh", "nghi-quyet-cp", "nghi-quyet-lien-tich", "quyet-dinh-hanh-chinh",
            "quyet-dinh-ttg", "thong-tu", "van-ban-dang",
        ],
        "issuers": [
            "bo-tu-phap", "chinh-phu", "quoc-hoi", "thu-tuong-chinh-phu",
            "uy-ban-thuong-vu-quoc-hoi",
        ],
    }  # fmt: skip


@pytest.mark.parametrize("number", SIGNS)
def test_a_number_tells_the_type_and_the_issuer_where_clear(
    offered: dict[str, list[str]], number: str
) -> None:
    kind, issuer = SIGNS[number]
    (text,) = skeleton("legal-text", Identity("x-1", number), TODAY, offered).values()
    assert f"\nnumber: {number}\n" in text
    assert f"\ntype_document: {kind or UNFINISHED}\n" in text
    assert f"\npassed_by: [{issuer or UNFINISHED}]\n" in text


def test_a_type_that_the_plan_does_not_have_is_not_guessed() -> None:
    ids = {"document-types": ["decree"], "issuers": ["government"]}
    (text,) = skeleton("legal-text", Identity("x-1", "1/2027/NĐ-CP"), TODAY, ids).values()
    assert f"\ntype_document: {UNFINISHED}\n" in text
    assert f"\npassed_by: [{UNFINISHED}]\n" in text
