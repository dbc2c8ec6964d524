"""The forms in which either language writes figures. Each is bounded, so that no text is slow.

Dates, citations, measures and short names are looked for in lower case; the others in any."""

from __future__ import annotations

import re

from portal.language import MONTHS

DOCUMENT = re.compile(
    r"(?<![\w/])\d+[a-zđ]?(?:/\d{4})?(?:/[A-ZĐ]|-[A-ZĐ][\wĐ]*/[A-ZĐ])[\w&Đ]*(?:[-/&][A-ZĐ][\w&]*)*"
)
MONTH = rf"(?P<month>{'|'.join(MONTHS).lower()})"
DAYS = r"(?P<days>\d{1,2}(?:\s*(?:[-–,]|và|đến|and|to)\s*(?:ngày\s+)?\d{1,2}){0,6})"
YEAR = r"(?P<year>[12]\d{3})"
M = r"(?P<month>\d{1,2})"
# «ngày 10 và bế mạc ngày 11 tháng 3 năm 2022»: the month of the first day comes with the last.
# «từ tháng 9 đến tháng 12 năm 2025»: so with months and their year.
SOME_MONTH = MONTH.replace("?P<month>", "?:")
FIRST_DAY = r"(?P<days>\d{1,2})(?=[^.;\n\d]{1,60}?"
DATES = {
    "vi": (
        rf"ngày\s+{FIRST_DAY}ngày\s+\d{{1,2}}\s+tháng\s+{M}\s+năm\s+{YEAR})",
        rf"(?<![\d/]){DAYS}\s+tháng\s+{M}\s*(?:năm\s+|/){YEAR}",
        rf"(?<![\d/]){DAYS}[/.]{M}[/.]{YEAR}(?!\d)",
        rf"(?<![\d/-])(?P<days>\d{{1,2}})-{M}-{YEAR}(?![\d-])",
        rf"(?<!\d){YEAR}-(?P<month>\d\d)(?:-(?P<days>\d\d))?(?!\d)",
        rf"tháng\s+{M}(?=\s*(?:đến|và|[-–])\s*(?:hết\s+)?tháng\s+\d{{1,2}}\s*(?:năm\s+|/){YEAR})",
        rf"tháng\s+{M}\s*(?:năm\s+|/\s*){YEAR}",
        rf"(?<![\d/]){M}/{YEAR}(?!\d)",
        rf"(?<![\d/]){DAYS}\s+tháng\s+{M}(?!\d)",
        rf"(?<![\d/]){DAYS}/{M}(?![\d/])",
        rf"tháng\s+{M}(?!\d)",
    ),
    "en": (
        rf"on\s+{FIRST_DAY}on\s+\d{{1,2}}\s+{MONTH}\s+{YEAR})",
        rf"(?<![\d/]){DAYS}\s+{MONTH},?\s+{YEAR}",
        rf"{MONTH}\s+{DAYS},\s*{YEAR}",
        rf"(?<!\d){YEAR}-(?P<month>\d\d)(?:-(?P<days>\d\d))?(?!\d)",
        rf"(?<![\d/]){DAYS}/{M}/{YEAR}(?!\d)",
        rf"{MONTH}(?=\s*(?:to|and|until|[-–])\s*(?:{SOME_MONTH})\s+{YEAR})",
        rf"{MONTH}\s+{YEAR}",
        rf"(?<![\d/]){DAYS}\s+{MONTH}\b",
        rf"{MONTH}\s+{DAYS}(?!\d)",
    ),
}
# 25, 17a, II, IV.2, 25(1)(a), 3(9) and (10): articles, clauses and parts.
LIST = (
    r"(?:\d{1,3}[a-zđ]?|[ivx]{1,6})(?:\.\d{1,2}){0,4}(?![.,]?\d|\w)(?:\(\w{1,4}\)){0,4}"
    r"(?:\s*(?:,|và|and|or|to|[-–])\s*\(\w{1,4}\)){0,9}"
)
# What follows a sum or a count and never an article: khoản 500 triệu.
NO_SUM = r"(?!\s*(?:%|đồng|triệu|tỷ|nghìn|năm\b|years?\b|percent|per cent))"
MORE = (
    rf"(?:(?:,\s*{LIST}){{0,20}},?\s*(?:và|hoặc|đến|and|or|to|[-–])\s*"
    rf"(?:(?:điều|khoản)\s+)?{LIST})?"
)
CITATIONS = {
    "vi": rf"(?<!\w)(?:điều|khoản|chương|mục|phần)\s+(?:từ\s+)?{LIST}{MORE}{NO_SUM}",
    "en": r"(?<!\w)(?:articles?|clauses?|points?|chapters?|sections?|parts?|paragraphs?)\s+"
    rf"{LIST}{MORE}{NO_SUM}",
}
MEASURES = {
    "vi": r"(?<!\w)(?:nhiệm\s+vụ|giải\s+pháp|biện\s+pháp)(?:\s+(?:số|thứ))?\s+"
    rf"{LIST}{MORE}{NO_SUM}",
    "en": rf"(?<!\w)(?:measures?|groups?|tasks?)\s+{LIST}{MORE}{NO_SUM}",
}
SHORT = {
    "vi": r"(?:đề\s+án|quyết\s+định|nghị\s+định|nghị\s+quyết|chỉ\s+thị|thông\s+tư|luật|kế\s+hoạch"
    r"|chiến\s+lược|chương\s+trình)\s+(?:số\s+)?(?P<number>\d{1,4})(?![.,]?\d|\s*(?:năm|%|[-–]\s*\d))",
    "en": r"(?:project|scheme|decision|decree|resolution|directive|circular|law|plan|strategy"
    r"|programme)\s+(?:no\.?\s+)?(?P<number>\d{1,4})(?![.,]?\d|\s*(?:years?|%|per|[-–]\s*\d))",
}
# 588 000, 588.000,5
NUMBER = re.compile(
    r"(?<!\w)(?<![^\W\d_][-–])"
    r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,9}(?![\d.,]\d)|\d{1,30}(?:[.,]\d{1,30}){0,9})(?!\d)"
)
RANGE = re.compile(
    r"(?<![\w/.-])(?P<first>[12]\d{3})\s*(?:(?P<dash>[-–])|đến(?:\s+hết)?(?:\s+năm)?|to|until)"
    r"\s*(?P<last>[12]\d{3})(?![\w/]|[.,-]\d)"
)
PERCENT = re.compile(r"\s*(?:%|phần\s+trăm|per\s?cent\b)", re.IGNORECASE)
# Versions, the same in both languages: WCAG 2.2.
VERSION = re.compile(
    r"\b(?!USD|VND|EUR|AUD)[A-Z]{2,}(?:[ -][A-Z]{2,})*\)?\s+(\d{1,2}(?:\.\d{1,2})+)(?!\d)"
)
CLOCK = re.compile(r"(?<!\d)\d{1,2}(?::|h)[0-5]\d(?!\d)")
ROMAN = re.compile(r"\b[IVX]{2,6}\b|(?:(?<=khóa )|(?<=thứ ))[IVX]\b")
ORDINAL = re.compile(
    r"(?<!\w)(\d{1,4})(?:st|nd|rd|th)\b|(?:(?<=thứ )|(?<=khóa ))(\d{1,4})(?![.,]?\d)"
)
SCALES = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9,
          "thousand": 3, "million": 6, "billion": 9, "trillion": 12}  # fmt: skip
SCALE = re.compile(
    rf"\s+({'|'.join(SCALES)})\b(?!\s+(?:lệ|số|trọng|giá|suất|phú)\b)", re.IGNORECASE
)
WRITTEN = {
    "vi": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"),
    "en": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
}
