"""What is wrong with the content, where, and how to say it to the person who can fix it.

Finding a problem and printing it are kept apart: readers and rules add `Problem` values to a
`Report`; `Report.text()` words them in Vietnamese or English from `messages.yml`.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from portal.language import fold

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


# Values that may be long: a list of what is known is of no use cut short.
# More problems than this in one file come from one mistake, or from no record at all.
MOST_IN_A_FILE = 100
LONG = {"known": 400, "options": 400, "expected": 200, "reading": 100, "where": 200, "there": 200}


def meant_key(word: str, known: Iterable[str]) -> str:
    """The key among `known` that the Vietnamese or mistyped `word` stands for, or ''."""
    folded = fold(word)
    meant = messages()["_keys"].get(folded, "").split()
    plain = re.sub(r"[\s-]+", "_", folded)
    return next((name for name in (plain, *meant) if name in set(known)), "")


def meant_choice(word: str, known: Iterable[str]) -> str:
    """The choice among `known` whose Vietnamese name is `word`, or ''."""
    names = messages()["_choices"]
    folded = fold(word)
    near = [name for name in known if folded in (name, fold(names.get(name, "")))]
    return near[0] if near else ""


def wording(problem: Problem, lang: str) -> str:
    """The line shown for `problem`: `path:line:column: error: key: sentence [rule-id]`."""
    texts = messages()["_words"]
    severity = messages()[problem.rule]["severity"]
    values = dict(problem.values)
    guess = values.pop("guess", "")
    options = values.pop("options", "")
    if "target" in values:
        values["target"] = texts[f"target_{values['target']}_{lang}"]
    if "hidden" in values:
        values["hidden"] = texts[f"hidden_{values['hidden']}_{lang}"]
    if lang == "vi" and problem.rule == "unknown-choice":
        values["known"] = _explained(values["known"])
    sentence = messages()[problem.rule][lang].format(**values)
    if guess:
        sentence += texts[f"did_you_mean_{lang}"].format(guess=guess)
    elif options:
        sentence += texts[f"options_{lang}"].format(options=options)
    key = f"{problem.key}: " if problem.key else ""
    place = f"{problem.path}:{problem.line}:{problem.column}"
    return f"{place}: {texts[f'{severity}_{lang}']}: {key}{sentence} [{problem.rule}]"


@dataclass
class Report:
    """The problems of one run; the same problem is kept once, and no file brings a flood.

    `count` grows with every problem found, kept or not.
    """

    problems: set[Problem] = field(default_factory=set)
    count: int = 0
    by_file: Counter[str] = field(default_factory=Counter)

    def add(self, rule: str, place: tuple[str, int, int], key: str = "", **values: object) -> None:
        """Record a problem under `rule`; `values` fill the placeholders of its wording."""
        self.count += 1
        if self.by_file[place[0]] > MOST_IN_A_FILE:
            return
        if self.by_file[place[0]] == MOST_IN_A_FILE:
            rule, key, values = "too-many", "", {}
        shown = tuple(
            (name, _shorten(str(value), LONG.get(name, 80)))
            for name, value in sorted(values.items())
        )
        problem = Problem(*place, rule, _shorten(key, 80), shown)
        self.by_file[place[0]] += problem not in self.problems
        self.problems.add(problem)

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
    if len(word) > 100:
        return ""
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else ""


def _explained(known: str) -> str:
    """The choices `known`, each with its Vietnamese name."""
    names = messages()["_choices"]
    words = [f"{word} ({names[word]})" if word in names else word for word in known.split(", ")]
    return ", ".join(words)


def _shorten(text: str, longest: int) -> str:
    text = " ".join(text[: longest * 4].split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
