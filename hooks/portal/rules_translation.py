"""Rules for what is in two languages: each text is in its own, none is missing, and both texts of
a value of a record have the same figures.

Each rule is a generator of findings whose docstring is the rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from portal.finding import Finding, Findings, Scene, at
from portal.foreign_text import left_in_the_other
from portal.passage import Passages, localized
from portal.problem import MOST_IN_A_FILE, Report
from portal.rules_parity import Value, values_differ
from portal.settings import Site
from portal.support import Support
from portal.tree import is_file

# The names of texts and exemplars, which official translations vary.
NAMES = ("title", "name")


def texts_are_in_their_language(scene: Scene) -> Findings:
    """No sentence, heading, item, cell or value is left in the other language, but for names and
    what is quoted."""
    for passage in Passages.of_scene(scene).all:
        rule = "text-in-vietnamese" if passage.lang == "en" else "text-in-english"
        found = left_in_the_other(passage.text, passage.lang)
        for start, end in islice(found, MOST_IN_A_FILE + 1):
            got = " ".join(passage.text[start:end].split())
            yield Finding(rule, passage.at(start, end), passage.key, {"got": got})


def translations_are_there(scene: Scene, report: Report) -> Findings:
    """Every Vietnamese page has an English one, and every text of a record has both. Files with
    another problem, by the `report` so far, are looked at once that is mended."""
    prose = scene.records.prose
    broken = {problem.path for problem in report.problems}
    for (lang, stem), page in prose.items():
        path = f"docs/en/{stem}.md"
        if lang == "vi" and ("en", stem) not in prose and not is_file(scene.root / path):
            yield Finding("translation-missing", (page.meta.origin.path, 1, 1), "",
                          {"expected": path})  # fmt: skip
    for record in scene.records.every():
        # The site's own address is no text to translate.
        whole = not isinstance(record, Site) and record.origin.path not in broken
        for key, vi, en in _values(record) if whole else ():
            if vi and not en:
                yield at(record, "translation-missing", f"{key}.vi", expected=f"{key}.en")


def values_have_the_same_figures(scene: Scene) -> Findings:
    """Both texts of a value of a record have the same figures, but for its name."""
    support, passages = Support.of_scene(scene), Passages.of_scene(scene)
    for record in scene.records.every():
        for key, vi, en in _values(record):
            if not vi or not en or key in NAMES:
                continue
            old = Value(record.origin, f"{key}.vi", "vi", vi)
            new = Value(record.origin, f"{key}.en", "en", en)
            yield from values_differ(old, new, support, passages)


def _values(record: Any) -> Iterator[tuple[str, str, str]]:
    """Every value of `record` with a language: its key, its Vietnamese and its English or ''."""
    found: dict[str, dict[str, str]] = {}
    if not record.origin.path.startswith("docs/"):
        for key, lang, text in localized(record):
            name, _, ending = key.rpartition(".")
            if ending == lang:  # and no item of a list, which may differ
                found.setdefault(name, {})[lang] = text
    for name, texts in found.items():
        yield name, texts.get("vi", ""), texts.get("en", "")
