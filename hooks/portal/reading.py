"""What the process apart does: renders a page and judges its HTML, decodes a picture."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from portal.dialect import read_dialect
from portal.markup import Refused, refusals

# More than these in one page come from one mistake.
MOST = 20


def judge_page(job: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What the page `text` would hold that the list of `markup` does not allow."""
    found = refusals(_html(job["settings"], job["text"]))[:MOST]
    return [(refused.rule, refused.name, refused.value) for refused in found]


def find_line(job: dict[str, Any]) -> int:
    """The line of `text`, from 1, with which the thing `refused` comes into the page."""
    lines = job["text"].split("\n")
    wanted = Refused(*job["refused"])
    low, high = 1, len(lines)
    while low < high:
        middle = (low + high) // 2
        if wanted in refusals(_html(job["settings"], "\n".join(lines[:middle]))):
            high = middle
        else:
            low = middle + 1
    return low


def judge_picture(job: dict[str, Any]) -> list[Any]:
    """The rule that the picture at `path` breaks, with its values; empty for a sound one."""
    from portal.picture import fault  # Pillow takes a while to import

    return fault(Path(job["path"]), job["kind"])


@cache
def _dialect(settings: str) -> Any:
    return read_dialect(Path(settings)).markdown()


def _html(settings: str, text: str) -> str:
    html: str = _dialect(settings).reset().convert(text)
    return html


JOBS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "page": judge_page, "line": find_line, "picture": judge_picture
}  # fmt: skip
