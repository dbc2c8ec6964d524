"""`python -m counter serve|import-log|snapshot|audit|open|backup`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from counter import config, log_import
from counter.bots import BadPatterns
from counter.log import Mistake, say
from counter.store import Unavailable, Unusable


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m counter", description=__doc__)
    parser.add_argument("--config", metavar="FILE", help="settings in TOML")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="count views")
    log_import.options(commands.add_parser("import-log", help="count views of a server's logs"))
    arguments = parser.parse_args(words)
    try:
        return _run(arguments)
    except (Mistake, BadPatterns) as problem:
        say(*str(problem).split("\n", 1))
    except (Unusable, Unavailable) as problem:
        vi, _, en = str(problem).partition("\n")
        say(vi, en or vi)
    return 1


def _run(arguments: argparse.Namespace) -> int:
    settings = config.from_environment(arguments.config)
    if arguments.command == "import-log":
        return log_import.main(arguments, settings)
    from counter.serve import serve

    return serve(settings)


if __name__ == "__main__":
    sys.exit(main())
