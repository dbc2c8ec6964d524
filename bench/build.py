"""What the site costs to build and to preview, beside a plain Material build of the same pages.

    python3 run.py bench            everything, about four minutes
    python3 run.py bench --quick    one run of each, about one

Everything is measured in one run and on copies in a temporary folder, so that ratios hold on any
computer; seconds are those of this one. Prints one sentence for each figure, then one JSON line.
Nothing is decided by time: no test reads these figures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import check
import plain
import preview
from measure import ROOT, Cost, Failed, load, middle, rounded, run, seconds

sys.path.insert(0, str(ROOT / "hooks"))
from portal.address import LANGS, Page
from portal.load import assemble
from portal.load import load as read

LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", ".build*", "site", "public", "tests", ".*_cache", "__pycache__", ".cache"
)
TARGET_BUILD, TARGET_PREVIEW = 20.0, 3.0


def main(arguments: list[str]) -> int:
    """Measure, and say what was found."""
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one run of each")
    options = parser.parse_args(arguments)
    figures: dict[str, Any] = {
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "load_before": load(),
        "runs": 1 if options.quick else 3,
    }
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        try:
            measure(Path(folder), figures)
        except Failed as failed:
            print(failed, file=sys.stderr)
            return 1
    checks = check.measure(figures["runs"])
    print(check.sentence(checks))
    figures |= {"check_wall": rounded(checks.wall), "load_after": load()}
    print(json.dumps(figures))
    return 0


def measure(folder: Path, figures: dict[str, Any]) -> None:
    """Fill `figures`, and print a sentence as each is known."""
    ours, theirs = folder / "ours", folder / "plain"
    shutil.copytree(ROOT, ours, ignore=LEFT_BEHIND)
    records, report = read(ours, datetime.now().astimezone().date())
    if report.errors:
        raise Failed(report.text("en"))
    register, book = assemble(records)
    times = figures["runs"]

    build(ours)  # the first build may still compile Python; it also gives the pages to convert
    addresses = [{"src": page.src, **{lang: page.url(lang) for lang in LANGS}} for page in book.all]
    plain.write(theirs, ours / "site", addresses, register.site.url)
    build(theirs)
    compare_pages(ours, theirs, figures)

    # One after the other and in turn, so that a busy moment does not fall on one of them alone.
    pairs = [(build(ours), build(theirs)) for _ in range(times)]
    mine, other = (middle(list(costs)) for costs in zip(*pairs, strict=True))
    tell_build(mine, other, figures)

    measures = next(page for page in book.all if page.kind == "measure")
    written = [page for page in book.all if page.kind in ("article", "prose")] or [book.all[0]]
    tell_preview(
        preview.measure(ours, edits(ours, written[0], measures), times),
        preview.measure(
            theirs,
            [preview.Edit("markdown", theirs / "docs/vi" / written[0].src,
                          plain_url(written[0].src), preview.below)],
            times,
        ),
        figures,
    )  # fmt: skip


def build(project: Path) -> Cost:
    """A whole build of `project` in a fresh process, with nothing left of the one before."""
    for name in ("site", ".cache"):
        shutil.rmtree(project / name, ignore_errors=True)
    return run([sys.executable, "-m", "mkdocs", "build", "--strict"], project)


def edits(project: Path, written: Page, measure_page: Page) -> list[preview.Edit]:
    """An edit of a page, of a record and of a template."""
    template = project / "hooks/portal/templates/measure.html"
    url = measure_page.url("vi")
    source = project / written.source_file
    return [
        preview.Edit("markdown", source, written.url("vi"), preview.below),
        preview.Edit("record", project / measure_page.source_file, url, preview.in_title),
        preview.Edit("template", template, url, preview.after_template),
    ]


def plain_url(src: str) -> str:
    stem = src.removesuffix(".md").removesuffix("index").rstrip("/")
    return f"{stem}/" if stem else ""


def compare_pages(ours: Path, theirs: Path, figures: dict[str, Any]) -> None:
    """Make sure that both sites hold the same pages and words."""
    pages, words = plain.words_of(ours / "site", "div", "main")
    plain_pages, plain_words = plain.words_of(theirs / "site", "article", "md-content__inner")
    figures |= {"pages": pages, "words": words, "plain_pages": plain_pages,
                "plain_words": plain_words}  # fmt: skip
    print(
        f"Both sites have the same pages: {pages:,} with {words:,} words here, "
        f"{plain_pages:,} with {plain_words:,} in the plain Material project."
    )


def tell_build(mine: Cost, other: Cost, figures: dict[str, Any]) -> None:
    figures |= {
        "build_wall": rounded(mine.wall),
        "build_cpu": rounded(mine.cpu),
        "build_memory_mb": rounded(mine.memory, 0),
        "plain_build_wall": rounded(other.wall),
        "plain_build_cpu": rounded(other.cpu),
        "plain_build_memory_mb": rounded(other.memory, 0),
        "build_ratio": rounded(mine.wall / other.wall),
        "build_cpu_ratio": rounded(mine.cpu / other.cpu) if mine.cpu and other.cpu else None,
        "load_after_builds": load(),
    }
    print(
        f"Whole build in a fresh process: {seconds(mine.wall)} on the clock, {seconds(mine.cpu)} "
        f"of processor (target: under {TARGET_BUILD:.0f} s)."
    )
    print(f"Plain Material build of the same pages: {seconds(other.wall)}, {seconds(other.cpu)}.")
    print(f"Ours takes {mine.wall / other.wall:.0%} of that time (target: at most 60%).")


def tell_preview(mine: dict[str, float], other: dict[str, float], figures: dict[str, Any]) -> None:
    for name, wait in mine.items():
        figures[f"preview_{name}"] = rounded(wait)
        print(
            f"Preview, from saving a {name} file to seeing it: {seconds(wait)} "
            f"(target: under {TARGET_PREVIEW:.0f} s)."
        )
    figures["plain_preview_markdown"] = rounded(other["markdown"])
    print(
        f"The same in the plain Material project, a Markdown file: {seconds(other['markdown'])}; "
        f"ours takes {mine['markdown'] / other['markdown']:.0%} of that time."
    )
    figures["preview_ratio"] = rounded(mine["markdown"] / other["markdown"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
