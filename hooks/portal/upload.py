"""Files that staff put beside the pages to be published: which kinds, under which names, and
whether each is what its ending says, by its content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from portal.hidden_character import find_hidden
from portal.language import fold
from portal.office import MAIN_PARTS, faults_of_office
from portal.svg import faults_of_svg
from portal.text_file import position

# A rule, line and column in the file, and the values of the rule's wording.
Fault = tuple[str, int, int, dict[str, object]]

MAX_BYTES = 20_000_000
PICTURES = ("png", "jpg", "jpeg", "webp", "avif", "gif")
TEXTS = ("csv", "txt")
KINDS = ("pdf", *PICTURES, "svg", *MAIN_PARTS, *TEXTS)
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.[a-z0-9]{2,5}")
FOLDER = re.compile(r"[a-z0-9][a-z0-9_-]*")
# Each of these makes a reader do something: run a program, send a form, open what is inside.
ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|SubmitForm|ImportData|EmbeddedFile|RichMedia|XFA)(?=[\s/<\[(0-9])"
)
TYPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def named_well(name: str) -> bool:
    """Whether every part of the path `name` may stand in an address."""
    *folders, leaf = name.split("/")
    return NAME.fullmatch(leaf) is not None and all(map(FOLDER.fullmatch, folders))


def better_name(name: str) -> str:
    """The file name `name` as it should be: lower case, plain letters, one ending."""
    stem, dot, ending = name.rpartition(".")
    words = re.sub(r"[^a-z0-9_]+", "-", fold(stem if dot else name)).strip("-_")
    plain = re.sub(r"[^a-z0-9]", "", fold(ending)) if dot else ""
    better = f"{words or 'tep'}.{plain}" if plain else words
    return better if better != name else ""


def kind_of(name: str) -> str:
    """The kind of the file `name` by its ending; '' where it is none that may be published."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending if ending in KINDS else ""


def faults(content: bytes, path: Path) -> Iterator[Fault]:
    """What is wrong with `content`, the bytes of `path`, apart from pixels."""
    kind = kind_of(path.name)
    if not content:
        yield _not_of_its_kind(path, kind)
    elif kind == "pdf":
        yield from _faults_of_pdf(content, path)
    elif kind == "svg":
        yield from faults_of_svg(content)
    elif kind in MAIN_PARTS:
        yield from faults_of_office(path, kind)
    elif kind in TEXTS:
        yield from _faults_of_text(content, path, kind)


def _not_of_its_kind(path: Path, kind: str, line: int = 1, column: int = 1) -> Fault:
    return "upload-content", line, column, {"got": path.name, "kind": kind}


def _faults_of_pdf(content: bytes, path: Path) -> Iterator[Fault]:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        yield _not_of_its_kind(path, "pdf")
        return
    # Names may be written with codes: /J#61vaScript.
    plain = TYPED.sub(lambda code: bytes([int(code[1], 16)]), content)
    if found := ACTIVE.search(plain):
        yield "upload-active", 1, 1, {"got": found[0].decode("ascii")}


def _faults_of_text(content: bytes, path: Path, kind: str) -> Iterator[Fault]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        yield _not_of_its_kind(path, kind, line)
        return
    # Older browsers take a file that begins like a page for one, whatever its ending says.
    start = re.match(r"\s*(?=<)", text)
    odd = find_hidden(text)
    if start or odd:
        yield _not_of_its_kind(path, kind, *position(text, odd.start() if odd else start.end()))  # type: ignore[union-attr]
