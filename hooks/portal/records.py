"""Reads `data/` and `docs/` into records; `portal.register` makes one indexed register of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from portal.field import Cursor, Origin, keys, read_record
from portal.json_source import parse_json
from portal.legal_text import LegalText
from portal.model import (
    Abbreviations,
    Agency,
    Exemplar,
    Glossary,
    Localized,
    Measure,
    Plan,
    Source,
    Vocabulary,
)
from portal.problem import Report, guess
from portal.prose import Prose, read_prose
from portal.settings import Interface, Site
from portal.source import Mapping, Scalar, parse_yaml
from portal.text_file import read_text
from portal.tree import files_below
from portal.value import IDENTIFIER, MEASURE_NUMBER
from portal.views import Views
from portal.word_list import WordList

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
    "words.yml": WordList,
}
REQUIRED = ("plan.yml", "site.yml", "interface.yml")
FOLDERS = (*COLLECTIONS, "vocabulary", "schema")


@dataclass
class Records:
    """Everything that could be read. `known` also holds the ids (and the numbers of legal texts)
    written in files that could not be, so that one broken record does not bring a mistake for
    every reference to it; `unreadable` names the collections where not even that is known, and
    `incomplete` those that lack a record."""

    collections: dict[str, dict[str, Any]] = field(default_factory=dict)
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    singles: dict[str, Any] = field(default_factory=dict)
    interface: Interface | None = None
    interface_origin: Origin = field(default_factory=lambda: Origin("data/interface.yml"))
    prose: dict[tuple[str, str], Prose] = field(default_factory=dict)
    uploads: dict[str, Path] = field(default_factory=dict)
    urls: str = ""  # the text of deploy/urls.txt
    known: dict[str, set[str]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    incomplete: set[str] = field(default_factory=set)

    def legal_texts(self) -> list[LegalText]:
        return list(self.collections["legal-texts"].values())

    @cached_property
    def texts_by_reference(self) -> dict[str, list[LegalText]]:
        """The legal texts by id and by number; a number may stand for several."""
        found: dict[str, list[LegalText]] = {}
        for text in self.legal_texts():
            for reference in {text.id, text.number}:
                found.setdefault(reference, []).append(text)
        return found

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
            if not (data / name).is_file() and not (data / name).is_symlink():
                report.add("file-missing", (f"data/{name}", 1, 1), got=name)
    records.prose = read_prose(root, report, records.uploads)
    if (urls := root / "deploy/urls.txt").is_file():
        records.urls = urls.read_text("utf-8", errors="replace")
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
        _read_record(path, name, folder, root, records, report)


def _read_record(
    path: Path, name: str, folder: str, root: Path, records: Records, report: Report
) -> None:
    records.known[folder].add(path.stem)
    text = read_text(path, name, root, report)
    tree = None if text is None else parse_yaml(text, name, report)
    if tree is None:
        # The id is the file's name; a legal text is also known by its number.
        if folder == "legal-texts":
            _remember(text, folder, "number", records)
        records.incomplete.add(folder)
        return
    home = _home(tree, folder)
    if home != folder:
        report.add("wrong-folder", (name, tree.line, tree.column), expected=f"data/{home}/")
        return
    written = _written(tree, "id")
    records.known[folder] |= {written.value} if written else set()
    if folder == "legal-texts":
        if number := _written(tree, "number"):
            records.known[folder].add(number.value)
        else:
            records.unreadable.add(folder)
    form = MEASURE_NUMBER if folder == "measures" else IDENTIFIER
    if written and written.value != path.stem and form.accepts(written.value):
        if form.accepts(path.stem) or folder == "measures":
            place = (name, written.line, written.column)
            report.add("id-file-name", place, "id", got=written.value, expected=path.stem)
        else:
            report.add("file-name", (name, 1, 1), got=path.stem)
    record: Any = read_record(COLLECTIONS[folder], tree, Cursor(Origin(name), report))
    if record is not None:
        records.collections[folder][record.id] = record
    else:
        records.incomplete.add(folder)


def _home(tree: Mapping, folder: str) -> str:
    """The folder whose records have all the keys of `tree`, where those of `folder` do not."""
    written = {entry.key for entry in tree.entries}
    if len(written - set(keys(COLLECTIONS[folder]))) < 2:
        return folder
    return next((name for name, cls in COLLECTIONS.items() if written <= set(keys(cls))), folder)


def _written(tree: Mapping, key: str) -> Scalar | None:
    """The text that `tree` has at `key`, be it right or wrong."""
    for entry in tree.entries:
        if entry.key == key and isinstance(entry.value, Scalar):
            return entry.value if entry.value.value else None
    return None


def _remember(text: str | None, target: str, key: str, records: Records) -> None:
    """Note what a file that cannot be read seems to define under `key`."""
    found = re.findall(rf"^[ -]*{key}\b\s*[:：]?(.*)$", text or "", re.MULTILINE)
    records.known[target] |= {value.strip(" \"'“”") for value in found}
    if not found:
        records.unreadable.add(target)


def _read_single(
    path: Path, name: str, leaf: str, root: Path, records: Records, report: Report
) -> None:
    if leaf == "interface.yml":
        tree = _parse(path, name, root, report)
        if tree is not None:
            records.interface = _read_interface(tree, records.interface_origin, report)
    elif leaf in SINGLES:
        record = _read(SINGLES[leaf], path, name, root, report)
        if record is not None:
            records.singles[leaf] = record
    elif path.suffix in (".yaml", ".YML", ".YAML"):
        report.add("file-extension", (name, 1, 1), expected=".yml", got=path.name)
    else:
        _unknown(name, leaf, (*SINGLES, "interface.yml", *(f"{item}/" for item in FOLDERS)), report)


def _read_vocabulary(path: Path, name: str, root: Path, records: Records, report: Report) -> None:
    if path.stem not in VOCABULARIES:
        _unknown(name, path.stem, VOCABULARIES, report)
        return
    text = read_text(path, name, root, report)
    tree = None if text is None else parse_yaml(text, name, report)
    vocabulary = tree and read_record(Vocabulary, tree, Cursor(Origin(name), report))
    if vocabulary:
        records.vocabularies[path.stem] = vocabulary
        records.known[path.stem] |= {term.id for term in vocabulary.entries}
    else:
        _remember(text, path.stem, "id", records)


def _parse(path: Path, name: str, root: Path, report: Report) -> Mapping | None:
    text = read_text(path, name, root, report)
    if text is None:
        return None
    read = parse_json if path.suffix == ".json" else parse_yaml
    return read(text, name, report)


def _read(cls: type, path: Path, name: str, root: Path, report: Report) -> Any:
    tree = _parse(path, name, root, report)
    return None if tree is None else read_record(cls, tree, Cursor(Origin(name), report))


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
