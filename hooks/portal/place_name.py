"""The names of places in texts of both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from portal.records import Records

# In a sentence the kind of place is written otherwise, or not at all.
KIND = re.compile(r"^(?:Tỉnh|Thành phố) | (?:Province|City)$", re.IGNORECASE)


@dataclass(frozen=True)
class Places:
    """The places of the vocabulary of `records`; «Cả nước» is no name."""

    records: Records

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        held = self.records.vocabularies.get("places")
        named = [item for item in held.entries if item.name.vi.istitle()] if held else []
        return {
            lang: {KIND.sub("", item.name.best(lang)[0]): item.id for item in named}
            for lang in ("vi", "en")
        }

    @cached_property
    def _forms(self) -> dict[str, re.Pattern[str]]:
        return {
            lang: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names)) or '(?!)'})(?!\w)")
            for lang, names in self._names.items()
        }

    def in_text(self, text: str, lang: str) -> Iterator[tuple[str, int, int]]:
        """The places that `text` names: the id, the start and the end of each."""
        for match in self._forms[lang].finditer(text):
            yield self._names[lang][match[0]], *match.span()
