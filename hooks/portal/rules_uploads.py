"""The rule for files beside the pages: kind, name and content are such as may be published."""

from __future__ import annotations

from pathlib import Path

from portal import upload
from portal.finding import Finding, Findings, Scene
from portal.prose import is_written

SECONDS = 10.0


def uploads_are_harmless(scene: Scene) -> Findings:
    """Every file in docs/ that is no page is what its ending says, and nothing that runs."""
    for name, path in scene.records.uploads.items():
        if is_written(name):  # reported by the reader of pages
            continue
        place = (f"docs/{name}", 1, 1)
        leaf = path.name
        kind = upload.kind_of(leaf)
        if not kind:
            known = ", ".join(upload.KINDS)
            yield Finding("upload-kind", place, "", {"got": leaf, "known": known})
            continue
        if not upload.named_well(name):
            yield Finding("upload-name", place, "", _better(name))
        yield from _content(scene, name, path, kind)


def _better(name: str) -> dict[str, object]:
    *folders, leaf = name.split("/")
    bad = next((part for part in folders if not upload.FOLDER.fullmatch(part)), leaf)
    return {"got": bad, "guess": upload.better_name(bad)}


def _content(scene: Scene, name: str, path: Path, kind: str) -> Findings:
    place = (f"docs/{name}", 1, 1)
    try:
        if not path.is_file():
            yield Finding("file-unreadable", place)
            return
        if path.stat().st_size > upload.MAX_BYTES:
            limit = upload.MAX_BYTES // 1_000_000
            yield Finding("upload-size", place, "", {"limit": limit})
            return
        content = path.read_bytes()
    except OSError:
        yield Finding("file-unreadable", place)
        return
    digest = scene.passed.holds(f"upload {kind}", content)
    if not digest:
        return
    found = list(upload.faults(content, path))
    if kind in upload.PICTURES:
        job = {"do": "picture", "path": str(path), "kind": kind}
        answer = scene.worker.ask(job, SECONDS)
        if answer is None:
            answer = ["upload-content", {"got": path.name, "kind": kind}]
        if answer:
            found.append((answer[0], 1, 1, answer[1]))
    for rule, line, column, values in found:
        yield Finding(rule, (place[0], line, column), "", values)
    if not found:
        scene.passed.add(digest)
