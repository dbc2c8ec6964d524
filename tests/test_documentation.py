"""What the guides say is so: rules, commands, links."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from portal.language import fold
from portal.problem import messages

PROJECT = Path(__file__).resolve().parents[1]
GUIDES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("guide/*.md"), *PROJECT.glob("deploy/*.md")])
RULES = {name for name in messages() if not name.startswith("_")}
NAMES = [str(guide.relative_to(PROJECT)) for guide in GUIDES]
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def tasks() -> set[str]:
    """The tasks of run.py, which is a program and not on the path of modules."""
    spec = importlib.util.spec_from_file_location("run", PROJECT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    return set(program.TASKS)


def text_of(name: str) -> str:
    return (PROJECT / name).read_text("utf-8")


def rules_named(name: str, form: str) -> list[str]:
    return re.findall(form, FENCE.sub("", text_of(name)), re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("CONTRIBUTING.md", r"^\*\*([a-z-]+)\*\*: "),
        ("guide/thong-bao-loi.md", r"^### ([a-z-]+)$"),
    ],
)
def test_every_rule_is_explained_once(name: str, form: str) -> None:
    named = rules_named(name, form)
    assert RULES - set(named) == set(), f"rules that {name} does not explain"
    assert set(named) - RULES == set(), f"{name} explains rules that there are not"
    assert len(named) == len(set(named))


def test_the_guide_shows_each_message_in_the_words_of_today() -> None:
    """The fixed words of each wording stand in the message that the guide shows."""
    shown = re.findall(
        r"^### ([a-z-]+)\n\n```\n(.*)\n```$", text_of("guide/thong-bao-loi.md"), re.MULTILINE
    )
    wrong = [
        rule for rule, message in shown
        if not re.search(_with_blanks(messages()[rule]["vi"]), message)
        or not message.endswith(f"[{rule}]")
    ]  # fmt: skip
    assert {rule for rule, _ in shown} == RULES
    assert wrong == []


def _with_blanks(wording: str) -> str:
    """The wording as a pattern in which anything may stand for a name in braces."""
    pieces = re.split(r"(?<!\{)\{\w+\}(?!\})", wording)
    return ".*".join(re.escape(piece.replace("{{", "{").replace("}}", "}")) for piece in pieces)


def test_every_module_has_its_place_in_the_architecture() -> None:
    table = text_of("CONTRIBUTING.md").partition("## Architecture")[2].partition("\n## ")[0]
    modules = {path.stem for path in (PROJECT / "hooks/portal").glob("*.py")} - {"__init__"}
    assert {name for name in modules if f"`{name}`" not in table} == set()


@pytest.mark.parametrize("name", NAMES)
def test_commands_named_in_a_guide_exist(name: str) -> None:
    code = " ".join(FENCE.findall(text_of(name)))
    spans = re.findall(r"`[^`\n]+`|^ *(?:make|py|python3) .*$", code, re.MULTILINE)
    spans += re.findall(r"`[^`\n]+`", FENCE.sub("", text_of(name)))
    named = set(re.findall(r"\brun\.py ([a-z]+)", " ".join(spans)))
    targets = set(re.findall(r"`make ([a-z]+)|^ *make ([a-z]+)", "\n".join(spans), re.MULTILINE))
    targets_in_makefile = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    assert named - tasks() - {"help"} == set()
    assert {one or other for one, other in targets} - targets_in_makefile == set()


def test_the_makefile_only_calls_tasks_that_exist() -> None:
    called = set(re.findall(r"\$\(RUN\) ([a-z]+)", text_of("Makefile")))
    assert called - tasks() == {"help"}


@pytest.mark.parametrize("name", NAMES)
def test_relative_links_lead_somewhere(name: str) -> None:
    lost = []
    for target in re.findall(
        r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", FENCE.sub("", text_of(name)))
    ):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        file = (PROJECT / name).parent / path if path else PROJECT / name
        if not file.exists() or (anchor and anchor not in anchors(file)):
            lost.append(target)
    assert lost == []


def anchors(file: Path) -> set[str]:
    """The anchors of the headings of a guide, as hosts of code make them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", file.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_guides_name_no_machine() -> None:
    """Guides are for everybody: no path of one computer, no address of one network."""
    found = [
        name
        for name in NAMES
        if re.search(r"/(?:home|root|work|tmp)/|localhost:\d", fold(text_of(name)))
    ]
    assert found == []


def test_the_accessibility_report_lists_every_criterion_once() -> None:
    """WCAG 2.2 has 31 criteria of level A, without Parsing, and 24 of level AA."""
    rows = re.findall(r"^\| (\d\.\d\.\d+)(?: ✱)? \|.*?\| (A{1,2}) \|(.*)", text_of(
        "guide/wcag-2.2.md"
    ), re.MULTILINE)  # fmt: skip
    numbers = [number for number, _, _ in rows]
    assert len(set(numbers)) == len(numbers) == 55
    assert [level for _, level, _ in rows].count("A") == 31
    assert "4.1.1" not in numbers
    for number, _, rest in rows:
        _, result, day, *_ = [cell.strip() for cell in rest.split("|")]
        assert result in ("đạt", "không áp dụng", "chờ số liệu", "chưa kiểm tra"), number
        assert bool(day) == (result in ("đạt", "không áp dụng")), number
