"""Commands on the content, without MkDocs: `python -m portal check | new | schema`."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from portal.load import load, report_language
from portal.problem import LANGUAGES


def today() -> date:
    """The day in Viet Nam, or that of SOURCE_DATE_EPOCH where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else date.today()


def run_check(arguments: argparse.Namespace) -> int:
    """Check data/ and docs/; exit code 1 where there is an error."""
    records, report = load(arguments.root, today())
    print(report.text(arguments.language or report_language(records)))
    return 1 if report.errors else 0


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="portal", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the project's folder")
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("check", help=run_check.__doc__)
    command.add_argument("--language", choices=LANGUAGES, help="language of the messages")
    command.set_defaults(run=run_check)
    arguments = parser.parse_args(words)
    code: int = arguments.run(arguments)
    return code


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
