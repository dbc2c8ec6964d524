"""Rules for what news and texts about records say: every figure is in a record, a source or named
evidence.

Each rule is a generator of findings whose docstring is the rule.
"""

from __future__ import annotations

import re
from itertools import islice

from portal.figure import Figure, keys_of, simplest
from portal.finding import Finding, Findings, Scene, at
from portal.language import fold
from portal.passage import Passage, Passages
from portal.problem import MOST_IN_A_FILE, Report
from portal.prose import FrontMatter, Prose
from portal.support import Support

DAY = re.compile(r"\d{4}-\d\d-\d\d")


def evidence_names_one_place(scene: Scene) -> Findings:
    """Evidence is from a legal text or from a source, never both and never neither."""
    for page in scene.records.prose.values():
        for number, evidence in enumerate(page.meta.evidence):
            if (evidence.text is None) == (evidence.source is None):
                yield at(page.meta, "evidence-choice", f"evidence[{number}]")


# What else than a text may be in such a page, nobody knows.
FORM = frozenset({"include-mark", "markdown-limit", "page-too-long", "raw-html"})


def figures_are_supported(scene: Scene, report: Report) -> Findings:
    """Every date, number, percentage and document number of news, of a text written for a record
    and of any page that names records or sources stands in one of these, or in the page's
    evidence, all of which is needed; a text for a record has a source. Pages whose form is broken,
    by the `report` so far, are looked at once that is mended."""
    records = scene.records
    if records.interface is None or records.incomplete:
        return
    broken = {problem.path for problem in report.problems if problem.rule in FORM}
    support, passages = Support.of_scene(scene), Passages.of_scene(scene)
    for (lang, stem), page in records.prose.items():
        original = records.prose.get(("vi", stem))
        if original is None or page.meta.origin.path in broken or not _bound(original, support):
            continue
        subject = support.subject(page)
        if lang == "vi" and subject and not (page.meta.sources or subject.sources):
            yield at(page.meta, "source-missing", "sources")
        texts = passages.of_page(page)
        yield from _unsupported(page, original, texts, support)
        if lang == "vi":
            yield from _unused(page, texts, records.prose.get(("en", stem)), support)


def _bound(page: Prose, support: Support) -> bool:
    meta = page.meta
    names = (meta.sources, meta.evidence, meta.measures, meta.legal_texts, meta.exemplars)
    return page.is_news or any(names) or support.subject(page) is not None


def _unsupported(
    page: Prose, original: Prose, texts: list[Passage], support: Support
) -> Findings:  # fmt: skip
    behind = support.behind(page, original)
    keys = support.keys(behind)
    meta = original.meta
    keys |= keys_of(("vi", figure) for figure in _given(original))
    parts = {figure.key for text in _given(original) for figure in support.figures(text, "vi")}
    looked = ", ".join(dict.fromkeys(getattr(record, "id", "plan.yml") for record in behind))
    keys |= support.checks
    if page is original and (wrong_day := _event(meta, texts, keys, support)):
        values: dict[str, object] = {"got": wrong_day, "where": looked}
        yield Finding("figure-unsupported", meta.origin.at("event_date"), "event_date", values)
    keys |= keys_of([("vi", meta.event_date or "")])
    measures = support.measures(original, behind)
    for text in texts:
        if text.key == "byline":
            continue
        wrong = [
            figure for figure in support.all_figures(text.text, text.lang)
            if not support.holds(figure, keys, measures) and _part(figure) not in parts
        ]  # fmt: skip
        for figure in islice(simplest(wrong), MOST_IN_A_FILE + 1):
            rule = "document-unknown" if figure.kind == "document" else "figure-unsupported"
            got = " ".join(text.text[figure.start : figure.end].split())
            values = {"got": got, "where": looked or "data/"}
            yield Finding(rule, text.at(figure.start, figure.end), text.key, values)


def _event(meta: FrontMatter, texts: list[Passage], keys: set[str], support: Support) -> str:
    """The day of the event where `texts` have other days of that year alone, and no record has it;
    else ''."""
    event = meta.event_date or ""
    said = keys_of(((text.lang, text.text) for text in texts), support.names)
    days = {key for key in said if DAY.fullmatch(key) and key[:4] == event[:4]}
    return event if days and event not in keys | said else ""


def _part(figure: Figure) -> str:
    """A date without its year: evidence may be that part of it which the text writes, as in «từ
    tháng 9 đến tháng 12 năm 2025»."""
    return f"-{figure.key[4:]}" if figure.kind == "date" else ""


def _given(page: Prose) -> list[str]:
    return [figure for evidence in page.meta.evidence for figure in evidence.figures]


def _unused(page: Prose, texts: list[Passage], twin: Prose | None, support: Support) -> Findings:
    """The figures of evidence that the page does not have."""
    there: set[str] = set()
    for text in texts:
        there |= keys_of([("vi", text.text)], support.names)
    whole = " ".join(" ".join(text.text.split()) for text in texts)
    for number, evidence in enumerate(page.meta.evidence):
        for item, figure in enumerate(evidence.figures):
            keys: set[Figure] = set(support.figures(figure, "vi"))
            used = all({part.key, f"#{part.key}"} & there for part in keys) and bool(keys)
            if not used and fold(figure) not in fold(whole):
                key = f"evidence[{number}].figures[{item}]"
                yield at(page.meta, "evidence-unused", key, got=figure)
