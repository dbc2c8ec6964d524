"""The records of a plan, as frozen dataclasses.

Field names are those of the European Legislation Identifier (ELI) in snake case; the second
argument of each `key` is the Vietnamese explanation shown by editors and in the JSON Schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.field import Origin, key
from portal.value import (
    ALIAS,
    IDENTIFIER,
    MEASURE_NUMBER,
    SLUG,
    Choice,
    ListOf,
    RecordOf,
    Reference,
    Switch,
    Text,
    WebAddress,
)
from portal.value_date import PARTIAL_DATE, Day

Lang = Literal["vi", "en"]

BASES = ("official", "gazette", "press", "pattern", "partly", "unverified", "own")
ASPECTS = (
    "signed_by", "full_text", "title", "title_translation", "first_date_entry_in_force",
    "legal_force", "province", "successor", "signature_date", "year", "exact_date",
    "exact_number", "name", "task",
)  # fmt: skip
RESPONSIBLE_BASES = ("named", "inferred")
SCOPES = ("national", "province", "district", "commune", "village")


@dataclass(frozen=True, kw_only=True)
class Localized:
    """One text in Vietnamese and, where it exists, in English."""

    vi: str = key(Text(), "Tiếng Việt (bắt buộc)", required=True)
    en: str | None = key(Text(), "Tiếng Anh; chưa dịch thì bỏ dòng này")

    def best(self, lang: str) -> tuple[str, str]:
        """The text to show on a page in `lang` and the language it is really in."""
        if lang == "en" and self.en is not None:
            return self.en, "en"
        return self.vi, "vi"


@dataclass(frozen=True, kw_only=True)
class LocalizedSlug:
    """The word of an address in each language."""

    vi: str = key(SLUG, "Từ trong địa chỉ trang tiếng Việt, không dấu", required=True)
    en: str = key(SLUG, "Từ trong địa chỉ trang tiếng Anh", required=True)


@dataclass(frozen=True, kw_only=True)
class LocalizedList:
    vi: tuple[str, ...] = key(ListOf(Text()), "Danh sách tiếng Việt", default=())
    en: tuple[str, ...] = key(ListOf(Text()), "Danh sách tiếng Anh", default=())


LOCALIZED = RecordOf(Localized)
# How the pages call it is in the other keys; this is only for the search.
SEARCH_WORDS = "Từ người dân hay gõ khi tìm, không hiện trên trang"
SOURCES = ListOf(Reference("sources"))
MEASURES = ListOf(Reference("measures"))


def unverified() -> tuple[str, ...]:
    note = "Những điểm chưa xác minh được"
    aspects: tuple[str, ...] = key(ListOf(Choice(ASPECTS)), note, default=())
    return aspects


@dataclass(frozen=True, kw_only=True)
class Source:
    id: str = key(IDENTIFIER, "Mã nguồn, trùng tên tệp", required=True)
    kind: str = key(Reference("source-kinds"), "Loại nguồn", required=True)
    name: Localized | None = key(LOCALIZED, "Tên nguồn, khi tên miền không nói lên điều gì")
    publisher: str = key(Text(200), "Nơi đăng: tên miền hoặc tên cơ quan", required=True)
    url: str | None = key(WebAddress(), "Địa chỉ đầy đủ, bắt đầu bằng https://")
    reference: str | None = key(Text(400), "Cách tìm lại khi không có địa chỉ đầy đủ")
    date: str | None = key(PARTIAL_DATE, "Ngày đăng: 2018, 2018-06 hoặc 2018-06-11")
    note: Localized | None = key(LOCALIZED, "Ghi chú")
    origin: Origin = Origin("")


@dataclass(frozen=True, kw_only=True)
class Term:
    """An entry of a controlled list."""

    id: str = key(IDENTIFIER, "Mã, dùng trong các tệp khác", required=True)
    name: Localized = key(LOCALIZED, "Tên hiển thị", required=True)
    slug: LocalizedSlug | None = key(RecordOf(LocalizedSlug), "Từ trong địa chỉ trang")
    schema_type: str = key(
        Choice(("Legislation", "DigitalDocument")),
        "Loại theo schema.org: văn bản pháp luật hay văn bản khác",
        default="DigitalDocument",
    )
    party: bool = key(Switch(), "Văn bản của Đảng", default=False)
    agency: str | None = key(Reference("agencies"), "Mã cơ quan tương ứng")


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    entries: tuple[Term, ...] = key(ListOf(RecordOf(Term)), "Các mục, theo thứ tự", required=True)
    origin: Origin = Origin("")


@dataclass(frozen=True, kw_only=True)
class Agency:
    id: str = key(IDENTIFIER, "Mã cơ quan, trùng tên tệp", required=True)
    name: Localized = key(LOCALIZED, "Tên cơ quan", required=True)
    name_basis: str | None = key(Choice(BASES), "Căn cứ của tên tiếng Anh")
    role: Localized | None = key(LOCALIZED, "Vai trò trong kế hoạch")
    current: Localized | None = key(LOCALIZED, "Tình hình hiện nay")
    note: Localized | None = key(LOCALIZED, "Ghi chú")
    measures: tuple[str, ...] = key(MEASURES, "Các nhóm nhiệm vụ liên quan", default=())
    sources: tuple[str, ...] = key(SOURCES, "Mã nguồn", required=True)
    unverified: tuple[str, ...] = unverified()
    origin: Origin = Origin("")


@dataclass(frozen=True, kw_only=True)
class Responsible:
    agency: str = key(Reference("agencies"), "Mã cơ quan", required=True)
    basis: str = key(
        Choice(RESPONSIBLE_BASES),
        "named: nguồn nêu tên; inferred: suy ra từ chức năng",
        required=True,
    )
    note: Localized | None = key(LOCALIZED, "Ghi chú")


@dataclass(frozen=True, kw_only=True)
class Measure:
    id: str = key(MEASURE_NUMBER, "Số thứ tự của nhóm nhiệm vụ", required=True)
    slug: LocalizedSlug = key(RecordOf(LocalizedSlug), "Từ trong địa chỉ trang", required=True)
    title: Localized = key(LOCALIZED, "Tên ngắn", required=True)
    mark: str | None = key(
        Text(200), "Hình vẽ (SVG) trong docs/assets/, ví dụ assets/marks/loa.svg; có thể bỏ"
    )
    text: Localized = key(LOCALIZED, "Nguyên văn và bản dịch", required=True)
    translation_basis: str | None = key(Choice(BASES), "Căn cứ của bản dịch")
    responsible_wording: Localized | None = key(LOCALIZED, "Các cơ quan mà nguyên văn nêu")
    responsible: tuple[Responsible, ...] = key(
        ListOf(RecordOf(Responsible)), "Cơ quan chịu trách nhiệm", default=()
    )
    search_words: LocalizedList | None = key(RecordOf(LocalizedList), SEARCH_WORDS)
    sources: tuple[str, ...] = key(SOURCES, "Mã nguồn", required=True)
    origin: Origin = Origin("")


@dataclass(frozen=True, kw_only=True)
class FullText:
    source_url: str | None = key(WebAddress(), "Địa chỉ nơi đăng toàn văn quyết định")
    file: str | None = key(Text(200), "Tệp trong docs/assets/, ví dụ assets/948-qd-ubnd.pdf")


@dataclass(frozen=True, kw_only=True)
class Plan:
    title: Localized = key(LOCALIZED, "Tên đầy đủ của kế hoạch", required=True)
    short_title: Localized = key(LOCALIZED, "Tên ngắn, dùng ở đầu trang", required=True)
    summary: Localized = key(LOCALIZED, "Tóm tắt hai, ba câu", required=True)
    decision: str = key(Reference("legal-texts"), "Văn bản ban hành kế hoạch", required=True)
    decision_name: Localized = key(
        LOCALIZED, "Cách gọi văn bản đó trong câu, ví dụ Quyết định số 948/QĐ-UBND", required=True
    )
    directive: str | None = key(Reference("legal-texts"), "Văn bản mà kế hoạch thực hiện")
    issued_by: str | None = key(Reference("agencies"), "Cơ quan ban hành")
    date: date = key(Day(), "Ngày ban hành", required=True)
    full_text: FullText | None = key(
        RecordOf(FullText), "Toàn văn quyết định; bỏ trống khi chưa có"
    )
    sources: tuple[str, ...] = key(SOURCES, "Mã nguồn", required=True)
    origin: Origin = Origin("")


@dataclass(frozen=True, kw_only=True)
class Exemplar:
    id: str = key(IDENTIFIER, "Mã mô hình, trùng tên tệp", required=True)
    slug: LocalizedSlug = key(RecordOf(LocalizedSlug), "Từ trong địa chỉ trang", required=True)
    name: Localized = key(LOCALIZED, "Tên mô hình", required=True)
    kind: str = key(Reference("exemplar-kinds"), "Loại mô hình", required=True)
    scope: str = key(Choice(SCOPES), "Phạm vi", required=True)
    locality: Localized = key(LOCALIZED, "Nơi thực hiện, như nguồn ghi", required=True)
    places: tuple[str, ...] = key(ListOf(Reference("places")), "Tỉnh, thành phố", required=True)
    period: Localized | None = key(LOCALIZED, "Thời gian")
    description: Localized = key(LOCALIZED, "Mô tả", required=True)
    figures: tuple[Localized, ...] = key(ListOf(LOCALIZED), "Số liệu, kèm thời điểm", default=())
    caution: Localized | None = key(LOCALIZED, "Lưu ý khi sử dụng")
    measures: tuple[str, ...] = key(MEASURES, "Minh họa nhóm nhiệm vụ nào", required=True)
    search_words: LocalizedList | None = key(RecordOf(LocalizedList), SEARCH_WORDS)
    aliases: tuple[str, ...] = key(ListOf(ALIAS), "Địa chỉ cũ của trang", default=())
    sources: tuple[str, ...] = key(SOURCES, "Mã nguồn", required=True)
    unverified: tuple[str, ...] = unverified()
    origin: Origin = Origin("")


@dataclass(frozen=True, kw_only=True)
class GlossaryTerm:
    id: str = key(IDENTIFIER, "Mã thuật ngữ", required=True)
    term: Localized = key(LOCALIZED, "Thuật ngữ", required=True)
    also: LocalizedList | None = key(RecordOf(LocalizedList), "Cách gọi khác được chấp nhận")
    avoid: LocalizedList | None = key(
        RecordOf(LocalizedList), "Cách gọi không dùng; lệnh kiểm tra báo khi gặp"
    )
    definition: Localized | None = key(LOCALIZED, "Định nghĩa")
    tooltip: bool = key(
        Switch(),
        "Giải thích ở chỗ bài viết dùng lần đầu; false khi chữ còn nghĩa khác",
        default=True,
    )
    basis: str = key(Choice(BASES), "Căn cứ của thuật ngữ tiếng Anh", required=True)
    note: Localized | None = key(LOCALIZED, "Ghi chú")
    sources: tuple[str, ...] = key(SOURCES, "Mã nguồn", default=())


@dataclass(frozen=True, kw_only=True)
class Glossary:
    terms: tuple[GlossaryTerm, ...] = key(
        ListOf(RecordOf(GlossaryTerm)), "Các thuật ngữ", required=True
    )
    origin: Origin = Origin("")


@dataclass(frozen=True, kw_only=True)
class Abbreviation:
    abbreviation: str = key(Text(30), "Chữ viết tắt", required=True)
    meaning: Localized = key(LOCALIZED, "Nghĩa", required=True)
    kind: str = key(Reference("abbreviation-kinds"), "Nhóm", required=True)
    note: Localized | None = key(LOCALIZED, "Ghi chú")
    sources: tuple[str, ...] = key(SOURCES, "Mã nguồn", required=True)


@dataclass(frozen=True, kw_only=True)
class Abbreviations:
    abbreviations: tuple[Abbreviation, ...] = key(
        ListOf(RecordOf(Abbreviation)), "Các chữ viết tắt", required=True
    )
    origin: Origin = Origin("")
