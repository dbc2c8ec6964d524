"""`portal new` writes where it should, and refuses the rest in words a person can act on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from plan import FILES, PROJECT, TODAY, edited, write_plan
from portal.__main__ import main
from portal.new_record import Refused, identify, run
from test_skeleton import problems

GLOSSARY = "data/glossary.yml"


def everything(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*.*"))}


REFUSED = {
    ("news", ""): "file-name",
    ("news", "Bài mới"): "file-name",
    ("news", "bai_moi"): "file-name",
    ("news", "bai.moi"): "file-name",
    ("news", "bai-moi.md"): "file-name",
    ("news", "vi"): "file-name",
    ("news", "xy"): "file-name",
    ("news", "../bai-moi"): "file-name",
    ("news", "bai-moi\n"): None,
    ("news", "bai\nmoi"): "file-name",
    ("news", "index"): "index-name",
    ("legal-text", "21-ct.tw"): "id-format",
    ("legal-text", "21-CT-TW"): "id-format",
    ("legal-text", "en"): "id-format",
    ("legal-text", "../x"): "id-format",
    ("legal-text", "2/2022/"): "id-format",
    ("legal-text", "13/2022"): "id-format",
    ("legal-text", 'a/2022/"'): "id-format",
    ("legal-text", '1/2022/QH"15'): "id-format",
    ("legal-text", "1/2022/QH15: 2"): "id-format",
    ("legal-text", "948/QĐ-UBND"): "year-missing",
    ("legal-text", "21-CT/TW"): "year-missing",
    ("legal-text", "5/2019/NĐ-CP"): "file-exists",
    ("measure", "0"): "measure-number",
    ("measure", "01"): "measure-number",
    ("measure", "ba"): "measure-number",
    ("measure", "4"): "measure-gap",
    ("measure", "1"): "file-exists",
    ("term", "Bình đẳng"): "id-format",
    ("term", "binh-dang-gioi"): "repeated-id",
    ("source", "/etc/passwd"): "id-format",
    ("source", "-x"): "id-format",
    ("source", "\udcff"): "id-format",
    ("agency", "ubnd-mau"): "file-exists",
    ("exemplar", "nha-tam-lanh"): "file-exists",
    ("newz", "x-y"): "unknown-choice",
    ("", "x-y"): "unknown-choice",
}


@pytest.mark.parametrize(("kind", "given"), REFUSED)
def test_refused(tmp_path: Path, kind: str, given: str) -> None:
    root = write_plan(tmp_path)
    before = everything(root)
    code, said = run(root, kind, given, TODAY)
    rule = REFUSED[kind, given]
    if rule is None:
        assert code == 0
        return
    assert code == 1
    assert re.fullmatch(rf"lỗi: \w+: .+ \[{rule}\]", said)
    assert said.encode()
    assert everything(root) == before


def test_a_refusal_proposes_what_may_have_been_meant(tmp_path: Path) -> None:
    root = write_plan(tmp_path)
    assert "có phải ý bạn là 'bai-moi'?" in run(root, "news", "Bài mới", TODAY)[1]
    assert "có phải ý bạn là 'legal-text'?" in run(root, "legaltext", "x-y", TODAY)[1]
    assert "như 948/QĐ-UBND-2026" in run(root, "legal-text", "948/qd-ubnd", TODAY)[1]


def test_it_speaks_english_where_the_site_asks_for_it(tmp_path: Path) -> None:
    site = edited(
        "data/site.yml", "publisher: ubnd-mau", "publisher: ubnd-mau\nreport_language: en"
    )
    root = write_plan(tmp_path, site)
    assert run(root, "news", "vi", TODAY)[1].startswith("error: ID: the name 'vi' cannot be used")
    _, said = run(root, "source", "bao-moi", TODAY)
    assert said.startswith("Written:\n  data/sources/bao-moi.yml\nNow open it, replace every ĐIỀN")


def test_an_article_is_refused_as_a_whole_when_one_half_exists(tmp_path: Path) -> None:
    english = "docs/en/tin-tuc/ra-quan.md"
    root = write_plan(tmp_path, {english: "---\ntitle: x\n---\nx\n"})
    before = everything(root)
    code, said = run(root, "news", "ra-quan", TODAY)
    assert code == 1
    assert english in said
    assert everything(root) == before


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    root = write_plan(tmp_path)
    (root / "data/sources/bao-mau.yml").symlink_to(tmp_path / "elsewhere.yml")
    code, said = run(root, "source", "bao-mau", TODAY)
    assert code == 1
    assert said.endswith("[not-written]")
    assert not (tmp_path / "elsewhere.yml").exists()


NUMBERS = {
    "13/2022/QH15": ("13-2022-qh15", "13/2022/QH15"),
    "13/2022/qh15": ("13-2022-qh15", "13/2022/QH15"),
    " 125/2021/NĐ-CP ": ("125-2021-nd-cp", "125/2021/NĐ-CP"),
    "125/2021/ND-CP": ("125-2021-nd-cp", "125/2021/NĐ-CP"),
    "125/2021/NĐ-CP": ("125-2021-nd-cp", "125/2021/NĐ-CP"),
    "125/2021/nd-cp": ("125-2021-nd-cp", "125/2021/NĐ-CP"),
    "01/qd-ttg-2023": ("01-qd-ttg-2023", "01/QĐ-TTg"),
    "948/QĐ-UBND-2018": ("948-qd-ubnd-2018", "948/QĐ-UBND"),
    "948/QĐ - UBND - 2018": ("948-qd-ubnd-2018", "948/QĐ-UBND"),
    "21-CT/TW-2018": ("21-ct-tw-2018", "21-CT/TW"),
    "02/2018/QĐ-UBND": ("02-2018-qd-ubnd", "02/2018/QĐ-UBND"),
    "13-2022-qh15": ("13-2022-qh15", ""),
    "cedaw": ("cedaw", ""),
}


@pytest.mark.parametrize("given", NUMBERS)
def test_an_official_number_gives_the_id(given: str) -> None:
    identity = identify("legal-text", given, TODAY)
    assert (identity.id, identity.number) == NUMBERS[given]


def test_a_decomposed_letter_typed_in_a_terminal_is_composed() -> None:
    identity = identify("legal-text", "1/2027/NQ-HĐND tỉnh".replace(" tỉnh", "") + "Ô", TODAY)
    assert identity.number == "1/2027/NQ-HĐNDÔ"
    with pytest.raises(Refused):
        identify("news", "tin-mơ\u0301i", TODAY)


ENTRY_START = "  ## Mục mới: thay mọi chỗ ghi ĐIỀN"


def test_a_term_goes_to_the_end_and_the_rest_stays(tmp_path: Path) -> None:
    root = write_plan(tmp_path)
    assert run(root, "term", "dinh-kien-gioi", TODAY)[0] == 0
    text = (root / GLOSSARY).read_text(encoding="utf-8")
    assert text.startswith(FILES[GLOSSARY] + ENTRY_START)
    assert run(root, "term", "bao-luc", TODAY)[0] == 0
    assert (root / GLOSSARY).read_text(encoding="utf-8").startswith(text)


@pytest.mark.parametrize("opening", ["terms: []\n", "terms:\n", "# Danh mục\nterms: [ ]  \n\n"])
def test_the_first_term_of_an_empty_list(tmp_path: Path, opening: str) -> None:
    root = write_plan(tmp_path, {GLOSSARY: opening})
    assert run(root, "term", "dinh-kien-gioi", TODAY)[0] == 0
    assert {problem.split()[1] for problem in problems(root)} == {"unfinished-mark"}


def test_the_first_term_of_a_plan_without_a_glossary(tmp_path: Path) -> None:
    root = write_plan(tmp_path, {GLOSSARY: None})
    assert run(root, "term", "dinh-kien-gioi", TODAY)[0] == 0
    assert {problem.split()[1] for problem in problems(root)} == {"unfinished-mark"}


def test_a_list_without_indentation_and_windows_line_ends(tmp_path: Path) -> None:
    flush = FILES[GLOSSARY].replace("\n  ", "\n").replace("\n", "\r\n").encode()
    root = write_plan(tmp_path, {GLOSSARY: flush})
    assert run(root, "term", "dinh-kien-gioi", TODAY)[0] == 0
    after = (root / GLOSSARY).read_bytes()
    assert after.startswith(flush)
    assert after.count(b"\n") == after.count(b"\r\n")
    assert {problem.split()[1] for problem in problems(root)} == {"unfinished-mark"}


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "terms: [{id: a-b}]\n",
        "terms: chữ\n",
        "terms:\n  - id: [\n",
        "terms:\n  - id: a-b\nother:\n",
        "terms:\n  - id: a-b\nterms:\n  - id: c-d\n",
        b"\xff\xfe\x00",
    ],
)
def test_a_glossary_that_cannot_be_read_is_left_alone(tmp_path: Path, broken: str | bytes) -> None:
    root = write_plan(tmp_path, {GLOSSARY: broken})
    before = everything(root)
    code, said = run(root, "term", "dinh-kien-gioi", TODAY)
    assert code == 1
    assert said.endswith("[list-form]")
    assert everything(root) == before


def test_an_empty_folder_gets_its_first_record(tmp_path: Path) -> None:
    code, said = run(tmp_path, "measure", "1", TODAY)
    assert code == 0
    assert "data/measures/1.yml" in said


def test_the_command_writes_the_same_bytes_each_time(tmp_path: Path) -> None:
    results = []
    for seed in ("0", "1"):
        root = write_plan(tmp_path / seed)
        for kind, given in (("legal-text", "7/2024/NĐ-CP"), ("news", "tin-moi"), ("term", "a-b")):
            command = ["-m", "portal", "--root", str(root), "new", "--kind", kind, "--id", given]
            env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(PROJECT / "hooks")}
            done = subprocess.run([sys.executable, *command], env=env, capture_output=True)
            assert done.returncode == 0, done.stderr.decode()
        results.append([content for _, content in sorted(everything(root).items())])
    assert results[0] == results[1]


def test_the_command_needs_no_more_than_its_options(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_plan(tmp_path)
    assert main(["--root", str(root), "new"]) == 1
    assert "[unknown-choice]" in capsys.readouterr().out
    assert main(["--root", str(root), "new", "--kind", "agency", "--id", "hoi-phu-nu"]) == 0
    assert "data/agencies/hoi-phu-nu.yml" in capsys.readouterr().out


ENGLISH = "docs/en/tin-tuc/hoi-nghi.md"
VIETNAMESE = "docs/vi/tin-tuc/hoi-nghi.md"


def test_the_digest_is_the_line_that_the_check_expects(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_plan(tmp_path)
    assert main(["--root", str(root), "digest", ENGLISH]) == 0
    line = capsys.readouterr().out
    assert main(["--root", str(root), "digest", VIETNAMESE]) == 0  # it is the same for either
    assert capsys.readouterr().out == line
    page = FILES[ENGLISH].replace("slug:", f"translation:\n{line}slug:", 1)
    (root / ENGLISH).write_text(page, encoding="utf-8")
    assert problems(root) == []
    more = FILES[VIETNAMESE].replace("Hội nghị bàn", "Hội nghị ấy bàn")
    (root / VIETNAMESE).write_text(more, encoding="utf-8")
    assert [problem.split()[1] for problem in problems(root)] == ["translation-stale"]


@pytest.mark.parametrize(
    ("page", "rule"),
    [
        ("data/plan.yml", "docs-place"),
        ("../elsewhere/docs/en/x.md", "docs-place"),
        ("docs/en/tin-tuc/khong-co.md", "translation-orphan"),
        ("docs/en/hong.md", "front-matter-missing"),
    ],
)
def test_a_page_without_a_sound_twin_has_no_digest(
    tmp_path: Path, page: str, rule: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_plan(tmp_path, {"docs/vi/hong.md": "chữ\n"})
    assert main(["--root", str(root), "digest", page]) == 1
    assert f"[{rule}]" in capsys.readouterr().out
