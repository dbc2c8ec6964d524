"""Rules for how texts call documents: by the right type, and as the page does that a link leads to.

Each rule is a generator of findings whose docstring is the rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from portal.address import Page
from portal.figure import Figure, document_key, leading
from portal.finding import Finding, Findings, Scene
from portal.legal_text import LegalText
from portal.passage import Passages
from portal.prose import prose_lines
from portal.records import Records
from portal.support import Support

# The words before a number, among them its type: «theo Quyết định số», "of Official Letter No."
BEFORE = re.compile(r"((?:[^\W\d_]+\s+){1,4})(?:số\s+|No\.?\s+)?\Z", re.IGNORECASE)
# QĐ of 948/QĐ-UBND, CT of 21-CT/TW.
SYMBOL = re.compile(r"\d+[A-Z]?(?:/\d{4})?[/-]([A-Z&]+)")
# A notice may be of anything, a conclusion for instance.
NOTICE = "TB"
KINDS = ("administrative-document", "party-document")
LINK = re.compile(r"\[([^\[\]]*)\]\(\s*<?([^)<>\s#]*)")


@dataclass(frozen=True)
class Types:
    """The types of documents in `lang`, by the register and the abbreviations of `records`."""

    records: Records
    lang: str

    @cached_property
    def by_symbol(self) -> dict[str, list[str]]:
        """What the letters of a number stand for; without diacritics they may be of two types."""
        known = self.records.singles.get("abbreviations.yml")
        found: dict[str, list[str]] = {}
        for item in known.abbreviations if known else ():
            if item.kind in KINDS:
                meaning = item.meaning.best(self.lang)[0].lower()
                found.setdefault(document_key(item.abbreviation), []).extend(meaning.split(" or "))
        return found

    @cached_property
    def by_id(self) -> dict[str, str]:
        held = self.records.vocabularies.get("document-types")
        entries = held.entries if held else ()
        return {item.id: item.name.best(self.lang)[0].lower() for item in entries}

    @cached_property
    def all(self) -> set[str]:
        """Every type by its name alone: decision, but not decision of the Prime Minister."""
        meant = {name for names in self.by_symbol.values() for name in names}
        return meant | {name for name in self.by_id.values() if len(name.split()) < 3}

    def of(self, number: str, text: LegalText | None) -> list[str]:
        """The types that a document with the key `number` may be called by, the best first:
        by its letters, and by the type of its record `text`; none if unknown."""
        symbol = SYMBOL.match(number)
        if symbol and symbol[1] == NOTICE:
            return []
        name = self.by_id.get(text.type_document, "").split() if text else []
        within = sorted(kind for kind in self.all if set(kind.split()) <= set(name))
        return [*(self.by_symbol.get(symbol[1], []) if symbol else []), *within]


def documents_are_called_by_their_type(scene: Scene) -> Findings:
    """Before the number of a document stands its type, or none."""
    support = Support.of_scene(scene)
    types = {lang: Types(scene.records, lang) for lang in ("vi", "en")}
    for passage in Passages.of_scene(scene).all:
        kinds = types[passage.lang]
        for figure in support.figures(passage.text, passage.lang):
            start, end = figure.start, figure.end
            called = figure.kind == "document" and _called(passage.text[:start][-60:], kinds.all)
            right = kinds.of(figure.key, support.numbers.get(figure.key)) if called else []
            if called and right and called.lower() not in right:
                number = passage.text[start:end]
                values: dict[str, object] = {"got": called, "number": number, "right": right[0]}
                yield Finding("document-type", passage.at(start, end), passage.key, values)


def _called(before: str, known: set[str]) -> str:
    """The type at the end of the words `before` a number, '' where there is none."""
    found = BEFORE.search(before)
    words = found[1].split() if found else []
    for count in range(len(words), 0, -1):
        if " ".join(words[-count:]).lower() in known:
            return " ".join(words[-count:])
    return ""


def links_lead_where_they_say(scene: Scene) -> Findings:
    """A link that names a document or a measure by its number leads to that one."""
    if scene.records.interface is None:
        return
    support = Support.of_scene(scene)
    for page in scene.records.prose.values():
        for number, line in enumerate(prose_lines(page.body), start=page.body_line):
            for link in LINK.finditer(line):
                goal = support.goal(page, link[2])
                said = support.figures(link[1], page.lang) if goal else []
                wrong = next((figure for figure in said if goal and not _fits(figure, goal)), None)
                if wrong and goal:
                    place = (page.meta.origin.path, number, link.start(1) + wrong.start + 1)
                    got = link[1][wrong.start : wrong.end]
                    yield Finding("link-document", place, "", {"got": got, "page": goal.src})


def _fits(figure: Figure, goal: Page) -> bool:
    """Whether the page `goal` is about what `figure`, of a link to it, names."""
    record = goal.record
    if goal.kind == "measure" and figure.kind == "measure":
        return str(record.id) == figure.key
    if goal.kind == "legal-text" and figure.kind == "document":
        return document_key(record.number) == figure.key
    if goal.kind == "legal-text" and figure.kind == "short":
        names = record.also_known_as.vi if record.also_known_as else ()
        known = {str(int(number)) for name in names for number in re.findall(r"\d{1,4}", name)}
        return figure.key in known | {leading(record.number)}
    return True
