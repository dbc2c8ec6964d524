"""What is wrong with the content, where, and how to say it to the person who can fix it.

Finding a problem and printing it are kept apart: readers and rules add `Problem` values to a
`Report`; `Report.text()` words them in Vietnamese or English from `messages.yml`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

MESSAGES_FILE = Path(__file__).with_name("messages.yml")
LANGUAGES = ("vi", "en")


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake at one place. `line` and `column` count from 1; `key` is the dotted key path."""

    path: str
    line: int
    column: int
    rule: str
    key: str = ""
    values: tuple[tuple[str, str], ...] = ()


@cache
def messages() -> dict[str, dict[str, str]]:
    """Every rule id with its `severity` (error or warning) and its wording per language."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    catalogue: dict[str, dict[str, str]] = yaml.load(
        MESSAGES_FILE.read_text(encoding="utf-8"), Loader=loader
    )
    return catalogue


def is_error(problem: Problem) -> bool:
    return messages()[problem.rule]["severity"] == "error"


def wording(problem: Problem, lang: str) -> str:
    """The line shown for `problem`: `path:line:column: error: key: sentence [rule-id]`."""
    texts = messages()["_words"]
    severity = messages()[problem.rule]["severity"]
    values = dict(problem.values)
    guess = values.pop("guess", "")
    sentence = messages()[problem.rule][lang].format(**values)
    if guess:
        sentence += texts[f"did_you_mean_{lang}"].format(guess=guess)
    key = f"{problem.key}: " if problem.key else ""
    place = f"{problem.path}:{problem.line}:{problem.column}"
    return f"{place}: {texts[f'{severity}_{lang}']}: {key}{sentence} [{problem.rule}]"


@dataclass
class Report:
    """The problems of one run; the same problem is kept once."""

    problems: set[Problem] = field(default_factory=set)

    def add(
        self, rule: str, place: tuple[str, int, int], key: str = "", **values: object
    ) -> None:
        """Record a problem under `rule`; `values` fill the placeholders of its wording."""
        shown = tuple(sorted((name, _shorten(str(value))) for name, value in values.items()))
        self.problems.add(Problem(*place, rule, key, shown))

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self.problems))

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self if is_error(problem)]

    def text(self, lang: str) -> str:
        """All problems, a line each, sorted by place, then a line that counts them."""
        lines = [wording(problem, lang) for problem in self]
        errors = len(self.errors)
        summary = messages()["_words"][f"summary_{lang}"].format(
            files=len({problem.path for problem in self.problems}),
            errors=errors,
            warnings=len(lines) - errors,
        )
        return "\n".join([*lines, summary])


def guess(word: str, known: Iterable[str]) -> str:
    """The known word that `word` was probably meant to be, or '' where none is close."""
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else ""


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:79] + "…"
