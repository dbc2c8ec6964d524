"""A3, and the figures of P5 and P6: Lighthouse as a phone sees the page."""

from __future__ import annotations

import statistics
from typing import Any

from chromium import find_or_install

from gates import tools
from gates.gate import Outcome
from gates.workers import Bench

CATEGORIES = ("accessibility", "best-practices", "seo")


def ask(bench: Bench, url: str, addresses: list[str], **more: Any) -> Any:
    """What Lighthouse says of `addresses`, served at `url`."""
    pages = [{"url": url + each, "noindex": each in bench.site.noindex} for each in addresses]
    request = {"chromium": find_or_install(), "pages": pages, **more}
    return tools.node("lighthouse.mjs", bench.modules, request)


def examine(bench: Bench, url: str, addresses: list[str]) -> Outcome:
    """The three scores that do not depend on the clock; each must be whole."""
    outcome = Outcome()
    answers = ask(bench, url, addresses, categories=CATEGORIES, throttled=False)
    for address, answer in zip(addresses, answers, strict=True):
        scores = {name: answer["scores"].get(name, [0])[0] for name in CATEGORIES}
        outcome.count("A3", pages=1)
        low = outcome.figures["A3"].setdefault("least", 100)
        outcome.figures["A3"]["least"] = min(low, *scores.values())
        for name, score in scores.items():
            if score < 100:
                why = [each for each in answer["failed"] if each.startswith(name)]
                outcome.add("A3", address, "mobile", [f"{name} {score}: {' | '.join(why)}"])
    return outcome


def performance(bench: Bench, url: str, addresses: list[str], runs: int) -> Outcome:
    """The score that depends on the clock: the median of `runs`, taken with nothing else on."""
    outcome = Outcome()
    answers = ask(bench, url, addresses, categories=["performance"], throttled=True, runs=runs)
    for address, answer in zip(addresses, answers, strict=True):
        middle = statistics.median(answer["scores"]["performance"])
        metrics = {name: statistics.median(each) for name, each in answer["metrics"].items()}
        outcome.figures.setdefault("P6", {})[address] = {"score": middle, **metrics}
    return outcome
