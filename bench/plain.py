"""A plain Material project with the same pages: what this site would be without its hooks.

Each built page becomes one Markdown file that holds the same words, links and tables; Material,
its search and static-i18n do the rest. Pages stay outside the navigation, as ours do: inside it
Material would write the whole tree into every page, which costs it far more.
"""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

CONFIG = """\
site_name: Plain
site_url: {site_url}
docs_dir: docs
strict: true
theme:
  name: material
  language: vi
  font: false
plugins:
  - search
  - i18n:
      docs_structure: folder
      fallback_to_default: true
      languages:
        - {{locale: vi, name: Tiếng Việt, build: true, default: true}}
        - {{locale: en, name: English, build: true}}
markdown_extensions:
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc
  - pymdownx.betterem
  - pymdownx.superfences
nav:
  - index.md
not_in_nav: "*"
"""
LANGS = ("vi", "en")
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
SILENT = frozenset({"script", "style", "svg", "template", "button", "form"})
HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "caption", "details", "div", "dd", "dl", "dt",
    "figcaption", "figure", "footer", "header", "li", "main", "nav", "ol", "p", "section",
    "summary", "table", "tbody", "thead", "ul", *HEADINGS,
})  # fmt: skip


@dataclass
class Rows:
    """A table being read: its rows of cells."""

    rows: list[list[str]] = field(default_factory=list)


class ToMarkdown(HTMLParser):
    """Rewrites what stands inside `<div class="main">` as Markdown, roughly but word for word."""

    def __init__(self, links: dict[str, str], url: str, here: str) -> None:
        super().__init__()
        self.links, self.url, self.here = links, url, here
        self.blocks: list[str] = []
        self.words = ""  # of the block being read
        self.prefix = ""
        self.depth = 0  # of elements inside the main part; 0 outside it
        self.silent = 0
        self.lists = 0
        self.table: Rows | None = None
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if not self.depth:
            self.depth = int(tag == "div" and given.get("class") == "main")
            return
        if tag in VOID:
            self.words += " " if tag == "br" else ""
            return
        self.depth += 1
        self.silent += tag in SILENT
        if tag in BLOCKS and not (self.table and tag not in ("caption", "table")):
            self.flush()
        if tag in HEADINGS and not self.table:
            self.prefix = HEADINGS[tag] + " "
        elif tag in ("ul", "ol"):
            self.lists += 1
        elif tag == "li":
            self.prefix = "    " * (self.lists - 1) + "- "
        elif tag == "table":
            self.table = Rows()
        elif tag == "tr" and self.table:
            self.table.rows.append([])
            self.words = ""
        elif tag == "a":
            self.targets.append(self.target(given.get("href") or ""))
            self.words += "[" if self.targets[-1] else ""

    def handle_endtag(self, tag: str) -> None:
        if not self.depth or tag in VOID:
            return
        if tag == "a":
            target = self.targets.pop()
            self.words += f"]({target})" if target else ""
        elif tag in ("td", "th") and self.table:
            self.table.rows[-1].append(" ".join(self.words.split()))
            self.words = ""
        elif tag == "table" and self.table:
            table, self.table = self.table, None
            self.blocks.append(_table(table.rows))
        elif tag in ("ul", "ol"):
            self.flush()
            self.lists -= 1
        elif tag in BLOCKS and not self.table:
            self.flush()
        elif tag == "caption":
            caption, self.words = self.words, ""
            self.blocks.append(" ".join(caption.split()))
        self.silent -= tag in SILENT
        self.depth -= 1
        if not self.depth:
            self.flush()

    def handle_data(self, data: str) -> None:
        if self.depth and not self.silent:
            self.words += re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", re.sub(r"\s+", " ", data))

    def flush(self) -> None:
        """End the block being read."""
        words = " ".join(self.words.split())
        if words:
            guarded = re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+])", r"\\\1", words))
            self.blocks.append(self.prefix + (words if self.prefix else guarded))
            self.prefix = ""
        self.words = ""

    def target(self, href: str) -> str:
        """The Markdown target of a link: the file of a page, a web address, or '' for others."""
        if re.match(r"https?:", href):
            return href.replace(")", "%29").replace("(", "%28")
        path = href.partition("#")[0].partition("?")[0]
        goal = posixpath.normpath(posixpath.join(self.url or ".", path))
        src = self.links.get("" if goal == "." else f"{goal}/")
        return posixpath.relpath(src, posixpath.dirname(self.here) or ".") if src and path else ""

    def text(self) -> str:
        """The Markdown of the page."""
        return "\n\n".join(block for block in self.blocks if block) + "\n"


def _table(rows: list[list[str]]) -> str:
    if not rows:
        return ""
    width = max(map(len, rows))
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


class Words(HTMLParser):
    """Counts the words inside one element of a built page."""

    def __init__(self, element: str, mark: str) -> None:
        super().__init__()
        self.element, self.mark = element, mark
        self.depth = self.silent = self.count = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        if self.depth:
            self.depth += 1
            self.silent += tag in SILENT
        elif tag == self.element and self.mark in (dict(attributes).get("class") or "").split():
            self.depth = 1

    def handle_endtag(self, tag: str) -> None:
        if self.depth and tag not in VOID:
            self.depth -= 1
            self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if self.depth and not self.silent:
            self.count += len(re.findall(r"\w+", data))


def words_of(site: Path, element: str, mark: str) -> tuple[int, int]:
    """How many pages a built site has, and how many words they hold in that element."""
    pages = total = 0
    for path in sorted(site.rglob("index.html")):
        counter = Words(element, mark)
        counter.feed(path.read_text("utf-8"))
        pages += bool(counter.depth or counter.count)
        total += counter.count
    return pages, total


def write(project: Path, site: Path, addresses: list[dict[str, str]], site_url: str) -> None:
    """Write the project. `addresses` gives the `src`, `vi` and `en` address of every page."""
    for lang in LANGS:
        links = {page[lang]: page["src"] for page in addresses}
        for page in addresses:
            built = (site / page[lang] / "index.html").read_text("utf-8")
            convert = ToMarkdown(links, page[lang], page["src"])
            convert.feed(built)
            # Lists read as one list, and front matter as an author would write it.
            body = re.sub(r"(?m)^( *- .*)\n\n(?= *- )", r"\1\n", convert.text())
            found = re.search(r"<title>(.*?)</title>", built, re.DOTALL)
            title = json.dumps(found[1].strip() if found else page["src"], ensure_ascii=False)
            path = project / "docs" / lang / page["src"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\ntitle: {title}\n---\n\n{body}", "utf-8")
    (project / "mkdocs.yml").write_text(CONFIG.format(site_url=site_url), "utf-8")
