"""What is counted, in the words that stand beside the figures."""

from __future__ import annotations

DEFINITION = {
    "vi": (
        "Một lượt xem là một trang đã công bố hiện ra trong trình duyệt có chạy mã đếm của chúng "
        "tôi và không tự nhận là máy tự động; cùng một người xem lại cùng một trang trong vòng 30 "
        "giây chỉ tính một lần. Lượt khách theo ngày là số người xem khác nhau trong mỗi ngày, "
        "cộng qua các ngày. Ngày tính theo giờ Việt Nam (UTC+7)."
    ),
    "en": (
        "One view is a published page that became visible in a browser which ran our counting "
        "script and does not declare itself a robot; the same reader seeing the same page again "
        "within 30 seconds counts once. Visitor-days are the different readers of each day, added "
        "up over the days. Days are those of Vietnam (UTC+7)."
    ),
}
