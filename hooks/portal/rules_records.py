"""Rules for all records: references, ids, sources, settings and the interface's strings.

Each rule is a generator of findings whose docstring is the rule.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import islice, pairwise
from typing import Any

from portal.drawing import read_drawing
from portal.finding import Finding, Findings, Scene, at
from portal.headers import header_files
from portal.language import fold, slugify
from portal.leaf import references
from portal.legal_text import LegalText
from portal.problem import MOST_IN_A_FILE, guess
from portal.records import VOCABULARIES, Records
from portal.upload import named_well
from portal.views import in_hanoi


def references_exist(scene: Scene) -> Findings:
    """Every reference names a record that exists; a number stands for one text only."""
    records = scene.records
    numbers = defaultdict(list)
    for text in records.legal_texts():
        numbers[text.number].append(text.id)
    known = {name: set(ids) for name, ids in records.known.items()}
    known["legal-texts"] |= set(numbers)
    near = Nearest(records, known)
    missing: set[str] = set()

    def wrong(record: Any) -> Findings:
        for key, target, value in references(record):
            # Where nothing can be known, or there is nothing at all, that is reported by itself.
            if target in records.unreadable or (target == "measures" and not known[target]):
                continue
            if not known[target] and target in VOCABULARIES:
                if target not in missing:
                    missing.add(target)
                    file = f"data/vocabulary/{target}.yml"
                    yield Finding("file-missing", (file, 1, 1), "", {"got": file})
            elif value not in known[target]:
                options = ", ".join(_in_order(known[target])) if target in LISTED else ""
                yield at(
                    record, "unknown-reference", key, target=target, got=value,
                    where=_where(target), guess=near(target, value), options=options,
                )  # fmt: skip
            elif len(numbers.get(value, ())) > 1 and target == "legal-texts":
                several = ", ".join(numbers[value])
                yield at(record, "ambiguous-reference", key, got=value, known=several)

    for record in records.every():
        yield from islice(wrong(record), 2 * MOST_IN_A_FILE)  # fewer of them are shown


# Collections that are short enough to be listed whole where a reference is wrong.
LISTED = (*VOCABULARIES, "measures")


def _where(target: str) -> str:
    return f"data/vocabulary/{target}.yml" if target in VOCABULARIES else f"data/{target}/"


def _in_order(ids: Iterable[str]) -> list[str]:
    return sorted(ids, key=lambda word: (len(word) if word.isdecimal() else 99, word))


class Nearest:
    """Finds what a wrong reference was meant to be: by its letters, its name, or what is close."""

    # Comparing is slow: a file that is all wrong is not guessed at word by word.
    MOST = 300

    def __init__(self, records: Records, known: dict[str, set[str]]) -> None:
        self.records = records
        self.known = {target: sorted(ids) for target, ids in known.items()}
        self.plain: dict[str, dict[str, str]] = {}
        self.found: dict[tuple[str, str], str] = {}

    def __call__(self, target: str, value: str) -> str:
        if (target, value) not in self.found and len(self.found) < self.MOST:
            self.found[target, value] = self._find(target, value)
        return self.found.get((target, value), "")

    def _find(self, target: str, value: str) -> str:
        if target not in self.plain:
            ids = {fold(name): name for name in self.known[target]}
            self.plain[target] = ids | self._names(target)
        for word in (fold(value.strip("“”‘’«» ")), slugify(value)):
            if word in self.plain[target]:
                return self.plain[target][word]
        return guess(value, self.known[target])

    def _names(self, target: str) -> dict[str, str]:
        """The ids of a collection by the folded names of its records."""
        if vocabulary := self.records.vocabularies.get(target):
            return {fold(term.name.vi): term.id for term in vocabulary.entries}
        found = {}
        for record in self.records.collections.get(target, {}).values():
            name = getattr(record, "name", None) or getattr(record, "title", None)
            if name is not None:
                found[fold(name.vi)] = record.id
        return found


def ids_are_unique(scene: Scene) -> Findings:
    """No id is used twice in a list, and no number twice on one day in the register."""
    lists: list[tuple[Any, str, str]] = [
        (vocabulary, "entries", "id") for vocabulary in scene.records.vocabularies.values()
    ]
    if glossary := scene.records.singles.get("glossary.yml"):
        lists.append((glossary, "terms", "id"))
    if abbreviations := scene.records.singles.get("abbreviations.yml"):
        lists.append((abbreviations, "abbreviations", "abbreviation"))
    for holder, name, attribute in lists:
        seen: dict[str, int] = {}
        for number, entry in enumerate(getattr(holder, name)):
            value = getattr(entry, attribute)
            key = f"{name}[{number}].{attribute}"
            if value in seen:
                yield at(holder, "repeated-id", key, got=value, first=seen[value])
            else:
                seen[value] = holder.origin.at(key)[1]
    texts: dict[tuple[str, date], LegalText] = {}
    for text in scene.records.legal_texts():
        first = texts.setdefault((text.number, text.date_document), text)
        if first is not text:
            yield at(text, "repeated-number", "number", got=text.number, other=first.origin.path)


def lists_have_slugs(scene: Scene) -> Findings:
    """Entries of lists that become pages carry their address words."""
    for name, vocabulary in scene.records.vocabularies.items():
        if name in ("source-kinds", "abbreviation-kinds"):
            continue
        for number, term in enumerate(vocabulary.entries):
            if term.slug is None:
                yield at(vocabulary, "slug-missing", f"entries[{number}]")


def measures_are_numbered(scene: Scene) -> Findings:
    """Measures are numbered from 1 without a gap."""
    known = scene.records.known["measures"]
    if not known:
        yield Finding("measures-missing", ("data/measures", 1, 1))
        return
    numbers = sorted(int(n) for n in known if re.fullmatch(r"\d+", n))
    for before, number in pairwise([0, *numbers]):
        measure = scene.records.collections["measures"].get(str(number))
        if number != before + 1 and measure is not None:
            yield at(measure, "measure-gap", "id", missing=before + 1)


def facts_have_sources(scene: Scene) -> Findings:
    """Every record of facts, every term that is not our own and every article names a source."""
    singles = scene.records.singles
    holders = [
        record for name in ("agencies", "measures", "legal-texts", "exemplars")
        for record in scene.records.collections[name].values()
    ]  # fmt: skip
    if plan := singles.get("plan.yml"):
        holders.append(plan)
    for record in holders:
        if not record.sources:
            yield at(record, "source-missing", "sources")
    if glossary := singles.get("glossary.yml"):
        for number, term in enumerate(glossary.terms):
            if not term.sources and term.basis != "own":
                yield at(glossary, "source-missing", f"terms[{number}]")
    if abbreviations := singles.get("abbreviations.yml"):
        for number, entry in enumerate(abbreviations.abbreviations):
            if not entry.sources:
                yield at(abbreviations, "source-missing", f"abbreviations[{number}].sources")


def settings_are_sound(scene: Scene) -> Findings:
    """The site's address ends in a slash; the full text is one thing; figures are possible."""
    singles = scene.records.singles
    if site := singles.get("site.yml"):
        # It also stands in the settings of web servers, where `;` or `{` would be commands.
        if not re.fullmatch(r"https?://[^/?#]+(?:/[A-Za-z0-9._~-]*)*", site.url):
            yield at(site, "web-address", "url", got=site.url)
        elif not site.url.endswith("/"):
            yield at(site, "url-slash", "url", got=site.url)
    plan = singles.get("plan.yml")
    if plan and (full := plan.full_text) and (full.source_url is None) == (full.file is None):
        yield at(plan, "full-text-choice", "full_text")
    if views := singles.get("views.json"):
        several = {f"pages.{path}": each for path, each in (views.pages or {}).items()}
        for key, figures in {"site": views.site, **several}.items():
            if figures.periods != sorted(figures.periods):
                got = " / ".join(map(str, figures.periods))
                yield at(views, "counter-figures", key, got=got)
        if views.as_of and not _is_moment(views.as_of):
            yield at(views, "moment-format", "as_of", got=views.as_of)


def headers_fit_the_settings(scene: Scene) -> Findings:
    """The header files in deploy/, where there are any, allow what the settings need."""
    if site := scene.records.singles.get("site.yml"):
        for name, text in header_files(site.endpoints, site.services).items():
            path = scene.root / name
            if path.is_file() and path.read_text("utf-8", errors="replace") != text:
                yield Finding("headers-stale", (name, 1, 1))


def named_files_exist(scene: Scene) -> Findings:
    """A file that a record names is in docs/; the mark of a measure is a plain drawing."""
    plan, site = scene.records.singles.get("plan.yml"), scene.records.singles.get("site.yml")
    if plan and plan.full_text and plan.full_text.file:
        yield from _published_file(scene, plan, "full_text.file", plan.full_text.file)
    if site and site.emblem:
        yield from _published_file(scene, site, "emblem", site.emblem)
    for measure in scene.records.collections["measures"].values():
        if measure.mark:
            wrong = [*_published_file(scene, measure, "mark", measure.mark)]
            yield from wrong
            if not wrong and read_drawing(scene.root / "docs" / measure.mark) is None:
                yield at(measure, "drawing-shape", "mark", got=measure.mark)


def _published_file(scene: Scene, record: Any, key: str, file: str) -> Findings:
    # By its exact name: `..`, other letter cases or codes like %2e may lead anywhere.
    uploads = scene.records.uploads
    if file in uploads:
        return
    near = file.removeprefix("docs/")
    if named_well(file) and near == file:
        yield at(record, "file-missing", key, got=f"docs/{file}", guess=guess(file, uploads))
    else:
        hint = near if named_well(near) else guess(near, uploads)
        yield at(record, "file-place", key, got=file, guess=hint)


def _is_moment(text: str) -> bool:
    try:
        in_hanoi(text)
    except (ValueError, OverflowError):
        return False
    return True
