"""Rules for pages: links, images, anchors, translations and addresses."""

from __future__ import annotations

from pathlib import Path

import pytest
from plan import FILES, changed, edited, problems, read, write_plan
from portal.rules_links import heading_anchors, links

NEWS = "docs/vi/tin-tuc/hoi-nghi.md"
LINK = "[trang chủ](../index.md)"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan(tmp_path_factory.mktemp("plan"))


@pytest.mark.parametrize(
    "link",
    [
        "[a](https://chinhphu.vn/x?y=z#t)", "[a](http://chinhphu.vn)", "[a](mailto:a@b.vn)",
        "[a](tel:+84123)", "[a](#noi-dung)", "[a](hoi-nghi.md#noi-dung)",
        "[a](../van-ban/5-2019-nd-cp.md)", "[a](../mo-hinh/nha-tam-lanh.md)",
        "[a](../nhom-nhiem-vu/1-lanh-dao.md)", '[a](../index.md "Trang chủ")', "[a](<../index.md>)",
        "![ảnh](../../assets/hoi-nghi.svg)", "![ảnh](../../assets/hoi-nghi.svg){ width=50% }",
        "`[a](khong-co.md)`", "<https://chinhphu.vn>", "[a][b]\n\n[b]: ../index.md\n",
        "Điều 5 (khoản 2) [ghi chú] (xem thêm)",
    ],
)  # fmt: skip
def test_links_that_lead_somewhere_pass(link: str, plan: Path) -> None:
    with changed(plan, edited(NEWS, LINK, link)):
        assert apart_from_twins(plan) == []


@pytest.mark.parametrize(
    ("link", "rule", "near"),
    [
        ("[a](../index.html)", "link-target", "../index.md"),
        ("[a](../)", "link-target", "../index.md"),
        ("[a](..\\index.md)", "link-target", "../index.md"),
        ("[a](../van-ban/5-2019-nd-cp/)", "link-target", "../van-ban/5-2019-nd-cp.md"),
        ("[a](hoi-nghi)", "link-target", "hoi-nghi.md"),
        ("[a](Hoi-Nghi.md)", "link-target", "hoi-nghi.md"),
        ("![a](../../assets/Hội nghị.svg)", "link-space", ""),
        ("![a](../../assets/hoi_nghi.svg)", "link-target", "../../assets/hoi-nghi.svg"),
        ("![a](assets/hoi-nghi.svg)", "link-target", "../../assets/hoi-nghi.svg"),
        ("[a](../../../data/plan.yml)", "link-target", ""),
        ("[a](../../../../etc/passwd)", "link-target", ""),
        ("[a]()", "link-target", ""),
        ("[a](#)", "link-target", ""),
        ("[a][b]\n\n[b]: khac.md", "link-target", ""),
        ("[a](/van-ban/)", "link-absolute", ""),
        ("[a](www.chinhphu.vn)", "web-address", ""),
        ("[a](https:///x)", "web-address", ""),
        ("[a](//chinhphu.vn)", "link-scheme", ""),
        ("[a](JavaScript:x)", "link-scheme", ""),
        ("[a](data:text/html,x)", "link-scheme", ""),
        ("[a](#ket-luan)", "link-anchor", ""),
        ("[a](#noi-dun)", "link-anchor", "#noi-dung"),
        ("[a](../index.md#khong-co-muc-nay)", "link-anchor", ""),
        ("![](../../assets/hoi-nghi.svg)", "image-alt", ""),
        ("[a] (../index.md)", "link-gap", ""),
        ("[a] (https://chinhphu.vn)", "link-gap", ""),
    ],
)
def test_links_that_lead_nowhere_are_told_where_to(
    link: str, rule: str, near: str, plan: Path
) -> None:
    with changed(plan, edited(NEWS, LINK, link)):
        (problem,) = read(plan)[1]
    assert (problem.path, problem.rule, dict(problem.values).get("guess", "")) == (NEWS, rule, near)


def test_a_broken_record_is_no_broken_link(plan: Path) -> None:
    broken = edited("data/legal-texts/5-2019-nd-cp.yml", "2019-02-01", "hôm qua")
    with changed(plan, {**edited(NEWS, LINK, "[a](../van-ban/5-2019-nd-cp.md)"), **broken}):
        assert len(apart_from_twins(plan)) == 1


def apart_from_twins(plan: Path) -> list[str]:
    """What is wrong apart from links that only one language has now."""
    return [line for line in problems(plan) if " parity-" not in line]


def test_every_link_has_its_line_and_column(plan: Path) -> None:
    records, _ = read(plan)
    assert [*links(records.prose["vi", "tin-tuc/hoi-nghi"])] == [(13, 40, "../index.md")]


def test_headings_get_the_anchors_of_the_built_page(plan: Path) -> None:
    more = "\n## Nội dung\n\n### Đề án [số 1](../index.md) ###\n\n## Kết luận { #ket }\n"
    with changed(plan, {NEWS: FILES[NEWS] + more}):
        records, _ = read(plan)
    assert heading_anchors(records.prose["vi", "tin-tuc/hoi-nghi"]) >= {
        "noi-dung", "noi-dung_1", "de-an-so-1", "ket"
    }  # fmt: skip


def test_a_fresh_translation_is_not_stale(plan: Path) -> None:
    records, _ = read(plan)
    digest = records.prose["vi", "tin-tuc/hoi-nghi"].digest
    english = "docs/en/tin-tuc/hoi-nghi.md"
    translation = f"slug: conference\ntranslation:\n  digest: {digest}"
    fresh = edited(english, "slug: conference", translation)
    with changed(plan, fresh):
        assert problems(plan) == []


def test_an_unreadable_vietnamese_page_makes_no_orphan(plan: Path) -> None:
    with changed(plan, edited(NEWS, "title: Hội", "title:Hội")):
        assert problems(plan) == [f"{NEWS}:2:7 yaml-colon-space"]


def test_two_sections_of_one_address_are_named_in_the_interface(plan: Path) -> None:
    both = edited("data/interface.yml", "vi: mo-hinh", "vi: van-ban")
    with changed(plan, both):
        found = [line for line in problems(plan) if "repeated-address" in line]
    assert found
    assert all(line.startswith("data/interface.yml:") for line in found)


def test_a_folder_in_the_place_of_the_vietnamese_page_is_no_page(tmp_path: Path) -> None:
    root = write_plan(tmp_path)
    (root / NEWS).unlink()
    (root / NEWS).mkdir()
    english = NEWS.replace("docs/vi", "docs/en")
    assert any(found.startswith(f"{english}:1:1 translation-orphan") for found in problems(root))
