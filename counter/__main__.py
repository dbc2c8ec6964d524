"""`python -m counter serve|import-log|snapshot|audit|open|backup`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from counter import commands, config, log_import
from counter.bots import BadPatterns
from counter.log import Mistake, say
from counter.store import Unavailable, Unusable


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit status: 0, 1 for a problem that is said, 2 for wrong words."""
    arguments = _parser().parse_args(words)
    try:
        return _run(arguments)
    except (Mistake, BadPatterns, Unusable, Unavailable) as problem:
        vi, _, en = str(problem).partition("\n")
        say(vi, en or vi)
    except KeyboardInterrupt:
        return 130
    return 1


def _parser() -> argparse.ArgumentParser:
    told: dict[str, Any] = {
        "formatter_class": argparse.RawDescriptionHelpFormatter,  # leaves lines as they are
        "epilog": _settings(),
    }
    parser = argparse.ArgumentParser(
        prog="python -m counter", description="The view counter; guide/counter.md explains it.",
        **told,
    )  # fmt: skip
    parser.add_argument("--config", metavar="FILE", help="settings in TOML")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", metavar="FILE", default=argparse.SUPPRESS, help="settings")
    names = parser.add_subparsers(dest="command", required=True)

    def command(name: str, text: str, **more: Any) -> argparse.ArgumentParser:
        return names.add_parser(name, help=text, description=text, parents=[common], **more)

    command("serve", "count views until stopped", **told)
    log_import.options(command("import-log", "count the views in logs"))
    snapshot = command("snapshot", "write the figures to a file")
    snapshot.add_argument("--output", metavar="FILE", required=True)
    snapshot.add_argument("--from", dest="url", metavar="URL", help="ask a running service")
    snapshot.add_argument("--force", action="store_true", help="also if the total is lower")
    command("audit", "prove that the figures agree")
    opening = command("open", "set the opening balance, taken from an older counter")
    for name in ("today", "month", "year", "total", "visitor-days"):
        opening.add_argument(f"--{name}", type=int, required=True, metavar="NUMBER")
    opening.add_argument("--source", required=True, metavar="TEXT", help="where they are from")
    opening.add_argument("--day", type=commands.day, metavar="YYYY-MM-DD")
    backup = command("backup", "copy the SQLite file, also while the service runs")
    backup.add_argument("file", metavar="FILE")
    return parser


def _settings() -> str:
    """Every setting with what it may be and its default."""
    lines = ["settings, in the environment or in the file (deploy/counter.toml explains each):"]
    for entry in fields(config.Settings):
        if entry.init:
            usual = getattr(config.Settings(), entry.name)
            usual = "none" if usual == () else usual
            expected = config.CHECKS[entry.name][2]
            lines.append(f"  COUNTER_{entry.name.upper()}: {expected} [{usual}]")
    lines.append("In the environment, lists have commas: COUNTER_ORIGINS=https://a.vn,https://b.vn")
    return "\n".join(lines)


def _run(arguments: argparse.Namespace) -> int:
    settings = config.from_environment(arguments.config)
    if arguments.command == "serve":
        from counter.serve import serve  # not loaded by commands that need no server

        return serve(settings)
    run: dict[str, Callable[[config.Settings, argparse.Namespace], int]] = {
        "snapshot": commands.snapshot,
        "audit": commands.audit,
        "open": commands.set_opening,
        "backup": commands.backup,
        "import-log": lambda settings, arguments: log_import.main(arguments, settings),
    }
    return run[arguments.command](settings, arguments)


if __name__ == "__main__":
    sys.exit(main())
