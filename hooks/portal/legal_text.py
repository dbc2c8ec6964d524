"""Legal and policy texts: their dates, status and relations, in the words of ELI."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from portal.field import Origin, key
from portal.model import (
    BASES,
    LOCALIZED,
    MEASURES,
    SEARCH_WORDS,
    SOURCES,
    Localized,
    LocalizedList,
    unverified,
)
from portal.value import (
    ALIAS,
    IDENTIFIER,
    Choice,
    ListOf,
    RecordOf,
    Reference,
    Switch,
    Text,
)
from portal.value_date import Day

LEGAL_FORCE = ("in_force", "partially_in_force", "not_in_force", "not_yet_in_force", "unknown")
# How each relation is called on the earlier text.
INVERSE = {
    "amends": "amended_by",
    "repeals": "repealed_by",
    "based_on": "basis_of",
    "cites": "cited_by",
    "ensures_implementation_of": "implemented_by",
    "succeeds": "succeeded_by",
}
REASONS = ("replaced", "expired")
FORCE_BASES = ("sourced", "text", "inferred", "not_found")
RELATIONS = tuple(INVERSE)
INVERSE_RELATIONS = ("amended_by", "repealed_by")


@dataclass(frozen=True, kw_only=True)
class Signatory:
    name: str = key(Text(100), "Họ và tên", required=True)
    capacity: Localized | None = key(LOCALIZED, "Thẩm quyền ký, ví dụ KT. Thủ tướng")


@dataclass(frozen=True, kw_only=True)
class LegalForce:
    value: str = key(Choice(LEGAL_FORCE), "Tình trạng hiệu lực", required=True)
    reason: str | None = key(Choice(REASONS), "Vì sao hết hiệu lực: bị thay thế hay hết thời hạn")
    presumed: bool = key(
        Switch(), "true: không thấy văn bản thay thế nhưng chưa có nguồn xác nhận", default=False
    )
    basis: str = key(Choice(FORCE_BASES), "Căn cứ", required=True)
    checked_on: date = key(Day(), "Ngày kiểm tra tình trạng", required=True)
    note: Localized | None = key(LOCALIZED, "Ghi chú về hiệu lực")
    sources: tuple[str, ...] = key(SOURCES, "Mã nguồn của tình trạng", default=())


@dataclass(frozen=True, kw_only=True)
class Relation:
    text: str | None = key(Reference("legal-texts"), "Số hiệu hoặc mã văn bản có trong danh mục")
    outside: str | None = key(Text(120), "Số hiệu văn bản không có trong danh mục")
    provision: Localized | None = key(LOCALIZED, "Điều khoản quy định việc này")
    start: date | None = key(Day(), "Từ ngày", name="from")


RELATED = ListOf(RecordOf(Relation, shorthand="text"))


@dataclass(frozen=True, kw_only=True)
class TitleBasis:
    vi: str | None = key(Choice(BASES), "Căn cứ của trích yếu tiếng Việt")
    en: str | None = key(Choice(BASES), "Căn cứ của tên tiếng Anh")


@dataclass(frozen=True, kw_only=True)
class LegalText:
    """A text of the register. Some have no number: the Constitution, treaties."""

    id: str = key(IDENTIFIER, "Mã văn bản, trùng tên tệp", required=True)
    number: str = key(Text(80), "Số, ký hiệu", required=True)
    type_document: str = key(Reference("document-types"), "Loại văn bản", required=True)
    title: Localized = key(LOCALIZED, "Trích yếu", required=True)
    title_basis: TitleBasis | None = key(RecordOf(TitleBasis), "Căn cứ của tên gọi")
    title_note: Localized | None = key(LOCALIZED, "Ghi chú về tên gọi")
    passed_by: tuple[str, ...] = key(
        ListOf(Reference("issuers")), "Cơ quan ban hành", required=True
    )
    passed_by_detail: Localized | None = key(LOCALIZED, "Khóa, kỳ họp, hội nghị")
    signed_by: tuple[Signatory, ...] = key(ListOf(RecordOf(Signatory)), "Người ký", default=())
    date_document: date = key(Day(), "Ngày ban hành", required=True)
    first_date_entry_in_force: date | None = key(Day(), "Ngày có hiệu lực")
    entry_in_force_note: Localized | None = key(LOCALIZED, "Ghi chú về ngày có hiệu lực")
    date_no_longer_in_force: date | None = key(Day(), "Ngày hết hiệu lực")
    legal_force: LegalForce = key(RecordOf(LegalForce), "Tình trạng hiệu lực", required=True)
    amends: tuple[Relation, ...] = key(RELATED, "Sửa đổi, bổ sung", default=())
    repeals: tuple[Relation, ...] = key(RELATED, "Thay thế, bãi bỏ", default=())
    based_on: tuple[Relation, ...] = key(RELATED, "Căn cứ", default=())
    cites: tuple[Relation, ...] = key(RELATED, "Dẫn chiếu", default=())
    ensures_implementation_of: tuple[Relation, ...] = key(
        RELATED, "Quy định chi tiết, hướng dẫn, thực hiện", default=()
    )
    succeeds: tuple[Relation, ...] = key(RELATED, "Tiếp nối chương trình đã kết thúc", default=())
    amended_by: tuple[Relation, ...] = key(
        RELATED, "Được sửa đổi bởi văn bản ngoài danh mục", default=()
    )
    repealed_by: tuple[Relation, ...] = key(
        RELATED, "Bị thay thế bởi văn bản ngoài danh mục", default=()
    )
    measures: tuple[str, ...] = key(MEASURES, "Phục vụ nhóm nhiệm vụ nào", default=())
    note: Localized | None = key(LOCALIZED, "Ghi chú về nội dung")
    also_known_as: LocalizedList | None = key(RecordOf(LocalizedList), "Tên thường gọi")
    search_words: LocalizedList | None = key(RecordOf(LocalizedList), SEARCH_WORDS)
    aliases: tuple[str, ...] = key(ListOf(ALIAS), "Địa chỉ cũ của trang", default=())
    sources: tuple[str, ...] = key(SOURCES, "Mã nguồn", required=True)
    unverified: tuple[str, ...] = unverified()
    origin: Origin = Origin("")

    @property
    def is_numbered(self) -> bool:
        """Whether `number` is an official number, such as 948/QĐ-UBND, and not a name."""
        return re.search(r"\d[/-]", self.number) is not None
