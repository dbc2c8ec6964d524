"""Terms are explained where a text first uses them, and nowhere else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal.model import Abbreviation, GlossaryTerm, Localized, LocalizedList
from portal.tooltip import Marker, Note, notes

SAID = Localized(vi="Nghĩa", en="Meaning")
KNOWN = [
    Note("note-binh-dang-gioi", "term:binh-dang-gioi", ("bình đẳng giới",), SAID),
    Note("note-bao-luc", "term:bao-luc", ("bạo lực gia đình", "bạo lực"), SAID),
    Note("note-1", "glossary", ("UBND",), SAID),
    Note("note-2", "glossary", ("R&amp;D",), SAID),
]
MARKER = Marker(KNOWN)


def marked(text: str) -> list[str]:
    return [piece for piece, note in MARKER.pieces(text) if note]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>Vì bình đẳng giới.</p>", ["bình đẳng giới"]),
        ("<p>Bình đẳng giới là gì? Bình đẳng giới là…</p>", ["Bình đẳng giới"]),
        ("<p>Theo luật. Bình đẳng giới là…</p>", ["Bình đẳng giới"]),
        ("<p>Luật Bình đẳng giới năm 2006</p>", []),
        ("<p>bạo lực gia đình, bạo lực</p>", ["bạo lực gia đình"]),
        ("<p>bạo lực</p><p>bạo lực gia đình</p>", ["bạo lực"]),
        ("<p><a href='/'>UBND</a> và UBND xã</p>", ["UBND"]),
        ("<h3>UBND</h3><p>UBND</p>", ["UBND"]),
        ("<p>948/QĐ-UBND, UBND-TH, UBNDTQ</p>", []),
        ("<p><code>UBND</code></p>", []),
        ("<p>ubnd</p>", []),
        ("<p>R&amp;D</p>", ["R&amp;D"]),
        ("<p>phi bình đẳng giới tính</p>", ["bình đẳng giới"]),
        ("<p>bình đẳng\ngiới</p>", []),
        ("", []),
    ],
)
def test_the_first_use(text: str, expected: list[str]) -> None:
    assert marked(text) == expected


TEXT = st.lists(
    st.sampled_from([
        "bình đẳng giới", "Bình đẳng giới", "UBND", " ", ". ", "<p>", "</p>", "<a href='/x'>",
        "</a>",
        "<h3>", "</h3>", "948/QĐ-UBND", "bạo lực", "&amp;", "x",
    ])
).map("".join)  # fmt: skip


@given(TEXT)
def test_nothing_is_lost_and_nothing_is_explained_twice(text: str) -> None:
    pieces = list(MARKER.pieces(text))
    assert "".join(piece for piece, _ in pieces) == text
    found = [note.id for _, note in pieces if note]
    assert len(found) == len(set(found))
    for piece, note in pieces:
        assert note is None or not re.search("[<>]", piece)


def test_words_that_have_other_senses_are_left_alone() -> None:
    terms = [
        GlossaryTerm(
            id="gioi-tinh", term=Localized(vi="giới tính", en="sex"), definition=SAID, basis="own",
            also=LocalizedList(vi=("giống",), en=("biological sex",)),
        ),
        GlossaryTerm(
            id="gioi", term=Localized(vi="giới", en="gender"), definition=SAID, basis="own",
        ),
        GlossaryTerm(
            id="giam-sat", term=Localized(vi="giám sát", en="social oversight"), definition=SAID,
            tooltip=False, basis="own",
        ),
        GlossaryTerm(
            id="hoi", term=Localized(vi="Hội Phụ nữ", en="Women's Union (WU)"), definition=SAID,
            basis="own",
        ),
        GlossaryTerm(id="xa-hoi", term=Localized(vi="xã hội", en="the public"), basis="own"),
    ]  # fmt: skip
    short = Abbreviation(abbreviation="UBND", meaning=SAID, kind="agency", sources=())
    vietnamese = [note.forms for note in notes(terms, [short], "vi")]
    english = [note.forms for note in notes(terms, [short], "en")]
    assert vietnamese == [("giới tính",), ("Hội Phụ nữ",), ("UBND",)]
    assert english == [("biological sex",), ("Women's Union",), ("UBND",)]
