"""The figures as Markdown tables and as a plot, and their place in the guide."""

from __future__ import annotations

import os
import platform
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from asking import Expense
from collection import ENGLISH, FORMS, NUMBERS, Collection
from engines import TEMPLATES, Ready
from figures import Quality
from measure import seconds

NAMES = {"ours": "this project", "material": "Material", "pagefind": "Pagefind"}
LABELS = FORMS | NUMBERS | {"english": ENGLISH}
GUIDE, PLOT = "guide/search.md", "guide/images/search-recall.svg"
SECTION = re.compile(r"^## Measured\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
TITLE = "# Search\n"
# The plot: bars in groups, in units of the drawing.
LEFT, TOP, HEIGHT, BAR, GAP = 44, 64, 220, 30, 34


@dataclass(frozen=True)
class Row:
    """The quality of an engine in one form of query; `sampled` where that is a part of its own."""

    collection: Collection
    engine: str
    form: str
    quality: Quality
    sampled: bool = False


@dataclass
class Report:
    """What was measured, as it becomes known."""

    command: str
    sample: int
    collections: list[Collection] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    costs: list[tuple[Collection, Ready, Expense | None]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The section of the guide, without the plot."""
        return TEMPLATES.get_template("report.md.j2").render(
            report=self,
            day=datetime.now().astimezone().date().isoformat(),
            system=platform.system(),
            cores=os.cpu_count(),
            python=platform.python_version(),
            names=NAMES,
            labels=LABELS,
            numbers=NUMBERS,
            version=self.versions(),
            plot=PLOT.removeprefix("guide/") if self.bars()["groups"] else "",
            seconds=seconds,
        )

    def versions(self) -> dict[str, str]:
        """Engines with their versions, as they are called in tables."""
        told = dict(NAMES)
        for _, ready, _ in self.costs:
            told[ready.name] = f"{NAMES[ready.name]} {ready.version}".strip()
        return told

    def shared(self) -> list[Row]:
        """Rows on the same questions for every engine."""
        over = [row for row in self.rows if row.collection.name == "articles"]
        fewest = {row.form: min(each.quality.asked for each in over if each.form == row.form)
                  for row in over}  # fmt: skip
        return [row for row in over if row.quality.asked == fewest[row.form]]

    def bars(self) -> dict[str, Any]:
        """What the plot shows: recall among the first five, by form and engine."""
        rows = self.shared()
        engines = [name for name in NAMES if any(row.engine == name for row in rows)]
        groups = []
        width = len(engines) * BAR + GAP
        for number, form in enumerate(f for f in FORMS if any(row.form == f for row in rows)):
            left = LEFT + GAP // 2 + number * width
            of = {row.engine: row.quality.recall5 for row in rows if row.form == form}
            label, _, rest = LABELS[form].partition(", ")
            groups.append({
                "middle": left + len(engines) * BAR // 2,
                "label": [label, *rest.split(", ")] if rest else [label],
                "bars": [
                    {"engine": name, "left": left + at * BAR, "value": of[name],
                     "height": round(of[name] * HEIGHT, 1)}
                    for at, name in enumerate(engines) if name in of
                ],
            })  # fmt: skip
        return {"groups": groups, "engines": engines, "asked": rows[0].quality.asked if rows else 0,
                "width": LEFT + len(groups) * width + 8, "left": LEFT, "top": TOP,
                "height": HEIGHT, "bar_width": BAR, "names": self.versions()}  # fmt: skip


def write(report: Report, root: Path) -> None:
    """Put the section into the guide in place of the former one, and the plot beside it."""
    guide, plot = root / GUIDE, root / PLOT
    former = guide.read_text("utf-8") if guide.exists() else TITLE
    section = f"{report.text().strip()}\n"
    if found := SECTION.search(former):
        rest = former[found.end() :]
        text = former[: found.start()] + section + ("\n" + rest if rest else "")
    else:
        text = f"{former.rstrip()}\n\n{section}"
    guide.write_text(text, "utf-8")
    bars = report.bars()
    if bars["groups"]:
        plot.write_text(TEMPLATES.get_template("recall.svg.j2").render(bars), "utf-8")
