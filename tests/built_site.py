"""Builds a project the way `run.py` does and gives its output as a `Site` to ask questions of."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys
import time
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element as XmlElement
from xml.etree.ElementTree import fromstring

import yaml
from html_page import Page

PROJECT = Path(__file__).resolve().parent.parent
# What a project is made of besides its content: another plan uses these unchanged.
MACHINERY = ("mkdocs.yml", "hooks", "overrides")
NOW = str(int(time.time()))
LANGS = ("vi", "en")
# Pages of both languages at once, which no other page leads to.
STANDALONE = ("404.html", "offline.html")
Record = dict[str, Any]


def run_mkdocs(project: Path, output: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`mkdocs build --strict` of `project` in a process of its own, as `run.py build` starts it."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "SITE_URL")}
    ours = {"PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": NOW}
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(output)],
        cwd=project,
        env={**kept, **ours, **environment},
        capture_output=True,
        encoding="utf-8",
    )


def build(project: Path, output: Path, **environment: str) -> Site:
    """The site that a clean build gives: neither an error nor a warning is accepted."""
    result = run_mkdocs(project, output, **environment)
    log = result.stdout + result.stderr
    assert result.returncode == 0, log
    loud = re.findall(r"^(?:WARNING|ERROR|CRITICAL).*|^.*\w+Warning:.*", log, re.MULTILINE)
    assert not loud, "\n".join(loud)
    return Site(output, project, environment.get("SITE_URL", ""))


def copy_machinery(root: Path, *more: str) -> Path:
    """A new folder at `root` with everything a project has except its content."""
    ignore = shutil.ignore_patterns("schema")
    for name in (*MACHINERY, *more):
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, root / name, ignore=ignore)
        else:
            root.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, root / name)
    return root


@cache
def read_yaml(path: Path) -> Any:
    """What staff wrote, every scalar as text: tests do not rely on how the generator reads it."""
    return yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


@cache
def read_records(folder: Path) -> dict[str, Record]:
    return {path.stem: read_yaml(path) for path in sorted(folder.glob("*.yml"))}


@cache
def read_vocabulary(path: Path) -> dict[str, Record]:
    return {entry["id"]: entry for entry in read_yaml(path)["entries"]} if path.exists() else {}


@cache
def read_front_matter(folder: Path) -> dict[str, Record]:
    found = {}
    for path in sorted(folder.rglob("*.md")):
        front = path.read_text("utf-8").split("\n---", 1)[0].removeprefix("---")
        meta: Record = yaml.load(front, Loader=yaml.BaseLoader)
        found[path.relative_to(folder).as_posix().removesuffix(".md")] = meta
    return found


class Site:
    """A built site and the content that it was built from."""

    def __init__(self, root: Path, project: Path, url: str = "") -> None:
        self.root = root
        self.project = project
        self.settings: Record = read_yaml(project / "data/site.yml")
        self.url: str = (url or self.settings["url"]).rstrip("/") + "/"
        self.base = urlsplit(self.url).path
        found = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
        self.copies = {name for name in found if name.endswith((".br", ".gz"))}
        self.files = found - self.copies
        self._pages: dict[str, Page] = {}
        self._texts: dict[str, str] = {}

    # ------------------------------------------------------------------------------- the content

    @cached_property
    def interface(self) -> dict[str, dict[str, str]]:
        phrases: dict[str, dict[str, str]] = read_yaml(self.project / "data/interface.yml")
        return phrases

    def phrase(self, name: str, lang: str) -> str:
        return self.interface[name][lang]

    def records(self, collection: str) -> dict[str, Record]:
        """The records of one folder of data/ by id."""
        return read_records(self.project / "data" / collection)

    def vocabulary(self, name: str) -> dict[str, Record]:
        return read_vocabulary(self.project / "data/vocabulary" / f"{name}.yml")

    @cached_property
    def plan(self) -> Record:
        plan: Record = read_yaml(self.project / "data/plan.yml")
        return plan

    def listed_in(self, name: str, key: str) -> list[Record]:
        """The records that stand together in one file of data/, which may be missing."""
        path = self.project / "data" / name
        records: list[Record] = read_yaml(path)[key] if path.exists() else []
        return records

    def news_setting(self, name: str) -> int:
        """How many articles are shown as latest or related; 5 where nobody said."""
        return int(self.settings.get("news", {}).get(name, 5))

    @property
    def counted(self) -> bool:
        """Whether the site has figures of views and is to show them."""
        hidden = self.settings.get("counter", {}).get("show") == "false"
        return not hidden and (self.project / "data/views.json").exists()

    def written(self, lang: str) -> dict[str, Record]:
        """Front matter of the written pages of one language, by name below docs/<lang>/."""
        return read_front_matter(self.project / "docs" / lang)

    @cached_property
    def attached(self) -> set[str]:
        """The files that staff have put into docs/assets/, as they are published."""
        docs = self.project / "docs"
        found = (docs / "assets").rglob("*")
        return {path.relative_to(docs).as_posix() for path in found if path.is_file()}

    @cached_property
    def outside_links(self) -> set[str]:
        """What the written pages link to on other sites."""
        pages = (self.project / "docs").rglob("*.md")
        texts = [path.read_text("utf-8") for path in pages]
        return {link for text in texts for link in re.findall(r"https?://[^\s<>\")]+", text)}

    def found(self, lang: str) -> list[Record]:
        """What the search can show in one language: the facts of each page or place, with the
        `text` of its units."""
        names = [name for name in self.files if re.match(rf"search/{lang}/files/x\d+/\d+\.", name)]
        places: dict[str, Record] = {}
        for name in sorted(names, key=lambda name: int(name.rpartition("/")[2].partition(".")[0])):
            told = self.json(name)["data"]
            place = places.setdefault(told["page"]["url"], told["page"] | {"text": ""})
            place["text"] += "".join(f"{heading} {text}\n" for _, heading, text in told["units"])
        return [*places.values()]

    # ------------------------------------------------------------------------------ the addresses

    def section(self, name: str, lang: str) -> str:
        """The address of an index page, such as `van-ban/` and `en/legal-texts/`."""
        word = self.interface[f"path_{name.replace('-', '_')}"]
        return f"{'en/' if lang == 'en' else ''}{word.get(lang, word['vi'])}/"

    def of_record(self, collection: str, id: str, lang: str) -> str:
        """The address of a record's page, by the rule that the project promises to keep."""
        record = self.records(collection)[id]
        word = id
        if collection == "measures":
            word = f"{id}-{record['slug'][lang]}"
        elif collection == "exemplars":
            word = record["slug"][lang]
        return f"{self.section(collection, lang)}{word}/"

    def of_written(self, stem: str, lang: str) -> str:
        """The address of a written page: its file name, in English its `slug`."""
        root = "en/" if lang == "en" else ""
        if stem == "index":
            return root
        folder, _, leaf = stem.rpartition("/")
        english = self.written("en").get(stem, {})
        word = english.get("slug", leaf) if lang == "en" else leaf
        if folder == "tin-tuc":
            return f"{self.section('news', lang)}{word}/"
        return f"{root}{word}/"

    # ---------------------------------------------------------------------------------- the output

    def page(self, address: str) -> Page:
        """The page at `address`, parsed once."""
        if address not in self._pages:
            file = address if address.endswith(".html") else f"{address}index.html"
            self._pages[address] = Page(address, self.text(file))
        return self._pages[address]

    @cached_property
    def addresses(self) -> list[str]:
        """Every page with an address of its own, redirects included; not the 404 page
        nor the one that is shown offline."""
        names = sorted(file for file in self.files if file.endswith(".html"))
        return [name.removesuffix("index.html") for name in names if name not in STANDALONE]

    @cached_property
    def pages(self) -> list[Page]:
        """Every page that is no redirect."""
        return [page for page in map(self.page, self.addresses) if page.meta("refresh") is None]

    @cached_property
    def redirects(self) -> list[Page]:
        return [page for page in map(self.page, self.addresses) if page.meta("refresh") is not None]

    @cached_property
    def listed(self) -> list[Page]:
        """Pages of the site map: neither untranslated ones nor lists narrowed by a filter."""
        return [
            page for page in self.pages
            if "noindex" not in (page.meta("robots") or "")
            and not page.tagged("body")[0].get("class").endswith("-filter")
        ]  # fmt: skip

    def one_of_each_kind(self) -> list[Page]:
        """A page of each template in each language: indexes, and one of what lies below each."""
        kinds = {}
        for page in self.pages:
            lang = self.language_of(page.address)
            section, *below = page.address.removeprefix("en/").split("/")
            kinds[lang, section, len(below)] = page
        return list(kinds.values())

    @staticmethod
    def language_of(address: str) -> str:
        return "en" if address.startswith("en/") else "vi"

    def in_language(self, lang: str) -> list[Page]:
        return [page for page in self.pages if self.language_of(page.address) == lang]

    def absolute(self, address: str) -> str:
        return self.url + address

    def target(self, page: Page, link: str) -> tuple[str, str] | None:
        """The file and the anchor that `link` on `page` leads to; None outside this site."""
        whole, anchor = urldefrag(urljoin(self.absolute(page.address), link))
        if not whole.startswith(self.url):
            return None
        path = unquote(urlsplit(whole).path.removeprefix(self.base))
        return (f"{path}index.html" if not path or path.endswith("/") else path), unquote(anchor)

    def published(self, name: str) -> str:
        """The name on the site of a file of `overrides/`, which may carry a digest there."""
        stem, dot, ending = name.rpartition(".")
        form = rf"{re.escape(stem)}(?:\.[0-9a-f]{{10}})?{re.escape(dot + ending)}"
        [found] = [file for file in self.files if re.fullmatch(form, file)]
        return found

    def text(self, name: str) -> str:
        if name not in self._texts:
            self._texts[name] = (self.root / name).read_text("utf-8")
        return self._texts[name]

    def xml(self, name: str) -> XmlElement:
        return fromstring(self.text(name).encode())

    def json(self, name: str) -> Any:
        return json.loads(self.text(name))

    def with_change(self, file: str, old: str, new: str) -> Site:
        """This site with one file changed in memory: how tests of the checks break a site. A `*`
        in the name of the file stands for its digest."""
        if "*" in file:
            named = sorted(fnmatch.filter(self.files, file))
            file = next((name for name in named if old in self.text(name)), named[0])
        assert old in self.text(file), f"{old!r} is not in {file}"
        other = Site(self.root, self.project, self.url)
        changed = file.removesuffix("index.html")
        other._pages = {name: page for name, page in self._pages.items() if name != changed}
        other._texts = {**self._texts, file: self.text(file).replace(old, new, 1)}
        return other
