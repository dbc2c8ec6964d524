"""Rules for legal texts: dates, status and relations.

Each rule is a generator of findings whose docstring is the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from portal.figure import leading
from portal.finding import Findings, Scene, at
from portal.legal_text import INVERSE_RELATIONS, RELATIONS, LegalText
from portal.records import Records


def dates_agree(scene: Scene) -> Findings:
    """Dates come in their order, none lies in the future, and the status agrees with them."""
    for text in scene.records.legal_texts():
        yield from _order(text)
        for wrong in _contradictions(text):
            got = text.legal_force.value
            yield at(text, "force-dates", "legal_force.value", got=got, date=wrong)
    for record, key, day in _past_days(scene):
        if day and day > scene.today:
            yield at(record, "date-in-future", key, got=day, today=scene.today)


def _past_days(scene: Scene) -> Iterator[tuple[Any, str, date | None]]:
    """The days that have been: of issue, of checking, of publication."""
    for text in scene.records.legal_texts():
        yield text, "date_document", text.date_document
        yield text, "legal_force.checked_on", text.legal_force.checked_on
    for page in scene.records.prose.values():
        yield page.meta, "date", page.meta.date
        yield page.meta, "updated", page.meta.updated
    if plan := scene.records.singles.get("plan.yml"):
        yield plan, "date", plan.date


def _order(text: LegalText) -> Findings:
    earlier, other = text.date_document, "date_document"
    for key in ("first_date_entry_in_force", "date_no_longer_in_force"):
        day: date | None = getattr(text, key)
        if day and day < earlier:
            yield at(text, "dates-order", key, got=day, other=other, date=earlier)
        if day:
            earlier, other = day, key
    start, other = text.first_date_entry_in_force, "first_date_entry_in_force"
    for name in ("amends", "repeals"):
        for number, relation in enumerate(getattr(text, name)):
            if start and relation.start and relation.start < start:
                key = f"{name}[{number}].from"
                yield at(text, "dates-order", key, got=relation.start, other=other, date=start)


def numbers_agree(scene: Scene) -> Findings:
    """The id of a text has the figures of its number and its year, and that is the year of its
    number."""
    for text in scene.records.legal_texts():
        numbers = {str(int(number)) for number in re.findall(r"\d+", text.number)}
        year = str(text.date_document.year)
        meant = [str(int(number)) for number in re.findall(r"\d+", text.id)]
        first = leading(text.number)
        named = text.origin.path.endswith(f"/{text.id}.yml")
        if named and first and meant and (meant[0] != first or set(meant) - numbers - {year}):
            yield at(text, "number-id", "number", got=text.number, id=text.id)
        if (found := re.search(r"/(\d{4})/", text.number)) and found[1] != year:
            yield at(text, "number-year", "date_document", got=text.date_document,
                     number=text.number)  # fmt: skip


def _contradictions(text: LegalText) -> list[date]:
    """The dates that the status, as it was on the day of checking, does not agree with."""
    checked = text.legal_force.checked_on
    entry, end = text.first_date_entry_in_force, text.date_no_longer_in_force
    wrong = {
        "in_force": (entry and entry > checked, end and end <= checked),
        "partially_in_force": (entry and entry > checked, end and end <= checked),
        "not_yet_in_force": (entry and entry <= checked, False),
        "not_in_force": (False, end and end > checked),
        "unknown": (False, False),
    }[text.legal_force.value]
    return [day for day, bad in zip((entry, end), wrong, strict=True) if day and bad]


def status_is_founded(scene: Scene) -> Findings:
    """A status has a source unless unknown; a text that ended says why, and what replaced it."""
    replaced = {
        text.id for later in scene.records.legal_texts()
        for relation in later.repeals if relation.text
        for text in _texts(scene.records, relation.text)
    }  # fmt: skip
    for text in scene.records.legal_texts():
        force = text.legal_force
        ended = force.value == "not_in_force"
        if ended and force.reason is None:
            yield at(text, "reason-missing", "legal_force")
        if not ended and force.reason is not None:
            yield at(text, "reason-needless", "legal_force.reason")
        if force.presumed and force.value != "unknown":
            yield at(text, "presumed-needless", "legal_force.presumed")
        if force.value != "unknown" and not force.sources:
            yield at(text, "status-source-missing", "legal_force")
        # What replaced it may be in a file that could not be read.
        whole = "legal-texts" not in scene.records.incomplete
        if whole and force.reason == "replaced" and not (text.id in replaced or text.repealed_by):
            yield at(text, "successor-missing", "legal_force.reason")


def relations_are_sound(scene: Scene) -> Findings:
    """A relation is written once, on the later text, to another one, and runs in no circle."""
    texts = {text.id: text for text in scene.records.legal_texts()}
    numbers = {text.number for text in texts.values()}
    for text in texts.values():
        written: set[tuple[str, str]] = set()
        for name in (*RELATIONS, *INVERSE_RELATIONS):
            for position, relation in enumerate(getattr(text, name)):
                key = f"{name}[{position}]"
                target = relation.text or relation.outside
                if (relation.text is None) == (relation.outside is None):
                    yield at(text, "relation-target", key)
                    continue
                if relation.outside and (relation.outside in numbers or relation.outside in texts):
                    yield at(text, "relation-outside", f"{key}.outside", got=relation.outside)
                elif relation.text and name in INVERSE_RELATIONS:
                    yield at(text, "relation-side", f"{key}.text", got=relation.text)
                for other in _texts(scene.records, relation.text or ""):
                    yield from _pair(text, other, name, f"{key}.text")
                    target = other.id
                if (name, target or "") in written:
                    yield at(text, "relation-repeated", key, got=relation.text or relation.outside)
                written.add((name, target or ""))
    yield from _cycles(scene.records, texts)


def _pair(text: LegalText, other: LegalText, name: str, key: str) -> Findings:
    if other.id == text.id:
        yield at(text, "relation-self", key)
    elif name in RELATIONS and other.date_document > text.date_document:
        yield at(
            text, "relation-dates", key,
            got=text.date_document, other=other.number, date=other.date_document,
        )  # fmt: skip
    start = text.first_date_entry_in_force
    gone = name == "repeals" and start and start <= other.legal_force.checked_on
    if gone and other.legal_force.value == "in_force":
        yield at(other, "repealed-in-force", "legal_force.value", other=text.number, date=start)


def _cycles(records: Records, texts: dict[str, LegalText]) -> Findings:
    for name in RELATIONS:
        graph = {
            text.id: [
                other.id for relation in getattr(text, name) if relation.text
                for other in _texts(records, relation.text) if other.id != text.id
            ]
            for text in texts.values()
        }  # fmt: skip
        for circle in _circles(graph):
            path = " → ".join(texts[step].number for step in [*circle, circle[0]])
            yield at(texts[circle[0]], "relation-cycle", name, got=path)


def _circles(graph: dict[str, list[str]]) -> Iterator[list[str]]:
    """Each circle of `graph` once, found by walking from every node without recursion."""
    done: set[str] = set()
    for start in sorted(graph):
        path: list[str] = []
        stack = [(start, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                path.pop()
                done.add(node)
            elif node in path:
                yield path[path.index(node) :]
            elif node not in done:
                path.append(node)
                stack.append((node, True))
                stack.extend((following, False) for following in graph[node])


def _texts(records: Records, reference: str) -> list[LegalText]:
    """The one text that `reference` (an id or a number) means; none where it is unclear."""
    found = records.texts_by_reference.get(reference, [])
    return found if len(found) == 1 else []
