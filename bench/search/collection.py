"""Judged collections: what is looked through, and who asked what with which answers."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FORMS = {
    "full": "question",
    "full_s": "question, no diacritics",
    "kw": "keywords",
    "kw_s": "keywords, no diacritics",
    "typo_s": "keywords, no diacritics, one slip",
}
ENGLISH = "English question"
NUMBERS = {
    "exact": "948/QĐ-UBND",
    "lower_ascii": "948/qd-ubnd",
    "type+no+year": "quyết định 948",
    "ascii_type+no+year": "quyet dinh 948",
    "spaces": "quyet dinh so 948 qd ubnd",
}
# A type and a number may be those of several documents, each of them right.
SHARED = ("type+no+year", "ascii_type+no+year")
SLUG_END = re.compile(r"-\d+$")


class NoCollection(Exception):
    """A file is not there or not as the guide says; the text says which and why."""


@dataclass(frozen=True)
class Query:
    """What somebody types, and the places of the pages that answer it (never none)."""

    form: str
    text: str
    gold: frozenset[int]


@dataclass
class Collection:
    """Pages as JSON lines that `portal.search_jsonl` reads, their ids in that order, and the
    questions over them: their queries, one of each form."""

    name: str
    lang: str
    pages: Path
    ids: dict[str, int] = field(default_factory=dict)
    syllables: int = 0
    characters: int = 0
    questions: list[list[Query]] = field(default_factory=list)

    def queries(self, form: str, sample: int = 0) -> list[Query]:
        """All queries of a form, or those of about `sample` questions, evenly chosen."""
        chosen = self.questions
        if sample and sample < len(chosen):
            chosen = [chosen[at * len(chosen) // sample] for at in range(sample)]
        return [query for question in chosen for query in question if query.form == form]

    def forms(self) -> list[str]:
        """The forms that are asked in, in the order of the questions."""
        return list(dict.fromkeys(q.form for question in self.questions for q in question))

    def shown(self) -> Iterator[tuple[str, str]]:
        """Title and text of each page."""
        with self.pages.open(encoding="utf-8") as lines:
            for line in lines:
                page = json.loads(line)
                yield page["title"], page["text"]


def collect(name: str, lang: str, source: Path, folder: Path) -> Collection:
    """The pages of `source` (JSON lines, packed or not, with `id` and `text`), written anew into
    `folder` as every engine is to have them: one page each, known by its place as `/12/`."""
    made = Collection(name, lang, folder / f"{name}.jsonl")
    with made.pages.open("w", encoding="utf-8") as out:
        for number, raw in enumerate(lines_of(source)):
            page = page_of(raw) | {"url": f"/{number}/"}
            made.ids[str(raw["id"])] = number
            made.characters += len(page["title"]) + len(page["text"])
            made.syllables += len(page["title"].split()) + len(page["text"].split())
            out.write(json.dumps(page, ensure_ascii=False) + "\n")
    return made


def page_of(raw: Mapping[str, Any]) -> dict[str, str]:
    """Title, text, number and type of a line of any of the collections."""
    text = str(raw["text"])
    page = {"title": "", "text": text}
    page |= {"number": raw.get("num") or "", "type": raw.get("type") or ""}
    if "slug" in raw:  # the only title these documents have
        page["title"] = SLUG_END.sub("", raw["slug"]).replace("-", " ")
    elif "title" in raw:
        page["title"] = f"{raw['title']} ({raw['law']})" if "law" in raw else raw["title"]
    else:
        page["title"], _, page["text"] = text.partition("\n")
    return page


def ask(collections: Iterable[Collection], files: Iterable[Path]) -> list[str]:
    """Give each question of `files` to the collection that has its answers; what to say of those
    that none has."""
    known = list(collections)
    lost: list[str] = []
    for file in files:
        left = 0
        for raw in lines_of(file):
            # The English articles have the ids of the Vietnamese.
            lang = "en" if isinstance(raw.get("q"), str) else "vi"
            found = (each for each in known if each.lang == lang and each.ids.keys() & raw["gold"])
            if into := next(found, None):
                into.questions.append(list(queries_of(raw, into)))
            else:
                left += 1
        if left:
            lost.append(f"{file.name}: {left} questions whose answers are in no collection here")
    return lost


def queries_of(raw: Mapping[str, Any], collection: Collection) -> Iterator[Query]:
    """The queries of a line: a question in its forms, in English, or a number in its shapes."""
    ids, asked = collection.ids, raw.get("q")
    gold = frozenset(ids[id] for id in raw["gold"] if id in ids)
    if isinstance(asked, str):
        yield Query("english", asked, gold)
    elif asked:
        loose = frozenset(ids[id] for id in raw["gold_loose"] if id in ids)
        for shape, text in asked.items():
            yield Query(shape, text, loose if shape in SHARED else gold)
    else:
        for form in FORMS:
            if raw.get(form):
                yield Query(form, raw[form], gold)


def lines_of(file: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    try:
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
            yield from (json.loads(line) for line in lines if line.strip())
    except (OSError, ValueError) as error:
        raise NoCollection(f"{file}: {error}") from error
