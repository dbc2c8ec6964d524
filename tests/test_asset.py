"""Assets are published under names that change with what they hold, and find one another."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from built_site import Site
from portal.asset import Assets, UnknownAsset

FILES = {
    "css/site.css": "a { background: url('../anh/nen.svg') } b { background: url(../anh/nen.svg) }",
    "js/site.js": 'import { a } from "./gap.js"; import "./khac.js"; import("../js/gap.js");',
    "js/gap.js": 'export { a } from "./sau/a.js"; // import "lodash" is none of ours',
    "js/khac.js": "export {};",
    "js/sau/a.js": 'import "../khac.js"; export const a = 1;',
    "anh/nen.svg": "<svg/>",
}


def assets(folder: Path, **changes: str) -> Assets:
    for name, text in {**FILES, **changes}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return Assets(folder)


def test_each_name_carries_the_digest_of_what_is_published(tmp_path: Path) -> None:
    for name, content in assets(tmp_path).files():
        digest = hashlib.sha256(content).hexdigest()[:10]
        assert re.fullmatch(rf"assets/(?:css|js|anh)/[\w/]+\.{digest}\.\w+", name)


def test_files_refer_to_each_other_by_the_published_names(tmp_path: Path) -> None:
    made = assets(tmp_path)
    published = {name: content.decode() for name, content in made.files()}
    css = published[made.url("css/site.css")]
    assert css.count("../" + made.url("anh/nen.svg").removeprefix("assets/")) == 2
    script = published[made.url("js/site.js")]
    gap = made.url("js/gap.js").removeprefix("assets/js/")
    assert f'from "./{gap}"' in script
    assert f'import("./{gap}")' in script
    other = made.url("js/khac.js").removeprefix("assets/js/")
    assert f'import "./{other}"' in script
    assert f'"../{other}"' in published[made.url("js/sau/a.js")]
    assert 'import "lodash"' in published[made.url("js/gap.js")]


def test_a_change_renames_what_depends_on_it_and_nothing_else(tmp_path: Path) -> None:
    before = assets(tmp_path / "a")
    after = assets(tmp_path / "b", **{"js/sau/a.js": "export const a = 2;"})
    changed = {name for name in FILES if before.url(name) != after.url(name)}
    assert changed == {"js/sau/a.js", "js/gap.js", "js/site.js"}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("js/site.js", 'import "./khong-co.js";'),
        ("css/site.css", "a { background: url(https://noi-khac.example/a.png) }"),
        ("js/gap.js", 'import "./site.js";'),
    ],
)
def test_what_is_not_there_or_goes_in_a_circle_is_said(
    tmp_path: Path, file: str, text: str
) -> None:
    with pytest.raises(UnknownAsset, match=r"overrides/assets"):
        assets(tmp_path, **{file: text}).url(file if file != "js/gap.js" else "js/site.js")


def test_nothing_of_the_shell_is_published_under_a_name_without_digest(site: Site) -> None:
    own = [
        name for name in site.files - site.attached
        if name.startswith("assets/")
    ]  # fmt: skip
    assert own
    assert [name for name in own if not re.search(r"\.[0-9a-f]{10}\.\w+$", name)] == []
