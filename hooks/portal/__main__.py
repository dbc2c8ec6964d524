"""Commands on the content and on finished sites, without MkDocs: `python -m portal check`, …"""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import date
from pathlib import Path

from portal import json_schema, new_record, style, url_list
from portal.address import Book
from portal.headers import header_files
from portal.inspection import inspect
from portal.load import day_in_viet_nam, load, report_language
from portal.problem import LANGUAGES, Report, messages
from portal.prose import read_page
from portal.records import read_records
from portal.skeleton import KINDS


def today() -> date:
    """The day in Viet Nam, now or at SOURCE_DATE_EPOCH where it is set."""
    return day_in_viet_nam(float(os.environ.get("SOURCE_DATE_EPOCH") or time.time()))


def run_check(arguments: argparse.Namespace) -> int:
    """Check data/ and docs/; exit code 1 where there is an error."""
    records, report = load(arguments.root, today())
    print(report.text(arguments.language or report_language(records)))
    return 1 if report.errors else 0


def run_new(arguments: argparse.Namespace) -> int:
    """Write the skeleton of a new record; exit code 1 where it is refused."""
    code, text = new_record.run(arguments.root, arguments.kind, arguments.id, today())
    print(text)
    return code


def run_schema(arguments: argparse.Namespace) -> int:
    """Write data/schema/; with --check, exit code 1 where a file differs from the model."""
    code, text = json_schema.run(arguments.root, check=arguments.check)
    print(text)
    return code


def run_headers(arguments: argparse.Namespace) -> int:
    """Write deploy/headers/ for the settings; exit code 1 where something is wrong with these."""
    records, report = load(arguments.root, today())
    if report.errors:
        print(report.text(report_language(records)))
        return 1
    site = records.singles["site.yml"]
    for name, text in header_files(site.endpoints, site.services).items():
        path = arguments.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
        print(name)
    return 0


def run_urls(arguments: argparse.Namespace) -> int:
    """Add the addresses of today's pages to deploy/urls.txt, from which none is ever removed."""
    records, report = load(arguments.root, today())
    if records.interface is None or any(item.rule != "address-lost" for item in report.errors):
        print(report.text(report_language(records)))
        return 1
    now = url_list.addresses(Book(records))
    text, new = url_list.added(records.urls, now)
    path = arguments.root / url_list.NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
    print("".join(f"+ {url}\n" for url in new), end="")
    return 0


def run_inspect(arguments: argparse.Namespace) -> int:
    """Look at a finished site: links, anchors, ids, tags, lists; exit code 1 where one is wrong."""
    records = read_records(arguments.root, Report())
    lang, site = report_language(records), records.singles.get("site.yml")
    url = os.environ.get("SITE_URL") or (site.url if site else "http://site.invalid/")
    words, faults = messages()["_words"], 0
    for name, line, what, got in inspect(arguments.site, url if url.endswith("/") else f"{url}/"):
        said = words[f"built_{what}_{lang}"].format(got=got)
        print(f"{arguments.site.name}/{name}:{line}:1: {words[f'error_{lang}']}: {said}")
        faults += 1
    return 1 if faults else 0


def run_digest(arguments: argparse.Namespace) -> int:
    """Print the line for `translation:` of an English page: the digest of the Vietnamese one.

    `page` is either of them.
    """
    root, report = arguments.root.resolve(), Report()
    path = (root / arguments.page).resolve()
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    twin = name.replace("docs/en/", "docs/vi/", 1)
    if not name.startswith(("docs/en/", "docs/vi/")) or path.suffix != ".md":
        report.add("docs-place", (name, 1, 1), got=name)
    elif not (root / twin).is_file():
        report.add("translation-orphan", (name, 1, 1), expected=twin)
    elif page := read_page(root / twin, twin, root, report):
        print(f"  digest: {page.digest}")
        return 0
    print(report.text(report_language(read_records(root, Report()))))
    return 1


def run_style(arguments: argparse.Namespace) -> int:
    """Print how the written pages read: sentences, officialese, readability; never a failure."""
    print(style.run(read_records(arguments.root, Report()), arguments.pages))
    return 0


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="portal", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the project's folder")
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("check", help=run_check.__doc__)
    command.add_argument("--language", choices=LANGUAGES, help="language of the messages")
    command.set_defaults(run=run_check)
    command = commands.add_parser("new", help=run_new.__doc__)
    command.add_argument("--kind", default="", help=", ".join(KINDS))
    command.add_argument("--id", default="", help="its id, or the official number of a legal text")
    command.set_defaults(run=run_new)
    command = commands.add_parser("schema", help=run_schema.__doc__)
    command.add_argument("--check", action="store_true", help="compare only")
    command.set_defaults(run=run_schema)
    command = commands.add_parser("headers", help=run_headers.__doc__)
    command.set_defaults(run=run_headers)
    command = commands.add_parser("urls", help=run_urls.__doc__)
    command.set_defaults(run=run_urls)
    command = commands.add_parser("inspect", help=run_inspect.__doc__)
    command.add_argument("site", type=Path, help="the folder of the site")
    command.set_defaults(run=run_inspect)
    command = commands.add_parser("digest", help=run_digest.__doc__)
    command.add_argument("page", type=Path, help="the English page, such as docs/en/tin-tuc/x.md")
    command.set_defaults(run=run_digest)
    command = commands.add_parser("style", help=run_style.__doc__)
    command.add_argument("pages", nargs="?", default="*", help="such as docs/vi/tin-tuc/*")
    command.set_defaults(run=run_style)
    arguments = parser.parse_args(words)
    code: int = arguments.run(arguments)
    return code


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
