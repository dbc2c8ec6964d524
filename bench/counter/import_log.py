"""How fast logs are read, beside GoAccess on the same file; GoAccess checks the lines of each day.

    python bench/counter/import_log.py [--copies 50] [--log FILE]

The log is written so many times, each copy some days after the one before. GoAccess only counts
requests and keeps nothing; it is left out where it is not installed (`apt install goaccess`).
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import sys
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from measure import Cost, run  # noqa: E402

from counter.day import local_day  # noqa: E402
from counter.log_line import Line, parse  # noqa: E402

LOG = ROOT / "../shared/logs/apache-2015.log.gz"
FORMAT = "%d/%b/%Y"
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".css", ".js", ".ico")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=50)
    parser.add_argument("--log", type=Path, default=LOG)
    options = parser.parse_args()
    lines = gzip.decompress(options.log.read_bytes()).splitlines(keepends=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        log, pages = folder / "access.log", folder / "pages.json"
        copy(lines, options.copies, log)
        found = [parse(line) for line in lines]
        paths = {each.target.partition("?")[0] for each in found if isinstance(each, Line)}
        pages.write_text(json.dumps([path for path in sorted(paths) if is_page(path)]))
        count = len(lines) * options.copies
        words = [sys.executable, "-m", "counter", "import-log", str(log), "--pages", str(pages)]
        variables = {"PYTHONPATH": str(ROOT), "COUNTER_KEY_FOLDER": str(folder / "keys")}
        words += ["--database", str(folder / "views.db")]
        ours = run(words, ROOT, variables)
        tell("import-log", count, ours)
        tell("import-log, nothing new", count, run(words, ROOT, variables))
        packed = folder / "access.log.gz"
        with log.open("rb") as text, gzip.open(packed, "wb", 6) as out:
            shutil.copyfileobj(text, out)
        words[4] = str(packed)
        words[-1] = str(folder / "packed.db")
        tell("import-log, gzip", count, run(words, ROOT, variables))
        return against_goaccess(log, count, ours)


def is_page(path: str) -> bool:
    """Whether it looks like a page and can stand in a manifest."""
    return path.startswith("/") and path.isprintable() and not path.lower().endswith(PICTURES)


def copy(lines: list[bytes], copies: int, log: Path) -> None:
    """Write `lines` so many times, each time later by as many days as they span."""
    days = sorted({_day(line) for line in lines})
    span = (days[-1] - days[0]).days + 1
    with log.open("wb") as out:
        for number in range(copies):
            names = {
                day.strftime(FORMAT).encode(): (day + timedelta(days=number * span))
                .strftime(FORMAT)
                .encode()
                for day in days
            }
            for line in lines:
                start = line.index(b"[") + 1
                out.write(line[:start] + names[line[start : start + 11]] + line[start + 11 :])


def _day(line: bytes) -> datetime:
    start = line.index(b"[") + 1
    return datetime.strptime(line[start : start + 11].decode(), FORMAT).replace(
        tzinfo=ZoneInfo("UTC")
    )


def tell(name: str, lines: int, cost: Cost) -> None:
    """Print what a run cost."""
    cpu, memory = cost.cpu or cost.wall, cost.memory or 0
    print(
        f"{name:<26}{lines / cpu:>10,.0f} lines a second of processor "
        f"({cpu:.1f} s, {cost.wall:.1f} s on the clock, {memory:.0f} MB)"
    )


def against_goaccess(log: Path, lines: int, ours: Cost) -> int:
    """Compare time and the lines of each local day; 1 if the latter differ."""
    program = shutil.which("goaccess")
    if program is None:
        print("GoAccess is not installed: nothing to compare with")
        return 0
    report = log.with_name("goaccess.json")
    theirs = run(
        [
            program, str(log), "--no-global-config", "--no-progress", "--tz=Asia/Ho_Chi_Minh",
            "--datetime-format=%d/%b/%Y:%H:%M:%S %z", '--log-format=%h %^[%x] "%r" %s %b "%R" "%u"',
            "--keep-last=0", f"--output={report}",
        ],
        ROOT,
    )  # fmt: skip
    tell("GoAccess, requests only", lines, theirs)
    print(f"ratio of processor time: {(ours.cpu or 0) / (theirs.cpu or 1):.1f}")
    rows = json.loads(report.read_text(encoding="utf-8"))["visitors"]["data"]
    expected = {row["data"]: row["hits"]["count"] for row in rows}
    found: Counter[str] = Counter()
    with log.open("rb") as text:
        for line in text:
            each = parse(line)
            if isinstance(each, Line):
                found[local_day(each.at).strftime("%Y%m%d")] += 1
    # GoAccess shows the newest days alone where there are very many.
    wrong = {day: count for day, count in expected.items() if found[day] != count}
    print(f"lines of {len(expected)} local days compared with GoAccess: {len(wrong)} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
