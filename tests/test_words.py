"""Planted mistakes of words are found at their line and column; sound texts are left alone."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan import PROJECT
from portal.field import Origin
from portal.language import fold
from portal.passage import Passages, body_of, readable
from portal.phrase import tokens
from portal.problem import Report
from portal.prose import FrontMatter, Prose
from portal.records import Records, read_records
from portal.search_text import NEW_TONE
from portal.term_base import TermBase
from portal.text_file import decode
from portal.word_list import WordException, WordList

REAL = read_records(PROJECT, Report())
BASE = TermBase(REAL)


def found(text: str, lang: str = "vi", base: TermBase | None = None) -> list[tuple[int, int, str]]:
    """Line, column and right form of each slip of a page whose text is `text`."""
    page = Prose("x", lang, FrontMatter(title="x", origin=Origin(f"docs/{lang}/x.md")), text, 1)
    passage = body_of(page)
    slips = [*(base or BASE).slips(passage)]
    return [(*passage.at(*slip.mark)[1:], slip.right) for slip in slips]


PLANTED = [
    # Wrong diacritics of terms, however they are broken, marked or written in capitals.
    ("vi", "Kế hoạch về bình đằng giới.", 1, 18, "bình đẳng giới"),
    ("vi", "Luật Bình Đẵng Giới có hiệu lực.", 1, 11, "bình đẳng giới"),
    ("vi", "một\nhai BÌNH ĐẲNG GIÓI", 2, 15, "bình đẳng giới"),
    ("vi", "về bình\nđảng giới", 2, 1, "bình đẳng giới"),
    ("vi", "> về bình\n> đảng giới", 2, 3, "bình đẳng giới"),
    ("vi", "về **bình đẳng** _giơi_", 1, 19, "bình đẳng giới"),
    ("vi", "- [bình dẳng giới](bao-luc.md)", 1, 9, "bình đẳng giới"),
    ("vi", "Hội liên hiêp phụ nữ Việt Nam", 1, 10, "Hội Liên hiệp Phụ nữ Việt Nam"),
    ("vi", "## Bạo lưc gia đình", 1, 8, "bạo lực gia đình"),
    ("vi", "| Bạo lực gia đinh | 1 |", 1, 15, "bạo lực gia đình"),
    ("vi", "Các phụ nử trong xã", 1, 9, "phụ nữ"),
    ("vi", "Người bị bạo lưc.", 1, 14, "người bị bạo lực"),
    ("vi", "phòng chống mua bán ngươi", 1, 21, "phòng, chống mua bán người"),
    ("vi", "Uỷ ban nhân dấn tỉnh", 1, 13, "Ủy ban nhân dân tỉnh"),
    ("vi", "phản biên xã hội", 1, 6, "phản biện xã hội"),
    ("vi", "gõ binh dang gioi là được", 1, 4, "bình đẳng giới"),
    ("en", "The Law on «bình đằng giới» is", 1, 18, "bình đẳng giới"),
    # Old places of the tone, with the case kept.
    ("vi", "Bồi dưỡng và hoà giải", 1, 14, "hòa"),
    ("vi", "KHOÁ XIII", 1, 1, "KHÓA"),
    ("vi", "Thuỷ và Thúy", 1, 1, "Thủy"),
    ("vi", "Ban Bí thư, cấp uỷ", 1, 17, "ủy"),
    ("vi", "sức khoẻ", 1, 5, "khỏe"),
    ("en", "Ms Nguyễn Thị Hoà said", 1, 15, "Hòa"),
    # Forms that are not used.
    ("en", "work for gender equity", 1, 10, "gender equality"),
    ("en", "work for Gender\nequity", 1, 10, "gender equality"),
    ("en", "the Women Union of the ward", 1, 5, "Women's Union"),
    ("en", "the Womens Union", 1, 5, "Women's Union"),
    ("en", "the Vietnamese Women’s Union", 1, 5, "Vietnam Women's Union"),
    ("en", "of the People Committee", 1, 8, "People's Committee"),
    ("en", "In Viet Nam today", 1, 4, "Vietnam"),
    ("en", "women affairs in\n[the Viet Nam](x.md)", 1, 1, "women's affairs"),
    ("en", "a national program", 1, 12, "programme"),
    ("en", "Ministry of Labor", 1, 13, "labour"),
    ("en", "Ministry of Interior", 1, 1, "Ministry of Home Affairs"),
    ("en", "the community center", 1, 15, "centre"),
    ("en", "mass organisations", 1, 6, "organizations"),
    ("en", "gender based violence", 1, 1, "gender-based violence"),
    ("en", "social feedback by citizens", 1, 1, "social criticism"),
    ("en", "the Provincial Peoples' Committee", 1, 16, "People's Committee"),
    ("vi", "nạn buôn bán người và bạo hành gia đình", 1, 23, "bạo lực gia đình"),
    ("vi", "quyền và bình đẳng giới tính", 1, 10, "bình đẳng giới"),
    ("vi", "tỉ lệ nữ", 1, 1, "tỷ lệ"),
    ("vi", "sau khi sát nhập xã", 1, 9, "sáp nhập"),
    ("vi", "sử lý vi phạm", 1, 1, "xử lý"),
    ("vi", "phòng chống bạo lực gia đình", 1, 1, "phòng, chống bạo lực gia đình"),
    ("vi", "nạn buôn bán người", 1, 5, "phòng, chống mua bán người"),
    ("en", "domestic abuse", 1, 1, "domestic violence"),
    ("en", "the Hanoi portal", 1, 5, "Ha Noi"),
    # A letter too few, too many or another.
    ("en", "work for gender equalty", 1, 17, "gender equality"),
    ("en", "domestic violencce", 1, 10, "domestic violence"),
    ("en", "the Natoinal Strategy; gendr-based violence", 1, 24, "gender-based violence"),
    ("vi", "về bình đẳg giới", 1, 9, "bình đẳng giới"),
    ("vi", "người bị bạo lựcc", 1, 14, "người bị bạo lực"),
]


@pytest.mark.parametrize(("lang", "text", "line", "column", "right"), PLANTED)
def test_a_planted_mistake_is_found(
    lang: str, text: str, line: int, column: int, right: str
) -> None:
    assert (line, column, right) in found(text, lang)


SOUND = [
    ("vi", "Bình đẳng giới, phụ nữ, bạo lực gia đình; Ủy ban nhân dân tỉnh."),
    (
        "vi",
        "điều chỉnh địa giới tỉnh, bình đẳng giới tỉnh Mẫu, để ăn, để an toàn, người dùng đầu tiên",
    ),
    ("vi", "Quý, quỳ, quý hiếm; hoàn toàn; khoảng; thuở; hòa, khóa, thủy, khỏe"),
    ("vi", "Gõ “bao luc gia dinh” tìm ra “bạo lực gia đình”."),
    ("vi", "Xem [tin](gender-equity.md) và `hoà`, <https://x.vn/khoá/hoà>"),
    ("vi", "bình đẳng.\n\nGiới tính nào cũng được; phòng, chống bạo lực"),
    ("en", "Gender equality; women's affairs; the Vietnam Women's Union, Phu Tho."),
    ("en", "binh dang gioi, Hoa Binh, Bo Noi vu; women work together"),
    ("en", "Vietnamese women; programmes; a programmer; centred; organizations"),
    ("en", "Center for Women and Development (CWD)"),
    ("vi", "phòng, chống bạo lực gia đình; phòng, chống mua bán người"),
    ("vi", "gia đạo, pháp lý, Quốc ca, quốc hội, báo tới phụ nữ, ghi quyết tâm"),
    ("en", "female cadre; genders; the People's Committees, Women's Unions"),
    ("en", "of people.\n\nCommittee members; people\n- committee"),
]


@pytest.mark.parametrize(("lang", "text"), SOUND)
def test_sound_words_are_left_alone(lang: str, text: str) -> None:
    assert found(text, lang) == []


def test_the_texts_of_this_site_are_sound() -> None:
    base, passages = TermBase(REAL), Passages(REAL, PROJECT)
    wrong = [(p.path, p.key, slip.right) for p in passages.all for slip in base.slips(p)]
    assert wrong == []
    assert base.used == set(range(len(base.list.exceptions)))


def test_an_exception_holds_for_its_files_and_its_words_alone() -> None:
    records = Records()
    exception = WordException(form="Luật Thuỷ lợi", where="docs/vi/*", reason="x")
    records.singles["words.yml"] = WordList(exceptions=(exception,))
    base = TermBase(records)
    assert found("Luật Thuỷ lợi", base=base) == []
    assert base.used == {0}
    assert found("Luật Thuỷ sản", base=base) == [(1, 6, "Thủy")]
    assert found("Luật Thuỷ lợi", "en", base) == [(1, 6, "Thủy")]


def test_an_agency_whose_name_is_misspelt_makes_no_spelling_right() -> None:
    records = Records()
    records.singles["glossary.yml"] = REAL.singles["glossary.yml"]
    named = REAL.collections["agencies"]["hlhpn"]
    wrong = replace(named, name=replace(named.name, vi="Hội Liên hiệp Phụ nử Việt Nam"))
    records.collections["agencies"] = {"hlhpn": wrong}
    base = TermBase(records)
    assert found(wrong.name.vi, base=base) == [(1, 19, "Hội Liên hiệp Phụ nữ Việt Nam")]


def test_names_without_a_language_are_looked_at_too() -> None:
    held = {passage.text for passage in Passages(REAL, PROJECT).named}
    assert {"Vũ Đức Đam", "125/2021/NĐ-CP"} & held == {"Vũ Đức Đam"}


def test_the_old_style_may_be_the_style() -> None:
    records = Records()
    records.singles["words.yml"] = WordList(tone_marks="old")
    base = TermBase(records)
    assert found("hòa, khóa, THỦY; quý, hoàn, tòa án, hoà", base=base) == [
        (1, 1, "hoà"), (1, 6, "khoá"), (1, 12, "THUỶ"), (1, 29, "toà"),
    ]  # fmt: skip


@given(st.text(alphabet="ab \n>-*_`[]()#1.|“hòaoàđé", max_size=60))
def test_letters_stay_in_their_places(text: str) -> None:
    clean = readable(text)
    lines = text.split("\n")
    assert clean.count("\n") == len(lines) - 1
    for word in tokens(clean):
        before = clean[: word.start]
        line = lines[before.count("\n")]
        column = word.start - before.rfind("\n") - 1
        assert line[column : column + word.end - word.start] == clean[word.start : word.end]


@given(st.sampled_from([t.term.vi for t in REAL.singles["glossary.yml"].terms]), st.data())
def test_any_wrong_tone_in_a_long_term_is_found(term: str, data: st.DataObject) -> None:
    """A letter with another mark makes the term wrong, unless what comes out is right too."""
    words = [word for word in tokens(term) if not word.word.isascii()]
    if len(tokens(term)) < 3 or not words or "(" in term:
        return
    word = data.draw(st.sampled_from(words))
    wrong = f"{term[: word.start]}{fold(term[word.start : word.end])}{term[word.end :]}"
    right = {" ".join(t.word for t in tokens(form)) for form in BASE.right}
    if " ".join(t.word for t in tokens(wrong)) not in right:
        assert found(wrong)


@pytest.mark.parametrize(("new", "old"), [(new, old) for old, new in NEW_TONE.items()])
def test_each_tone_has_its_place(new: str, old: str) -> None:
    assert [slip[2] for slip in found(f"h{old} H{old}".title())] == [f"H{new}", f"H{new}"]
    assert found(f"h{new}") == []


def test_decomposed_letters_are_named_line_by_line() -> None:
    report = Report()
    text = "một\n" + unicodedata.normalize("NFD", "hai phụ nữ\n") + "ba\n"
    decode((text + unicodedata.normalize("NFD", "giới")).encode(), "x.yml", report)
    assert [(p.rule, p.line, p.column, dict(p.values)["right"]) for p in report] == [
        ("not-nfc", 2, 7, "phụ"), ("not-nfc", 4, 3, "giới"),
    ]  # fmt: skip
