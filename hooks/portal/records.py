"""Reads `data/` and `docs/` into records; `portal.register` makes one indexed register of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.field import Cursor, Origin, read_record
from portal.model import (
    Abbreviations,
    Agency,
    Exemplar,
    Glossary,
    LegalText,
    Localized,
    Measure,
    Plan,
    Source,
    Term,
    Vocabulary,
)
from portal.problem import Report, guess
from portal.prose import Prose, read_prose
from portal.settings import Interface, Site, Views
from portal.source import Mapping, parse_yaml, read_text
from portal.tree import files_below

COLLECTIONS: dict[str, type] = {
    "sources": Source,
    "agencies": Agency,
    "measures": Measure,
    "legal-texts": LegalText,
    "exemplars": Exemplar,
}
VOCABULARIES = (
    "document-types",
    "issuers",
    "exemplar-kinds",
    "places",
    "news-categories",
    "source-kinds",
    "abbreviation-kinds",
)
SINGLES: dict[str, type] = {
    "plan.yml": Plan,
    "site.yml": Site,
    "views.json": Views,
    "glossary.yml": Glossary,
    "abbreviations.yml": Abbreviations,
}
REQUIRED = ("plan.yml", "site.yml", "interface.yml")
FOLDERS = (*COLLECTIONS, "vocabulary", "schema")


@dataclass
class Records:
    """Everything that could be read. `known` also holds the ids of files that could not be, so
    that one broken record does not bring a mistake for every reference to it."""

    collections: dict[str, dict[str, Any]] = field(default_factory=dict)
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    singles: dict[str, Any] = field(default_factory=dict)
    interface: Interface | None = None
    interface_origin: Origin = field(default_factory=lambda: Origin("data/interface.yml"))
    prose: dict[tuple[str, str], Prose] = field(default_factory=dict)
    known: dict[str, set[str]] = field(default_factory=dict)

    def legal_texts(self) -> list[LegalText]:
        return list(self.collections["legal-texts"].values())

    def every(self) -> Iterator[Any]:
        """Every record with an `origin`: collections, single files, lists and front matter."""
        for records in self.collections.values():
            yield from records.values()
        yield from self.singles.values()
        yield from self.vocabularies.values()
        for page in self.prose.values():
            yield page.meta


def read_records(root: Path, report: Report) -> Records:
    """Read `root`/data and `root`/docs; what cannot be read is reported and left out."""
    records = Records(
        collections={name: {} for name in COLLECTIONS},
        known={name: set() for name in (*COLLECTIONS, *VOCABULARIES)},
    )
    data = root / "data"
    if not data.is_dir():
        report.add("file-missing", ("data", 1, 1), got="data/")
    else:
        for path, name in files_below(data, root, report):
            _read_file(path, name, root, records, report)
        for name in REQUIRED:
            if not (data / name).exists():
                report.add("file-missing", (f"data/{name}", 1, 1), got=name)
    records.prose = read_prose(root, report)
    return records


def _read_file(path: Path, name: str, root: Path, records: Records, report: Report) -> None:
    folder, _, leaf = name.removeprefix("data/").rpartition("/")
    if folder == "schema":
        return
    if not folder:
        _read_single(path, name, leaf, root, records, report)
    elif folder not in FOLDERS:
        _unknown(name, folder, FOLDERS, report)
    elif path.suffix != ".yml":
        report.add("file-extension", (name, 1, 1), expected=".yml", got=path.name)
    elif folder == "vocabulary":
        _read_vocabulary(path, name, root, records, report)
    else:
        records.known[folder].add(path.stem)
        record, _ = _read(COLLECTIONS[folder], path, name, root, report)
        if record is not None:
            if record.id != path.stem:
                place = record.origin.at("id")
                report.add("id-file-name", place, "id", got=record.id, expected=path.stem)
            records.known[folder].add(record.id)
            records.collections[folder][record.id] = record


def _read_single(
    path: Path, name: str, leaf: str, root: Path, records: Records, report: Report
) -> None:
    if leaf == "interface.yml":
        tree = _parse(path, name, root, report)
        if tree is not None:
            records.interface = _read_interface(tree, records.interface_origin, report)
    elif leaf in SINGLES:
        record, _ = _read(SINGLES[leaf], path, name, root, report)
        if record is not None:
            records.singles[leaf] = record
    elif path.suffix in (".yaml", ".YML", ".YAML"):
        report.add("file-extension", (name, 1, 1), expected=".yml", got=path.name)
    else:
        _unknown(name, leaf, (*SINGLES, "interface.yml", *(f"{item}/" for item in FOLDERS)), report)


def _read_vocabulary(
    path: Path, name: str, root: Path, records: Records, report: Report
) -> None:
    if path.stem not in VOCABULARIES:
        _unknown(name, path.stem, VOCABULARIES, report)
        return
    vocabulary, tree = _read(Vocabulary, path, name, root, report)
    if vocabulary is not None:
        records.vocabularies[path.stem] = vocabulary
        records.known[path.stem] |= {term.id for term in vocabulary.entries}
    elif tree is not None:
        records.known[path.stem] |= _written_ids(tree)


def _written_ids(node: Any) -> set[str]:
    """The ids written anywhere in a list that could not be read as a whole."""
    found = {entry.value.value for entry in getattr(node, "entries", ()) if entry.key == "id"
             and hasattr(entry.value, "value")}  # fmt: skip
    for child in [entry.value for entry in getattr(node, "entries", ())] + list(
        getattr(node, "items", ())
    ):
        found |= _written_ids(child)
    return found


def _parse(path: Path, name: str, root: Path, report: Report) -> Mapping | None:
    text = read_text(path, name, root, report)
    return None if text is None else parse_yaml(text, name, report)


def _read(cls: type, path: Path, name: str, root: Path, report: Report) -> tuple[Any, Any]:
    tree = _parse(path, name, root, report)
    if tree is None:
        return None, None
    return read_record(cls, tree, Cursor(Origin(name), report)), tree


def _read_interface(tree: Mapping, origin: Origin, report: Report) -> Interface:
    phrases = {}
    for entry in tree.entries:
        cursor = Cursor(origin, report).child(entry.key)
        phrase = read_record(Localized, entry.value, cursor)
        if phrase is not None:
            phrases[entry.key] = phrase
    return Interface(phrases)


def _unknown(name: str, word: str, known: tuple[str, ...], report: Report) -> None:
    close = guess(word, known)
    report.add("unknown-folder", (name, 1, 1), got=word, known=", ".join(known), guess=close)
