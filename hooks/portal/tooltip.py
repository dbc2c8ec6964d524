"""Terms and abbreviations that are explained where a text first uses them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.model import Abbreviation, GlossaryTerm, Localized

PIECE = re.compile(r"(<[^>]*>)")
# What is a name, a link or a figure of speech of its own is left as it is.
LEFT = frozenset({"a", "button", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
BRACKETED = re.compile(r" \([^()]*\)$")  # Vietnam Women's Union (VWU)
TAG = re.compile(r"</?([a-z0-9]+)")


@dataclass(frozen=True)
class Note:
    """What is said about `forms`: `id` is unique among notes, `place` the key of its address.

    Forms are HTML, the way they stand within a sentence.
    """

    id: str
    place: str
    forms: tuple[str, ...]
    text: Localized


def notes(
    terms: Iterable[GlossaryTerm], abbreviations: Iterable[Abbreviation], lang: str
) -> list[Note]:
    """The notes for texts in `lang`: terms that have a definition, and abbreviations.

    A form of one word is left out: «giới» is in «thế giới» too, and “sex” has another sense.
    """
    found = []
    for term in terms:
        name = term.term.vi if lang == "vi" else term.term.en
        also = getattr(term.also, lang, ()) if term.also else ()
        plain = [BRACKETED.sub("", form) for form in (name or "", *also)]
        forms = tuple(html.escape(form, quote=False) for form in plain if " " in form)
        if forms and term.definition and term.tooltip:
            found.append(Note(f"note-{term.id}", f"term:{term.id}", forms, term.definition))
    for number, short in enumerate(abbreviations):
        form = html.escape(short.abbreviation, quote=False)
        found.append(Note(f"note-{number}", "glossary", (form,), short.meaning))
    return found


class Marker:
    """Finds the first use of each note in a text; made once for all texts of a language."""

    def __init__(self, known: Iterable[Note]) -> None:
        self._notes = {form: note for note in known for form in note.forms}
        longest = sorted(self._notes, key=len, reverse=True)
        within = "|".join(map(re.escape, longest))
        # With a capital it is a term at the start of a sentence, elsewhere part of a name.
        first = "|".join(re.escape(form[0].upper() + form[1:]) for form in longest)
        # Not within another word, nor in the number of a document: 948/QĐ-UBND.
        self._forms = re.compile(
            rf"(?<![\w/&-])(?:{within}|(?:^|(?<=[.!?] ))(?:{first}))(?![\w/;-])"
        )

    def pieces(self, text: str) -> Iterator[tuple[str, Note | None]]:
        """`text`, which is clean HTML, in pieces; with its note where a piece is a first use."""
        seen: set[str] = set()
        within: list[str] = []
        for piece in PIECE.split(text):
            if tag := TAG.match(piece):
                if tag[1] in LEFT:
                    within.append(tag[1]) if piece[1] != "/" else within and within.pop()
            elif self._notes and not within:
                yield from self._marked(piece, seen)
                continue
            yield piece, None

    def _marked(self, text: str, seen: set[str]) -> Iterator[tuple[str, Note | None]]:
        at = 0
        for found in self._forms.finditer(text):
            form = found[0]
            note = self._notes.get(form) or self._notes[form[0].lower() + form[1:]]
            if note.id in seen:
                continue
            seen.add(note.id)
            yield text[at : found.start()], None
            yield found[0], note
            at = found.end()
        yield text[at:], None
