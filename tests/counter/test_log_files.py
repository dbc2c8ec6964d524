"""Files that come again, changed, damaged, or hostile: counted once or not at all, and said."""

from __future__ import annotations

import gzip
import os
import random
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importing import Importer, line

from counter.day import local_day
from counter.import_run import State
from counter.log import Mistake
from counter.log_files import Lines
from counter.log_hits import Reason
from counter.log_line import LONGEST
from counter.sqlite_reader import SqliteReader
from counter.sqlite_store import SqliteStore
from counter.store import View

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def importer(tmp_path: Path) -> Importer:
    return Importer(tmp_path)


def many(count: int, start: int = 0, day: str = "2024-05-01") -> list[bytes]:
    """Lines that all count: a visitor each, a second apart."""
    return [
        line(
            f"{day} {number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}",
            address=f"198.51.{number // 250}.{number % 250}",
        )
        for number in range(start, start + count)
    ]


def states(importer: Importer, *files: Path) -> list[State]:
    return [state for _, state, _ in importer.run(*files).files]


def test_a_file_sent_again_is_known_under_any_name_and_packing(importer: Importer) -> None:
    text = b"".join(many(50))
    assert states(importer, importer.write("access.log", text)) == [State.NEW]
    before = importer.everything()
    again = [
        importer.write("access.log.1", text),
        importer.write("access.log.2.gz", gzip.compress(text)),
        importer.write("two-members.gz", gzip.compress(text[:999]) + gzip.compress(text[999:])),
    ]
    assert states(importer, *again) == [State.SAME] * 3
    assert importer.everything() == before


def test_the_same_file_twice_in_one_run_counts_once(importer: Importer) -> None:
    text = b"".join(many(50))
    files = importer.write("a.log", text), importer.write("b.log.gz", gzip.compress(text))
    report = importer.run(*files)
    assert [state for _, state, _ in report.files] == [State.NEW, State.SAME]
    assert report.views == 50


def test_a_last_line_without_its_end_waits(importer: Importer) -> None:
    first, second = many(2)
    path = importer.write("a.log", first + second[:-9])
    report = importer.run(path)
    assert report.files == [(path, State.NEW, True)]
    assert report.views == 1
    importer.write("a.log", first + second)
    report = importer.run(path)
    assert report.files == [(path, State.GROWN, False)]
    assert report.views == 1
    path = importer.write("b.log", second[:-9])
    assert importer.run(path).files == [(path, State.EMPTY, True)]
    assert states(importer, importer.write("c.log", b"")) == [State.EMPTY]


LINES = many(2000)


@pytest.mark.parametrize(
    ("copy", "state"),
    [
        (LINES[:900], State.SHORTER),
        (LINES[:900] + LINES[901:], State.SHORTER),
        ([*LINES[:900], LINES[900].replace(b"/vi/", b"/en/"), *LINES[901:]], State.EDITED),
        (LINES[:900] + LINES[901:] + many(50, 3000), State.EDITED),
        (LINES[300:], State.COPY),
        (LINES[-200:], State.COPY),
        (LINES[:1] * 2, State.SHORTER),
        (LINES[5:] + many(500, 3000), State.COPY),
        (many(500, 3000) + LINES, State.COPY),
    ],
)
def test_a_copy_that_was_cut_or_changed_is_not_counted(
    importer: Importer, copy: list[bytes], state: State
) -> None:
    importer.run(importer.write("a.log", b"".join(LINES)))
    before = importer.everything()
    path = importer.write("b.log", b"".join(copy))
    assert states(importer, path) == [state]
    assert importer.everything() == before
    assert importer.command(path, "--pages", _pages(importer)) == 1


def _pages(importer: Importer) -> Path:
    return importer.write("pages.json", b'["/vi/", "/en/"]')


def test_a_short_copy_of_a_short_file_is_noticed(importer: Importer) -> None:
    importer.run(importer.write("a.log", b"".join(many(40))))
    assert states(importer, importer.write("b.log", b"".join(many(5, 30)))) == [State.COPY]


def test_what_looks_like_a_copy_counts_if_one_says_so(importer: Importer) -> None:
    importer.run(importer.write("a.log", b"".join(many(40))))
    path = importer.write("b.log", b"".join(many(30, 30)))
    assert states(importer, path) == [State.COPY]
    assert importer.run(path, not_copies=True).files == [(path, State.NEW, False)]


def test_health_checks_of_two_servers_are_no_copies(importer: Importer) -> None:
    probe = [line(f"2024-05-01 10:00:{second:02}", agent="-") for second in range(60)]
    first, second = many(3), many(3, 100)
    files = (
        importer.write("1", b"".join(first + probe)),
        importer.write("2", b"".join(second + probe)),
    )
    report = importer.run(*files)
    assert [state for _, state, _ in report.files] == [State.NEW, State.NEW]
    assert report.views == 6


def test_a_gzip_that_ends_too_early_is_read_as_far_as_it_goes(importer: Importer) -> None:
    text = b"".join(many(3000))
    packed = gzip.compress(text)
    path = importer.write("a.gz", packed[: len(packed) // 2])
    report = importer.run(path)
    assert report.files == [(path, State.NEW, True)]
    assert 1000 < report.views < 2500
    importer.write("a.gz", packed)
    assert importer.run(path).views == 3000 - report.views


def test_a_damaged_gzip_is_not_counted(importer: Importer) -> None:
    text = b"".join(many(3000))
    packed = bytearray(gzip.compress(text))
    packed[-6] ^= 1  # its check sum
    good = importer.write("b.log", b"".join(many(5, 5000)))
    report = importer.run(importer.write("a.gz", bytes(packed)), good)
    assert [state for _, state, _ in report.files] == [State.DAMAGED, State.NEW]
    assert report.views == 5
    assert states(importer, importer.write("c.gz", b"\x1f\x8b nonsense")) == [State.DAMAGED]


@pytest.mark.parametrize("start", [b"BZh91AY&SY", b"\xfd7zXZ\0", b"(\xb5/\xfd\x04", b"PK\x03\x04"])
def test_other_packings_are_named(importer: Importer, start: bytes) -> None:
    with pytest.raises(Mistake, match="unpack"):
        importer.run(importer.write("a.log", start + b"...\n"))


def test_a_bomb_is_read_in_little_memory(importer: Importer, tmp_path: Path) -> None:
    """300 MB without a line break, then a line that counts."""
    path = tmp_path / "bomb.gz"
    packer = zlib.compressobj(9, wbits=31)
    with path.open("wb") as out:
        for _ in range(300):
            out.write(packer.compress(bytes(1_000_000)))
        out.write(packer.compress(b"\n" + line("2024-05-01 08:00:00")) + packer.flush())
    assert path.stat().st_size < 600_000
    code = (
        "import resource, sys\n"
        f"sys.path[:0] = [{str(PROJECT)!r}, {str(PROJECT / 'tests/counter')!r}]\n"
        "from pathlib import Path\n"
        "from importing import Importer\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        f"report = Importer(Path({str(tmp_path)!r})).run(Path({str(path)!r}))\n"
        "most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before\n"
        "print(report.views, report.tally.lines, most)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    views, lines, kilobytes = map(int, done.stdout.split())
    assert (views, lines) == (1, 2)
    assert kilobytes < 64_000


def test_a_line_that_is_too_long_is_unreadable_and_the_next_is_not(importer: Importer) -> None:
    first, second = many(2)
    text = first + b"x" * (3 * LONGEST) + b"\n" + second
    report = importer.run(importer.write("a.log", text))
    assert report.views == 2
    assert report.tally.reasons == {Reason.UNREADABLE: 1}
    assert importer.run(importer.write("a.log", text)).tally.lines == 0


@given(
    st.lists(st.one_of(st.binary(max_size=30), st.just(b"y" * 400_000)), max_size=8),
    st.booleans(),
    st.integers(0, 3),
)
def test_lines_are_those_of_the_text(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes], packed: bool, skip: int
) -> None:
    text = b"\n".join(pieces)
    path = tmp_path_factory.mktemp("lines") / "log"
    path.write_bytes(gzip.compress(text, 1) if packed else text)
    expected = [part + b"\n" for part in text.split(b"\n")[:-1]]
    start = sum(map(len, expected[:skip]))
    reader = Lines(path, lambda size: None, start)
    if not packed and text.startswith((b"\x1f\x8b", b"BZh")):
        return
    found, ends = [], []
    for each in reader:
        found.append(each)
        ends.append(reader.offset)
    assert [each[:LONGEST] for each in found] == [each[:LONGEST] for each in expected[skip:]]
    assert ends == [sum(map(len, expected[: n + 1])) for n in range(skip, len(expected))]
    assert reader.rest == bool(text.rpartition(b"\n")[2])


class Stop(Exception):
    pass


def test_a_run_that_fails_in_the_middle_has_counted_nothing(importer: Importer) -> None:
    path = importer.write("a.log", b"".join(many(300)))
    agents = iter(range(250))

    def bot(agent: str) -> bool:
        if next(agents, None) is None:
            raise Stop
        return False

    lines = [
        each.replace(b"Firefox/145.0", b"Firefox/%d" % number)
        for number, each in enumerate(many(300))
    ]
    importer.write("a.log", b"".join(lines))
    with pytest.raises(Stop):
        importer.run(path, bot=bot)
    assert importer.everything() == ([], [])
    assert importer.run(path).views == 300


def test_a_file_that_changes_while_it_is_read_counts_nothing(importer: Importer) -> None:
    """The second reading finds other bytes than the first did."""
    path = importer.write("a.log", b"".join(many(300)))
    other = b"".join(many(300, 1000))
    with pytest.raises(Mistake, match="changed while it was read"):
        importer.run(path, progress=lambda size: path.write_bytes(other) and None)
    assert importer.everything() == ([], [])


KILLED = """
import sys
sys.path[:0] = [{project!r}, {project!r} + "/tests/counter"]
from pathlib import Path
from importing import Importer
Importer(Path({folder!r})).run(Path({log!r}))
"""


@pytest.mark.parametrize("seed", range(3))
def test_a_run_that_was_killed_is_made_up_for_by_the_next(tmp_path: Path, seed: int) -> None:
    importer = Importer(tmp_path)
    path = importer.write("a.log", b"".join(many(20_000)))
    code = KILLED.format(project=str(PROJECT), folder=str(tmp_path), log=str(path))
    process = subprocess.Popen([sys.executable, "-c", code])
    time.sleep(random.Random(seed).uniform(0.2, 1.2))
    process.kill()
    process.wait()
    importer.run(path)
    importer.run(path)
    assert sum(views for _, _, views in importer.everything()[0]) == 20_000
    assert [row[3] for row in importer.everything()[1]] == [20_000]


def test_a_database_of_the_service_is_not_fed_twice(importer: Importer) -> None:
    store = SqliteStore(importer.database)
    path = importer.write("a.log", b"".join(many(3)))
    store.record([View(b"i" * 16, "/vi/", local_day(1.7e9), 1.7e9, b"v" * 16)])
    with pytest.raises(Exception, match="another counter is using it"):
        importer.run(path)
    store.close()
    with pytest.raises(Mistake, match="--also"):
        importer.run(path)
    assert importer.run(path, also=True).views == 3
    assert importer.figures("2024-05-01").total == 4


def test_visitors_are_told_apart_until_their_day_is_over(importer: Importer) -> None:
    """Between runs on one day and the next, and no longer: then key and hashes are gone."""
    first, second = line("2024-05-01 08:00:00"), line("2024-05-01 09:00:00")
    importer.run(importer.write("a.log", first))
    assert importer.run(importer.write("a.log", first + second)).visitors == 0
    keys = next(importer.keys.glob("*.json"))
    assert "2024-05-01" in keys.read_text()
    text = first + second + line("2024-05-02 08:00:00")
    importer.run(importer.write("a.log", text))
    assert "2024-05-01" in keys.read_text()
    text += line("2024-05-03 08:00:00")
    importer.run(importer.write("a.log", text))
    assert "2024-05-01" not in keys.read_text()
    late = importer.write("b.log", line("2024-05-01 10:00:00"))
    report = importer.run(late)
    assert (report.views, report.visitors, report.visitors_late) == (1, 0, 1)
    assert importer.figures("2024-05-03").visitor_days == 3


def test_a_closed_day_leaves_nothing_that_tells_visitors_apart(importer: Importer) -> None:
    text = line("2024-05-01 08:00:00")
    importer.run(importer.write("a.log", text))
    reader = SqliteReader(importer.database)
    tables = ("import_visitors", "import_recent")
    count = "SELECT count(*) FROM {}"
    assert [reader.connection.execute(count.format(each)).get for each in tables] == [1, 1]
    report = importer.run(importer.write("a.log", text), close=True)
    assert report.views == 0
    assert [reader.connection.execute(count.format(each)).get for each in tables] == [0, 0]
    reader.close()
    assert "2024-05-01" not in next(importer.keys.glob("*.json")).read_text()
    assert importer.figures("2024-05-01").visitor_days == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_keys_are_for_their_owner_alone(importer: Importer) -> None:
    path = importer.write("a.log", line("2024-05-01 08:00:00"))
    importer.run(path)
    keys = next(importer.keys.iterdir())
    assert keys.stat().st_mode & 0o777 == 0o600
    assert importer.keys.stat().st_mode & 0o777 == 0o700
    keys.chmod(0o644)
    with pytest.raises(Mistake, match="others may read it"):
        importer.run(path)


def test_without_its_keys_no_file_would_be_recognised(importer: Importer) -> None:
    path = importer.write("a.log", line("2024-05-01 08:00:00"))
    importer.run(path)
    keys = next(importer.keys.iterdir())
    text = keys.read_bytes()
    keys.write_bytes(text[:30])
    with pytest.raises(Mistake, match="damaged"):
        importer.run(path)
    keys.unlink()
    with pytest.raises(Mistake, match="missing"):
        importer.run(path)
    keys.write_bytes(text)
    keys.chmod(0o600)
    assert states(importer, path) == [State.SAME]


def command(importer: Importer, *words: str | Path, language: str = "") -> tuple[int, str]:
    """`python -m counter import-log`; its status and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "counter", "import-log", *map(str, words)],
        cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        env={**os.environ, "PYTHONUTF8": "1", "COUNTER_LANG": language,
             "COUNTER_KEY_FOLDER": str(importer.keys)},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "203.0.113" not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


def test_the_command_says_what_it_did_in_both_languages(importer: Importer) -> None:
    path = importer.write("a.log", line("2024-05-01 08:00:00") * 2 + b"203.0.113.9 nonsense\n")
    words = [path, "--database", importer.database, "--pages", _pages(importer)]
    output = importer.folder / "views.json"
    status, said = command(importer, *words, "--output", output)
    assert status == 0
    for text in (
        "a.log: đã đọc.", "a.log: read.", "1 lượt xem", "1 views",
        "không tính 1: xem lại trong 30 giây.",
        "not counted 1: the same page again within 30 seconds.",
        "a.log, dòng 3: không có thời điểm", "a.log, line 3: no time",
    ):  # fmt: skip
        assert text in said
    assert '"as_of": "2024-05-01T08:00:00+07:00"' in output.read_text("utf-8")
    before = output.read_bytes()
    status, said = command(importer, *words, "--output", output, language="en")
    assert (status, "nothing new" in said, "không" in said) == (0, True, False)
    assert output.read_bytes() == before
    output.write_text(output.read_text().replace('"total": 1', '"total": 9'))
    status, said = command(importer, *words, "--output", output)
    assert (status, "--force" in said) == (1, True)


def test_what_the_operator_mistakes_is_a_sentence(importer: Importer) -> None:
    path = importer.write("a.log", line("2024-05-01 08:00:00"))
    pages, missing = _pages(importer), importer.folder / "missing"
    database = ["--database", importer.database]
    for words, said in (
        ([missing, *database, "--pages", pages], "Cannot read"),
        ([importer.folder, *database, "--pages", pages], "no ordinary file"),
        ([path, *database, "--pages", missing], "Build the site first"),
        ([path, *database, "--pages", path], "is broken"),
        ([path, "--database", missing / "x.db", "--pages", pages], "Cannot use"),
        ([path, "--database", path, "--pages", pages], "Cannot use"),
    ):
        status, text = command(importer, *words)
        assert status == 1, text
        assert said in text
        assert len(text.splitlines()) == 2, text


def test_progress_is_shown_on_a_terminal_alone(
    importer: Importer, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [importer.write("a.log", b"".join(many(9000))), "--pages", _pages(importer)]
    importer.command(*words)
    assert "%" not in capfd.readouterr().err
    importer.database.unlink()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    importer.command(*words)
    shown = capfd.readouterr().err
    percents = [int(part.rpartition(" ")[2]) for part in shown.split(" %")[:-1]]
    assert len(percents) > 4
    assert percents == sorted(percents)
    assert percents[-1] == 100
