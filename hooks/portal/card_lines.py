"""Breaks a title into lines of much the same length, where a reader would pause."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

# Words that belong to what follows them: a line should not end with one.
CLINGING = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "of",
        "on",
        "or",
        "that",
        "the",
        "to",
        "with",
        "bằng",
        "cho",
        "các",
        "của",
        "do",
        "để",
        "hoặc",
        "khi",
        "là",
        "những",
        "theo",
        "thì",
        "trong",
        "từ",
        "tại",
        "và",
        "về",
        "với",
        "vì",
    ]
)
CLING_PENALTY = 0.02
PAUSE_BONUS = 0.01
# «số 21-CT/TW», «tháng 6 năm 2018», «20 January 2018», «khóa XII»: a number stays with its word.
NUMBERED = re.compile(
    r"\b(số|ngày|tháng|năm|khóa|điều|khoản|quý|no\.|article|directive|decision|conclusion) "
    r"(?=[\dIVX])|(?<=\d) (?=(?:tháng|January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b)|(?<=[a-z]) (?=\d{4}\b)",
    re.IGNORECASE,
)
# Vietnamese words of several syllables that titles of public bodies are full of.
COMPOUNDS = """
    bình đẳng, bình đẳng giới, bí thư, bảo đảm, chiến lược, chính phủ, chính sách, chính trị,
    chương trình, chất lượng, chỉ thị, chỉ đạo, cán bộ, công chức, công thương, công tác, cơ quan,
    cộng đồng, doanh nghiệp, dân tộc, gia đình, giai đoạn, giám sát, giải pháp, hiến pháp,
    hiệu quả, hoạch định, hoạt động, hành chính, hành động, hôn nhân, hướng dẫn, hạnh phúc,
    hỗ trợ, hội đồng, hợp tác, hợp tác xã, khởi nghiệp, kinh doanh, kinh tế, kiểm tra, kế hoạch,
    lao động, liên hiệp, lãnh đạo, mô hình, mặt trận, một số, nghị quyết, nghị định, nhiệm vụ,
    nhà nước, nhân dân, nâng cao, phong trào, pháp luật, phát huy, phát triển, phê duyệt,
    phản biện, phụ nữ, quy định, quyết định, quản lý, quốc gia, quốc hội, sửa đổi, tham gia,
    thành lập, thông báo, thông tư, thực hiện, tiêu biểu, tiến bộ, tiếp tục, tiết kiệm,
    triển khai, trung ương, truyền thông, trách nhiệm, trẻ em, tuyên truyền, tình hình,
    tăng cường, tổ chức, tổ quốc, vai trò, việt nam, văn bản, vận động, xã hội, đoàn thể, đào tạo,
    đại biểu, đại hội, đảm bảo, đẩy mạnh, đề án, địa phương, đồng bào, ủy ban"""
_PAIRS = sorted((" ".join(pair.split()) for pair in COMPOUNDS.split(",")), key=len, reverse=True)
COMPOUND = re.compile(rf"\b(?:{'|'.join(_PAIRS)})\b", re.IGNORECASE)
Width = Callable[[str], float]


def words_of(title: str) -> list[str]:
    """The parts of `title` between which a line may end."""
    glued = NUMBERED.sub(lambda match: (match[1] or "") + "\u00a0", title)
    glued = COMPOUND.sub(lambda match: match[0].replace(" ", "\u00a0"), glued)
    return [word.replace("\u00a0", " ") for word in glued.split(" ") if word]


def break_lines(words: Sequence[str], width: Width, room: float, most: int) -> list[str] | None:
    """`words` on as few lines as fit `room`, as even as can be; None when `most` are too few."""
    lengths = [width(word) for word in words]
    space = width("x x") - 2 * width("x")
    # best[n][i]: the least cost of the first i words on n lines, and where the last line begins.
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _ in range(most):
        row: dict[int, tuple[float, int]] = {}
        for start, (cost, _) in best[-1].items():
            length = -space
            for end in range(start + 1, len(words) + 1):
                length += lengths[end - 1] + space
                if length > room:
                    break
                total = cost + (1 - length / room) ** 2 + _at_end(words, end)
                if end not in row or total < row[end][0]:
                    row[end] = (total, start)
        best.append(row)
        if len(words) in row:
            return _lines(words, best)
    return None


def _at_end(words: Sequence[str], end: int) -> float:
    """What it costs to end a line before the word number `end`."""
    if end == len(words):
        return 0
    if words[end - 1].lower() in CLINGING:
        return CLING_PENALTY
    return -PAUSE_BONUS if words[end - 1].endswith((",", ":", ";", ".")) else 0


def _lines(words: Sequence[str], best: list[dict[int, tuple[float, int]]]) -> list[str]:
    lines: list[str] = []
    end = len(words)
    for row in reversed(best[1:]):
        start = row[end][1]
        lines.insert(0, " ".join(words[start:end]))
        end = start
    return lines


def shorten(words: Sequence[str], width: Width, room: float, most: int) -> list[str]:
    """As many of `words` as fit `most` lines, and an ellipsis."""
    for keep in range(len(words) - 1, 0, -1):
        cut = [*words[: keep - 1], words[keep - 1].rstrip(",;:.") + "…"]
        if lines := break_lines(cut, width, room, most):
            return lines
    return [cut_to(words[0], width, room)]


def cut_to(text: str, width: Width, room: float) -> str:
    """`text` if it fits `room`; otherwise its beginning, up to a word's end if it can be."""
    if width(text) <= room:
        return text
    while width(f"{text}…") > room and text:
        text = text.rpartition(" ")[0].rstrip(" ,;:·") or text[:-1]
    return f"{text}…"
