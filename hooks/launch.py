"""Starts `portal` or MkDocs for `run.py`, so that whatever goes wrong is said without a traceback.

Only the standard library is imported at the top: a broken or missing file of the package itself is
to be explained as well.
"""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Warnings(logging.Handler):
    """Keeps what MkDocs warns of, which is in English and without a place."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name != "mkdocs.plugins.portal":
            self.said.append(record.getMessage())


def run_mkdocs(words: list[str]) -> int:
    """Run MkDocs, once mkdocs.yml is sound; its exit code, or 1 after saying what is wrong."""
    from portal.configuration import read_configuration
    from portal.mishap import from_mkdocs, language_of
    from portal.problem import Report

    lang, report = language_of(ROOT), Report()
    read_configuration(ROOT, report)
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
    except click.Abort as end:
        if isinstance(end.__cause__ or end.__context__, KeyboardInterrupt):
            return 130
        raise
    except (click.ClickException, click.exceptions.Exit, SystemExit) as end:
        if warnings.said:
            print(from_mkdocs(warnings.said, ROOT, lang))
        elif isinstance(end, click.ClickException):
            end.show()
        return int(getattr(end, "exit_code", getattr(end, "code", 1)) or 0)
    return 0


def last_resort(error: Exception) -> str:
    """What to say where the package that explains mistakes is broken itself."""
    files = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError):
        files.append((error.filename or "", error.lineno))
    inside = [(Path(name), line) for name, line in files if Path(name).is_relative_to(ROOT)]
    path, line = inside[-1]
    got = " ".join(f"{type(error).__name__}: {error}".split()).replace(f"{ROOT}/", "")
    return (
        f"{path.relative_to(ROOT).as_posix()}:{line}:1: lỗi: bộ dựng trang thiếu hoặc hỏng một tệp "
        f"({got}); hãy lấy lại cả thư mục hooks/ từ kho mã.\n"
        "A file of the generator is missing or broken; get the folder hooks/ back."
    )


def start(name: str, words: list[str]) -> int:
    """Run `name` with `words`; its exit code, or 1 after explaining what nobody foresaw."""
    try:
        if name == "mkdocs":
            return run_mkdocs(words)
        from portal.__main__ import main

        return main(words)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        try:
            from portal.mishap import explain, language_of

            print(explain(error, ROOT, language_of(ROOT)))
        except Exception:
            print(last_resort(error))
        return 1


if __name__ == "__main__":
    sys.exit(start(sys.argv[1], sys.argv[2:]))
