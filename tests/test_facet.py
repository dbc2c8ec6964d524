"""Ways to narrow a collection: the values that occur, in the order of their list."""

from __future__ import annotations

import pytest
from plan import read, write_plan
from portal.facet import EXEMPLAR_FACETS, LEGAL_TEXT_FACETS, facet_values
from portal.records import Records


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Records:
    return read(write_plan(tmp_path_factory.mktemp("plan")))[0]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("type", [("nghi-dinh", 1), ("quyet-dinh", 1)]),
        ("status", [("in_force", 1), ("unknown", 1)]),
        ("issuer", [("chinh-phu", 1), ("ubnd", 1)]),
        ("year", [("2020", 1), ("2019", 1)]),
        ("measure", [("1", 2), ("2", 1)]),
    ],
)
def test_texts_are_narrowed(records: Records, name: str, values: list[tuple[str, int]]) -> None:
    (facet,) = [facet for facet in LEGAL_TEXT_FACETS if facet.name == name]
    found = facet_values(records, "legal-texts", facet)
    assert [(value.id, value.count) for value in found] == values
    assert all(value.slug[0] and value.slug[1] for value in found)


def test_exemplars_are_narrowed_by_measure_kind_and_place(records: Records) -> None:
    found = {
        facet.name: [value.id for value in facet_values(records, "exemplars", facet)]
        for facet in EXEMPLAR_FACETS
    }
    assert found == {"measure": ["2"], "kind": ["tam-lanh"], "place": ["tinh-mau"]}
