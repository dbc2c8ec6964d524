"""Starts MkDocs: its settings are checked first, and what goes wrong is said without a traceback.

`run.py` calls it in place of `python -m mkdocs`, with the same words.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from portal.configuration import read_configuration
from portal.mishap import explain, from_mkdocs, language_of
from portal.problem import Report


class Warnings(logging.Handler):
    """Keeps what MkDocs warns of, which is in English and without a place."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name != "mkdocs.plugins.portal":
            self.said.append(record.getMessage())


def launch(words: list[str], root: Path) -> int:
    """Run MkDocs with `words` in `root`; its exit code, or 1 after saying what is wrong."""
    lang, report = language_of(root), Report()
    read_configuration(root, report)
    if report.errors:
        print(report.text(lang))
        return 1
    import click
    from mkdocs.__main__ import cli

    # As with `python -m mkdocs`: the folder of this file is on the path for hooks alone.
    sys.path[:] = [folder for folder in sys.path if Path(folder) != Path(__file__).parent]
    warnings = Warnings()
    logging.getLogger("mkdocs").addHandler(warnings)
    try:
        cli(words, prog_name="mkdocs", standalone_mode=False)
    except KeyboardInterrupt:
        return 130
    except (click.ClickException, click.exceptions.Exit, SystemExit) as end:
        if warnings.said:
            print(from_mkdocs(warnings.said, root, lang))
        elif isinstance(end, click.ClickException):
            end.show()
        return int(getattr(end, "exit_code", getattr(end, "code", 1)) or 0)
    except Exception as error:
        print(explain(error, root, lang))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(launch(sys.argv[1:], Path.cwd()))
