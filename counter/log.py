"""What the operator reads: JSON lines for programs, sentences in both languages for people.

No line holds an address, a User-Agent, a referrer, an id or a path that readers sent.
"""

from __future__ import annotations

import json
import os
import sys
import time

from counter.day import stamp


def log(event: str, **values: object) -> None:
    """One line about `event`."""
    line = {"time": stamp(time.time()), "event": event, **values}
    print(json.dumps(line, ensure_ascii=False, default=str), file=sys.stderr, flush=True)


def say(vi: str, en: str) -> None:
    """One message in both languages, or in that of COUNTER_LANG (vi or en)."""
    wanted = os.environ.get("COUNTER_LANG", "")
    print({"vi": vi, "en": en}.get(wanted, f"{vi}\n{en}"), file=sys.stderr, flush=True)


class Mistake(Exception):
    """What the operator has to mend, in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi}\n{en}")
        self.vi, self.en = vi, en
