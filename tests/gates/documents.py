"""A4: every page is valid HTML, by the Nu checker and by html-validate."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote, urlsplit

from gates import tools
from gates.gate import Outcome
from gates.workers import Bench


def nu(bench: Bench) -> Outcome:
    """The Nu checker over all files in one run; warnings count as errors."""
    outcome = Outcome()
    jar = bench.modules / "vnu-jar/build/dist/vnu.jar"
    command = [tools.java(), "-Xss4m", "-jar", str(jar), "--format", "json", "--skip-non-html"]
    done = tools.run([*command, str(bench.site.root)])
    try:
        messages = json.loads(done.stderr or done.stdout)["messages"]
    except (ValueError, KeyError) as error:
        raise tools.NoTools(f"Nu: {done.stdout[-1000:]}{done.stderr[-2000:]}") from error
    for message in messages:
        where = unquote(urlsplit(message.get("url", "")).path)
        page = address(Path(where), bench.site.root)
        kind = message.get("subType", message["type"])
        what = f"{kind} at line {message.get('lastLine', '?')}: {message['message']}"
        outcome.add("A4", page, "Nu", [what])
    outcome.count("A4", pages=len(list(bench.site.root.rglob("*.html"))))
    return outcome


def html_validate(bench: Bench) -> Outcome:
    """html-validate over all files, with the rules of html-validate.json."""
    outcome = Outcome()
    script = bench.modules / "html-validate/bin/html-validate.mjs"
    config = tools.HERE / "html-validate.json"
    command = ["node", str(script), "--formatter", "json", "--config", str(config)]
    done = tools.run([*command, str(bench.site.root)])
    try:
        reports = json.loads(done.stdout)
    except ValueError as error:
        raise tools.NoTools(f"html-validate: {done.stdout[-500:]}{done.stderr[-2000:]}") from error
    for report in reports:
        page = address(Path(report["filePath"]), bench.site.root)
        for message in report["messages"]:
            what = f"{message['ruleId']} at line {message['line']}: {message['message']}"
            where = message.get("selector") or ""
            outcome.add("A4", page, "html-validate", [f"{what} {where}"])
    return outcome


def address(file: Path, root: Path) -> str:
    """The address of the page that `file` is."""
    try:
        name = file.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        name = file.name
    return name.removesuffix("index.html")
