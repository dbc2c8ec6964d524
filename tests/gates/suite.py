"""Which tasks each gate consists of, and what their figures come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from built_site import Site

from gates.gate import Outcome
from gates.pages import NOT_FOUND, Built, one_of_each

Task = tuple[str, tuple[Any, ...]]
# What the command line calls a gate, besides its id.
NAMES = {
    "axe": "A1", "keyboard": "A2", "lighthouse": "A3", "html": "A4", "languages": "A5",
    "targets": "A6", "reflow": "A7", "weight": "P1", "speed": "P5", "performance": "P6",
    "csp": "S1", "observatory": "S2",
}  # fmt: skip
# Gates that one task measures together.
TOGETHER = {"P2": "P1", "P3": "P1"}


@dataclass(frozen=True)
class Run:
    """What is run, and how much of it."""

    site: Site
    built: Built
    url: str  # where the built site expects to be, for Lighthouse
    wanted: frozenset[str]
    sample: bool

    def wants(self, *ids: str) -> bool:
        return bool(self.wanted & set(ids))


def side_by_side(run: Run) -> Iterator[Task]:
    """The tasks that may run two at a time, the longest first."""
    each = [address for address in one_of_each(run.site) if address in run.built.addresses]
    if run.wants("A4"):
        yield "documents:nu", ()
        yield "documents:html_validate", ()
    if run.wants("A3"):
        for start in range(0, len(each), 8):
            yield "lighthouse:examine", (run.url, each[start : start + 8])
    if run.wants("A2", "A6"):
        for address in each:
            for width in (360, 1280):
                yield "keyboard:examine", (address, width)
    if run.wants("A1", "A6", "A7", "S1"):
        yield from in_all_states(run, each)
    if run.wants("S2"):
        yield "observatory:examine", ()


def in_all_states(run: Run, each: list[str]) -> Iterator[Task]:
    """A page of each template in every state, and every page as it is loaded."""
    for address in each:
        yield "states:examine", (address,)
        yield "states:colours", (address,)
    rest = [] if run.sample else [page for page in run.built.addresses if page not in each]
    for address in [*each, *rest]:
        yield "sweep:examine", (address, address in each)


def by_log(run: Run) -> Iterator[Task]:
    """Tasks that read the log of their server: nothing else may use it meanwhile."""
    if run.wants("P1", "P2", "P3", "P5"):
        for address in one_of_each(run.site):
            yield "weight:examine", (address,)


def timed_pages(site: Site) -> list[str]:
    """The pages whose loading is timed: home, the register, a measure and an article, and home in
    English."""
    measure = site.of_record("measures", min(site.records("measures")), "vi")
    articles = [stem for stem in site.written("vi") if stem.startswith("tin-tuc/")]
    article = [site.of_written(articles[-1], "vi")] if articles else []
    return ["", site.section("legal-texts", "vi"), measure, *article, "en/"]


def merge(outcomes: list[Outcome]) -> Outcome:
    """All outcomes as one: counts are added, the largest of what is called `most` is kept."""
    whole = Outcome()
    for outcome in outcomes:
        whole.faults += outcome.faults
        for gate, figures in outcome.figures.items():
            kept = whole.figures.setdefault(gate, {})
            for name, value in figures.items():
                if name == "most" and value > kept.get("most", -1):
                    kept |= figures
                elif name == "least":
                    kept[name] = min(value, kept.get(name, value))
                elif name == "shift":
                    kept[name] = max(value, kept.get(name, 0.0))
                elif name not in ("most", "page"):
                    adds = isinstance(value, int)
                    kept[name] = kept.get(name, 0) + value if adds else value
    return whole


def figure(gate: str, count: int, figures: dict[str, Any]) -> str:
    """The present figure of a gate as a reader of the scorecard sees it."""
    page = figures.get("page", "")
    where = f"/{page}"
    match gate:
        case "P1" | "P2":
            return f"at most {figures['most'] / 1024:.1f} KB ({where})"
        case "P3":
            return f"at most {figures['most']} requests ({where})"
        case "A3":
            return f"least {figures['least']} on {figures['pages']} pages"
        case "S2":
            return f"{figures['grade']} {figures['score']}"
        case "P5":
            return speed(figures)
        case "P6":
            return ", ".join(f"/{a} {f['score']:.0f}" for a, f in figures.items())
    over = ", ".join(f"{number:,} {name}" for name, number in figures.items())
    return f"{count} in {over}" if over else str(count)


def speed(figures: dict[str, Any]) -> str:
    """P5: the times of pages beside the plain ones, and the layout shift."""
    parts = []
    for address, timed in figures.items():
        if address != "shift":
            ratio = f" (plain {timed['plain']:.1f} s)" if timed["plain"] else ""
            parts.append(f"/{address} {timed['seconds']:.1f} s{ratio}")
    if "shift" in figures:
        parts.append(f"CLS {figures['shift']:.3f}")
    return ", ".join(parts)


__all__ = ["NAMES", "NOT_FOUND", "TOGETHER", "Run", "by_log", "figure", "merge", "side_by_side"]
