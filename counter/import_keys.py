"""The importer's secrets: in a file of their own, for their owner alone, outside the database.

One key for the ledger, so that nobody finds out from the database what a line said; and one for
each day of which more lines may come, so that its visitors can be told apart until then and never
after.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from datetime import date
from pathlib import Path

from counter.log import Mistake

KEY_BYTES = 32


class ImportKeys:
    """The keys in `folder`, made if it is not there, for the database that goes by `name`.

    Nothing is written before `save`. `fresh` says that there were none, `saved` of which days there
    were. Raises Mistake if the file is broken or others may read it.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"import-log-{name}.json"
        self.days: dict[date, bytes] = {}
        self.saved: frozenset[date] = frozenset()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            text = self._path.read_text(encoding="utf-8")
            mode = self._path.stat().st_mode
        except FileNotFoundError:
            self.fresh = True
            self.ledger = secrets.token_bytes(KEY_BYTES)
            return
        except (OSError, UnicodeDecodeError) as problem:
            raise self._mistake("không đọc được", "it cannot be read") from problem
        if sys.platform != "win32" and mode & 0o077:
            raise self._mistake(
                "người khác cũng đọc được; hãy chạy `chmod 600`",
                "others may read it; `chmod 600` it",
            )
        self.fresh = False
        try:
            data = json.loads(text)
            self.ledger = _key(data["ledger"])
            self.days = {date.fromisoformat(day): _key(key) for day, key in data["days"].items()}
            self.saved = frozenset(self.days)
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise self._mistake(
                "nội dung hỏng; hãy khôi phục từ bản sao lưu",
                "it is damaged; restore it from a backup",
            ) from problem

    def of(self, day: date) -> bytes:
        """The key of `day`, made if there is none."""
        return self.days.setdefault(day, secrets.token_bytes(KEY_BYTES))

    def save(self, days: frozenset[date]) -> None:
        """Write the key of the ledger and those of `days`, durably; forget all others."""
        self.days = {day: key for day, key in self.days.items() if day in days}
        data = {
            "ledger": self.ledger.hex(),
            "days": {day.isoformat(): key.hex() for day, key in sorted(self.days.items())},
        }
        draft = self._path.with_name(f".{self._path.name}.draft")
        try:
            draft.unlink(missing_ok=True)
            file = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(file, "w", encoding="utf-8") as out:
                json.dump(data, out)
                out.flush()
                os.fsync(out.fileno())
            draft.replace(self._path)
        except OSError as problem:
            raise self._mistake(
                f"không ghi được ({problem.strerror})", f"it cannot be written ({problem.strerror})"
            ) from problem

    def _mistake(self, vi: str, en: str) -> Mistake:
        return Mistake(
            f"Không dùng được tệp khóa {self._path}: {vi}.",
            f"Cannot use the file of keys {self._path}: {en}.",
        )


def _key(text: str) -> bytes:
    key = bytes.fromhex(text)
    if len(key) != KEY_BYTES:
        raise ValueError
    return key
