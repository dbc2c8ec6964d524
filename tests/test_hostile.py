"""Files that mean harm, or look as if they did: refused at once, in their place, never followed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from plan import FILES, changed, read, shown, write_plan

AGENCY = "data/agencies/hoi.yml"
PAGE = "docs/vi/tin-tuc/hoi-nghi.md"
SOUND = FILES["data/agencies/ubnd-mau.yml"].replace("ubnd-mau", "hoi")
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan(tmp_path_factory.mktemp("plan"))


# What stands in the file, and the first problem it must bring; '' where it is harmless.
TEXTS: dict[str, tuple[str | bytes, str]] = {
    "billion laughs": (BOMB, "1:4 yaml-alias"),
    "8 kB of brackets": ("a: " + "[" * 8_000, "1:15 yaml-depth"),
    "900 kB of brackets": ("a: " + "[" * 900_000, "1:15 yaml-depth"),
    "900 kB of braces": ("{" * 900_000, "1:13 yaml-depth"),
    "deep mappings": ("{a: " * 5_000, "1:46 yaml-depth"),
    "deep indentation": (
        "".join(f"{' ' * depth}a:\n" for depth in range(1_000)), "12:12 yaml-depth"),
    "deep dashes": ("- " * 400_000, "1:25 yaml-depth"),
    "deep questions": ("? " * 400_000, "1:25 yaml-depth"),
    "Python object": ("id: !!python/object/apply:os.system ['true']\n", "1:5 yaml-tag"),
    "Python name": ("!!python/name:os.system\n", "1:1 yaml-tag"),
    "tag of our own": ("id: !ma hoi\n", "1:5 yaml-tag"),
    "binary tag": ("id: !!binary aGVsbG8=\n", "1:5 yaml-tag"),
    "merge key": ("<<: *goc\n" + SOUND, "1:5 yaml-alias"),
    "merge of a mapping": ("<<: {id: hoi}\n" + SOUND, "1:1 unknown-key <<"),
    "anchor alone": ("&goc\nid: hoi\n", "1:1 yaml-alias"),
    "two documents": (SOUND + "---\n" + SOUND, "7:1 yaml-documents"),
    "null as a key": ("null: x\n" + SOUND, "1:1 unknown-key null"),
    "number as a key": ("5: x\n" + SOUND, "1:1 unknown-key 5"),
    "nothing as a key": (": x\n" + SOUND, "1:1 yaml-colon-in-value"),
    "mapping as a key": ("? {a: b}\n: c\n" + SOUND, "1:3 yaml-complex-key"),
    "same key a thousand times": ("id: hoi\n" * 1_000, "2:1 duplicate-key id"),
    "nothing but spaces": ("   \n\n   \n", "1:1 file-empty"),
    "nothing but dashes": ("---\n---\n---\n", "2:1 yaml-documents"),
    "one dash": ("-\n", "1:1 expected-mapping"),
    "one colon": (":\n", "1:1 yaml-colon-in-value"),
    "one bracket": ("[", "1:1 yaml-bracket"),
    "one quote": ('"', "1:1 yaml-quote"),
    "one tab": ("\t", "1:1 tab-indentation"),
    "a hundred thousand lines": ("a: b\n" * 100_000, "2:1 duplicate-key a"),
    "a hundred thousand keys": (
        "".join(f"k{number}: v\n" for number in range(80_000)), "1:1 unknown-key k0"),
    "a hundred thousand references": (
        SOUND.replace("[cong-bao]", "\n" + "".join(f"  - n{n}\n" for n in range(90_000))),
        "7:5 unknown-reference sources[0]"),
    "one long line": ("id: " + "x" * 900_000 + "\n", "1:1 missing-key"),
    "one long key": ("x" * 900_000 + ": y\n", "1:900001 yaml-colon-in-value"),
    "long number": (SOUND.replace("[1]", "[" + "9" * 100_000 + "]"),
                    "5:12 unknown-reference measures[0]"),
    "long quoted text": ('id: "' + "x" * 900_000, "1:5 yaml-quote"),
    "escape at the end": ('id: "\\', "1:6 yaml-escape"),
    "bell": ("id: hoi\a\n", "1:8 control-character"),
    "escape sequence of a terminal": ("id: \x1b[31mhoi\n", "1:5 control-character"),
    "text turned round": ("id: \u202ehoi\n", "1:5 control-character"),
    "letter without a shape": ("id: hoi\ufeff\n", "1:8 control-character"),
    "letters of one font": ("id: \uf0b7hoi\n", "1:5 control-character"),
    "vertical tab": ("id:\x0bhoi\n", "1:4 control-character"),
    "next line": ("id: hoi\x85\n", "1:8 control-character"),
    "NUL only": (b"\0" * 1_000, "1:1 encoding"),
    "random bytes": (bytes(range(128, 256)), "1:1 encoding"),
    "half a letter": (SOUND.encode()[:-1] + b"\xe1\xbb", "6:20 encoding"),
    "surrogates": (b"id: \xed\xa0\x80\n", "1:5 encoding"),
    "old line ends": (SOUND.replace("\n", "\r"), ""),
    "Windows line ends": (SOUND.replace("\n", "\r\n"), ""),
    "byte order mark": ("\ufeff" + SOUND, ""),
    "both of Windows": ("\ufeff" + SOUND.replace("\n", "\r\n"), ""),
    "no line end at the end": (SOUND.removesuffix("\n"), ""),
    "document marks around it": ("---\n" + SOUND + "...\n", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_record_is_refused_quickly_and_in_its_place(name: str, plan: Path) -> None:
    text, expected = TEXTS[name]
    started = time.process_time()
    with changed(plan, {AGENCY: text}):
        _, report = read(plan)
        lines = [report.text(lang) for lang in ("vi", "en")]
    assert time.process_time() - started < 2
    found = shown(report)
    assert found[:1] == ([f"{AGENCY}:{expected}"] if expected else [])
    assert max(map(len, "\n".join(lines).split("\n"))) < 1_200


FRONT_MATTER: dict[str, tuple[str | bytes, str]] = {
    "billion laughs": (f"---\n{BOMB}---\n", "2:4 yaml-alias"),
    "900 kB of brackets": ("---\na: " + "[" * 900_000 + "\n---\n", "2:15 yaml-depth"),
    "never closed": ("---\n" + "a: b\n" * 100_000, "100002:1 front-matter-unclosed"),
    "only the first line": ("---", "1:1 front-matter-missing"),
    "two lines and no data": ("---\n---\n\nChữ.\n", "2:1 file-empty"),
    "Python object": ("---\ntitle: !!python/object:os.system x\n---\n\nChữ.\n", "2:8 yaml-tag"),
    "links without end": (
        FILES[PAGE] + "[a](b.md) " * 40_000, "17:1 markdown-limit"),
    "a link longer than any name of a file": (
        FILES[PAGE] + f"[a]({'b' * 5_000}.md)", "18:5 link-target"),
    "brackets without end": (FILES[PAGE] + "[" * 400_000, "17:1 markdown-limit"),
    "backticks without end": (FILES[PAGE] + "`" * 400_000 + "x", ""),
    "angle brackets without end": (FILES[PAGE] + "<" * 400_000 + "x", "17:1 markdown-limit"),
    "spaces without end": (FILES[PAGE] + "](" + " " * 400_000 + "x", "18:400003 link-target"),
}  # fmt: skip


@pytest.mark.parametrize("name", FRONT_MATTER)
def test_a_page_is_refused_quickly_and_in_its_place(name: str, plan: Path) -> None:
    text, expected = FRONT_MATTER[name]
    started = time.process_time()
    with changed(plan, {PAGE: text}):
        _, report = read(plan)
        report.text("vi")
    assert time.process_time() - started < 2
    assert shown(report)[:1] == ([f"{PAGE}:{expected}"] if expected else [])


def test_a_folder_named_like_a_file_is_no_file(tmp_path: Path) -> None:
    root = write_plan(tmp_path)
    for name in ("data/plan.yml", PAGE):
        (root / name).unlink()
        (root / name).mkdir()
    _, report = read(root)
    assert "data/plan.yml:1:1 file-missing" in shown(report)


def test_a_file_named_like_a_folder_is_no_folder(tmp_path: Path) -> None:
    root = write_plan(tmp_path)
    (root / "data/measures/1.yml").unlink()
    (root / "data/measures/2.yml").unlink()
    (root / "data/measures").rmdir()
    (root / "data/measures").write_text("x", encoding="utf-8")
    _, report = read(root)
    assert "data/measures:1:1 unknown-folder" in shown(report)


def test_no_content_at_all_is_said_in_one_line_a_file(tmp_path: Path) -> None:
    _, report = read(tmp_path)
    assert shown(report) == ["data:1:1 file-missing", "data/measures:1:1 measures-missing"]


@pytest.mark.parametrize("name", [b"a\nb.md", b"\xff\xfe.md", b"\x1b[31m.md"])
def test_a_file_name_that_cannot_be_shown_is_shown_in_escapes(name: bytes, tmp_path: Path) -> None:
    root = write_plan(tmp_path)
    (Path(str(root / "docs/vi")) / name.decode("utf-8", "surrogateescape")).write_bytes(b"x")
    _, report = read(root)
    (line, _) = report.text("vi").split("\n")
    assert "[file-name]" in line
    line.encode("utf-8")


@pytest.mark.parametrize(
    "name", [".DS_Store", "~$hoi.yml", ".~lock.hoi.yml#", "hoi.yml~", "._hoi.yml"]
)
def test_what_editors_leave_behind_is_left_alone(name: str, tmp_path: Path) -> None:
    root = write_plan(tmp_path, {f"data/agencies/{name}": b"\0\1\2"})
    _, report = read(root)
    assert shown(report) == []
