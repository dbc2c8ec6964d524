"""Rules for legal texts: dates, status and relations.

Each rule is a generator of findings whose docstring is the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from portal.finding import Findings, Scene, at
from portal.model import INVERSE_RELATIONS, RELATIONS, LegalText
from portal.records import Records


def dates_agree(scene: Scene) -> Findings:
    """Dates come in their order, none lies in the future, and the status agrees with them."""
    today = scene.today
    for text in scene.records.legal_texts():
        force = text.legal_force
        issued, entry, end = (
            text.date_document, text.first_date_entry_in_force, text.date_no_longer_in_force
        )  # fmt: skip
        for key, day in (("date_document", issued), ("legal_force.checked_on", force.checked_on)):
            if day > today:
                yield at(text, "date-in-future", key, got=day, today=today)
        order = (
            ("first_date_entry_in_force", entry, "date_document", issued),
            ("date_no_longer_in_force", end, "first_date_entry_in_force", entry or issued),
        )
        for key, later, other, earlier in order:
            if later and later < earlier:
                yield at(text, "dates-order", key, got=later, other=other, date=earlier)
        if force.value in ("in_force", "partially_in_force"):
            for wrong in (entry if entry and entry > force.checked_on else None,
                          end if end and end <= force.checked_on else None):  # fmt: skip
                if wrong:
                    yield at(text, "force-dates", "legal_force.value", got=force.value, date=wrong)
        if force.value == "not_yet_in_force" and entry and entry <= force.checked_on:
            yield at(text, "force-dates", "legal_force.value", got=force.value, date=entry)
        if force.value == "not_in_force" and end and end > force.checked_on:
            yield at(text, "force-dates", "legal_force.value", got=force.value, date=end)
    for page in scene.records.prose.values():
        for key in ("date", "updated"):
            if (day := getattr(page.meta, key)) and day > today:
                yield at(page.meta, "date-in-future", key, got=day, today=today)
    plan = scene.records.singles.get("plan.yml")
    if plan and plan.date > today:
        yield at(plan, "date-in-future", "date", got=plan.date, today=today)


def status_is_founded(scene: Scene) -> Findings:
    """A status other than unknown has a source; a text that ended says why, and what replaced it."""
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
        if force.reason == "replaced" and text.id not in replaced and not text.repealed_by:
            yield at(text, "successor-missing", "legal_force.reason")


def relations_are_sound(scene: Scene) -> Findings:
    """A relation is written once, on the later text, to another text, and never runs in a circle."""
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
    if name == "repeals" and start and start <= other.legal_force.checked_on:
        if other.legal_force.value == "in_force":
            yield at(
                other, "repealed-in-force", "legal_force.value", other=text.number, date=start
            )


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
