"""What `python -m counter` does besides serving."""

from __future__ import annotations

import argparse
import time
from datetime import date
from pathlib import Path
from typing import Any

from counter.answers import views_document
from counter.audit import audit_days, audit_sqlite
from counter.backup import back_up
from counter.config import Settings, open_store, sqlite_path
from counter.day import local_day
from counter.log import Mistake, say
from counter.opening import mistakes
from counter.snapshot import fetch, write_views
from counter.sqlite_reader import SqliteReader
from counter.store import Opening


def snapshot(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write the figures of the store, or of the service at `arguments.url`, to a file."""
    output = Path(arguments.output)
    document = fetch(arguments.url) if arguments.url else _stored(settings)
    write_views(output, document, arguments.force)
    total = document["site"]["total"]
    say(f"Đã ghi {output}: tổng {total} lượt xem.", f"Wrote {output}: {total} views in total.")
    return 0


def audit(settings: Settings, arguments: argparse.Namespace) -> int:
    """Look whether the store agrees with itself; 1 if it does not."""
    today = local_day(time.time())
    path = sqlite_path(settings.store)
    if path is not None:
        problems = audit_sqlite(path, today)
    else:
        store = open_store(settings)
        problems = list(audit_days(store.daily(), today))
        store.close()
    for problem in problems:
        say(*problem)
    if problems:
        say(f"Có {len(problems)} vấn đề.", f"{len(problems)} problems.")
        return 1
    say("Số liệu khớp.", "The figures agree.")
    return 0


def set_opening(settings: Settings, arguments: argparse.Namespace) -> int:
    """Set the opening balance."""
    balance = Opening(
        arguments.today, arguments.month, arguments.year, arguments.total,
        arguments.visitor_days, arguments.source, arguments.day,
    )  # fmt: skip
    found = mistakes(balance, local_day(time.time()))
    if found:
        raise Mistake(" ".join(vi for vi, _ in found), " ".join(en for _, en in found))
    store = open_store(settings)
    try:
        store.open(balance)
    finally:
        store.close()
    say(
        f"Đã đặt số mở đầu: tổng {balance.total}, {balance.source}.",
        f"Set the opening balance: {balance.total} in total, {balance.source}.",
    )
    if balance.day is None:
        say(
            "Không rõ ngày, nên tất cả tính là trước đây; thêm --day khi biết.",
            "Its day is not known, so all of it counts as earlier; add --day once it is.",
        )
    return 0


def backup(settings: Settings, arguments: argparse.Namespace) -> int:
    """Copy the SQLite file."""
    path = sqlite_path(settings.store)
    if path is None:
        raise Mistake(
            "Lệnh này chỉ dành cho SQLite; Valkey có cách sao lưu riêng.",
            "This command is for SQLite; Valkey has its own ways of backing up.",
        )
    back_up(path, Path(arguments.file))
    say(f"Đã sao lưu vào {arguments.file}.", f"Backed up to {arguments.file}.")
    return 0


def _stored(settings: Settings) -> dict[str, Any]:
    """The figures in the store, seen from today."""
    now = time.time()
    path = sqlite_path(settings.store)
    if path is not None:
        reader = SqliteReader(path)
        try:
            site, pages = reader.snapshot(local_day(now))
            return views_document(site, now, pages)
        finally:
            reader.close()
    store = open_store(settings)
    try:
        day = local_day(now)
        return views_document(store.site(day), now, store.all_pages(day))
    finally:
        store.close()


def day(text: str) -> date:
    """A day for argparse."""
    return date.fromisoformat(text)
