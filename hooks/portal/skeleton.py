"""The first draft of a new record: every key of the model, explained, with a mark where to write.

A skeleton is made from the same dataclasses that the checks read, so that it cannot drift from
them: required and usual keys are there to fill in, the others wait behind a `# `.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from portal.field import Type, keys
from portal.legal_text import LegalText
from portal.model import Agency, Exemplar, GlossaryTerm, Localized, Measure, Source
from portal.prose import ENGLISH_KEYS, FrontMatter
from portal.value import (
    IDENTIFIER,
    MEASURE_NUMBER,
    UNFINISHED,
    Choice,
    ListOf,
    Pattern,
    RecordOf,
    Reference,
    Switch,
    Text,
)
from portal.value_date import Day

FOLDER = Path(__file__).with_name("skeletons")
# Text that may well hold a colon or run over lines: written below `>-`, where anything goes.
LONG = frozenset({
    "title", "text", "description", "definition", "figures", "caution", "role", "current",
    "note", "title_note", "entry_in_force_note", "responsible_wording", "reference",
})  # fmt: skip
GLOSSARY = "data/glossary.yml"


@dataclass(frozen=True)
class Kind:
    """What `--kind` names: the record, its files, the form of its id and the keys usually given."""

    cls: type
    files: tuple[str, ...]
    usual: frozenset[str]
    form: Pattern = IDENTIFIER


KINDS = {
    "legal-text": Kind(
        LegalText, ("data/legal-texts/{id}.yml",),
        frozenset({
            "signed_by", "first_date_entry_in_force", "legal_force.sources", "measures",
            "amended_by.outside", "repealed_by.outside",
        }),
    ),
    "exemplar": Kind(
        Exemplar, ("data/exemplars/{id}.yml",), frozenset({"period", "figures"})
    ),
    "news": Kind(
        FrontMatter, ("docs/vi/tin-tuc/{id}.md", "docs/en/tin-tuc/{id}.md"),
        frozenset({"description", "slug", "date", "category", "measures", "sources"}),
        form=Pattern(IDENTIFIER.form, "file-name"),
    ),
    "measure": Kind(
        Measure, ("data/measures/{id}.yml",), frozenset({"responsible"}), MEASURE_NUMBER
    ),
    "term": Kind(GlossaryTerm, (GLOSSARY,), frozenset({"definition", "sources"})),
    "source": Kind(Source, ("data/sources/{id}.yml",), frozenset({"url", "date"})),
    "agency": Kind(Agency, ("data/agencies/{id}.yml",), frozenset({"role"})),
}  # fmt: skip


@cache
def wording() -> dict[str, Any]:
    """The sentences of skeletons and of the command."""
    words: dict[str, Any] = yaml.safe_load((FOLDER / "wording.yml").read_text(encoding="utf-8"))
    return words


@cache
def signs() -> tuple[dict[str, str], ...]:
    """What the sign of an official number says about the text that bears it."""
    return tuple(yaml.safe_load((FOLDER / "numbers.yml").read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Identity:
    """The id of the new record and, where one was given, its official number."""

    id: str
    number: str = ""


def skeleton(
    kind: str, identity: Identity, today: date, lists: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """The text of each file of the new record; `lists` holds the ids that references may use."""
    model, words = KINDS[kind], wording()["comments"]
    draft = _Draft(model, {name: list(ids) for name, ids in lists.items()})
    if kind == "news":
        draft.give("date", today.isoformat(), "today")
        names = [file.format(id=identity.id) for file in model.files]
        english = _Draft(model, draft.lists)
        english.remarks["translation"] = words["translation"].format(file=names[1])
        pages = [_page(draft, "vi"), _page(english, "en")]
        return dict(zip(names, pages, strict=True))
    draft.give("id", _quoted(identity.id, always=model.form is MEASURE_NUMBER))
    if kind == "legal-text":
        draft.give("legal_force.checked_on", today.isoformat(), "today")
        if identity.number:
            draft.give("number", _quoted(identity.number))
            draft.guess(identity.number)
    if kind == "term":
        lines = [*_header("header_term"), *_item(draft.block(model.cls))]
    else:
        modeline = f"# yaml-language-server: $schema=../schema/{kind}.json"
        lines = [modeline, *_header("header"), *draft.block(model.cls)]
    return {model.files[0].format(id=identity.id): "\n".join(lines) + "\n"}


def _page(draft: _Draft, lang: str) -> str:
    """A page to write: its front matter and one line where its text goes."""
    only = ENGLISH_KEYS if lang == "en" else set(keys(FrontMatter)) - {"slug", "translation"}
    header = _header("header_en" if lang == "en" else "header")
    body = wording()["comments"][f"body_{lang}"].format(mark=UNFINISHED)
    lines = ["---", *header, *draft.block(FrontMatter, only=only), "---", "", body]
    return "\n".join(lines) + "\n"


def _header(name: str) -> Iterator[str]:
    return _notes(sentence.format(mark=UNFINISHED) for sentence in wording()["comments"][name])


@dataclass
class _Draft:
    """Writes the keys of one record; each kind of block is explained where it first stands."""

    kind: Kind
    lists: dict[str, list[str]]
    values: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    explained: set[type] = field(default_factory=set)

    def give(self, path: str, value: str, remark: str = "") -> None:
        self.values[path] = value
        if remark:
            self.remarks[path] = wording()["comments"][remark]

    def guess(self, number: str) -> None:
        """Give the type and the issuer that the sign of `number` tells, where lists have them."""
        sign = re.sub(r"\d+[a-zđ]?[/-](?:\d{4}/)?", "", number, count=1)
        told = next((entry for entry in signs() if re.fullmatch(entry["sign"], sign)), {})
        if (word := told.get("type_document", "")) in self.lists.get("document-types", ()):
            self.give("type_document", word, "guessed")
        if (word := told.get("passed_by", "")) in self.lists.get("issuers", ()):
            self.give("passed_by", f"[{word}]", "guessed")

    def block(self, cls: type, path: str = "", only: Iterable[str] = ()) -> Iterator[str]:
        """The lines of a block of keys: those to fill in, and the others behind a `# `."""
        items = {name: item for name, item in keys(cls).items() if not only or name in only}
        explain = cls not in self.explained
        self.explained.add(cls)
        wanted = self.kind.usual | set(self.values)
        chosen = {name for name in items if f"{path}.{name}".lstrip(".") in wanted}
        chosen |= {name for name, item in items.items() if item.metadata["required"]}
        chosen = set(items) if cls is Localized else chosen or {next(iter(items))}
        for name, item in items.items():
            kind, here = item.metadata["type"], f"{path}.{name}".lstrip(".")
            if explain:
                hint = self._hint(kind)
                hint = hint[:1].upper() + hint[1:]
                remarks = (item.metadata["vi"], hint, self.remarks.get(here, ""))
                yield from _notes([". ".join(filter(None, remarks))])
            if explain or name in chosen:
                for line in self._entry(name, kind, here):
                    yield line if name in chosen else f"# {line}"

    def _entry(self, name: str, kind: Type, path: str) -> Iterator[str]:
        if path in self.values:
            yield f"{name}: {self.values[path]}"
        elif isinstance(kind, RecordOf):
            yield f"{name}:"
            yield from _indented(self.block(kind.cls, path))
        elif isinstance(kind, ListOf) and isinstance(kind.item, RecordOf):
            yield f"{name}:"
            yield from _indented(_item(self.block(kind.item.cls, path)))
        elif isinstance(kind, ListOf):
            yield f"{name}: [{UNFINISHED}]"
        elif isinstance(kind, Text) and LONG & set(path.split(".")):
            yield from (f"{name}: >-", f"  {UNFINISHED}")
        else:
            yield f"{name}: {UNFINISHED}"

    def _hint(self, kind: Type, choose: str = "one_of") -> str:
        """How a value of this type is written, and which words it may be."""
        words = wording()["comments"]
        if isinstance(kind, ListOf) and not isinstance(kind.item, RecordOf):
            inner = self._hint(kind.item, "some_of")
            return f"{words['list']}; {inner}".removesuffix("; ")
        if isinstance(kind, Choice):
            return str(words[choose].format(words=", ".join(kind.words)))
        if isinstance(kind, Reference):
            if kind.target == "legal-texts":
                return str(words["text_reference"])
            ids = ", ".join(self.lists.get(kind.target, ()))
            return str(words[choose if ids else "record"].format(words=ids, target=kind.target))
        return str(words["day"] if isinstance(kind, Day) else
                   words["switch"] if isinstance(kind, Switch) else "")  # fmt: skip


def _notes(sentences: Iterable[str]) -> Iterator[str]:
    for sentence in sentences:
        for line in textwrap.wrap(sentence, 88, break_long_words=False, break_on_hyphens=False):
            yield f"## {line}"


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _item(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a block as one item of a list: a dash before its first key."""
    started = False
    for line in lines:
        first = not started and not line.startswith("#")
        yield f"- {line}" if first else f"  {line}"
        started = started or first


def _quoted(text: str, *, always: bool = False) -> str:
    """`text` as a YAML scalar: in quotes where editors would read a number, a date or nothing."""
    other = re.fullmatch(r"[\d.e+-]+|0[xo][\da-f]+|null|true|false", text)
    return f'"{text}"' if always or other else text
