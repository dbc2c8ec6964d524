"""Importing logs: the same figures as an independent count, and each line once."""

from __future__ import annotations

import gzip
import itertools
import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import real_log
from importing import AGENT, Importer, line

from counter.day import local_day
from counter.import_run import State
from counter.log_hits import Reason
from counter.log_line import Line, parse
from counter.sqlite_reader import SqliteReader

PERIODS = ("today", "month", "year", "total")
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@pytest.fixture
def importer(tmp_path: Path) -> Importer:
    return Importer(tmp_path)


@pytest.fixture(scope="module")
def log() -> bytes:
    return real_log.text()


@pytest.fixture(scope="module")
def whole(log: bytes, tmp_path_factory: pytest.TempPathFactory) -> Importer:
    """The real log, read in one piece."""
    made = Importer(tmp_path_factory.mktemp("whole"), real_log.page_paths(log))
    made.run(real_log.LOG)
    return made


@real_log.needs_log
def test_the_real_log_has_the_figures_of_an_independent_count(log: bytes, whole: Importer) -> None:
    expected = real_log.count(log, real_log.page_paths(log))
    assert sum(expected.views.values()) > 2000
    rows, daily = whole.everything()
    assert {(key, date.fromordinal(day)): views for key, day, views in rows} == expected.views
    assert {day: visitors for day, _, _, visitors in daily} == expected.visitors
    reader = SqliteReader(whole.database)
    for day in sorted({day for _, day in expected.views}):
        site, pages = reader.snapshot(day)
        assert tuple(getattr(site, name) for name in PERIODS) == expected.figures(day)
        for path in random.Random(day.toordinal()).sample(sorted(pages), 40):
            found = tuple(getattr(pages[path], name) for name in PERIODS)
            assert found == expected.figures(day, path), path
    reader.close()


@real_log.needs_log
def test_lines_and_visitors_of_each_day_are_those_of_goaccess(log: bytes) -> None:
    """GoAccess 1.7 with all its filters off; it leaves requests answered by 4xx out of visitors."""
    lines = [found for found in map(parse, log.splitlines()) if isinstance(found, Line)]
    days = Counter(local_day(each.at).day for each in lines)
    assert days == {17: 789, 18: 2894, 19: 2882, 20: 2880, 21: 555}
    visitors = {
        (local_day(each.at).day, each.address, each.agent)
        for each in lines
        if each.status // 100 != 4
    }
    assert Counter(day for day, *_ in visitors) == {17: 189, 18: 611, 19: 621, 20: 556, 21: 159}


@real_log.needs_log
def test_all_lines_of_the_real_log_are_accounted_for(log: bytes, tmp_path: Path) -> None:
    importer = Importer(tmp_path, real_log.page_paths(log))
    report = importer.run(real_log.LOG)
    assert report.tally.lines == 10_000
    assert report.views + sum(report.tally.reasons.values()) == 10_000
    assert report.tally.reasons[Reason.UNREADABLE] == 0
    assert report.tally.reasons[Reason.METHOD] == 48


@real_log.needs_log
@pytest.mark.parametrize("seed", range(4))
def test_a_log_that_grows_is_counted_as_if_read_at_once(
    log: bytes, whole: Importer, tmp_path: Path, seed: int
) -> None:
    """Cut at any byte, also within a line; between runs it may be packed or renamed."""
    draw = random.Random(seed)
    importer = Importer(tmp_path, whole.pages)
    for number, end in enumerate([*sorted(draw.sample(range(len(log)), 5)), len(log)]):
        if draw.random() < 0.5:
            path = importer.write("access.log", log[:end])
        else:
            path = importer.write(f"access.log.{number}.gz", gzip.compress(log[:end], 1))
        importer.run(path)
        assert importer.run(path).tally.lines == 0
    assert _views(importer) == _views(whole)
    assert importer.everything()[1] == whole.everything()[1]


@real_log.needs_log
@pytest.mark.parametrize("seed", range(3))
def test_rotated_files_are_read_in_the_order_of_time(
    log: bytes, whole: Importer, tmp_path: Path, seed: int
) -> None:
    """As one, wherever it was cut, and whatever they are called; also from several servers."""
    draw = random.Random(seed)
    lines = log.splitlines(keepends=True)
    if seed == 2:  # two servers behind one address
        parts = [lines[::2], lines[1::2]]
    else:
        cuts = [0, *sorted(draw.sample(range(len(lines)), 6)), len(lines)]
        parts = [lines[start:end] for start, end in itertools.pairwise(cuts)]
    importer = Importer(tmp_path, whole.pages)
    files = [
        importer.write(f"{number}.gz", gzip.compress(b"".join(part), 1))
        for number, part in enumerate(parts)
    ]
    draw.shuffle(files)
    report = importer.run(*files)
    assert {state for _, state, _ in report.files} == {State.NEW}
    assert importer.everything() == whole.everything()
    assert {state for _, state, _ in importer.run(*files).files} == {State.SAME}
    assert importer.everything() == whole.everything()


def _views(importer: Importer) -> object:
    return importer.everything()[0]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2), (2, 3, 1, 0)])
def test_a_window_opens_with_the_first_view_whatever_the_order_of_lines(
    importer: Importer, order: tuple[int, ...]
) -> None:
    seconds = ("08:00:00", "08:00:29", "08:00:30", "08:00:45")
    lines = [line(f"2024-05-01 {each}") for each in seconds]
    report = importer.run(importer.write("a.log", b"".join(lines[number] for number in order)))
    assert report.views == 2
    assert report.tally.reasons == {Reason.AGAIN: 2}


def test_a_window_stays_open_between_runs(importer: Importer) -> None:
    text = line("2024-05-01 08:00:00")
    importer.run(importer.write("a.log", text))
    text += line("2024-05-01 08:00:29") + line("2024-05-01 08:00:30")
    assert importer.run(importer.write("a.log", text)).views == 1
    # Two more, written late: of before, and of within the window that is open.
    text += line("2024-05-01 07:59:45") + line("2024-05-01 07:59:20")
    report = importer.run(importer.write("a.log", text))
    assert importer.figures("2024-05-01").visitor_days == 1
    assert report.views == 1


@pytest.mark.parametrize(
    ("address", "agent", "target", "views", "visitors"),
    [
        ("203.0.113.9", AGENT, "/vi/", 1, 1),
        ("203.0.113.10", AGENT, "/vi/", 2, 2),
        ("203.0.113.9", "Another browser", "/vi/", 2, 2),
        ("203.0.113.9", AGENT, "/en/", 2, 1),
        ("::ffff:203.0.113.9", AGENT, "/vi/", 1, 1),
    ],
)
def test_who_is_the_same_visitor(
    importer: Importer, address: str, agent: str, target: str, views: int, visitors: int
) -> None:
    text = line("2024-05-01 08:00:00") + line("2024-05-01 08:00:01", target, address, agent)
    report = importer.run(importer.write("a.log", text))
    assert (report.views, report.visitors) == (views, visitors)


def test_a_network_of_ipv6_is_one_visitor(importer: Importer) -> None:
    addresses = ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    text = b"".join(line("2024-05-01 08:00:00", address=each) for each in addresses)
    assert importer.run(importer.write("a.log", text)).visitors == 2


def test_days_are_those_of_viet_nam_whatever_the_clock_of_the_log(importer: Importer) -> None:
    text = b"".join(
        line(moment, address=f"203.0.113.{number}")
        for number, moment in enumerate(
            [
                "2023-12-31 16:59:59 +0000",  # 31 December 23:59:59
                "2023-12-31 17:00:00 +0000",  # 1 January 00:00:00
                "2024-02-28 23:59:59 +0700",
                "2024-02-28 12:00:00 -0500",  # 29 February 00:00:00
                "2024-02-29 16:59:59 +0000",
                "2024-03-01 00:00:00 +0700",
                "2024-06-30 23:59:59 +0700",
                "2024-07-01 01:00:00 +0800",  # 1 July 00:00:00
            ]
        )
    )
    importer.run(importer.write("a.log", text))
    table = {
        "2023-12-31": (1, 1, 1), "2024-01-01": (1, 1, 7), "2024-02-28": (1, 3, 7),
        "2024-02-29": (2, 3, 7), "2024-03-01": (1, 1, 7), "2024-06-30": (1, 1, 7),
        "2024-07-01": (1, 1, 7), "2024-07-02": (0, 1, 7), "2025-01-01": (0, 0, 0),
    }  # fmt: skip
    for day, (today, month, year) in table.items():
        found = importer.figures(day)
        assert (found.today, found.month, found.year, found.total) == (today, month, year, 8), day


def test_why_lines_are_not_counted(importer: Importer) -> None:
    at = "2024-05-01 08:00:00"
    text = b"".join(
        [
            line(at), line(at, "/vi/?a=1", address="203.0.113.1"),
            line(at, status=304, address="203.0.113.2"),
            line(at, status=206), line(at, status=404), line(at, method="HEAD"),
            line(at, method="POST"), line(at, "/vi"), line(at, "/vi/index.html"),
            line(at, "http://example.org/vi/"), line(at, "//vi/"), line(at, agent=BOT),
            line(at, agent="-"), line(at), line("2026-12-01 08:00:00"),
            line(at).rsplit(b' "', 2)[0] + b"\n", b"nonsense\n", b"\n",
        ]
    )  # fmt: skip
    report = importer.run(importer.write("a.log", text))
    assert report.views == 3
    assert report.tally.reasons == {
        Reason.STATUS: 2, Reason.METHOD: 2, Reason.PAGE: 4, Reason.BOT: 2, Reason.AGAIN: 1,
        Reason.FUTURE: 1, Reason.NO_AGENT: 1, Reason.UNREADABLE: 2,
    }  # fmt: skip
    assert [(name, number) for name, number, _ in report.tally.unreadable] == [
        ("a.log", 17), ("a.log", 18),
    ]  # fmt: skip


def test_the_number_of_an_unreadable_line_counts_those_read_before(importer: Importer) -> None:
    text = line("2024-05-01 08:00:00") * 3
    importer.run(importer.write("a.log", text))
    report = importer.run(importer.write("a.log", text + b"nonsense\n" * 12))
    assert [number for _, number, _ in report.tally.unreadable] == list(range(4, 14))
    assert report.tally.reasons[Reason.UNREADABLE] == 12


@pytest.mark.parametrize("asked", ["/vi/k%e1%ba%bf/", "/vi/k%E1%BA%BF/?x", "/vi/k\\xE1\\xBA\\xBF/"])
@pytest.mark.parametrize("listed", ["/vi/k%E1%BA%BF/", "/vi/kế/"])
def test_a_path_is_the_same_however_it_is_escaped(tmp_path: Path, asked: str, listed: str) -> None:
    importer = Importer(tmp_path, [listed])
    assert importer.run(importer.write("a.log", line("2024-05-01 08:00:00", asked))).views == 1


def test_lines_that_name_hosts_count_for_the_chosen_ones(importer: Importer) -> None:
    at = "2024-05-01 08:00:00"
    text = b"a.example:443 " + line(at) + b"b.example:443 " + line(at, "/en/")
    path = importer.write("a.log", text)
    with pytest.raises(Exception, match=r"--host 'a\.example'"):
        importer.run(path)
    report = importer.run(path, hosts=["B.example"])
    assert report.views == 1
    assert report.tally.reasons == {Reason.HOST: 1}
