"""The schemas say what the model says, and every record of the site agrees with its schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from plan import FILES, PROJECT
from portal import json_schema
from portal.__main__ import main

DATA = PROJECT / "data"
SCHEMAS = json_schema.schemas()
MODELINE = "# yaml-language-server: $schema="
# The schema that a file names on its first line, by the folder of data/ it lies in.
NAMED = {
    "sources": "../schema/source.json",
    "agencies": "../schema/agency.json",
    "exemplars": "../schema/exemplar.json",
    "legal-texts": "../schema/legal-text.json",
    "measures": "../schema/measure.json",
    "vocabulary": "../schema/vocabulary.json",
}


class Core(yaml.SafeLoader):
    """YAML 1.2 as the editor's language server reads it: dates stay text, only true is true."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as PyYAML declares it


for tag, form, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{form})$"), first)
Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def as_the_editor_reads(text: str) -> Any:
    return yaml.load(text, Loader=Core)


def errors(name: str, record: Any) -> list[str]:
    found = jsonschema.Draft7Validator(SCHEMAS[name]).iter_errors(record)
    return [f"{error.json_path}: {error.message}" for error in found]


def schema_named(path: Path) -> str:
    folder = path.relative_to(DATA).parent.name
    return NAMED[folder] if folder else f"schema/{path.stem}.json"


def shipped() -> list[Path]:
    return sorted(DATA.rglob("*.yml"))


def test_committed_schemas_are_those_of_the_model() -> None:
    changed = json_schema.differences(PROJECT)
    assert not changed, f"{changed} differ from the model; run: {json_schema.FIX}"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_draft_7(name: str) -> None:
    assert SCHEMAS[name]["$schema"] == json_schema.DRAFT
    jsonschema.Draft7Validator.check_schema(SCHEMAS[name])


def described(schema: Any, path: str = "$") -> Iterator[tuple[str, str]]:
    """Every key of every block of a schema, with its description."""
    if isinstance(schema, list):
        for item in schema:
            yield from described(item, path)
    if not isinstance(schema, dict):
        return
    properties = schema.get("properties", {})
    for name, kind in properties.items():
        yield f"{path}.{name}", kind.get("description", "")
        yield from described(
            {key: kind[key] for key in kind if key != "description"}, f"{path}.{name}"
        )
    for word in ("items", "anyOf", "additionalProperties"):
        yield from described(schema.get(word), path)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_explained(name: str) -> None:
    assert not [path for path, text in described(SCHEMAS[name]) if not text.strip()]


def test_a_file_that_names_a_schema_names_its_own() -> None:
    wrong = {}
    for path in shipped():
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        if MODELINE in first and first != MODELINE + schema_named(path):
            wrong[path.name] = first
        assert Path(schema_named(path)).name in SCHEMAS
    assert not wrong


def test_every_record_agrees_with_its_schema() -> None:
    wrong = {}
    for path in shipped():
        record = as_the_editor_reads(path.read_text(encoding="utf-8"))
        if found := errors(Path(schema_named(path)).name, record):
            wrong[path.name] = found
    assert not wrong


def test_the_figures_of_the_counter_agree_with_their_schema() -> None:
    for text in (FILES["data/views.json"], *map(Path.read_text, DATA.glob("views.json"))):
        assert not errors("views.json", json.loads(text))


def edited(name: str, **changes: Any) -> Any:
    record = as_the_editor_reads(FILES[name])
    for key, value in changes.items():
        block, _, inner = key.rpartition("__")
        target = record[block] if block else record
        if value is None:
            del target[inner]
        else:
            target[inner] = value
    return record


TEXT = "data/legal-texts/5-2019-nd-cp.yml"
BROKEN = {
    "a required key is missing": ("legal-text.json", edited(TEXT, number=None)),
    "a key is misspelt": ("legal-text.json", edited(TEXT, nunber="5/2019/NĐ-CP")),
    "an id has a dot": ("legal-text.json", edited(TEXT, id="21-ct.tw")),
    "an id is two letters alone": ("legal-text.json", edited(TEXT, id="vi")),
    "a status is not in the list": ("legal-text.json", edited(TEXT, legal_force__value="valid")),
    "a status stands bare": ("legal-text.json", edited(TEXT, legal_force="in_force")),
    "a status was never checked": ("legal-text.json", edited(TEXT, legal_force__checked_on=None)),
    "a list is one word": ("legal-text.json", edited(TEXT, sources="cong-bao")),
    "a title is one text": ("legal-text.json", edited(TEXT, title="Về bình đẳng giới")),
    "a title lacks Vietnamese": ("legal-text.json", edited(TEXT, title__vi=None)),
    "a relation has an unknown key": ("legal-text.json", edited(TEXT, amends=[{"txt": "1/QĐ"}])),
    "a relation is a list": ("legal-text.json", edited(TEXT, amends=[["1/QĐ"]])),
    "an address lacks https": (
        "source.json", edited("data/sources/cong-bao.yml", url="example.gov.vn")
    ),
    "a measure is called 0": ("measure.json", edited("data/measures/1.yml", id="0")),
    "a scope is not in the list": (
        "exemplar.json", edited("data/exemplars/nha-tam-lanh.yml", scope="city")
    ),
    "a figure is negative": (
        "views.json", edited("data/views.json", site__today=-1)
    ),
    "a figure is text": ("views.json", edited("data/views.json", site__today="44")),
    "a phrase lacks English": ("interface.json", {"skip": {"vi": "Bỏ qua"}}),
    "a phrase has a strange key": ("interface.json", {"Skip-to": {"vi": "a", "en": "b"}}),
}  # fmt: skip


@pytest.mark.parametrize("mistake", BROKEN)
def test_refused_when(mistake: str) -> None:
    assert errors(*BROKEN[mistake])


def test_the_records_before_they_were_broken_are_accepted() -> None:
    for mistake, (name, _) in BROKEN.items():
        if name not in ("views.json", "interface.json", "legal-text.json"):
            continue
        file = {"views.json": "data/views.json", "legal-text.json": TEXT}.get(name)
        assert file is None or not errors(name, edited(file)), mistake


def test_what_the_checks_accept_in_short_is_accepted() -> None:
    short = edited(TEXT, amends=["1/2018/NĐ-CP"], measures=[1, "2"], date_document="2019-02-01")
    assert not errors("legal-text.json", short)


def test_writing_makes_the_files_agree_and_says_which_changed(tmp_path: Path) -> None:
    assert json_schema.differences(tmp_path) == sorted(f"data/schema/{name}" for name in SCHEMAS)
    assert json_schema.write(tmp_path) == sorted(f"data/schema/{name}" for name in SCHEMAS)
    assert json_schema.write(tmp_path) == []
    file = tmp_path / "data/schema/plan.json"
    whole = file.read_bytes()
    assert whole.endswith(b"}\n")
    assert b"\r" not in whole
    assert "Kế hoạch".encode() in whole
    file.write_bytes(whole + b"\n")
    leftover = tmp_path / "data/schema/model.json"
    leftover.write_text("{}")
    assert json_schema.write(tmp_path) == ["data/schema/model.json", "data/schema/plan.json"]
    assert file.read_bytes() == whole
    assert not leftover.exists()


def test_the_command_says_what_differs_and_how_to_put_it_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(tmp_path), "schema"]) == 0
    assert main(["--root", str(tmp_path), "schema", "--check"]) == 0
    (tmp_path / "data/schema/site.json").write_text("{}")
    capsys.readouterr()
    assert main(["--root", str(tmp_path), "schema", "--check"]) == 1
    said = capsys.readouterr().out
    assert "data/schema/site.json" in said
    assert json_schema.FIX in said
    assert (tmp_path / "data/schema/site.json").read_text() == "{}"
