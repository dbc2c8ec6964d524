"""JSON Schema of every file in `data/`, made from the model, so that editors complete and explain.

Draft 7 is what the YAML extension of Visual Studio Code supports in full. Descriptions are the
Vietnamese ones of the model. References stay open: which ids exist is for the checks to say.
"""

from __future__ import annotations

import json
from pathlib import Path

from portal.field import Schema, record_schema
from portal.model import Localized, Vocabulary
from portal.records import COLLECTIONS, SINGLES

FOLDER = "data/schema"
DRAFT = "http://json-schema.org/draft-07/schema#"
FIX = "python3 run.py schema"

# The name of each schema, the kind of record it describes, and its title.
RECORDS: dict[str, tuple[type, str]] = {
    "source": (COLLECTIONS["sources"], "Nguồn"),
    "agency": (COLLECTIONS["agencies"], "Cơ quan"),
    "exemplar": (COLLECTIONS["exemplars"], "Mô hình"),
    "legal-text": (COLLECTIONS["legal-texts"], "Văn bản"),
    "measure": (COLLECTIONS["measures"], "Nhóm nhiệm vụ"),
    "vocabulary": (Vocabulary, "Danh mục dùng chung"),
    "plan": (SINGLES["plan.yml"], "Kế hoạch"),
    "site": (SINGLES["site.yml"], "Trang thông tin"),
    "glossary": (SINGLES["glossary.yml"], "Thuật ngữ"),
    "abbreviations": (SINGLES["abbreviations.yml"], "Chữ viết tắt"),
    "words": (SINGLES["words.yml"], "Cách viết từ ngữ"),
    "views": (SINGLES["views.json"], "Số liệu bộ đếm"),
}


def schemas() -> dict[str, Schema]:
    """Every schema by its file name. Keys keep the order of the model, which is that of records."""
    found = {
        f"{name}.json": {"$schema": DRAFT, "title": title, **record_schema(cls)}
        for name, (cls, title) in RECORDS.items()
    }
    found["interface.json"] = _interface()
    return found


def _interface() -> Schema:
    """The strings of the interface: any key, each in both languages."""
    phrase = record_schema(Localized)
    return {
        "$schema": DRAFT,
        "title": "Chuỗi giao diện",
        "type": "object",
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
        "additionalProperties": {**phrase, "required": list(phrase["properties"])},
    }


def text(schema: Schema) -> str:
    """The bytes of a schema file: the same for the same model, on every system."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def differences(root: Path) -> list[str]:
    """The files below `root`/data/schema that differ from the model, lack or are left over."""
    folder = root / FOLDER
    wanted = {name: text(schema).encode() for name, schema in schemas().items()}
    there = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    names = sorted({*wanted, *there})
    return [f"{FOLDER}/{name}" for name in names if wanted.get(name) != there.get(name)]


def write(root: Path) -> list[str]:
    """Bring `root`/data/schema up to date with the model and name the files that changed."""
    changed = differences(root)
    wanted = schemas()
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for name in changed:
        path = root / name
        if path.name in wanted:
            path.write_bytes(text(wanted[path.name]).encode())
        else:
            path.unlink()
    return changed


def run(root: Path, *, check: bool) -> tuple[int, str]:
    """Write the schemas, or with `check` only compare them; the exit code and what to print."""
    if not check:
        changed = write(root)
        return 0, "\n".join(changed or [f"{FOLDER}: ok"])
    changed = differences(root)
    if not changed:
        return 0, f"{FOLDER}: ok"
    return 1, "\n".join([
        *changed,
        f"Khác với mô hình dữ liệu; hãy chạy: {FIX}",
        f"These differ from the data model; run: {FIX}",
    ])  # fmt: skip
