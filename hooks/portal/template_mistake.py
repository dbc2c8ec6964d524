"""Where a template broke, in the words of every other report instead of a traceback."""

from __future__ import annotations

import traceback
from pathlib import Path

from jinja2 import TemplateSyntaxError

from portal.problem import LANGUAGES, messages


def template_mistake(error: BaseException, root: Path) -> str | None:
    """`error` in each language; None where it was not raised in a template below `root`."""
    place = _place(error)
    if place is None or not Path(place[0]).is_relative_to(root):
        return None
    where = f"{Path(place[0]).relative_to(root).as_posix()}:{place[1]}:1"
    got = str(error) or type(error).__name__
    texts = messages()["_words"]
    sentences = {lang: texts[f"template_{lang}"].format(got=got) for lang in LANGUAGES}
    return "\n".join(f"{where}: {texts[f'error_{lang}']}: {sentences[lang]}" for lang in LANGUAGES)


def _place(error: BaseException) -> tuple[str, int] | None:
    """The template and its line: Jinja names them in the error or in the frames behind it."""
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return error.filename, error.lineno
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if not frame.filename.endswith(".py") and Path(frame.filename).is_file():
            return frame.filename, frame.lineno or 1
    return None
