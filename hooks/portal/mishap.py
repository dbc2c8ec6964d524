"""What nobody foresaw: said in a sentence with a place, and kept in a file for whoever mends it."""

from __future__ import annotations

import re
import traceback
from pathlib import Path

from portal.problem import LANGUAGES, Report, messages
from portal.source import Entry, Mapping, Scalar, parse_yaml
from portal.template_mistake import template_mistake
from portal.text_file import read_text
from portal.tree import is_file

LOG = ".cache/last-error.txt"


def explain(error: BaseException, root: Path, lang: str) -> str:
    """One line on `error` in `lang`, at the last place of the project that it passed.

    The details go into `.cache/last-error.txt`.
    """
    details = "".join(traceback.format_exception(error))
    log = root / LOG
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(details, encoding="utf-8", errors="backslashreplace")
        where = LOG
    except OSError:
        where = "-"
    if said := template_mistake(error, root):
        return said.split("\n")[LANGUAGES.index(lang)]
    texts = messages()["_words"]
    got = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    sentence = texts[f"mishap_{lang}"].format(got=got, log=where)
    return f"{_place(error, root)}: {texts[f'error_{lang}']}: {sentence} [mishap]"


def from_mkdocs(said: list[str], root: Path, lang: str) -> str:
    """What MkDocs warned of, a line each, at the page and line that it names where it names any."""
    texts = messages()["_words"]
    lines = []
    for text in dict.fromkeys(said):
        quoted = re.findall(r"'([^']+)'", text)
        page = next((f"docs/{name}" for name in quoted if is_file(root / "docs" / name)), "")
        line = _line_of(root / page, quoted) if page else 1
        sentence = texts[f"mkdocs_{lang}"].format(got=" ".join(text.split())[:300])
        lines.append(
            f"{page or 'mkdocs.yml'}:{line}:1: {texts[f'error_{lang}']}: {sentence} [mkdocs]"
        )
    return "\n".join(lines)


def _line_of(path: Path, words: list[str]) -> int:
    """The first line of `path` that has one of `words`, else 1."""
    lines = path.read_text("utf-8", errors="replace").split("\n")
    found = (n for n, line in enumerate(lines, start=1) if any(word in line for word in words))
    return next(found, 1)


def language_of(root: Path) -> str:
    """`report_language` of data/site.yml, read on its own; Vietnamese where it does not say."""
    name, report = "data/site.yml", Report()
    text = read_text(root / name, name, root, report) if (root / name).is_file() else None
    tree = None if text is None else parse_yaml(text, name, report)
    entries = tree.entries if isinstance(tree, Mapping) else ()
    return "en" if any(_asks_for_english(entry) for entry in entries) else "vi"


def _asks_for_english(entry: Entry) -> bool:
    value = entry.value
    return entry.key == "report_language" and isinstance(value, Scalar) and value.value == "en"


def _place(error: BaseException, root: Path) -> str:
    """The file of the project nearest to `error`, libraries left out."""
    if isinstance(error, SyntaxError) and error.filename:
        place = _inside(error.filename, root)
        if place:
            return f"{place}:{error.lineno or 1}:{error.offset or 1}"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        place = _inside(frame.filename, root)
        if place and not re.match(r"\.venv/|hooks/launch\.py", place):
            return f"{place}:{frame.lineno or 1}:1"
    return "mkdocs.yml:1:1"


def _inside(name: str, root: Path) -> str:
    path = Path(name)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else ""
