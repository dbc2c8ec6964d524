"""Text from before Unicode is recognised, named and read; text that only looks odd is left."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from old_letters import OLD_WAYS
from plan import PROJECT
from portal.legacy_encoding import find_legacy, find_legacy_bytes, is_syllable

SHARED = PROJECT.parent / "shared/legal-texts"
# A committed sample, so that nothing depends on texts that may not be there.
SAMPLE = [
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Độc lập - Tự do - Hạnh phúc",
    "ỦY BAN NHÂN DÂN TỈNH",
    "Căn cứ Luật Tổ chức chính quyền địa phương",
    "Điều 5. Các hành vi bị nghiêm cấm",
    "Nhà nước bảo đảm bình đẳng giới trong lĩnh vực giáo dục và đào tạo",
    "Người bị bạo lực gia đình được bố trí nơi tạm lánh, được giữ bí mật",
    "Phạt cảnh cáo hoặc phạt tiền từ 300.000 đồng đến 500.000 đồng",
    "Chủ tịch Ủy ban nhân dân cấp xã nơi xảy ra hành vi có trách nhiệm",
    "Quyết định này có hiệu lực kể từ ngày ký",
    "QUYẾT ĐỊNH VỀ VIỆC PHÊ DUYỆT KẾ HOẠCH",
    "Hội Liên hiệp Phụ nữ các cấp phối hợp tổ chức thực hiện",
    "Trẻ em, người cao tuổi, người khuyết tật và phụ nữ mang thai",
    "a) Xâm phạm tính mạng, sức khỏe của thành viên gia đình;",
    "Mặt trận Tổ quốc Việt Nam và các tổ chức thành viên giám sát",
    "Chính phủ ban hành nghị định hướng dẫn thi hành",
]

# What is written with the same signs and is no Vietnamese in an old encoding.
HARMLESS = [
    "Hôtel Müller, São Paulo, Peña, Noël, Zürich, naïve café, où, Genève",
    "Provençal façade, crème brûlée, Curaçao, Ångström, Ørsted, Straße, Škoda, Łódź",
    "Windows® and Coca·Cola™ ©2024, §5, ½, 10 °C, ±2, 5 µm, 20 µg/m³",
    "«ông bà» “A” ‘Ch’ “Ka” – l’été… ‹x›",
    "THỊ XÃ “A”, «PHƯỜNG XÃ» (XÃ…)",
    "hoà bình, thuý, quí vị, nghiã, cuả, hoá học, khoẻ mạnh",
    "Đắk Lắk, Krông Nô, Sa Pả, Ê Đê, Kơ Nia, Ya Tăng, H'Mông",
    "bà Muñoz, ông Søren, ngài Guðrún gặp Chủ tịch nước",
    "bài « Le Viêt-nam » của Hué, Annam (1930)",
    "- mục một\n- mục hai · ba ¶ bốn",
]


@pytest.mark.parametrize("name", OLD_WAYS)
@pytest.mark.parametrize("line", SAMPLE)
def test_an_old_line_is_named_and_read(line: str, name: str) -> None:
    old = OLD_WAYS[name](line)
    if name == "VISCII" and "?" in old:
        pytest.fail("the sample has letters that VISCII writes with control codes")
    found = find_legacy(f"title: x\n{old}\n")
    assert found is not None, old
    assert found.line == 2
    assert old[found.column - 1 : found.column + 1].strip()
    assert found.name == name or "VISCII" in (name, found.name)
    if found.name == name:
        assert found.reading.lower() == line.lower()


@pytest.mark.parametrize("name", [name for name in OLD_WAYS if name != "UTF-8 Literal"])
def test_bytes_of_an_old_file_are_read_as_well(name: str) -> None:
    text = "\n".join(SAMPLE)
    found = find_legacy_bytes(OLD_WAYS[name](text).encode("latin-1"))
    assert found is not None
    assert (found.name, found.line) == (name, 1)
    assert found.reading == SAMPLE[0]


@pytest.mark.parametrize("text", [*SAMPLE, *HARMLESS])
def test_nothing_else_is_taken_for_it(text: str) -> None:
    assert find_legacy(text) is None


def test_a_pasted_phrase_is_read_without_touching_the_rest() -> None:
    found = find_legacy("Theo «Bộ luật Lao động», có héi ®ång vµ cña c¸c bªn")
    assert found is not None
    assert found.reading == "Theo «Bộ luật Lao động», có hội đồng và của các bên"


@pytest.mark.parametrize(
    "word",
    ["nghiêng", "quyết", "gì", "giếng", "khuya", "uýnh", "xoong", "được", "ở", "Ủy", "ĐƯỜNG"],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ñy", "cuûa", "aỏt", "strong", "xaõ", "ngg", "wa", "Việtnam"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(unicodedata.normalize("NFC", word))


def legal_lines() -> list[str]:
    """Lines of four words or more, one of them in letters that only Vietnamese has."""
    texts = [path.read_text("utf-8") for path in sorted(SHARED.glob("*.md"))]
    lines = {unicodedata.normalize("NFC", line) for text in texts for line in text.split("\n")}
    return sorted(line for line in lines if len(re.findall(r"[^\W\d_]{2,}", line)) >= 4)


def is_vietnamese(line: str) -> bool:
    return len(re.findall("[ạảãấầậẩẫằắặẳẵđềếệểễốồộổỗơờớợởỡưừứựửữ]", line.lower())) >= 2


@pytest.mark.skipif(not SHARED.is_dir(), reason="the legal texts are not beside this folder")
@pytest.mark.parametrize("name", OLD_WAYS)
def test_nearly_every_line_of_real_law_is_recognised(name: str) -> None:
    lines = [line for line in legal_lines() if is_vietnamese(line)][::5]
    missed = [line for line in lines if find_legacy(OLD_WAYS[name](line)) is None]
    assert len(lines) > 1000
    assert len(missed) <= len(lines) / 100, missed[:5]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the legal texts are not beside this folder")
def test_real_law_and_the_site_itself_raise_no_alarm() -> None:
    lines = legal_lines()
    for path in [*PROJECT.glob("data/**/*.yml"), *PROJECT.glob("docs/**/*.md")]:
        lines += path.read_text("utf-8").split("\n")
    alarms = [line for line in lines if find_legacy(line)]
    assert len(alarms) <= len(lines) / 1000, alarms[:5]


def test_the_content_of_this_site_raises_no_alarm() -> None:
    files: list[Path] = [*PROJECT.glob("data/**/*.yml"), *PROJECT.glob("docs/**/*.md")]
    assert files
    assert [path for path in files if find_legacy(path.read_text("utf-8"))] == []
