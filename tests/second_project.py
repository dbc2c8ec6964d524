"""Puts the invented plan of `second_plan/` together with the project's unchanged machinery."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml
from built_site import LANGS, PROJECT, Site, build, copy_machinery, read_yaml

PLAN = PROJECT / "tests/second_plan"
MEASURE = """\
id: "{n}"
slug: {{vi: nhiem-vu-{n}, en: task-{n}}}
title: {{vi: Nhiệm vụ thứ {n}, en: Task number {n}}}
text: {{vi: Làm việc thứ {n}., en: Do thing number {n}.}}
sources: [trang-xa]
"""
EXEMPLARS = ("data/exemplars/to-cong-nghe-thon.yml", "data/exemplars/to-ho-tro-cho.yml",
             "data/vocabulary/exemplar-kinds.yml", "data/vocabulary/places.yml")  # fmt: skip
NEWS = ("docs/vi/tin-tuc/lop-hoc.md", "docs/en/tin-tuc/lop-hoc.md",
        "data/vocabulary/news-categories.yml")  # fmt: skip

# The words of addresses that the plan's pages and tests are written with: each agency may choose
# its own in `data/interface.yml`.
PATHS = {
    "measures": "bien-phap measures", "legal_texts": "van-ban legal-texts",
    "exemplars": "mo-hinh exemplars", "news": "tin-tuc news", "category": "chuyen-muc category",
    "agencies": "co-quan agencies", "glossary": "thuat-ngu glossary", "sources": "nguon sources",
    "coverage": "bang-doi-chieu coverage", "search": "tim-kiem search",
    "site_map": "so-do-trang site-map", "by_type": "loai type", "by_status": "tinh-trang status",
    "by_issuer": "co-quan-ban-hanh issuer", "by_year": "nam year", "by_place": "dia-phuong place",
    "by_measure": "bien-phap measure", "by_kind": "loai kind",
}  # fmt: skip


def write_project(
    root: Path, *, measures: int = 3, without: tuple[str, ...] = (),
    changes: Mapping[str, tuple[str, str]] | None = None,
) -> Path:  # fmt: skip
    """The second plan below `root`, with the project's own hooks, shell and interface.

    `without` leaves files out; `changes` replaces one text by another in single files.
    """
    copy_machinery(root)
    for name in ("data", "docs"):
        shutil.copytree(PLAN / name, root / name)
    write_interface(root / "data/interface.yml")
    for n in range(4, measures + 1):
        (root / f"data/measures/{n}.yml").write_text(MEASURE.format(n=n), "utf-8")
    for name in without:
        (root / name).unlink()
    if any("tin-tuc" in name for name in without):
        edit(root / "docs/vi/gioi-thieu.md", " hoặc [tin lớp học](tin-tuc/lop-hoc.md#lich-hoc)", "")
        edit(root / "docs/en/gioi-thieu.md", " or the [news](tin-tuc/lop-hoc.md)", "")
    for name, (old, new) in (changes or {}).items():
        edit(root / name, old, new)
    return root


def write_interface(path: Path) -> None:
    """The project's own strings, with the words of addresses that this plan is written with."""
    phrases = dict(read_yaml(PROJECT / "data/interface.yml"))
    for name, words in PATHS.items():
        phrases[f"path_{name}"] = dict(zip(LANGS, words.split(), strict=True))
    path.write_text(yaml.safe_dump(phrases, allow_unicode=True, width=1000), "utf-8")


def edit(path: Path, old: str, new: str) -> None:
    """Replace `old`, which must be there, in one file."""
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new), "utf-8")


def without_english(root: Path) -> None:
    """Leave out every English text that may be missing."""
    for path in (root / "data").rglob("*.yml"):
        if path.name != "interface.yml":
            text = re.sub(
                r"^ +en: (?![a-z0-9-]+$).*\n", "", path.read_text("utf-8"), flags=re.MULTILINE
            )
            path.write_text(
                re.sub(r"(name|title|text): \{vi: ([^}]*), en: [^}]*\}", r"\1: {vi: \2}", text),
                "utf-8",
            )
    shutil.rmtree(root / "docs/en")


def five_measures_without_news(root: Path) -> Site:
    project = write_project(root / "project", measures=5, without=NEWS)
    return build(project, root / "site")


def twelve_measures_below_a_folder(root: Path) -> Site:
    project = write_project(root / "project", measures=12)
    return build(project, root / "site", SITE_URL="https://host.example/sub/")


def without_exemplars_or_written_pages(root: Path) -> Site:
    pages = (
        "docs/vi/gioi-thieu.md",
        "docs/en/gioi-thieu.md",
        "docs/vi/index.md",
        "docs/en/index.md",
    )
    project = write_project(root / "project", without=(*EXEMPLARS, *pages))
    for lang in LANGS:
        edit(project / f"docs/{lang}/tin-tuc/lop-hoc.md", "---\n\n", "---\n\n\n")
    edit(project / "docs/vi/tin-tuc/lop-hoc.md", "exemplars: [to-cong-nghe-thon]\n", "")
    return build(project, root / "site")


def bare(root: Path) -> Site:
    """The least that a plan can be: no pages, no English, no models, one legal text."""
    pages = ("docs/vi/gioi-thieu.md", "docs/vi/index.md")
    project = write_project(root / "project", without=EXEMPLARS)
    without_english(project)
    for name in (*pages, NEWS[0], NEWS[2], "data/legal-texts/9003-nq-cp-2022.yml",
                 "data/legal-texts/9002-2023-nd-cp.yml"):  # fmt: skip
        (project / name).unlink()
    edit(project / "data/plan.yml", "directive: 9002-2023-nd-cp\n", "")
    edit(project / "data/plan.yml", "full_text:\n  file: assets/9001-qd-ubnd.pdf\n", "")
    edit(
        project / "data/legal-texts/9001-qd-ubnd-2024.yml",
        "ensures_implementation_of:\n  - text: 9002/2023/NĐ-CP\n",
        "",
    )
    return build(project, root / "site")


# What a plan can also be, by what is said of it.
VARIANTS = {
    variant.__name__: variant
    for variant in (
        five_measures_without_news,
        twelve_measures_below_a_folder,
        without_exemplars_or_written_pages,
        bare,
    )
}
