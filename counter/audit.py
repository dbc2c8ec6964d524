"""Proof that what is stored agrees with itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from counter import schema
from counter.opening import mistakes
from counter.sqlite_reader import SqliteReader, read_opening

Problem = tuple[str, str]  # in Vietnamese and English


def audit_days(days: Iterable[tuple[date, int, int, int]], today: date) -> Iterator[Problem]:
    """What does not agree in `days`, which are as `Store.daily` gives them."""
    for day, site, pages, visitors in days:
        if site != pages:
            yield (
                f"{day}: cả trang {site} lượt, cộng từng trang {pages} lượt",
                f"{day}: {site} views of the site, {pages} summed over its pages",
            )
        if visitors < 0 or site < 0:
            yield f"{day}: có số âm", f"{day}: a number below zero"
        if day > today:
            yield f"{day}: ngày trong tương lai", f"{day}: a day in the future"


def audit_sqlite(path: Path, today: date) -> list[Problem]:
    """What is wrong with the file at `path`, also while a service writes to it.

    Raises Unusable or Unavailable if it cannot be read at all.
    """
    reader = SqliteReader(path)
    try:
        with reader.one_moment():
            found = [*_file(reader), *audit_days(reader.daily(), today), *_visitors(reader, today)]
    finally:
        reader.close()
    return found


def _file(reader: SqliteReader) -> Iterator[Problem]:
    connection = reader.connection
    for (text,) in connection.execute("PRAGMA integrity_check(20)"):
        if text != "ok":
            yield f"tệp hỏng: {text}", f"the file is damaged: {text}"
    for table, *_ in connection.execute("PRAGMA foreign_key_check"):
        yield (
            f"bảng {table} chỉ đến trang không có",
            f"table {table} names a page that is not there",
        )
    version = schema.pragma(connection, "user_version")
    if version != len(schema.STEPS):
        yield f"phiên bản {version}", f"version {version}"
    opening = read_opening(connection)
    if opening is not None:
        yield from mistakes(opening, date.max)


def _visitors(reader: SqliteReader, today: date) -> Iterator[Problem]:
    """Days whose hashes are still there must have as many as their number says."""
    rows = reader.connection.execute(
        "SELECT v.day, count(*), coalesce(min(s.visitors), 0) FROM visitors v"
        " LEFT JOIN site_day s ON s.day = v.day GROUP BY v.day"
    )
    for number, found, said in rows:
        day = date.fromordinal(number)
        if found != said:
            yield (
                f"{day}: {found} mã khách, nhưng ghi là {said}",
                f"{day}: {found} hashes of visitors, but {said} in its number",
            )
        if (today - day).days > 1:
            yield (
                f"{day}: mã khách của ngày cũ chưa được xóa (bộ đếm có đang chạy không?)",
                f"{day}: hashes of an old day are still there (is the service running?)",
            )
