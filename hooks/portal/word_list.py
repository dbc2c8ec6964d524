"""`data/words.yml`: how the site writes words beside its glossary, and what is exempt."""

from __future__ import annotations

from dataclasses import dataclass

from portal.field import Origin, key
from portal.value import Choice, ListOf, RecordOf, Text

TONE_MARKS = ("new", "old")


@dataclass(frozen=True, kw_only=True)
class WrongForm:
    lang: str = key(Choice(("vi", "en")), "Ngôn ngữ của cách viết", required=True)
    forms: tuple[str, ...] = key(ListOf(Text(100)), "Các cách viết không dùng", required=True)
    use: str = key(Text(100), "Cách viết đúng", required=True)


@dataclass(frozen=True, kw_only=True)
class WordException:
    form: str = key(
        Text(200), "Cụm từ được giữ nguyên, ví dụ tên chính thức có chữ đó", required=True
    )
    where: str = key(
        Text(200), "Tệp, ví dụ data/legal-texts/cedaw.yml; dấu * thay cho mọi chữ", required=True
    )
    reason: str = key(Text(300), "Vì sao được giữ", required=True)


@dataclass(frozen=True, kw_only=True)
class WordList:
    tone_marks: str = key(
        Choice(TONE_MARKS), "Cách đặt dấu thanh: new là hòa, thủy; old là hoà, thuỷ", default="new"
    )
    avoid: tuple[WrongForm, ...] = key(
        ListOf(RecordOf(WrongForm)), "Cách viết không dùng, ngoài thuật ngữ", default=()
    )
    spelling: tuple[str, ...] = key(
        ListOf(Text(60)), "Cụm từ hay dùng mà dấu được kiểm tra như thuật ngữ", default=()
    )
    also_right: tuple[str, ...] = key(
        ListOf(Text(60)), "Cụm từ đúng, chỉ giống một thuật ngữ khi bỏ dấu", default=()
    )
    exceptions: tuple[WordException, ...] = key(
        ListOf(RecordOf(WordException)), "Chỗ được viết khác, kèm lý do", default=()
    )
    officialese: tuple[str, ...] = key(
        ListOf(Text(60)), "Từ công văn mà báo cáo về văn phong đếm; dấu … là vài từ bất kỳ",
        default=(),
    )  # fmt: skip
    origin: Origin = Origin("")
