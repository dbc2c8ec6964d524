"""Evidence against the texts of the laws, where their folder stands beside the project: the figures
stand in the article named, and articles that a page cites exist."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from built_site import PROJECT
from portal.figure import document_key, figures, keys_of
from portal.passage import body_of
from portal.problem import Report
from portal.prose import Prose
from portal.records import Records, read_records
from portal.support import Support

TEXTS = PROJECT.parent / "shared" / "legal-texts"
pytestmark = pytest.mark.skipif(
    not TEXTS.exists(), reason=f"{TEXTS} is not here: evidence is not compared with the laws"
)
ARTICLE = re.compile(r"^[#*\s>]*Điều\s+(\d+[a-zđ]?)\s*[.:*]?", re.MULTILINE)
CITED = re.compile(r"(?<!\w)[Đđ]iều\s+(\d+[a-zđ]?)")


@cache
def records() -> Records:
    return read_records(PROJECT, Report())


@cache
def files() -> dict[str, list[Path]]:
    """The Vietnamese files of each document, by its number."""
    rows = [line.split("\t") for line in (TEXTS / "INDEX.tsv").read_text("utf-8").splitlines()]
    found: dict[str, list[Path]] = {}
    for name, _, number, *_ in rows[1:]:
        if "vi" in name.split("."):
            found.setdefault(document_key(number), []).append(TEXTS / name)
    return found


def text_of(id: str) -> str:
    """The text of the record `id`, '' where none is here."""
    for text in records().texts_by_reference.get(id, []):
        paths = files().get(document_key(text.number), [])
        return "\n".join(path.read_text("utf-8") for path in paths)
    return ""


def articles(text: str) -> dict[str, str]:
    """The articles of a law by number; what a number has twice (a footnote) is put together."""
    marks = [*ARTICLE.finditer(text)]
    found: dict[str, str] = {}
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        end = following.start() if following else len(text)
        found[mark[1]] = found.get(mark[1], "") + text[mark.start() : end]
    return found


def squeezed(text: str) -> str:
    return " ".join(text.lower().split())


def lacking(figure: str, passage: str) -> bool:
    """Whether `passage` has neither the words nor each of the numbers of `figure`."""
    if squeezed(figure) in squeezed(passage):
        return False
    wanted = {item.key for item in figures(figure, "vi")}
    return not wanted or not wanted <= keys_of([("vi", passage)])


VIETNAMESE = [page for (lang, _), page in records().prose.items() if lang == "vi"]
WITH_EVIDENCE = [
    (page, number) for page in VIETNAMESE for number, item in enumerate(page.meta.evidence)
    if item.text and TEXTS.exists() and text_of(item.text)
]  # fmt: skip


def name(value: object) -> str:
    return value.stem if isinstance(value, Prose) else str(value)


@pytest.mark.parametrize(("page", "number"), WITH_EVIDENCE, ids=name)
def test_figures_stand_in_the_article_named(page: Prose, number: int) -> None:
    evidence = page.meta.evidence[number]
    whole = text_of(evidence.text or "")
    here = articles(whole)
    named = CITED.findall(evidence.at or "")
    assert [article for article in named if article not in here] == []
    passage = "\n".join(here[article] for article in named) if named else whole
    assert [figure for figure in evidence.figures if lacking(figure, passage)] == []


ABOUT_TEXTS = [
    (page, about.id) for page in VIETNAMESE if page.stem.startswith("van-ban/")
    if (about := Support(records()).subject(page)) and TEXTS.exists() and text_of(about.id)
]  # fmt: skip


@pytest.mark.parametrize(("page", "about"), ABOUT_TEXTS, ids=name)
def test_articles_cited_on_the_page_of_a_text_exist(page: Prose, about: str) -> None:
    """In the text itself or in one that the page leads to."""
    goals = [goal for _, goal, _ in Support(records()).goals(page) if goal.kind == "legal-text"]
    texts = [text_of(id) for id in (about, *(goal.record.id for goal in goals))]
    known = {article for text in texts for article in articles(text)}
    cited = CITED.findall(body_of(page).text)
    assert [article for article in cited if article not in known] == []


def test_the_way_of_reading_articles_finds_them() -> None:
    if not TEXTS.exists():
        return
    law = articles(text_of("13-2022-qh15"))
    assert {str(number) for number in range(1, 57)} <= set(law)
    assert lacking("03 giờ", law["25"]) or lacking("99 ngày", law["25"])
    assert not lacking("Điều 25", law["25"])
