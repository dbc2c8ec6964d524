"""The page for maintainers: every promise with its present figure; the same as JSON and text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError, parse

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gates.gate import HERE, Target, Verdict, targets

MOST_FAULTS = 400


def tests_of(report: Path) -> dict[str, tuple[int, int]]:
    """Of each test file: how many tests passed and how many did not, from pytest's JUnit report."""
    try:
        cases = parse(report).iter("testcase")
    except (OSError, ParseError):
        return {}
    counts: dict[str, list[int]] = {}
    for case in cases:
        name = case.get("classname", "").replace(".", "/").removeprefix("tests/") + ".py"
        failed = any(child.tag in ("failure", "error") for child in case)
        skipped = any(child.tag == "skipped" for child in case)
        passed, broken = counts.setdefault(name, [0, 0])
        counts[name] = [passed + (not failed and not skipped), broken + failed]
    return {name: (passed, broken) for name, (passed, broken) in counts.items()}


def row(target: Target, verdict: Verdict | None, tests: Mapping[str, tuple[int, int]]
        ) -> dict[str, Any]:  # fmt: skip
    """One line of the scorecard; `passed` is None where nothing decided it in this run."""
    line: dict[str, Any] = {"id": target.id, "vi": target.vi, "what": target.what,
                            "target": target.target, "how": target.how}  # fmt: skip
    if verdict:
        passed = None if target.report else verdict.passed
        return {**line, "figure": verdict.figure, "passed": passed, "faults": verdict.faults,
                "report": target.report, "seconds": round(verdict.seconds, 1)}  # fmt: skip
    known = [tests[name] for name in target.tests if name in tests]
    line |= {"faults": [], "report": target.report, "seconds": 0.0}
    if known:
        passed_count, broken = (sum(column) for column in zip(*known, strict=True))
        said = f"make test: {passed_count} passed" + (f", {broken} failed" if broken else "")
        return {**line, "figure": said, "passed": not broken}
    there = [name for name in target.tests if (HERE.parent / name).exists()]
    said = f"in make test: {', '.join(there)}" if there else "not measured in this run"
    return {**line, "figure": said, "passed": None}


def write(folder: Path, verdicts: Mapping[str, Verdict], about: dict[str, Any]) -> dict[str, Any]:
    """Write `scorecard.json` and `scorecard.html` into `folder`; give what they say."""
    folder.mkdir(parents=True, exist_ok=True)
    tests = tests_of(folder / "pytest.xml")
    rows = [row(target, verdicts.get(target.id), tests) for target in targets()]
    card = {**about, "rows": rows}
    text = json.dumps(card, ensure_ascii=False, indent=1)
    (folder / "scorecard.json").write_text(f"{text}\n", "utf-8")
    jinja = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    html = jinja.get_template("scorecard.html").render(card=card, most=MOST_FAULTS)
    (folder / "scorecard.html").write_text(f"{html}\n", "utf-8")
    return card


def summary(card: dict[str, Any]) -> str:
    """The scorecard as a Markdown table."""
    lines = ["| Gate | What | Target | Figure | |", "|---|---|---|---|---|"]
    for each in card["rows"]:
        mark = {True: "passed", False: "**FAILED**", None: "report" if each["report"] else "–"}
        verdict = mark[each["passed"]]
        lines.append(
            f"| {each['id']} | {each['what']} | {each['target']} | {each['figure']} | {verdict} |"
        )
    return "\n".join(lines)
