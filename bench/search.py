"""How well and how cheaply the search finds, beside Material's own and Pagefind on the same pages.

    python3 run.py bench-search                     three engines, about ten minutes
    python3 run.py bench-search --engines ours      without the slow ones
    python3 run.py bench-search --documents FILE    long documents and numbers too, ours alone

Every engine is served over loopback HTTP, text packed with gzip, and asked in headless Chromium.
Prints Markdown tables, and puts them into guide/search.md under "Measured" with the plot
guide/images/search-recall.svg. Each question counts for the collection that has its answers, so
`--questions` may name any files of the form that guide/search.md describes. Nothing is decided by
these figures: no test reads them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from measure import ROOT, Failed, middle

sys.path[:0] = [str(ROOT / name) for name in ("bench/search", "hooks", "tests")]
from asking import Asker, Expense, chromium  # noqa: E402
from chromium import NoBrowser  # noqa: E402
from collection import Collection, NoCollection, Query, ask, collect  # noqa: E402
from engines import ENGINES, NotHere, Ready  # noqa: E402
from figures import quality  # noqa: E402
from playwright.sync_api import Browser, Error  # noqa: E402
from report import Report, Row, write  # noqa: E402

DATA = ROOT / "../shared/search-eval"
QUESTIONS = ("article-questions.jsonl", "article-questions-en.jsonl")
LONG_QUESTIONS = ("document-questions.jsonl", "number-queries.jsonl")
VISITORS = {"ours": 30}  # whose first query is measured; else:
FEW_VISITORS = 5
LATER = 30  # later keywords, and as many questions, whose cost is measured
RUNS = 3  # of our index of a small collection


def main(arguments: list[str]) -> int:
    """Measure, print, and write the guide."""
    options = parser().parse_args(arguments)
    report = Report(said(arguments), options.sample)
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder, chromium() as browser:
            for collection in collections(options, Path(folder), report):
                names = options.engines if collection.name == "articles" else ["ours"]
                for name in names:
                    measure(name, collection, browser, options.sample, report)
    except (Failed, NoBrowser, NoCollection, Error) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(report.text())
    if not options.no_guide:
        write(report, ROOT)
    return 0


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="run.py bench-search",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--data", type=Path, default=DATA, help="folder with articles and questions")
    made.add_argument("--articles", type=Path, help="other articles than articles.jsonl.gz there")
    made.add_argument("--documents", type=Path, help="long documents, too")
    made.add_argument("--questions", type=Path, nargs="+", help="other questions than those there")
    made.add_argument("--sample", type=int, default=100, help="questions put to the slow ones")
    made.add_argument(
        "--engines", type=engines, default=list(ENGINES), help=f"some of {','.join(ENGINES)}"
    )
    made.add_argument("--no-articles", action="store_true", help="the long documents alone")
    made.add_argument("--no-guide", action="store_true", help="print only")
    return made


def engines(text: str) -> list[str]:
    """Names of engines between commas; an error that argparse tells where there is no such one."""
    names = text.split(",")
    if strange := [name for name in names if name not in ENGINES]:
        raise argparse.ArgumentTypeError(f"no such engine: {', '.join(strange)}")
    return names


def said(arguments: list[str]) -> str:
    """The command, without the folders of this computer."""
    words = [Path(word).name if "/" in word or "\\" in word else word for word in arguments]
    return " ".join(["python3 run.py bench-search", *words])


def collections(options: argparse.Namespace, folder: Path, report: Report) -> Iterator[Collection]:
    """What is looked through, with its questions; only what was asked for."""
    data: Path = options.data
    made: list[Collection] = []
    files = []
    if not options.no_articles:
        articles = options.articles or data / "articles.jsonl.gz"
        made.append(collect("articles", "vi", articles, folder))
        files += [data / name for name in QUESTIONS]
        if (english := data / "articles-en.jsonl.gz").exists() and "ours" in options.engines:
            made.append(collect("English articles", "en", english, folder))
    if options.documents:
        made.append(collect("documents", "vi", options.documents, folder))
        files += [data / name for name in LONG_QUESTIONS]
    report.notes += ask(made, options.questions or [file for file in files if file.exists()])
    for collection in made:
        report.collections.append(collection)
        if collection.questions:
            yield collection
        else:
            report.notes.append(f"No question over the {collection.name}.")


def measure(
    name: str, collection: Collection, browser: Browser, sample: int, report: Report
) -> None:
    """Put what was found into `report`."""
    progress(f"{name}: indexing the {collection.name} …")
    folder = collection.pages.with_name(f"{name}-{collection.lang}-{collection.pages.stem}")
    try:
        ready = ENGINES[name](collection, folder)
    except NotHere as reason:
        report.notes.append(f"{name} is left out: {reason}.")
        return
    if name == "ours" and collection.name == "articles":
        again = [ENGINES[name](collection, folder).cost for _ in range(RUNS - 1)]
        ready = replace(ready, cost=middle([ready.cost, *again]))
    with closing(Asker(browser, ready)) as asker:
        for form in collection.forms():
            progress(f"{name}: asking, {form} …")
            rows(ready, asker, collection, form, sample, report)
        cost = None
        if collection.queries("kw_s"):  # the English questions have no keywords
            progress(f"{name}: weighing …")
            cost = expense(asker, collection, name)
    report.costs.append((collection, ready, cost))


def rows(
    ready: Ready, asker: Asker, collection: Collection, form: str, sample: int, report: Report
) -> None:
    """Ours on all queries of a form and on the sample; the others on the sample."""
    chosen = collection.queries(form, sample)
    queries = collection.queries(form) if ready.name == "ours" else chosen
    found = asker.rankings(queries)
    report.rows.append(Row(collection, ready.name, form, quality(queries, found)))
    if len(chosen) < len(queries) and collection.name == "articles":
        of = dict(zip(map(id, queries), found, strict=True))
        part = quality(chosen, [of[id(query)] for query in chosen])
        report.rows.append(Row(collection, ready.name, form, part, sampled=True))


def expense(asker: Asker, collection: Collection, name: str) -> Expense:
    """Keywords without diacritics, which most people type on a phone, are what a first query is;
    later ones are keywords and then questions."""
    keywords, questions = (collection.queries(form) for form in ("kw_s", "full_s"))
    later = spread(keywords[1:], LATER) + spread(questions[1:], LATER)
    first = spread(keywords, VISITORS.get(name, FEW_VISITORS))
    return asker.expense(first, later, slowed=name == "ours")


def spread(queries: Sequence[Query], most: int) -> list[Query]:
    """At most `most` of them, evenly chosen."""
    count = min(most, len(queries))
    return [queries[at * len(queries) // count] for at in range(count)]


def progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
