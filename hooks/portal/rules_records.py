"""Rules for all records: references, ids, sources, settings and the interface's strings.

Each rule is a generator of findings whose docstring is the rule.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from itertools import pairwise
from typing import Any

from portal.address import SECTIONS
from portal.facet import EXEMPLAR_FACETS, LEGAL_TEXT_FACETS
from portal.finding import Finding, Findings, Scene, at
from portal.model import (
    ASPECTS,
    BASES,
    FORCE_BASES,
    INVERSE,
    LEGAL_FORCE,
    REASONS,
    RESPONSIBLE_BASES,
    SCOPES,
    LegalText,
)
from portal.problem import guess
from portal.settings import interface_keys
from portal.value import references


def references_exist(scene: Scene) -> Findings:
    """Every reference names a record that exists; a number stands for one text only."""
    records = scene.records
    numbers = defaultdict(list)
    for text in records.legal_texts():
        numbers[text.number].append(text.id)
    for record in records.every():
        for key, target, value in references(record):
            known = records.known[target] | (set(numbers) if target == "legal-texts" else set())
            if value not in known:
                near = guess(value, sorted(known))
                yield at(record, "unknown-reference", key, target=target, got=value, guess=near)
            elif len(numbers.get(value, ())) > 1:
                several = ", ".join(numbers[value])
                yield at(record, "ambiguous-reference", key, got=value, known=several)


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
    for name in ("agencies", "measures", "legal-texts", "exemplars"):
        for record in scene.records.collections[name].values():
            if not record.sources:
                yield at(record, "source-missing", "sources")
    plan = scene.records.singles.get("plan.yml")
    if plan and not plan.sources:
        yield at(plan, "source-missing", "sources")
    if glossary := scene.records.singles.get("glossary.yml"):
        for number, term in enumerate(glossary.terms):
            if not term.sources and term.basis != "own":
                yield at(glossary, "source-missing", f"terms[{number}]")
    if abbreviations := scene.records.singles.get("abbreviations.yml"):
        for number, entry in enumerate(abbreviations.abbreviations):
            if not entry.sources:
                yield at(abbreviations, "source-missing", f"abbreviations[{number}].sources")


def settings_are_sound(scene: Scene) -> Findings:
    """The site's address ends in a slash; the full text is one thing; figures are possible."""
    singles = scene.records.singles
    if (site := singles.get("site.yml")) and not site.url.endswith("/"):
        yield at(site, "url-slash", "url", got=site.url)
    plan = singles.get("plan.yml")
    if plan and (full := plan.full_text):
        if (full.source_url is None) == (full.file is None):
            yield at(plan, "full-text-choice", "full_text")
        if full.file and not (scene.root / "docs" / full.file).is_file():
            yield at(plan, "file-missing", "full_text.file", got=f"docs/{full.file}")
    if views := singles.get("views.json"):
        figures = views.site
        shown = [figures.today, figures.month, figures.year, figures.total]
        if shown != sorted(shown):
            got = " / ".join(map(str, shown))
            yield at(views, "counter-figures", "site", got=got)


def computed_keys() -> list[str]:
    """Interface keys that templates compose from the words of the model."""
    families = {
        "status": LEGAL_FORCE, "path_status": LEGAL_FORCE, "reason": REASONS,
        "force_basis": FORCE_BASES, "relation": (*INVERSE, *INVERSE.values()),
        "aspect": ASPECTS, "name_basis": BASES, "basis": RESPONSIBLE_BASES, "scope": SCOPES,
        "by": {facet.name for facet in (*LEGAL_TEXT_FACETS, *EXEMPLAR_FACETS)},
        "path_by": {facet.name for facet in (*LEGAL_TEXT_FACETS, *EXEMPLAR_FACETS)},
    }  # fmt: skip
    keys = [f"{family}_{word}" for family, words in families.items() for word in sorted(words)]
    keys += [key for _, path, title in SECTIONS for key in (path, title)]
    return [*keys, "path_category", "title_home", "legal_text_sentence", "editorial_board"]


def interface_is_complete(scene: Scene) -> Findings:
    """Every string that a template uses exists, in both languages, with the same placeholders."""
    interface, origin = scene.records.interface, scene.records.interface_origin
    if interface is None:
        return
    needed = interface_keys(scene.templates)
    for name in computed_keys():
        needed.setdefault(name, "hooks/portal")
    for name, template in sorted(needed.items()):
        if name not in interface.phrases and name not in origin.places:
            yield Finding(
                "interface-key-missing", (origin.path, 1, 1), "",
                {"missing": name, "template": template},
            )  # fmt: skip
    for name, phrase in interface.phrases.items():
        if phrase.en is None:
            yield Finding("interface-untranslated", origin.at(name), name)
            continue
        there, here = (set(re.findall(r"\{(\w+)\}", text)) for text in (phrase.vi, phrase.en))
        if there != here:
            values = {"expected": sorted(there), "got": sorted(here)}
            yield Finding("interface-placeholders", origin.at(f"{name}.en"), name, values)
