"""The rule for attached files: in their place, plainly named, and what they say they are."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from portal.finding import Finding, Findings, Scene
from portal.language import slugify
from portal.upload import KINDS, MOST_BYTES, NAME, objection

FOLDER = re.compile(r"[a-z0-9][a-z0-9_-]*")


def attached_files_are_sound(scene: Scene) -> Findings:
    """Every file in docs/ that is no page is in docs/assets/, of a known kind, and holds it."""
    for path, name in scene.records.attachments:
        parts = PurePosixPath(name).parts[1:]
        if parts[0] != "assets" or len(parts) < 2:
            yield Finding("upload-place", (name, 1, 1), "", {"got": path.name})
            continue
        bad = next((part for part in parts[1:-1] if not FOLDER.fullmatch(part)), "")
        if bad or not NAME.fullmatch(parts[-1]):
            got = bad or parts[-1]
            yield Finding("upload-name", (name, 1, 1), "", {"got": got, "guess": _better(got)})
        if path.stat().st_size > MOST_BYTES:
            limit = MOST_BYTES // 1_000_000
            yield Finding("upload-too-large", (name, 1, 1), "", {"limit": limit})
        elif wrong := objection(parts[-1], path.read_bytes()):
            known = ", ".join(kind[1:] for kind in KINDS)
            place = (name, wrong.line, wrong.column)
            yield Finding(wrong.rule, place, "", {"got": wrong.got, "known": known})


def _better(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    words = slugify(stem if dot else name)
    return f"{words}.{slugify(ending)}" if dot and words else words
