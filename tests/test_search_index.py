"""The files of a search index: what they hold, however the documents are cut."""

from __future__ import annotations

import gzip
import itertools
import json
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portal import search_jsonl, search_postings
from portal.search_index import Document, Section, by_first_word, cut, expansions, index
from portal.search_pack import binary_file, packed, shards, varints
from portal.search_postings import K1, B
from portal.search_text import terms
from search_reader import Files, all_terms, data_of, root_of, shard_of, terms_of, units_of

WORDS = "bình đẳng giới phụ nữ bạo lực gia đình thuỷ hoà quyết định 948 qđ ubnd a á"
SYLLABLES = WORDS.split(" ")
TEXTS = st.lists(st.sampled_from(SYLLABLES), max_size=12).map(" ".join)
SECTIONS = st.lists(st.builds(Section, TEXTS), min_size=1, max_size=3)
DOCUMENTS = st.lists(
    st.builds(Document, st.integers(0, 9).map(str), TEXTS, SECTIONS),
    min_size=1, max_size=8,
)  # fmt: skip
LAW = Document(
    "van-ban/13-2022-qh15/", "Luật Phòng, chống bạo lực gia đình",
    [Section("Quốc hội ban hành."), Section("Còn hiệu lực.", "Tình trạng", "tinh-trang")],
    "legal_text", "in_force", "2022-11-14", "13/2022/QH15", "Luật", ("đánh vợ",),
)  # fmt: skip
NEWS = Document(
    "tin/a/", "Ngày hội phụ nữ", [Section("Bình đẳng giới ở cơ sở.")], "news", date="2020"
)


def made(*documents: Document, lang: str = "vi", **more: object) -> Files:
    return dict(index(documents, lang, **more))  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_every_word_and_pair_is_found_in_its_unit(documents: list[Document]) -> None:
    files = made(*documents)
    found = all_terms(files)
    unit = 0
    for document in documents:
        for _, text in cut(document):
            said = terms(text, "vi")
            for key in {*said, *(f"{a} {b}" for a, b in itertools.pairwise(said))}:
                assert unit in dict(found[key]), key
            unit += 1
    assert unit == sum(root_of(files)["units"])


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_every_term_is_in_the_shard_that_the_root_names(documents: list[Document]) -> None:
    files = made(*documents)
    root = root_of(files)
    for number in range(len(root["first"])):
        for key in terms_of(files, number):
            assert shard_of(root, key) == number


def test_many_terms_are_in_many_shards_and_each_in_its_own() -> None:
    keys = sorted({f"{a}{b}{c}" for a in "aáđ#+z𐐷" for b in "bcd'" for c in map(str, range(40))})
    firsts, files = shards((key, b"\x02\x40\x00") for key in keys)
    assert len(files) > 3
    names = {f"files/t{number}.x.bin": content for number, content in enumerate(files)}
    for number in range(len(files)):
        for key in terms_of(names, number):
            assert shard_of({"first": firsts}, key) == number


@settings(deadline=None)
@given(st.lists(st.integers(0, 2**34 - 1), min_size=1))
def test_numbers_are_written_as_they_are_read(values: list[int]) -> None:
    data, widths = varints(np.array(values))
    assert len(data) == widths.sum()
    at = 0
    for value, width in zip(values, widths.tolist(), strict=True):
        assert units_of(data[at : at + width], 1, alone=True) == [(value, 1)]
        at += width


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 500_000), st.floats(0.2, 90), min_size=1, max_size=300))
def test_scores_are_kept_within_a_level(given_scores: dict[int, float]) -> None:
    units = np.array(sorted(given_scores))
    scores = np.array([given_scores[unit] for unit in units])
    (data,) = packed(units, scores, np.array([0]), np.array([len(units)]))
    found = terms_of({"files/t0.x.bin": binary_file(b"\x00\x01a" + data)}, 0)["a"]
    top = max(unit_score for _, unit_score in found)
    assert [unit for unit, _ in found] == units.tolist()
    for (_, score), true in zip(found, scores.tolist(), strict=True):
        assert abs(score - true) <= top / 16 + true * 0.03


def test_scores_are_those_of_bm25() -> None:
    texts = ["a b c", "a a b", "c c c c d", "b", "d e f g h"]
    files = made(*(Document(str(n), "", [Section(text)]) for n, text in enumerate(texts)))
    found = all_terms(files)
    lengths = [len(text.split()) for text in texts]
    mean = sum(lengths) / len(texts)
    for word in "abcdefgh":
        held = {n: Counter(text.split())[word] for n, text in enumerate(texts) if word in text}
        rarity = math.log(1 + (len(texts) - len(held) + 0.5) / (len(held) + 0.5))
        for unit, score in found[word]:
            often = held[unit]
            norm = K1 * (1 - B + B * lengths[unit] / mean)
            true = rarity * often * (K1 + 1) / (often + norm)
            assert score == pytest.approx(true, rel=0.15)


def test_only_the_best_units_of_a_word_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_postings, "MOST", 5)
    documents = [Document(str(n), "", [Section("nữ " * (1 + n % 7) + "x" * n)]) for n in range(30)]
    found = all_terms(made(*documents))["nu"]
    assert len(found) == 5
    assert {unit % 7 for unit, _ in found} <= {5, 6}


def test_in_a_large_set_pairs_of_one_page_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_postings, "LARGE", 3)
    documents = [
        Document(str(n), "", [Section("bình đẳng" if n else "gia đình")]) for n in range(3)
    ]
    found = all_terms(made(*documents))
    assert "binh dang" in found
    assert "gia dinh" not in found
    assert "dinh" in found


def test_a_batch_or_many_make_the_same_files(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [Document(str(n), f"Tên {n}", [Section("phụ nữ " * n)]) for n in range(40)]
    before = made(*documents)
    monkeypatch.setattr(search_postings, "BATCH", 7)
    assert made(*documents) == before


def test_an_official_number_and_other_names_are_found() -> None:
    found = all_terms(made(LAW, NEWS))
    assert [unit for unit, _ in found["#13 qh"]] == [0]
    assert [unit for unit, _ in found["danh vo"]] == [0]
    assert "'" in next(key for key in found if key.startswith("luat'"))


def test_a_name_as_good_as_the_title_is_found_and_told() -> None:
    files = made(Document("a/", "Luật", [Section("")], called=("Đề án 939",)), NEWS)
    assert [unit for unit, _ in all_terms(files)["de an"]] == [0]
    known, other = root_of(files)["facts"]
    assert known["called"] == ["Đề án 939"]
    assert "called" not in other


def test_what_is_shown_is_the_text_as_written() -> None:
    files = made(LAW, NEWS)
    (first,) = (data_of(files[name]) for name in files if name.startswith("files/x0/0."))
    assert first["page"] == {
        "url": LAW.url, "title": LAW.title, "kind": "legal_text", "status": "in_force",
        "date": "2022-11-14", "number": "13/2022/QH15",
    }  # fmt: skip
    assert first["units"] == [
        ["", "", "Quốc hội ban hành."],
        ["tinh-trang", "Tình trạng", "Còn hiệu lực."],
    ]
    assert "đánh vợ" not in str(files)


def test_the_root_says_what_pages_can_be_filtered_by() -> None:
    root = root_of(made(LAW, NEWS, labels={"none": "Không có"}))
    assert root["units"] == [2, 1]
    assert root["kind"] == {"names": ["legal_text", "news"], "of": [0, 1]}
    assert root["year"]["names"] == ["2020", "2022"]
    assert [fact["url"] for fact in root["facts"]] == [LAW.url, NEWS.url]
    assert root["labels"] == {"none": "Không có"}


def test_the_names_change_with_any_word_and_with_nothing_else() -> None:
    before = set(made(LAW, NEWS))
    assert before == set(made(LAW, NEWS))
    other = set(made(LAW, Document("tin/a/", "Ngày hội nữ", NEWS.sections, "news")))
    assert before & other == {"root.json"}


def test_a_site_without_pages_has_an_empty_index() -> None:
    files = made()
    assert root_of(files)["first"] == []


def test_long_sections_are_cut_at_sentences_and_nothing_is_lost() -> None:
    text = " ".join(f"Điều {n}. Câu số {n} nói về phụ nữ." for n in range(600))
    pieces = [piece for _, piece in cut(Document("a", "b", [Section(text)]))]
    assert len(pieces) > 5
    assert " ".join(pieces) == text
    assert all(piece.startswith("Điều") for piece in pieces)


def test_other_names_of_a_phrase_are_added_once() -> None:
    others = {"ubnd": ("ủy ban nhân dân",), "bao luc gia dinh": ("BLGĐ",)}
    text = "UBND xã và UBND tỉnh về bạo lực gia đình"
    assert expansions(terms(text, "vi"), by_first_word(others)) == ["ủy ban nhân dân", "BLGĐ"]
    found = all_terms(made(Document("a", "b", [Section(text)]), synonyms=others))
    assert "nhan dan" in found
    assert "blgd" in found


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_documents_of_a_file(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        {"url": "a", "title": "Bình đẳng", "text": "phụ nữ"},
        {"url": "b", "sections": [{"text": "x"}]},
    ]
    raw = "\n".join(json.dumps(line) for line in lines).encode()
    (tmp_path / name).write_bytes(gzip.compress(raw) if name.endswith("gz") else raw)
    assert search_jsonl.main([str(tmp_path / name), str(tmp_path / "out")]) == 0
    assert "files" in capsys.readouterr().out
    written = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*") if path.is_file()
    }  # fmt: skip
    expected = [Document("a", "Bình đẳng", [Section("phụ nữ")]), Document("b", "", [Section("x")])]
    assert written == made(*expected)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "expected a JSON object"), ("[]", "expected a JSON object"),
        ('{"title": "x"}', "url: expected an address"), ('{"url": 3}', "url: expected a text"),
        ('{"url": "a", "sections": [3]}', "sections: expected objects"),
        ('{"url": "a", "sections": [{}]}', "sections: expected objects"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_document_is_named(
    line: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jsonl").write_text('{"url": "ok"}\n' + line, "utf-8")
    assert search_jsonl.main([str(tmp_path / "a.jsonl"), str(tmp_path / "out")]) == 1
    assert f"a.jsonl:2: error: {said}" in capsys.readouterr().err
