"""Pages written by people: Markdown below `docs/vi` and `docs/en`, with their front matter.

MkDocs prints front matter that it cannot read as page text, without a word; here it is read like
any record, and what cannot be read is reported with its place.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from portal.field import Cursor, Origin, key, keys, read_record
from portal.hidden_character import describe, hidden_entities
from portal.limits import MOST_LINES, breaches
from portal.model import MEASURES, SEARCH_WORDS, SOURCES
from portal.problem import Report
from portal.source import parse_yaml
from portal.text_file import position, read_text
from portal.tree import files_below
from portal.value import (
    ALIAS,
    DIGEST,
    IDENTIFIER,
    SLUG,
    UNFINISHED,
    ListOf,
    RecordOf,
    Reference,
    Text,
)
from portal.value_date import PARTIAL_DATE, Day

NEWS_FOLDER = "tin-tuc"
ENGLISH_KEYS = frozenset({"title", "description", "slug", "aliases", "search_words", "translation"})
# Of these, the keys that a Vietnamese page has as well.
VIETNAMESE_KEYS = frozenset({"title", "description", "aliases", "search_words"})


MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
# A file of these kinds beside the pages was meant to be a page; it would be published as it is.
NOT_PAGES = ("", ".txt", ".doc", ".docx", ".odt", ".rtf", ".htm", ".html", ".yml", ".yaml")


# The start of an HTML tag or comment, but of no <https://…>, <name@host> or [link](<target>).
TAG = re.compile(r"(?<!\]\()<(?=[A-Za-z/!?])(?!https?://|mailto:|[^\s<>@]+@[^\s<>]+>)")


FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
CODE = re.compile(r"`[^`]*`")


@dataclass(frozen=True, kw_only=True)
class Translation:
    digest: str = key(DIGEST, "Dấu vân tay của bản tiếng Việt đã dịch", required=True)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Where figures of the page are from, when no record that it names holds them."""

    figures: tuple[str, ...] = key(
        ListOf(Text(60)), "Con số, ngày, tỷ lệ như viết trong bài", required=True
    )
    text: str | None = key(Reference("legal-texts"), "Mã văn bản nêu các con số này")
    source: str | None = key(Reference("sources"), "Mã nguồn nêu các con số này")
    at: str | None = key(Text(80), "Điều, khoản, điểm; ví dụ Điều 19 khoản 2")


@dataclass(frozen=True, kw_only=True)
class FrontMatter:
    title: str = key(Text(300), "Tên trang", required=True)
    description: str | None = key(Text(400), "Một câu giới thiệu, dùng khi chia sẻ")
    slug: str | None = key(SLUG, "Từ trong địa chỉ trang tiếng Anh (chỉ ở docs/en)")
    date: datetime.date | None = key(Day(), "Ngày đăng tại đây; chưa biết thì bỏ")
    event_date: str | None = key(PARTIAL_DATE, "Ngày của sự kiện được đưa tin")
    updated: datetime.date | None = key(Day(), "Ngày sửa gần nhất")
    byline: str | None = key(Text(100), "Tên người viết")
    byline_agency: str | None = key(Reference("agencies"), "Mã cơ quan của người viết")
    category: str | None = key(Reference("news-categories"), "Mã chuyên mục")
    measures: tuple[str, ...] = key(MEASURES, "Nhóm nhiệm vụ liên quan", default=())
    legal_texts: tuple[str, ...] = key(
        ListOf(Reference("legal-texts")), "Văn bản liên quan", default=()
    )
    exemplars: tuple[str, ...] = key(
        ListOf(Reference("exemplars")), "Mô hình liên quan", default=()
    )
    sources: tuple[str, ...] = key(SOURCES, "Mã nguồn", default=())
    evidence: tuple[Evidence, ...] = key(
        ListOf(RecordOf(Evidence)), "Chỗ nêu các con số không có trong bản ghi", default=()
    )
    search_words: tuple[str, ...] = key(ListOf(Text(80)), SEARCH_WORDS, default=())
    aliases: tuple[str, ...] = key(ListOf(ALIAS), "Địa chỉ cũ của trang", default=())
    translation: Translation | None = key(RecordOf(Translation), "Bản dịch này dịch từ đâu")
    origin: Origin = Origin("")


@dataclass(frozen=True)
class Prose:
    """A written page: `stem` is its path below the language folder, without `.md`."""

    stem: str
    lang: str
    meta: FrontMatter
    body: str
    body_line: int

    @property
    def is_news(self) -> bool:
        return self.stem.startswith(f"{NEWS_FOLDER}/") and self.stem != f"{NEWS_FOLDER}/index"

    @property
    def day(self) -> str:
        """The date that places the article among others: publication, else the event."""
        published = self.meta.date.isoformat() if self.meta.date else ""
        return published or self.meta.event_date or ""

    @property
    def digest(self) -> str:
        """Changes when the text or the title does; a translation names the one it was made from."""
        text = f"{self.meta.title}\n{self.meta.description}\n{self.body.strip()}"
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def minutes(self) -> int:
        """Reading time: about 240 syllables of Vietnamese, or words of English, a minute."""
        words = len(re.findall(r"\w+", self.body))
        return max(1, round(words / 240))


# A line of data among the text: the block was doubled, or closed too early.
STRAY_KEY = re.compile(rf"({'|'.join(keys(FrontMatter))}):(?:\s|$)")


def read_prose(
    root: Path, report: Report, uploads: dict[str, Path] | None = None
) -> dict[tuple[str, str], Prose]:
    """Every page below `root`/docs by language and stem; those not readable are reported.

    All other files there are put into `uploads`, by their path below docs/.
    """
    pages: dict[tuple[str, str], Prose] = {}
    docs = root / "docs"
    if not docs.is_dir():
        return pages
    for path, name in files_below(docs, root, report):
        parts = Path(name).parts[1:]
        if path.suffix.lower() not in MARKDOWN:
            if uploads is not None:
                uploads["/".join(parts)] = path
            if not is_written("/".join(parts)):
                continue
        if path.suffix != ".md":
            report.add("file-extension", (name, 1, 1), expected=".md", got=path.name)
        elif parts[0] not in ("vi", "en") or len(parts) < 2:
            report.add("docs-place", (name, 1, 1), got="/".join(parts))
        elif bad := next((part for part in _words(parts) if not IDENTIFIER.accepts(part)), ""):
            report.add("file-name", (name, 1, 1), got=bad)
        elif (page := read_page(path, name, root, report)) is not None:
            pages[page.lang, page.stem] = page
    return pages


def is_written(name: str) -> bool:
    """Whether the file `name` below docs/, which is no Markdown, was meant to be a page."""
    return name.startswith(("vi/", "en/")) and Path(name).suffix.lower() in NOT_PAGES


def _words(parts: tuple[str, ...]) -> list[str]:
    """The names that become address words: folders, and the file name without its ending."""
    return [*parts[1:-1], parts[-1].removesuffix(".md")]


def read_page(path: Path, name: str, root: Path, report: Report) -> Prose | None:
    """One page, or None after reporting what its front matter or text lacks."""
    text = read_text(path, name, root, report)
    if text is None:
        return None
    if not (opening := re.match(r"---[ \t]*\n", text)):
        start = re.search(r"\S", text)
        report.add("front-matter-missing", (name, *position(text, start.start() if start else 0)))
        return None
    closing = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE).search(text, opening.end())
    ends = closing.start() if closing else len(text)
    prose = _first_prose_line(text[opening.end() : ends])
    if closing is None or prose:
        line = prose or text[:ends].rstrip().count("\n") + 1
        last = text.count("\n") + 1
        report.add("front-matter-unclosed", (name, min(line + 1, last), 1))
        return None
    tree = parse_yaml(text[opening.end() : closing.start()], name, report, first_line=2)
    if tree is None:
        return None
    meta = read_record(FrontMatter, tree, Cursor(Origin(name), report))
    body = text[closing.end() :]
    body_line = text.count("\n", 0, closing.end()) + 1
    if not _check_body(body, name, body_line, report):
        body = ""  # nothing else may read it: that could take for ever
    if meta is None:
        return None
    lang, _, stem = name.removeprefix("docs/").removesuffix(".md").partition("/")
    return Prose(stem, lang, meta, body, body_line)


def _first_prose_line(block: str) -> int:
    """The line of `block`, from 1, where the page's text seems to begin; 0 where it is all data."""
    lines = block.split("\n")
    for number, (line, following) in enumerate(pairwise([*lines, ""]), start=1):
        blank_before = not line.strip() and following.strip()
        if blank_before and not re.match(r"[\w -]+:|\s|-\s|#\s", following):
            return number
    return 0


def _check_body(body: str, name: str, first_line: int, report: Report) -> bool:
    """Report what is wrong with `body`; False where it is more than Markdown can take."""
    if not body.strip():
        report.add("body-empty", (name, first_line, 1))
        return True
    if body.count("\n") > MOST_LINES:
        report.add("page-too-long", (name, first_line, 1), limit=MOST_LINES)
        return False
    above = ""
    lines = prose_lines(body)
    within = True
    for at, sign, limit in breaches(lines):
        report.add("markdown-limit", (name, first_line + at, 1), got=sign, limit=limit)
        within = False
    for number, line in enumerate(lines, start=first_line):
        if re.match(r"#(?!#)", line) or (re.match(r"=+\s*$", line) and above.strip()):
            report.add("heading-level", (name, number, 1))
        if (mark := line.find(UNFINISHED)) >= 0:
            report.add("unfinished-mark", (name, number, mark + 1))
        _check_hidden(line, (name, number), report)
        if tag := TAG.search(line):
            report.add("raw-html", (name, number, tag.start() + 1))
        above = line
    return within


def _check_hidden(line: str, at: tuple[str, int], report: Report) -> None:
    if found := STRAY_KEY.match(line):
        report.add("front-matter-in-text", (*at, 1), got=found[1])
    for offset, char in hidden_entities(line):
        report.add("control-character", (*at, offset + 1), **describe(char))


def prose_lines(body: str) -> list[str]:
    """The lines of `body` with code blanked out, so that columns stay true."""
    lines = []
    fence = ""
    for line in body.split("\n"):
        mark = FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence):
                fence = ""
            lines.append("")
        elif mark:
            fence = mark[1]
            lines.append("")
        else:
            lines.append(CODE.sub(lambda code: " " * len(code[0]), line) if "`" in line else line)
    return lines
