"""One mistake a case: what the report says of it, where, and in words a person can act on.

Cases are files in tests/invalid/<rule-id>/, each an edit of the sound plan of plan.py:

    # path:line:column rule key      what must be reported, a line for each problem
    @ path                           the file to edit, to add, or with a line `!` to delete
    - a line of that file            lines to replace
    + a line to put there            lines to put in their place; alone: a whole new file

What no text file can hold (links, encodings, pipes) is made in GENERATED below.
"""

from __future__ import annotations

import os
import re
import struct
import unicodedata
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest
from plan import FILES, changed, interface, machinery, problems, read, shown, write_plan
from portal.problem import LANGUAGES, MOST_IN_A_FILE, Problem, messages, wording

CASES = sorted((Path(__file__).parent / "invalid").rglob("*.diff"))
RULES = {name for name in messages() if not name.startswith("_")}


def name_of(case: Path) -> str:
    return f"{case.parent.name}: {case.stem.replace('-', ' ')}"


def expectations(case: Path) -> list[str]:
    return [line[2:] for line in lines_of(case) if line.startswith("# ")]


def lines_of(case: Path) -> list[str]:
    return case.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def edited_files(case: Path) -> dict[str, str | None]:
    """The files of the plan that `case` changes, as they are after its edits."""
    sound = {**FILES, **machinery(), "data/interface.yml": interface()}
    files: dict[str, str | None] = {}
    for block in "\n".join(lines_of(case)).split("\n@ ")[1:]:
        path, *lines = block.split("\n")
        old = "\n".join(line[2:] for line in lines if line.startswith("-"))
        new = "\n".join(line[2:] for line in lines if line.startswith("+"))
        if lines == ["!"]:
            files[path] = None
        elif not old:
            files[path] = f"{new}\n" if new else ""
        else:
            text = files.get(path) or sound[path]
            assert f"\n{text}".count(f"\n{old}\n") == 1, f"{case}: not once in {path}:\n{old}"
            put = f"{new}\n" if any(line.startswith("+") for line in lines) else ""
            files[path] = f"\n{text}".replace(f"\n{old}\n", f"\n{put}")[1:]
    return files


def link_to_a_file_outside(root: Path) -> None:
    (root.parent / "secret.yml").write_text("id: secret\n", encoding="utf-8")
    (root / "data/agencies/hoi.yml").symlink_to(root.parent / "secret.yml")


def link_to_a_folder_outside(root: Path) -> None:
    (root.parent / "elsewhere").mkdir()
    (root / "docs/vi/khac").symlink_to(root.parent / "elsewhere", target_is_directory=True)


def link_to_the_repository(root: Path) -> None:
    (root / ".git").mkdir()
    (root / ".git/config").write_text("[remote]\n", encoding="utf-8")
    (root / "docs/assets/config.txt").symlink_to(root / ".git/config")


def link_to_itself(root: Path) -> None:
    (root / "data/agencies/vong.yml").symlink_to("vong.yml")


def folder_link_in_a_circle(root: Path) -> None:
    (root / "docs/vi/vong").symlink_to(root / "docs/vi", target_is_directory=True)


def link_to_nothing(root: Path) -> None:
    (root / "docs/vi/mat.md").symlink_to(root / "docs/vi/khong-co.md")


def pipe(root: Path) -> None:
    os.mkfifo(root / "data/agencies/ong.yml")


def five_megabytes(root: Path) -> None:
    (root / "data/agencies/lon.yml").write_bytes(b"# " + b"x" * 5_000_000)


def keys_that_there_are_not(root: Path) -> None:
    lines = "".join(f"khoa_{number}: x\n" for number in range(200))
    (root / "data/agencies/lon.yml").write_text(LON + lines, encoding="utf-8")


def link_beside_the_file(root: Path) -> None:
    (root / "data/agencies/hoi.yml").symlink_to("ubnd-mau.yml")


def scan_of_21_megabytes(root: Path) -> None:
    (root / "docs/assets/quyet-dinh.pdf").write_bytes(b"%PDF-1.4\n" + b"x" * 21_000_000)


def picture_that_grows(root: Path) -> None:
    """20,000 by 20,000 points in a few bytes: only the head of the picture is there."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", crc32(head))
    (root / "docs/assets/anh.png").write_bytes(data + struct.pack(">I", 0) + b"IDAT")


SLOW = ("[" * 490 + "\n\n") * 200


def page_of_a_whole_ledger(root: Path) -> None:
    page = root / "docs/vi/tin-tuc/hoi-nghi.md"
    page.write_text(page.read_text("utf-8") + "một\n" * 20_001, encoding="utf-8")


def marks_within_marks(root: Path) -> None:
    page = root / "docs/vi/tin-tuc/hoi-nghi.md"
    text = page.read_text("utf-8")
    page.write_text(f"{text}\nMột hai.\n\n{SLOW}\n", encoding="utf-8")


def encoded(text: str, codec: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / "data/agencies/hoi.yml").write_bytes(text.encode(codec))

    return change


def raw(content: bytes) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / "data/agencies/hoi.yml").write_bytes(content)

    return change


LON = FILES["data/agencies/ubnd-mau.yml"].replace("ubnd-mau", "lon")
HOI = FILES["data/agencies/ubnd-mau.yml"].replace("ubnd-mau", "hoi")
GENERATED: dict[str, tuple[Callable[[Path], None], str]] = {
    "link to a file outside": (
        link_to_a_file_outside, "data/agencies/hoi.yml:1:1 outside-tree"),
    "link to a folder outside": (
        link_to_a_folder_outside, "docs/vi/khac:1:1 outside-tree"),
    "link to the repository's settings": (
        link_to_the_repository, "docs/assets/config.txt:1:1 outside-tree"),
    "link to itself": (
        link_to_itself, "data/agencies/vong.yml:1:1 outside-tree"),
    "folder link in a circle": (
        folder_link_in_a_circle, "docs/vi/vong:1:1 outside-tree"),
    "link to nothing": (
        link_to_nothing, "docs/vi/mat.md:1:1 outside-tree"),
    "link to the file beside it": (
        link_beside_the_file, "data/agencies/hoi.yml:1:1 outside-tree"),
    "scan of 21 megabytes": (
        scan_of_21_megabytes, "docs/assets/quyet-dinh.pdf:1:1 upload-size"),
    "picture that grows": (
        picture_that_grows, "docs/assets/anh.png:1:1 picture-size"),
    "page of a whole ledger": (
        page_of_a_whole_ledger, "docs/vi/tin-tuc/hoi-nghi.md:11:1 page-too-long"),
    "marks within marks": (
        marks_within_marks, "docs/vi/tin-tuc/hoi-nghi.md:21:1 markdown-too-slow"),
    "named pipe": (
        pipe, "data/agencies/ong.yml:1:1 file-unreadable"),
    "five megabytes": (
        five_megabytes, "data/agencies/lon.yml:1:1 file-too-large"),
    "keys that there are not": (
        keys_that_there_are_not, "data/agencies/lon.yml:107:1 too-many"),
    "UTF-16 with a mark": (
        encoded(HOI, "utf-16"), "data/agencies/hoi.yml:1:1 encoding"),
    "UTF-16 without a mark": (
        encoded(HOI, "utf-16-le"), "data/agencies/hoi.yml:1:1 encoding"),
    "TCVN3 letters": (
        raw(HOI.encode().replace("Ủ".encode(), b"\xf1")),
        "data/agencies/hoi.yml:3:7 legacy-encoding"),
    "Windows-1258": (
        raw(HOI.encode().replace("tỉnh".encode(), b"ti\xd2nh")),
        "data/agencies/hoi.yml:3:23 legacy-encoding"),
    "letters lost in saving": (
        encoded(HOI.replace("tỉnh", "t\ufffdnh"), "utf-8"), "data/agencies/hoi.yml:3:24 encoding"),
    "NUL byte": (
        raw(HOI.encode().replace(b"measures", b"meas\0ures")),
        "data/agencies/hoi.yml:5:5 control-character"),
    "decomposed accents": (
        encoded(HOI.replace("tỉnh", unicodedata.normalize("NFD", "tỉnh")), "utf-8"),
        "data/agencies/hoi.yml:3:24 not-nfc"),
}  # fmt: skip


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One sound plan that each case changes and puts back."""
    return write_plan(tmp_path_factory.mktemp("plan"), machinery())


def test_the_plan_itself_is_sound(plan: Path) -> None:
    assert problems(plan) == []


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_a_mistake_is_reported_where_it_is_and_in_words(case: Path, plan: Path) -> None:
    with changed(plan, edited_files(case)):
        _, report = read(plan)
    assert shown(report) == expectations(case)
    assert {problem.rule for problem in report} == {case.parent.name}
    for problem in report:
        for lang in LANGUAGES:
            check_wording(problem, lang)


def check_wording(problem: Problem, lang: str) -> None:
    """Every blank is filled in, and the language is that of the reader."""
    line = wording(problem, lang)
    sentence = line.removesuffix(f" [{problem.rule}]")
    assert line != sentence
    assert not re.search(r"\{(?:got|known|expected|limit|other|guess|target|where)\}", line)
    assert "None" not in sentence
    assert lang == "en" or re.search(r"[ạảãấầậẩẫằắặẳẵđềếệểễốồộổỗơờớợởỡưừứựửữ]", sentence)


@pytest.mark.parametrize("name", GENERATED)
def test_what_no_text_can_hold_is_reported_too(name: str, tmp_path: Path) -> None:
    change, expected = GENERATED[name]
    root = write_plan(tmp_path / "plan")
    change(root)
    found = problems(root)
    assert found == [expected] or (len(found) == MOST_IN_A_FILE + 1 and found[-1] == expected)


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    named = [line for case in CASES for line in expectations(case)]
    named += [expected for _, expected in GENERATED.values()]
    found = {re.split(r":\d+:\d+ ", line)[1].split()[0] for line in named}
    assert RULES - found == set(), "rules without a case in tests/invalid/"
    assert found - RULES == set(), "cases of rules that there are not"


@pytest.mark.parametrize("rule", sorted(RULES))
def test_both_wordings_of_a_rule_have_the_same_blanks(rule: str) -> None:
    entry = messages()[rule]
    blanks = {
        lang: set(re.findall(r"(?<!\{)\{(\w+)\}(?!\})", entry[lang])) for lang in LANGUAGES
    }  # fmt: skip
    assert blanks["vi"] == blanks["en"]
    assert entry["severity"] in ("error", "warning")
    assert not any(entry[lang].endswith(".") for lang in LANGUAGES)
