"""The SQLite file: its tables, how an older one is brought forward, how it is opened."""

from __future__ import annotations

import os
from pathlib import Path

import apsw

from counter.store import Unavailable, Unusable

APPLICATION = 0x56434E54  # "VCNT", which `file` and other programs show

# Each step leads from one version to the next; none is ever changed once it was published.
STEPS = (
    """
    CREATE TABLE pages (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE page_day (
        page INTEGER NOT NULL REFERENCES pages (id), day INTEGER NOT NULL,
        views INTEGER NOT NULL CHECK (views > 0), PRIMARY KEY (page, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE site_day (
        day INTEGER PRIMARY KEY, views INTEGER NOT NULL CHECK (views >= 0),
        visitors INTEGER NOT NULL CHECK (visitors >= 0)
    ) STRICT;
    CREATE TABLE ids (id BLOB PRIMARY KEY, at REAL NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX ids_at ON ids (at);
    CREATE TABLE windows (
        visitor BLOB NOT NULL, page INTEGER NOT NULL REFERENCES pages (id), at REAL NOT NULL,
        PRIMARY KEY (visitor, page)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX windows_at ON windows (at);
    CREATE TABLE visitors (
        day INTEGER NOT NULL, visitor BLOB NOT NULL, PRIMARY KEY (day, visitor)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE opening (
        one INTEGER PRIMARY KEY CHECK (one = 1), today INTEGER NOT NULL, month INTEGER NOT NULL,
        year INTEGER NOT NULL, total INTEGER NOT NULL, visitor_days INTEGER NOT NULL,
        source TEXT NOT NULL, day INTEGER
    ) STRICT;
    CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
    """,
    # Of the importer of logs (`import_ledger`): how far each file was read, some of its lines, the
    # days whose visitors are (open = 1) or were told apart, and what tells them apart.
    """
    CREATE TABLE import_files (
        first INTEGER PRIMARY KEY, length INTEGER NOT NULL, digest BLOB NOT NULL
    ) STRICT;
    CREATE TABLE import_lines (mark INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE import_days (day INTEGER PRIMARY KEY, open INTEGER NOT NULL) STRICT;
    CREATE TABLE import_visitors (
        day INTEGER NOT NULL, visitor BLOB NOT NULL, PRIMARY KEY (day, visitor)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE import_recent (
        visitor BLOB NOT NULL, page INTEGER NOT NULL REFERENCES pages (id), at INTEGER NOT NULL,
        counted INTEGER NOT NULL, PRIMARY KEY (visitor, page, at)
    ) STRICT, WITHOUT ROWID;
    """,
)
PERSISTENT = (apsw.CorruptError, apsw.NotADBError, apsw.MismatchError, apsw.SQLError)


def fault(problem: Exception, path: Path) -> Unavailable | Unusable:
    """What `problem` of SQLite with the file at `path` means to the service."""
    if isinstance(problem, PERSISTENT):
        words = " ".join(str(problem).split())  # a line alone, as a message has one a language
        return unusable(
            path,
            f"tệp hỏng hoặc không phải của bộ đếm ({words}); hãy khôi phục từ bản sao lưu",
            f"it is damaged or not the counter's ({words}); restore it from a backup",
        )
    return Unavailable(f"{type(problem).__name__}: {problem}")


def unusable(path: Path, vi: str, en: str) -> Unusable:
    """The error about the file at `path`, in both languages."""
    return Unusable(f"Không dùng được {path}: {vi}.\nCannot use {path}: {en}.")


def connect(path: Path, create: bool) -> apsw.Connection:
    """The file at `path`, durable and of the present version; made if it is not there and `create`.

    With `create` all of it is looked over, as is right once, at the start. Raises Unusable if it is
    damaged, another program's, of a newer version or for reading alone, and Unavailable if it
    cannot be opened now.
    """
    try:
        if create and not path.exists():
            # Only for its owner, as it holds the day's hashes; its companions get the same mode.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = apsw.Connection(str(path), apsw.SQLITE_OPEN_READWRITE)
    except (OSError, apsw.Error) as problem:
        raise fault(problem, path) from problem
    try:
        _prepare(connection, path)
        if create:
            _look_over(connection, path)
    except apsw.Error as problem:
        connection.close(True)
        raise fault(problem, path) from problem
    except Unusable:
        connection.close(True)
        raise
    return connection


def connect_to_read(path: Path) -> apsw.Connection:
    """The file at `path` for reading alone, also while a service writes to it."""
    try:
        connection = apsw.Connection(str(path), apsw.SQLITE_OPEN_READONLY)
        connection.set_busy_timeout(5000)
        _recognise(connection, path, may_be_older=False)
    except apsw.CantOpenError as problem:
        raise unusable(
            path, "không có tệp này hoặc không được đọc", "it cannot be read"
        ) from problem
    except apsw.Error as problem:
        raise fault(problem, path) from problem
    return connection


def pragma(connection: apsw.Connection, name: str) -> int:
    """A number that SQLite keeps in the file."""
    value = connection.pragma(name)
    assert isinstance(value, int)
    return value


def _look_over(connection: apsw.Connection, path: Path) -> None:
    """Find damage now, rather than when a view comes to the page of the file that has it."""
    found = connection.execute("PRAGMA quick_check(1)").get
    if found != "ok":
        raise fault(apsw.CorruptError(str(found)), path)


def _prepare(connection: apsw.Connection, path: Path) -> None:
    connection.set_busy_timeout(2000)
    _recognise(connection, path, may_be_older=True)
    if connection.readonly("main"):
        raise unusable(path, "tệp chỉ cho đọc, không cho ghi", "it may be read and not written")
    for setting in (
        "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = FAST",
        "journal_size_limit = 16777216", "cache_size = -16384", "temp_store = MEMORY",
    ):  # fmt: skip
        connection.execute(f"PRAGMA {setting}")
    if connection.pragma("journal_mode") != "wal":
        raise unusable(path, "nơi chứa tệp không cho chế độ WAL", "its file system has no WAL")
    with connection:
        for step in range(pragma(connection, "user_version"), len(STEPS)):
            connection.execute(STEPS[step])
            connection.execute(f"PRAGMA user_version = {step + 1}")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")


def _recognise(connection: apsw.Connection, path: Path, may_be_older: bool) -> None:
    version = pragma(connection, "user_version")
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").get
    if (tables or version) and pragma(connection, "application_id") != APPLICATION:
        raise unusable(path, "tệp của chương trình khác", "it belongs to another program")
    if version > len(STEPS):
        raise unusable(
            path,
            f"tệp phiên bản {version}, chương trình này chỉ biết đến {len(STEPS)}; hãy nâng cấp",
            f"it has version {version}, this program knows up to {len(STEPS)}; upgrade the program",
        )
    if version < len(STEPS) and not may_be_older:
        raise unusable(
            path,
            f"tệp phiên bản {version} cũ hơn {len(STEPS)}; `serve` sẽ nâng tệp",
            f"it has version {version}, older than {len(STEPS)}; `serve` brings it forward",
        )
