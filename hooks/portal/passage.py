"""Every text that people wrote, in the language it is in, with the place of each of its letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from portal.finding import Place, Scene
from portal.leaf import leaves
from portal.model import Localized, LocalizedList
from portal.prose import Prose, prose_lines
from portal.records import Records
from portal.text_file import position

# What people type into the search is theirs, and forms to avoid are named in order to be avoided.
EXEMPT = ("search_words", "avoid")
NAMED = ("name", "publisher", "reference")
BLANK = [
    re.compile(form, re.MULTILINE)
    for form in (
        r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*",  # the target of a link
        r"^ {0,3}\[[^\]\n]+\]:[ \t]+\S+",  # a definition of one
        r"\[\^[^\]\n]{1,100}\]:?",  # a footnote's mark
        r"\{:?[^{}\n]*\}",  # attributes
        r"<?(?:https?://|www\.|mailto:)[^\s<>()]+>?",
        r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        r"&nbsp;|&#160;",
        r"^[ \t]*(?:>[ \t]?)+",  # a quotation
        r"[\[\]*`]|(?<![^\W_])_+|_+(?![^\W_])",
    )
]
ITEM = re.compile(r"^([ \t]*)(?:\d{1,9}[.)]|[-+*])(?=[ \t])", re.MULTILINE)


@lru_cache(maxsize=2048)  # several rules read each page, and each check of a preview again
def readable(body: str) -> str:
    """`body` as read: marks, code and addresses are blanked, every letter stays in its place."""
    text = "\n".join(prose_lines(body))
    # A new item is no continuation of the one before, and its numeral is no figure.
    text = ITEM.sub(lambda item: item[1] + "•".ljust(len(item[0]) - len(item[1])), text)
    for form in BLANK:
        text = form.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    return text


@dataclass(frozen=True)
class Passage:
    """A text in `lang`. `first` is where it begins in its file; `raw` is the file from there on,
    where its letters may be broken into lines otherwise than in `text`."""

    path: str
    lang: str
    text: str
    first: tuple[int, int]
    key: str = ""
    raw: str = ""

    def at(self, start: int, end: int) -> Place:
        """The place of the letters from `start` to `end`."""
        if self.raw:
            words = [re.escape(word) for word in self.text[start:end].split()]
            form = re.compile(r"\s+".join(words).replace("'", "'{1,2}"))
            before = len(form.findall(self.text[:start]))
            found = [match.start() for match, _ in zip(form.finditer(self.raw), range(before + 1),
                                                      strict=False)]  # fmt: skip
            if len(found) <= before:
                return (self.path, *self.first)
            line, column = position(self.raw, found[-1])
        else:
            line, column = position(self.text, start)
        return self.path, self.first[0] + line - 1, column + (self.first[1] - 1) * (line == 1)


def body_of(page: Prose) -> Passage:
    """The text of `page` below its front matter."""
    return Passage(page.meta.origin.path, page.lang, readable(page.body), (page.body_line, 1))


@dataclass(frozen=True)
class Passages:
    """The passages of `records`, which were read from `root`."""

    records: Records
    root: Path

    @classmethod
    def of_scene(cls, scene: Scene) -> Passages:
        return scene.once("passages", lambda: cls(scene.records, scene.root))

    @cached_property
    def all(self) -> list[Passage]:
        return [*self._data(), *(passage for page in self.records.prose.values()
                                 for passage in self.of_page(page))]  # fmt: skip

    @cached_property
    def named(self) -> list[Passage]:
        """Names of data that have no language: publishers, documents, people."""
        found = [passage for record in self.records.every()
                 for passage in self._in(record.origin, _named(record))]  # fmt: skip
        return [passage for passage in found if not passage.text.isascii()]

    def _data(self) -> Iterator[Passage]:
        for record in self.records.every():
            if not record.origin.path.startswith("docs/"):
                yield from self._of_record(record, localized(record))
        interface = self.records.interface
        for name, phrase in interface.phrases.items() if interface else ():
            if not name.startswith("path_"):
                yield from self._in(self.records.interface_origin, localized(phrase, name))

    def of(self, origin: Any, key: str, lang: str, text: str) -> Iterator[Passage]:
        """The passage that `text` is, as the value of `key`."""
        yield from self._in(origin, iter([(key, lang, text)]))

    def _of_record(self, record: Any, texts: Iterator[tuple[str, str, str]]) -> Iterator[Passage]:
        yield from self._in(record.origin, texts)

    def _in(self, origin: Any, texts: Iterator[tuple[str, str, str]]) -> Iterator[Passage]:
        for key, lang, text in texts:
            _, line, column = origin.at(key)
            passage = Passage(origin.path, lang, text, (line, column), key)
            raw = self._raw(origin.path, line, column)
            yield replace(passage, raw=raw) if raw else passage

    def of_page(self, page: Prose) -> list[Passage]:
        """The title, description and text of `page`."""
        meta = page.meta
        texts = [(key, page.lang, getattr(meta, key)) for key in ("title", "description", "byline")]
        found = [*self._in(meta.origin, iter([item for item in texts if item[2]]))]
        return [*found, body_of(page)]

    def _raw(self, path: str, line: int, column: int) -> str:
        """The file at `path` from a place on; '' where it cannot be read now."""
        lines = self._files.get(path)
        if lines is None:
            try:
                text = (self.root / path).read_text("utf-8-sig", errors="replace")
            except OSError:
                text = ""
            lines = self._files[path] = unicodedata.normalize("NFC", text).split("\n")
        # Far more lines than any value has would only be searched in vain.
        rest = lines[line - 1 : line + 200]
        return "\n".join([rest[0][column - 1 :], *rest[1:]]) if rest else ""

    @cached_property
    def _files(self) -> dict[str, list[str]]:
        return {}


def _named(record: Any) -> Iterator[tuple[str, str, str]]:
    for leaf in leaves(record):
        if leaf.name in NAMED and leaf.holder is not Localized and isinstance(leaf.value, str):
            yield leaf.path, "vi", leaf.value


def localized(record: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Every text of `record` that has a language: its key path, its language, and itself."""
    for leaf in leaves(record, path, without=EXEMPT):
        if leaf.holder in (Localized, LocalizedList):
            for at, text in leaf.each():
                yield at, leaf.name, text
