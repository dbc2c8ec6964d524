"""A small sound plan that tests write into a folder of their own and then break in one place.

It is about an invented province, so that nothing in it can be mistaken for a fact of the site.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from portal.check import check
from portal.configuration import HOOKS, NEEDED, is_project, read_configuration
from portal.finding import Scene
from portal.load import TEMPLATES
from portal.problem import Report
from portal.records import Records, read_records
from portal.rules_interface import computed_keys
from portal.settings import interface_keys
from portal.worker import Worker

PROJECT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 23)

# One process for all checks of a test run.
WORKER = Worker()
atexit.register(WORKER.stop)

# Files by path: their new content, or None where they are to be left out.
Changes = Mapping[str, str | bytes | None]

VOCABULARY = """\
entries:
  - id: {id}
    name:
      vi: {vi}
      en: {en}
    slug:
      vi: {id}
      en: {word}
"""

FILES: dict[str, str] = {
    "data/plan.yml": """\
title:
  vi: Kế hoạch bình đẳng giới của tỉnh Mẫu
  en: Gender equality plan of Mau province
short_title:
  vi: Kế hoạch bình đẳng giới
  en: Gender equality plan
summary:
  vi: Kế hoạch có hai nhóm nhiệm vụ.
  en: The plan has two measures.
decision: 12-qd-ubnd-2020
directive: 5-2019-nd-cp
issued_by: ubnd-mau
date: 2020-03-02
decision_name:
  vi: Quyết định số 12/QĐ-UBND
  en: Decision 12/QD-UBND
sources: [cong-bao]
""",
    "data/site.yml": """\
title:
  vi: Bình đẳng giới tỉnh Mẫu
  en: Gender equality in Mau province
description:
  vi: Trang thông tin về kế hoạch bình đẳng giới.
  en: Information on the gender equality plan.
url: https://example.gov.vn/
publisher: ubnd-mau
contact:
  address:
    vi: 1 đường Mẫu
  phone: "0123 456 789"
  email: lien-he@example.gov.vn
""",
    "data/views.json": """\
{
  "site": {
    "today": 4,
    "month": 16,
    "year": 50,
    "total": 650,
    "visitor_days": 51
  }
}
""",
    "data/glossary.yml": """\
terms:
  - id: binh-dang-gioi
    term:
      vi: bình đẳng giới
      en: gender equality
    basis: gazette
    sources: [cong-bao]
""",
    "data/abbreviations.yml": """\
abbreviations:
  - abbreviation: UBND
    meaning:
      vi: Ủy ban nhân dân
      en: People's Committee
    kind: co-quan
    sources: [cong-bao]
""",
    "data/vocabulary/document-types.yml": """\
entries:
  - id: nghi-dinh
    name:
      vi: Nghị định
      en: Decree
    slug:
      vi: nghi-dinh
      en: decree
    schema_type: Legislation
  - id: quyet-dinh
    name:
      vi: Quyết định
      en: Decision
    slug:
      vi: quyet-dinh
      en: decision
""",
    "data/vocabulary/issuers.yml": """\
entries:
  - id: chinh-phu
    name:
      vi: Chính phủ
      en: Government
    slug:
      vi: chinh-phu
      en: government
  - id: ubnd
    name:
      vi: Ủy ban nhân dân tỉnh
      en: Provincial People's Committee
    slug:
      vi: ubnd
      en: people-s-committee
    agency: ubnd-mau
""",
    "data/vocabulary/exemplar-kinds.yml": VOCABULARY.format(
        id="tam-lanh", vi="Tạm lánh", en="Shelter", word="shelter"
    ),
    "data/vocabulary/places.yml": VOCABULARY.format(
        id="tinh-mau", vi="Tỉnh Mẫu", en="Mau province", word="mau-province"
    ),
    "data/vocabulary/news-categories.yml": VOCABULARY.format(
        id="hoat-dong", vi="Hoạt động", en="Activities", word="activities"
    ),
    "data/vocabulary/source-kinds.yml": """\
entries:
  - id: cong-bao
    name:
      vi: Công báo
      en: Official gazette
""",
    "data/vocabulary/abbreviation-kinds.yml": """\
entries:
  - id: co-quan
    name:
      vi: Cơ quan
      en: Bodies
""",
    "data/sources/cong-bao.yml": """\
id: cong-bao
kind: cong-bao
publisher: Công báo
url: https://example.gov.vn/cong-bao
date: 2020-03
""",
    "data/agencies/ubnd-mau.yml": """\
id: ubnd-mau
name:
  vi: Ủy ban nhân dân tỉnh Mẫu
  en: People's Committee of Mau province
measures: [1]
sources: [cong-bao]
""",
    "data/measures/1.yml": """\
id: "1"
slug:
  vi: lanh-dao
  en: leadership
title:
  vi: Lãnh đạo, chỉ đạo
  en: Leadership
text:
  vi: Tăng cường lãnh đạo, chỉ đạo.
  en: Strengthen leadership.
responsible:
  - agency: ubnd-mau
    basis: named
sources: [cong-bao]
""",
    "data/measures/2.yml": """\
id: "2"
slug:
  vi: tuyen-truyen
  en: communication
title:
  vi: Tuyên truyền
  en: Communication
text:
  vi: Đẩy mạnh tuyên truyền.
  en: Step up communication.
sources: [cong-bao]
""",
    "data/legal-texts/5-2019-nd-cp.yml": """\
id: 5-2019-nd-cp
number: 5/2019/NĐ-CP
type_document: nghi-dinh
title:
  vi: Về bình đẳng giới
  en: On gender equality
passed_by: [chinh-phu]
signed_by:
  - name: Nguyễn Thị Mẫu
date_document: 2019-02-01
first_date_entry_in_force: 2019-04-01
legal_force:
  value: in_force
  basis: sourced
  checked_on: 2026-11-23
  sources: [cong-bao]
measures: [1, 2]
sources: [cong-bao]
""",
    "data/legal-texts/12-qd-ubnd-2020.yml": """\
id: 12-qd-ubnd-2020
number: 12/QĐ-UBND
type_document: quyet-dinh
title:
  vi: Ban hành kế hoạch bình đẳng giới
  en: Issuing the gender equality plan
passed_by: [ubnd]
date_document: 2020-03-02
legal_force:
  value: unknown
  basis: not_found
  checked_on: 2026-11-23
ensures_implementation_of:
  - text: 5/2019/NĐ-CP
measures: [1]
sources: [cong-bao]
""",
    "data/exemplars/nha-tam-lanh.yml": """\
id: nha-tam-lanh
slug:
  vi: nha-tam-lanh
  en: shelter-house
name:
  vi: Nhà tạm lánh
  en: Shelter house
kind: tam-lanh
scope: commune
locality:
  vi: Xã Mẫu
  en: Mau commune
places: [tinh-mau]
description:
  vi: Nơi ở tạm cho người bị bạo lực.
  en: A place to stay for people facing violence.
figures:
  - vi: 12 phòng
    en: 12 rooms
measures: [2]
sources: [cong-bao]
""",
    "docs/vi/index.md": """\
---
title: Trang chủ
description: Kế hoạch bình đẳng giới của tỉnh Mẫu.
---

Chào mừng quý vị.
""",
    "docs/en/index.md": """\
---
title: Home
description: The gender equality plan of Mau province.
---

Welcome.
""",
    "docs/vi/tin-tuc/hoi-nghi.md": """\
---
title: Hội nghị về bình đẳng giới
description: Tỉnh tổ chức hội nghị.
date: 2020-03-05
byline: Nông Thị Mẫu
category: hoat-dong
measures: [1]
legal_texts: [12-qd-ubnd-2020]
exemplars: [nha-tam-lanh]
sources: [cong-bao]
---

Tỉnh tổ chức hội nghị. Xem [trang chủ](../index.md).

## Nội dung

Hội nghị bàn hai việc.
""",
    "docs/en/tin-tuc/hoi-nghi.md": """\
---
title: Conference on gender equality
description: The province held a conference.
slug: conference
---

The province held a conference. See the [home page](../index.md).

## Content

The conference discussed two matters.
""",
    "docs/assets/hoi-nghi.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
}

# Words of addresses that the plan's own interface gives; other strings are made from their keys.
PATHS = {
    "path_measures": ("nhom-nhiem-vu", "measures"),
    "path_legal_texts": ("van-ban", "legal-texts"),
    "path_exemplars": ("mo-hinh", "exemplars"),
    "path_news": ("tin-tuc", "news"),
}


@cache
def interface(templates: tuple[Path, ...] = ()) -> str:
    """An interface file with every string that the rules and `templates` ask for."""
    names = set(computed_keys())
    names |= set(interface_keys(templates))
    lines = []
    for name in sorted(names):
        word = name.replace("_", "-")
        vi, en = PATHS.get(name, (word, word))
        lines += [f"{name}:", f"  vi: {vi}", f"  en: {en}"]
    return "\n".join(lines) + "\n"


def write_plan(root: Path, changes: Changes | None = None) -> Path:
    """Write the plan below `root`; `changes` replaces, adds or (None) leaves out single files."""
    files: dict[str, str | bytes | None] = {"data/interface.yml": interface(), **FILES}
    for name, content in {**files, **(changes or {})}.items():
        write(root / name, content)
    return root


def machinery() -> dict[str, str]:
    """The settings of MkDocs, and empty files where they name files: enough to check them."""
    named = (*HOOKS, *NEEDED, "hooks/portal/templates/page.html")
    return {"mkdocs.yml": (PROJECT / "mkdocs.yml").read_text("utf-8"), **dict.fromkeys(named, "")}


def write_complete_plan(root: Path) -> Path:
    """The plan with the strings that the real templates ask for, so that commands accept it."""
    real = PROJECT / "data/interface.yml"
    content = real.read_bytes() if real.exists() else interface((TEMPLATES,))
    return write_plan(root, {"data/interface.yml": content})


def read(root: Path) -> tuple[Records, Report]:
    """Read and check the plan below `root` on a fixed day, without the real templates."""
    report = Report()
    settled = not is_project(root) or read_configuration(root, report)
    records = read_records(root, report)
    if settled:
        check(Scene(records, TODAY, root, (), WORKER), report)
    return records, report


def problems(root: Path) -> list[str]:
    """What is wrong below `root`, each as `path:line:column rule key`."""
    return shown(read(root)[1])


def shown(report: Report) -> list[str]:
    return [
        f"{item.path}:{item.line}:{item.column} {item.rule} {item.key}".rstrip() for item in report
    ]


@contextmanager
def changed(root: Path, files: Changes) -> Iterator[Path]:
    """The plan below `root` with `files` changed, added or (None) left out, put back afterwards."""
    before = {name: (root / name).read_bytes() for name in files if (root / name).exists()}
    folders = {path for path in root.rglob("*") if path.is_dir()}
    try:
        for name, content in files.items():
            write(root / name, content)
        yield root
    finally:
        for name in files:
            write(root / name, before.get(name))
        for folder in sorted(root.rglob("*"), reverse=True):
            # What the check remembers stays: no check depends on it.
            if folder.is_dir() and folder not in folders and folder.name != ".cache":
                folder.rmdir()


def write(path: Path, content: str | bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def edited(name: str, old: str, new: str) -> Changes:
    """One file of the plan with `old`, which must occur in it once, replaced by `new`."""
    text = FILES.get(name) or interface()
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {name}"
    return {name: text.replace(old, new)}
