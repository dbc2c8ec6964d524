"""A4: every page is valid HTML, by the Nu checker and by html-validate.

html-validate.json takes its recommended rules with five changes. Only what comes from another host
needs `integrity`: ours comes from the same one as the page. Titles may be as long as the official
name of a text. Space at the end of a line costs nothing once compressed. Boolean attributes are
written without a value. HTML lets an id begin with a digit.

Nu also judges what a page loads by the policy in its own `meta` element. It reads files, whose host
is nobody's, so that it takes every `'self'` for a breach, and data in JSON for a script. These
remarks are left out: S1 asks a browser, on every page.
"""

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
        if "Content Security Policy (meta tag)" in message["message"]:
            continue
        where = unquote(urlsplit(message.get("url", "")).path)
        page = address(Path(where), bench.site.root)
        kind = message.get("subType", message["type"])
        where = f"Nu, line {message.get('lastLine', '?')}"
        outcome.add("A4", page, where, [f"{kind}: {message['message']}"])
    outcome.count("A4", pages=len(list(bench.site.root.rglob("*.html"))))
    return outcome


def html_validate(bench: Bench) -> Outcome:
    """html-validate over all files, with the rules of html-validate.json."""
    outcome = Outcome()
    root = bench.site.root
    files = "\n".join(sorted(path.relative_to(root).as_posix() for path in root.rglob("*.html")))
    request = {"root": str(root), "config": str(tools.HERE / "html-validate.json")}
    for found in tools.node("html-validate.mjs", bench.modules, request, files):
        what = f"{found['rule']}: {found['message']} {found['selector'] or ''}"
        page = found["file"].removesuffix("index.html")
        outcome.add("A4", page, f"html-validate, line {found['line']}", [what])
    return outcome


def address(file: Path, root: Path) -> str:
    """The address of the page that `file` is."""
    try:
        name = file.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        name = file.name
    return name.removesuffix("index.html")
