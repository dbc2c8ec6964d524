"""A copy of the SQLite file while the service runs."""

from __future__ import annotations

import os
from pathlib import Path

import apsw

from counter import schema
from counter.log import Mistake


def back_up(source: Path, target: Path) -> None:
    """Copy the views of `source` to `target`, all of one moment; replaces a copy made before.

    The hashes of the day's visitors stay behind, so that no copy keeps them past midnight. Raises
    Mistake if it cannot be written, and Unusable or Unavailable if `source` cannot be read.
    """
    draft = target.with_name(f".{target.name}.draft")
    reader = schema.connect_to_read(source)
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
        copy = apsw.Connection(str(draft))
        try:
            with copy.backup("main", reader, "main") as steps:
                while not steps.done:
                    steps.step(-1)
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.execute("DELETE FROM visitors; DELETE FROM windows")
            copy.execute("VACUUM")
            sound = copy.execute("PRAGMA integrity_check(1)").get
        finally:
            copy.close()
        if sound != "ok":
            raise apsw.CorruptError(str(sound))
        draft.replace(target)
    except (OSError, apsw.Error) as problem:
        raise Mistake(
            f"Không sao lưu được vào {target}: {problem}.",
            f"Cannot back up to {target}: {problem}.",
        ) from problem
    finally:
        reader.close()
        for ending in ("", "-journal"):
            draft.with_name(draft.name + ending).unlink(missing_ok=True)
