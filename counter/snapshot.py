"""`views.json`: the figures of a moment as a file, which the build bakes into pages."""

from __future__ import annotations

import json
import os
import tempfile
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import Any

from counter.day import ZONE_NAME
from counter.definition import DEFINITION
from counter.log import Mistake
from counter.manifest import sound_path
from counter.opening import MOST

LARGEST = 64_000_000  # bytes
SECONDS = 30.0
FIGURES = ("today", "month", "year", "total")


def fetch(url: str) -> dict[str, Any]:
    """The figures that a running service publishes; `url` is its `…/v1/views.json` or its root.

    Raises Mistake if it cannot be reached or answers with anything else.
    """
    address = url if url.endswith(".json") else url.rstrip("/") + "/v1/views.json"
    if not address.startswith(("http://", "https://")):
        raise Mistake(f"Không phải địa chỉ web: {url}.", f"Not an address of the web: {url}.")
    try:
        with urllib.request.urlopen(f"{address}?all=1", timeout=SECONDS) as answer:
            text = answer.read(LARGEST + 1)
        if len(text) > LARGEST:
            raise ValueError(f"larger than {LARGEST} bytes")
        return checked(json.loads(text))
    except (OSError, ValueError, RecursionError) as problem:
        raise Mistake(
            f"Không lấy được số liệu từ {address}: {problem}.",
            f"Cannot get the figures from {address}: {problem}.",
        ) from problem


def checked(document: Any) -> dict[str, Any]:
    """`document` if it holds figures as the counter publishes them; raises ValueError."""
    if not isinstance(document, dict) or set(document) != {
        "site", "pages", "as_of", "tz", "def", "source",
    }:  # fmt: skip
        raise ValueError("expected site, pages, as_of, tz, def, source")
    _check_figures(document["site"], (*FIGURES, "visitor_days"), "site")
    if not isinstance(document["pages"], dict):
        raise ValueError("pages is not an object")
    for key, figures in document["pages"].items():
        if not sound_path(key):
            raise ValueError("a page key is not a path")
        _check_figures(figures, FIGURES, "a page")
    if document["tz"] != ZONE_NAME or document["source"] != "counter":
        raise ValueError("another time zone or source")
    moment = document["as_of"]
    if not isinstance(moment, str) or datetime.fromisoformat(moment).utcoffset() is None:
        raise ValueError("as_of is no time with its zone")
    words = document["def"]
    if not isinstance(words, dict) or set(words) != set(DEFINITION):
        raise ValueError("no definition of a view in both languages")
    if not all(isinstance(text, str) and text.strip() for text in words.values()):
        raise ValueError("the definition of a view is not text")
    return document


def _check_figures(figures: Any, names: tuple[str, ...], where: str) -> None:
    if not isinstance(figures, dict) or set(figures) != set(names):
        raise ValueError(f"{where}: expected {', '.join(names)}")
    numbers = [figures[name] for name in names]
    if not all(type(number) is int and 0 <= number <= MOST for number in numbers):
        raise ValueError(f"{where}: not whole numbers from 0 on")
    if sorted(numbers[:4]) != numbers[:4]:
        raise ValueError(f"{where}: not today ≤ month ≤ year ≤ total")


def write_views(path: Path, document: dict[str, Any], force: bool = False) -> None:
    """Write `document` to `path`, all at once or not at all.

    Raises Mistake, and leaves the file, if `document` is not sound, if its total is lower than that
    of the file and not `force`, or if it cannot be written.
    """
    try:
        checked(document)
    except ValueError as problem:
        raise Mistake(
            f"Số liệu không hợp lý, giữ nguyên {path}: {problem}.",
            f"The figures are not sound, {path} is left as it was: {problem}.",
        ) from problem
    before, now = _total(path), document["site"]["total"]
    if before is not None and now < before and not force:
        raise Mistake(
            f"Tổng mới ({now}) thấp hơn tổng trong {path} ({before}); giữ nguyên tệp. "
            "Nếu đúng là như vậy, thêm --force.",
            f"The new total ({now}) is lower than in {path} ({before}); the file is left as it "
            "was. Should that be right, add --force.",
        )
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    try:
        write_whole(path, text.encode())
    except OSError as problem:
        raise Mistake(
            f"Không ghi được {path}: {problem.strerror}.",
            f"Cannot write {path}: {problem.strerror}.",
        ) from problem


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step, on disk before it is seen; raises OSError."""
    file, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _total(path: Path) -> int | None:
    """The total in the file at `path`; None if there is none to be read."""
    try:
        total = json.loads(path.read_bytes())["site"]["total"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return total if type(total) is int else None
