"""Dates as values: whole days, and dates of which only the year or month is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from portal.field import Cursor, Schema
from portal.source import Node
from portal.value import scalar

VIET_NAM = timezone(timedelta(hours=7))


def _real_day(text: str) -> date | None:
    """The day that `text` names, or None where the calendar has none such since 1900."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= 1900 else None


@dataclass(frozen=True)
class Day:
    """A calendar day, written 2018-06-11."""

    def read(self, node: Node, at: Cursor) -> date | None:
        text = scalar(node, at)
        if text is None:
            return None
        day = _real_day(text)
        if day is None:
            at.add("date-format", node, got=text, guess=_turned(text))
        return day

    def schema(self) -> Schema:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class DayOrMoment:
    """A calendar day, or a moment with its time zone: 2026-12-01 or 2026-12-01T22:00:00+07:00."""

    form = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})"

    def read(self, node: Node, at: Cursor) -> date | None:
        text = scalar(node, at)
        if text is None:
            return None
        if not re.search(r"[T:]", text):
            return Day().read(node, at)
        try:
            moment = datetime.fromisoformat(text) if re.fullmatch(self.form, text) else None
        except ValueError:
            moment = None
        if moment is None or moment.year < 1900:
            at.add("moment-format", node, got=text)
            return None
        return moment

    def schema(self) -> Schema:
        return {"type": "string", "pattern": rf"^(?:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|{self.form})$"}


@dataclass(frozen=True)
class PartialDate:
    """A year, a year and month, or a day: 2018, 2018-06 or 2018-06-11."""

    def read(self, node: Node, at: Cursor) -> str | None:
        text = scalar(node, at)
        if text is None:
            return None
        whole = f"{text}-01-01"[:10] if len(text) in (4, 7) else text
        if _real_day(whole) is None:
            at.add("partial-date", node, got=text, guess=_turned(text))
            return None
        return text

    def schema(self) -> Schema:
        form = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
        return {"type": ["string", "integer"], "pattern": form}


PARTIAL_DATE = PartialDate()


def _turned(text: str) -> str:
    """The date written day first in `text`, as it should be; '' where there is none."""
    found = re.search(r"(?<![0-9])([0-9]{1,2})\D{1,8}([0-9]{1,2})\D{1,6}([0-9]{4})(?![0-9])", text)
    parts = found.group(3, 2, 1) if found else ()
    if found := re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", text):
        parts = found.groups()
    day = "-".join([part.zfill(2) for part in parts])
    return day if _real_day(day) else ""
