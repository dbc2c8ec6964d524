"""Files that staff attach: known by what they hold, not by what they are called."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from xml.parsers import expat

from PIL import Image

MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
MOST_UNPACKED = 200_000_000
PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".avif": "AVIF",
            ".gif": "GIF"}  # fmt: skip
# The part that makes a zip file a document of its kind.
OFFICE = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml",
          ".odt": "content.xml", ".ods": "content.xml"}  # fmt: skip
TEXTS = (".csv", ".txt")
KINDS = (".pdf", ".svg", *PICTURES, *OFFICE, *TEXTS)
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.[a-z0-9]+")
ACTIVE_PDF = re.compile(
    rb"/(?:JavaScript|JS|Launch|OpenAction|AA|EmbeddedFile|RichMedia|XFA)\b(?!\s*null)"
)
SVG_TAGS = frozenset({
    "svg", "g", "defs", "title", "desc", "path", "circle", "ellipse", "line", "polygon", "polyline",
    "rect", "text", "tspan", "use", "symbol", "linearGradient", "radialGradient", "stop",
    "clipPath", "mask", "pattern", "marker",
})  # fmt: skip
SVG_FORBIDDEN_VALUE = re.compile(
    r"url\s*\(\s*['\"]?(?!#)|script:|data:|expression|@import|\\", re.IGNORECASE
)


@dataclass(frozen=True)
class Objection:
    """Why a file is refused: a rule, the place in the file, and what was found there."""

    rule: str
    line: int = 1
    column: int = 1
    got: str = ""


def objection(name: str, content: bytes) -> Objection | None:
    """What is wrong with the attached file `name`, None when it is what its ending says."""
    ending = "." + name.rpartition(".")[2].lower()
    if ending not in KINDS:
        return Objection("upload-kind", got=name)
    if ending == ".svg":
        return _svg(content)
    if ending == ".pdf":
        return _pdf(content)
    if ending in PICTURES:
        return _picture(content, PICTURES[ending])
    if ending in OFFICE:
        return _office(content, OFFICE[ending])
    return _text(content)


def _pdf(content: bytes) -> Objection | None:
    if not content.startswith(b"%PDF-"):
        return Objection("upload-content", got="PDF")
    # A name may be written with #xx for any of its letters.
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), content)
    if found := ACTIVE_PDF.search(plain):
        return Objection("upload-active", got=found[0].decode("ascii"))
    return None


def _picture(content: bytes, kind: str) -> Objection | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=[kind]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return Objection("upload-content", got=kind)
                picture.verify()
    except Exception:
        return Objection("upload-content", got=kind)
    return None


def _office(content: bytes, main: str) -> Objection | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = {info.filename: info.file_size for info in parts.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return Objection("upload-content", got="Office")
    if main not in names or sum(names.values()) > MOST_UNPACKED:
        return Objection("upload-content", got="Office")
    macros = re.compile(
        r"vbaProject|macrosheets|activeX|embeddings|^(?:Basic|Scripts)/", re.IGNORECASE
    )
    if active := next((name for name in names if macros.search(name)), ""):
        return Objection("upload-active", got=active)
    return None


def _text(content: bytes) -> Objection | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Objection("encoding")
    if "\0" in text or re.match(
        r"\s*<(?:!doctype|html|script|svg|\?xml|body|head)", text, re.IGNORECASE
    ):
        return Objection("upload-content", got="text")
    return None


class _Refused(Exception):
    pass


def _svg(content: bytes) -> Objection | None:
    parser = expat.ParserCreate()
    found: list[Objection] = []

    def refuse(got: str) -> None:
        found.append(
            Objection(
                "upload-svg", parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, got[:60]
            )
        )
        raise _Refused

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] not in SVG_TAGS or ":" in tag:
            refuse(f"<{tag}>")
        for name, value in attributes.items():
            local = name.rpartition(":")[2].lower()
            if local.startswith("on"):
                refuse(name)
            if local == "href" and not value.strip().startswith("#"):
                refuse(f"{name}={value}")
            if not name.startswith("xmlns") and SVG_FORBIDDEN_VALUE.search(value):
                refuse(f"{name}={value}")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = lambda *_: refuse("<!DOCTYPE>")
    parser.EntityDeclHandler = lambda *_: refuse("<!ENTITY>")
    parser.ProcessingInstructionHandler = lambda target, _: refuse(f"<?{target}?>")
    try:
        parser.Parse(content, True)
    except _Refused:
        return found[0]
    except (expat.ExpatError, ValueError, LookupError):
        return Objection("upload-svg", parser.ErrorLineNumber, parser.ErrorColumnNumber + 1, "XML")
    return None if b"<svg" in content[:4000] else Objection("upload-svg", got="svg")
