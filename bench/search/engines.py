"""The three searches, each made ready for a collection in a folder that a static host can serve."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

import jinja2
from collection import Collection
from gates.tools import run as run_tool
from measure import ROOT, Cost, run

HERE = Path(__file__).resolve().parent
CACHE = ROOT / ".cache/bench-search"
SCRIPTS = ROOT / "overrides/assets/js"
IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*["']\./([\w-]+\.js)["']""")
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE),
    autoescape=lambda name: "html" in (name or "") or "svg" in (name or ""),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class NotHere(Exception):
    """An engine cannot be had on this computer; the text says why."""


@dataclass(frozen=True)
class Ready:
    """A search over a collection: the folder to serve, what indexing cost, the bytes of the index,
    and what `ask.js` has to know."""

    name: str
    version: str
    folder: Path
    cost: Cost
    size: int
    about: dict[str, str]


def ours(collection: Collection, folder: Path) -> Ready:
    """The index that `python -m portal.search_index` makes, with the modules that ask it."""
    paths = [str(ROOT / "hooks"), *filter(None, [os.environ.get("PYTHONPATH")])]
    command = [sys.executable, "-m", "portal.search_index", "--lang", collection.lang]
    cost = run(
        [*command, str(collection.pages), str(folder / "index")],
        ROOT,
        {"PYTHONPATH": os.pathsep.join(paths)},
    )
    copy_modules("search-engine.js", folder / "js")
    return Ready("ours", "", folder, cost, size_of(folder / "index"), {})


def copy_modules(name: str, folder: Path) -> None:
    """Copy a module and those that it imports, as they stand."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / name).exists():
        return
    shutil.copy2(SCRIPTS / name, folder / name)
    for other in IMPORTED.findall((SCRIPTS / name).read_text("utf-8")):
        copy_modules(other, folder)


def material(collection: Collection, folder: Path) -> Ready:
    """Material for MkDocs with its own search in the language, a Markdown page for each."""
    from importlib.metadata import version

    project = folder.with_name(f"{folder.name}-project")
    docs = project / "docs"
    docs.mkdir(parents=True)
    for number, (title, text) in enumerate(collection.shown()):
        (docs / f"{number}.md").write_text(f"# {plain(title)}\n\n{plain(text)}\n", "utf-8")
    (docs / "index.md").write_text("---\nsearch:\n  exclude: true\n---\n# Start\n", "utf-8")
    settings = TEMPLATES.get_template("material.yml.j2").render(lang=collection.lang, site=folder)
    (project / "mkdocs.yml").write_text(settings, "utf-8")
    # The whole build: Material gathers its index from the finished pages.
    cost = run([sys.executable, "-m", "mkdocs", "build", "--quiet"], project)
    worker = next((folder / "assets/javascripts/workers").glob("search.*.js")).name
    index = folder / "search/search_index.json"
    return Ready(
        "material", version("mkdocs-material"), folder, cost, index.stat().st_size,
        {"worker": f"/assets/javascripts/workers/{worker}"},
    )  # fmt: skip


def plain(text: str) -> str:
    """Text as Markdown that shows these words: no list, heading or code starts by accident."""
    lines = (escape(line.strip(), quote=False) for line in text.splitlines())
    return "\n\n".join(re.sub(r"([\\`*_{}\[\]#+!.-])", r"\\\1", line) for line in lines if line)


def pagefind(collection: Collection, folder: Path) -> Ready:
    """Pagefind over plain HTML pages of the same words."""
    program = modules() / "pagefind"
    template = TEMPLATES.get_template("page.html.j2")
    for number, (title, text) in enumerate(collection.shown()):
        (folder / str(number)).mkdir(parents=True)
        page = template.render(lang=collection.lang, title=title, lines=text.splitlines())
        (folder / str(number) / "index.html").write_text(page, "utf-8")
    command = [node(), str(program / "lib/runner/bin.cjs"), "--silent", "--site", str(folder)]
    cost = run(command, folder)
    version = json.loads((program / "package.json").read_text("utf-8"))["version"]
    return Ready("pagefind", version, folder, cost, size_of(folder / "pagefind"), {})


def node() -> str:
    """Node.js of the environment, or else of the system."""
    here = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if here is None:
        raise NotHere("Node.js is not here")
    return here


def modules() -> Path:
    """`node_modules` with exactly what package-lock.json here says, installed once, no script run;
    NotHere where npm cannot."""
    lock = (HERE / "package-lock.json").read_bytes()
    folder = CACHE / hashlib.sha256(lock).hexdigest()[:16]
    if not (folder / "whole").exists():
        print("Installing what the search is compared with …", file=sys.stderr, flush=True)
        shutil.rmtree(CACHE, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy2(HERE / name, folder / name)
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
        try:
            done: subprocess.CompletedProcess[str] = run_tool(["npm", "ci", *quiet], folder)
        except OSError as error:
            raise NotHere("npm could not be started") from error
        if done.returncode:
            print(done.stdout, done.stderr, file=sys.stderr)
            # No more of it: what npm says names folders and hosts of this computer.
            code = re.search(r"npm error code (\w+)", done.stderr)
            raise NotHere(f"npm could not install it ({code[1] if code else done.returncode})")
        (folder / "whole").touch()
    return folder / "node_modules"


def size_of(folder: Path) -> int:
    """The bytes of all files of a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


ENGINES: dict[str, Callable[[Collection, Path], Ready]] = {
    "ours": ours, "material": material, "pagefind": pagefind,
}  # fmt: skip
