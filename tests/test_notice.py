"""When notices are shown: whole days, exact moments, and what is left out of a build."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from plan import edited, read, write_plan
from portal.notice import current

TODAY = date(2026, 12, 1)
NOTICE = """\
  - kind: {kind}
    text:
      vi: Tin {n}.
      en: News {n}.
    start: {start}
    end: {end}
"""


def shown(tmp_path: Path, *spans: tuple[str, str, str]) -> list[tuple[str, bool]]:
    """What a build of `TODAY` shows of notices (kind, start, end): text, and whether it waits."""
    lines = [
        NOTICE.format(n=n, kind=kind, start=start, end=end)
        for n, (kind, start, end) in enumerate(spans, start=1)
    ]
    old = "publisher: ubnd-mau\n"
    changes = edited("data/site.yml", old, f"{old}notices:\n{''.join(lines)}")
    records, report = read(write_plan(tmp_path, changes))
    assert not report.problems
    notices = current(records.singles["site.yml"].notices, TODAY)
    return [(notice.text.vi, notice.waits(TODAY)) for notice in notices]


@pytest.mark.parametrize(
    ("start", "end", "is_shown", "waits"),
    [
        ("2026-11-01", "2026-12-31", True, False),
        ("2026-12-01", "2026-12-01", True, False),  # both days count
        ("2026-11-01", "2026-11-30", False, False),
        ("2026-12-02", "2026-12-03", True, True),
        # Vietnam's midnight, whatever zone it is written in.
        ("2026-11-01", "2026-12-01T00:00:00+07:00", False, False),
        ("2026-11-01", "2026-11-30T17:00:00Z", False, False),
        ("2026-11-01", "2026-11-30T17:01:00Z", True, False),
        ("2026-12-01T08:00:00+07:00", "2026-12-01T09:00:00+07:00", True, True),
    ],
)
def test_what_is_shown_on_a_day(
    start: str, end: str, is_shown: bool, waits: bool, tmp_path: Path
) -> None:
    found = shown(tmp_path, ("maintenance", start, end))
    assert found == ([("Tin 1.", waits)] if is_shown else [])


def test_urgent_notices_come_first_then_the_earlier(tmp_path: Path) -> None:
    found = shown(
        tmp_path,
        ("maintenance", "2026-11-01", "2026-12-31"),
        ("urgent", "2026-11-20", "2026-12-31"),
        ("urgent", "2026-11-10", "2026-12-31"),
    )
    assert [text for text, _ in found] == ["Tin 3.", "Tin 2.", "Tin 1."]
