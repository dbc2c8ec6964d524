"""`python -m counter serve|import-log|snapshot|audit|open|backup`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from counter import config
from counter.bots import BadPatterns
from counter.log import Mistake, say
from counter.store import Unavailable, Unusable


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m counter", description=__doc__)
    parser.add_argument("--config", metavar="FILE", help="settings in TOML")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="count views")
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
    from counter.serve import serve

    return serve(settings)


if __name__ == "__main__":
    sys.exit(main())
