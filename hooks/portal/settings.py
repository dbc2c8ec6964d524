"""What staff set once: the site itself, and the strings of the interface."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from portal.field import Origin, key
from portal.model import LOCALIZED, Localized
from portal.notice import Notice
from portal.value import (
    Choice,
    Integer,
    ListOf,
    Pattern,
    RecordOf,
    Reference,
    Switch,
    Text,
    WebAddress,
)

SHARE_WAYS = ("native", "facebook", "zalo", "email", "copy", "qr", "print")
# How readers may rate a page, best first; these words are sent and named in the interface.
RATINGS = ("satisfied", "neutral", "dissatisfied")
# No `?`, `&` or `%`: in a mailto: link they would add recipients and texts.
EMAIL = Pattern(r"[A-Za-z0-9._+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", "email-format")
PHONE = Pattern(r"\+?[\d ().-]{3,25}", "phone-format")
# Where the service that counts answers: a path of this site or an address elsewhere. Plain http is
# for this computer alone.
SERVICE = Pattern(
    r"(?:https://[A-Za-z0-9.-]+(?::\d{1,5})?|http://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?)?"
    r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*",
    "counter-endpoint",
)


@dataclass(frozen=True, kw_only=True)
class Contact:
    address: Localized | None = key(LOCALIZED, "Địa chỉ trụ sở")
    phone: str | None = key(PHONE, "Số điện thoại")
    email: str | None = key(EMAIL, "Hộp thư điện tử")


@dataclass(frozen=True, kw_only=True)
class Person:
    name: str = key(Text(100), "Họ và tên", required=True)
    role: Localized | None = key(LOCALIZED, "Chức vụ")


@dataclass(frozen=True, kw_only=True)
class NewsSettings:
    latest: int = key(Integer(1, 50), "Số bài mới hiển thị", default=5)
    related: int = key(Integer(1, 50), "Số bài cùng chuyên mục hiển thị", default=5)


@dataclass(frozen=True, kw_only=True)
class Counter:
    """Without `endpoint` and `snapshot` pages show the figures that they were built with, and
    neither a script nor a request is made for them."""

    show: bool = key(Switch(), "Hiện số lượt xem ở chân trang", default=True)
    endpoint: str | None = key(
        SERVICE, "Nơi bộ đếm trả lời: /v1/ nếu cùng máy chủ; chưa chạy bộ đếm thì bỏ trống"
    )
    snapshot: bool = key(
        Switch(), "Máy chủ không chạy bộ đếm nhưng views.json được làm mới đều đặn", default=False
    )

    @property
    def live(self) -> bool:
        """Whether pages ask for figures at all."""
        return self.show and (self.snapshot or self.endpoint is not None)


@dataclass(frozen=True, kw_only=True)
class Rating:
    endpoint: str = key(WebAddress(), "Địa chỉ https nhận đánh giá ẩn danh", required=True)


@dataclass(frozen=True, kw_only=True)
class Site:
    title: Localized = key(LOCALIZED, "Tên trang thông tin", required=True)
    description: Localized = key(LOCALIZED, "Một câu giới thiệu", required=True)
    url: str = key(WebAddress(), "Địa chỉ công khai của trang, kết thúc bằng /", required=True)
    publisher: str = key(Reference("agencies"), "Mã cơ quan chủ quản", required=True)
    emblem: str | None = key(
        Text(200), "Huy hiệu của cơ quan: tệp ảnh trong docs/assets/, ví dụ assets/huy-hieu.svg"
    )
    report_language: str = key(Choice(("vi", "en")), "Ngôn ngữ của thông báo lỗi", default="vi")
    contact: Contact | None = key(RecordOf(Contact), "Liên hệ; chưa có thì bỏ trống")
    responsible_person: Person | None = key(RecordOf(Person), "Người chịu trách nhiệm nội dung")
    share: tuple[str, ...] = key(ListOf(Choice(SHARE_WAYS)), "Các cách chia sẻ", default=SHARE_WAYS)
    counter: Counter = key(RecordOf(Counter), "Số lượt xem", default=Counter())
    offline: bool = key(Switch(), "Giữ bản đọc khi mất mạng trong máy người đọc", default=True)
    notices: tuple[Notice, ...] = key(
        ListOf(RecordOf(Notice)), "Thông báo bảo trì hoặc khẩn ở đầu mọi trang", default=()
    )
    rating: Rating | None = key(RecordOf(Rating), "Đánh giá mức độ hài lòng; chưa có thì bỏ trống")
    contact_page: str | None = key(
        Text(100),
        "Trang liên hệ trong docs/vi, không ghi .md, có thể kèm tên mục, ví dụ lien-he#bao-loi",
    )
    help_page: str | None = key(
        Text(100),
        "Trang cho người cần giúp đỡ, trong docs/vi, không ghi .md, ví dụ toi-can-giup-do",
    )
    news: NewsSettings = key(RecordOf(NewsSettings), "Tin tức", default=NewsSettings())
    edit_url: str | None = key(
        WebAddress(), "Nơi sửa tệp trên kho mã, ví dụ https://github.com/co-quan/trang/edit/main/"
    )
    origin: Origin = Origin("")
    former: ClassVar[dict[str, str]] = {"show_counter": "counter: {{show: {value}}}"}

    @property
    def endpoints(self) -> tuple[str, ...]:
        """The addresses elsewhere that forms may be sent to."""
        return (self.rating.endpoint,) if self.rating else ()

    @property
    def services(self) -> tuple[str, ...]:
        """The addresses elsewhere that scripts alone may ask."""
        endpoint = self.counter.endpoint if self.counter.show else None
        return (endpoint,) if endpoint and not endpoint.startswith("/") else ()


@dataclass(frozen=True)
class Interface:
    """The strings of `data/interface.yml`, by key."""

    phrases: Mapping[str, Localized]

    def in_language(self, lang: str) -> Phrases:
        return Phrases({name: text.best(lang)[0] for name, text in self.phrases.items()})


class Phrases(dict[str, str]):
    """Interface strings of one language; templates write `ui.skip_to_content`."""

    def __getattr__(self, name: str) -> str:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def interface_keys(folders: Iterable[Path]) -> dict[str, str]:
    """The interface keys that the templates below `folders` use, with the file that uses each."""
    found: dict[str, str] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.html")):
            for name in re.findall(r"\bui\.([a-z][a-z0-9_]*)", path.read_text(encoding="utf-8")):
                found.setdefault(name, path.name)
    return found
