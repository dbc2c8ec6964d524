"""The ways to narrow the register of texts and the exemplars: each value gets a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.legal_text import LEGAL_FORCE
from portal.model import Localized
from portal.records import Records


@dataclass(frozen=True)
class Facet:
    """`name` is its word in addresses and interface keys; `values` gives those of a record."""

    name: str
    vocabulary: str
    values: Callable[[Any], tuple[str, ...]]


@dataclass(frozen=True)
class FacetValue:
    id: str
    slug: tuple[str, str]
    name: Localized
    count: int


def _measures(record: Any) -> tuple[str, ...]:
    measures: tuple[str, ...] = record.measures
    return measures


LEGAL_TEXT_FACETS = (
    Facet("type", "document-types", lambda text: (text.type_document,)),
    Facet("status", "", lambda text: (text.legal_force.value,)),
    Facet("issuer", "issuers", lambda text: text.passed_by),
    Facet("year", "", lambda text: (str(text.date_document.year),)),
    Facet("measure", "", _measures),
)
EXEMPLAR_FACETS = (
    Facet("measure", "", _measures),
    Facet("kind", "exemplar-kinds", lambda exemplar: (exemplar.kind,)),
    Facet("place", "places", lambda exemplar: exemplar.places),
)


def facet_values(records: Records, section: str, facet: Facet) -> list[FacetValue]:
    """The values of `facet` that occur in the collection `section`, in the order to show them."""
    counts: dict[str, int] = {}
    for record in records.collections[section].values():
        for value in facet.values(record):
            counts[value] = counts.get(value, 0) + 1
    return [
        FacetValue(value, slug, name, counts[value])
        for value, slug, name in _candidates(records, facet, counts)
        if value in counts
    ]


def _candidates(
    records: Records, facet: Facet, counts: dict[str, int]
) -> list[tuple[str, tuple[str, str], Localized]]:
    assert records.interface is not None
    phrases = records.interface.phrases
    if facet.vocabulary:
        vocabulary = records.vocabularies.get(facet.vocabulary)
        return [
            (term.id, (term.slug.vi, term.slug.en), term.name)
            for term in (vocabulary.entries if vocabulary else ())
            if term.slug
        ]
    if facet.name == "status":
        rows = []
        for value in LEGAL_FORCE:
            word = phrases.get(f"path_status_{value}")
            name = phrases.get(f"status_{value}")
            if word and name:
                rows.append((value, (word.vi, word.en or word.vi), name))
        return rows
    if facet.name == "measure":
        measures = records.collections["measures"]
        return [(n, (n, n), measures[n].title) for n in sorted(measures, key=int) if n in counts]
    return [(year, (year, year), Localized(vi=year, en=year)) for year in sorted(counts)[::-1]]
