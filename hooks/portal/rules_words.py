"""Rules for words: the forms of the glossary and of the word list, in both languages.

Each rule is a generator of findings whose docstring is the rule.
"""

from __future__ import annotations

from itertools import chain, islice

from portal.finding import Finding, Findings, Scene, at
from portal.passage import Passages
from portal.problem import MOST_IN_A_FILE
from portal.term_base import TermBase


def words_are_those_of_the_term_base(scene: Scene) -> Findings:
    """Texts use the terms of the glossary, spelt as it spells them, with tone marks in one style;
    each exception to that is needed somewhere."""
    base = TermBase(scene.records)
    passages = Passages.of_scene(scene)
    for passage in chain(passages.all, passages.named):
        for slip in islice(base.slips(passage), MOST_IN_A_FILE + 1):
            got = " ".join(passage.text[slip.start : slip.end].split())
            place = passage.at(*slip.mark)
            yield Finding(slip.rule, place, passage.key, {"got": got, "right": slip.right})
    for number, item in enumerate(base.list.exceptions):
        # A file that could not be read may be the one that needs it.
        if number not in base.used and not scene.records.incomplete:
            yield at(base.list, "exception-unused", f"exceptions[{number}]", got=item.form,
                     where=item.where)  # fmt: skip
