"""What is in two languages: text left in the other one, values with other figures, missing texts;
how documents are called in each."""

from __future__ import annotations

from pathlib import Path

import pytest
from plan import FILES, changed, edited, problems, write_plan
from portal.alignment import MOST, align
from portal.foreign_text import left_in_the_other

VI, EN = "docs/vi/tin-tuc/hoi-nghi.md", "docs/en/tin-tuc/hoi-nghi.md"
EXEMPLAR = "data/exemplars/nha-tam-lanh.yml"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan(tmp_path_factory.mktemp("plan"))


FOREIGN = [
    ("en", "The source gives it. Số liệu đã cũ; chưa rõ các tổ còn hoạt động.",
     ["Số liệu đã cũ", "chưa rõ các tổ còn hoạt động"]),
    ("en", "| Công an xã | Assign someone |", ["Công an xã"]),
    ("en", "•   tổng đài điện thoại quốc gia", ["tổng đài điện thoại quốc gia"]),
    ("vi", "Số liệu đã cũ. Anyone wishing to do the same should ask.",
     ["Anyone wishing to do the same should ask"]),
    ("vi", "## Related rules", ["Related rules"]),
    ("vi", "Socio-political organization; leads Project 01.",
     ["Socio-political organization", "leads Project"]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "parts"), FOREIGN)
def test_text_in_the_other_language_is_found(lang: str, text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in left_in_the_other(text, lang)] == parts


AT_HOME = [
    ("en", "Ms Sùng Thị Lan of Trà Vinh; a café, a communiqué"),
    ("en", "It finds “bạo lực gia đình”, the people's police (công an xã) and commune (xã)."),
    ("en", "Anh Duong House (Ngôi nhà Ánh Dương) in Hoa Binh"),
    ("vi", "CARE Quốc tế và P&G; dự án Reach to Excel của CARE International."),
    ("vi", "Center for Women and Development"),
    ("vi", "Atom, RSS, JavaScript, KisStartup, thuvienphapluat.vn"),
    ("vi", "Trang dùng cookie, email, web"),
    ("vi", "Tham gia, theo con, trong tay; cho vay"),
    ("vi", "Gõ “wife beating” hay (shelter for women)."),
]


@pytest.mark.parametrize(("lang", "text"), AT_HOME)
def test_names_and_quotations_are_left_alone(lang: str, text: str) -> None:
    assert [*left_in_the_other(text, lang)] == []


def test_both_texts_of_a_value_have_the_same_figures(plan: Path) -> None:
    folded = "en: >-\n      On two lines:\n      13 rooms"
    for old, new, wrong in (
        ("en: 12 rooms", "en: 13 rooms", "19:9 parity-figure figures[0].en"),
        ("en: 12 rooms", "en: twelve rooms", ""),
        ("en: 12 rooms", folded, "21:7 parity-figure figures[0].en"),
        ("en: 12 rooms", "en: rooms", "19:9 parity-figure-missing figures[0].en"),
        # Official translations of names vary.
        ("en: Shelter house", "en: Shelter house 2020", ""),
    ):
        with changed(plan, edited(EXEMPLAR, old, new)):
            assert problems(plan) == ([f"{EXEMPLAR}:{wrong}"] if wrong else []), new


def test_what_is_missing_is_said_once_the_file_is_sound(plan: Path) -> None:
    without = edited(EXEMPLAR, "  en: Mau commune\n", "")
    with changed(plan, without):
        assert problems(plan) == [f"{EXEMPLAR}:11:7 translation-missing locality.vi"]
    broken = {EXEMPLAR: without[EXEMPLAR].replace("kind: tam-lanh", "kind: khac")}
    with changed(plan, broken):
        assert [line.split()[1] for line in problems(plan)] == ["unknown-reference"]
    with changed(plan, {EN: "no page"}):
        assert [line.split()[1] for line in problems(plan)] == ["front-matter-missing"]


CALLED = [
    ("Nghị định số 5/2019/NĐ-CP; nghị định 7/2020/NĐ-CP; văn bản 12/QĐ-UBND.",
     "Decree 5/2019/ND-CP; decree No. 7/2020/ND-CP; the text 12/QD-UBND.", []),
    ("Nghị quyết số 5/2019/NĐ-CP.", "Decree 5/2019/ND-CP.", []),
    ("Quyết định 5/2019/NĐ-CP.", "Decree 5/2019/ND-CP.", ["17:12 document-type"]),
    ("Nghị định 5/2019/NĐ-CP.", "Under Decision 5/2019/ND-CP.", ["11:16 document-type"]),
]  # fmt: skip


@pytest.mark.parametrize(("vi", "en", "expected"), CALLED)
def test_documents_are_called_by_their_type(
    plan: Path, vi: str, en: str, expected: list[str]
) -> None:
    pages = {
        VI: FILES[VI].replace("Hội nghị bàn hai việc.", vi),
        EN: FILES[EN].replace("The conference discussed two matters.", en),
    }
    with changed(plan, pages):
        found = [line for line in problems(plan) if " document-type" in line]
    assert [line.partition(".md:")[2] for line in found] == expected


LINKS = [
    ("[Nghị định 5/2019/NĐ-CP](../van-ban/5-2019-nd-cp.md)", []),
    ("[nghị định ấy](../van-ban/5-2019-nd-cp.md)", []),
    ("[Nghị định 5/2019/NĐ-CP](../van-ban/12-qd-ubnd-2020.md)", ["17:12"]),
    ("[Quyết định 12](../van-ban/12-qd-ubnd-2020.md)", []),
    ("[Quyết định 12](../van-ban/5-2019-nd-cp.md)", ["17:13"]),
    ("[nhiệm vụ 1](../nhom-nhiem-vu/1-lanh-dao.md)", []),
    ("[nhiệm vụ 1](../nhom-nhiem-vu/2-tuyen-truyen.md)", ["17:11"]),
]


@pytest.mark.parametrize(("link", "expected"), LINKS)
def test_links_lead_where_they_say(plan: Path, link: str, expected: list[str]) -> None:
    with changed(plan, edited(VI, "Hội nghị bàn hai việc.", link)):
        found = [line for line in problems(plan) if " link-document" in line]
    assert [line.split()[0].partition(".md:")[2] for line in found] == expected


def test_what_belongs_together_stands_side_by_side() -> None:
    def same(one: str, other: str) -> float:
        return float(one == other)

    assert align("abcd", "bxd", same) == [
        ("a", None), ("b", "b"), ("c", None), (None, "x"), ("d", "d")
    ]  # fmt: skip
    assert align("", "a", same) == [(None, "a")]
    many = "x" * (int(MOST**0.5) + 1)
    assert align(many, many[1:], same)[-1] == ("x", None)
