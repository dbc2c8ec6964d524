"""Looks at a finished site as a browser would, before anybody reads it: does all of it lead
somewhere? The checks of the content come before the build; these see what templates wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

LEADS = {
    "a": "href", "area": "href", "link": "href", "script": "src", "img": "src", "source": "src",
    "form": "action", "use": "href", "iframe": "src",
}  # fmt: skip
# What every page has.
NEEDED = ("!doctype html", "title", "main")
# Elements that stand alone, and those whose end may be left out.
VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
})  # fmt: skip


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: dict[str, int] = {}
        self.links: list[tuple[int, str, str]] = []
        self.faults: list[tuple[int, str, str]] = []
        self._open: list[tuple[str, int]] = []
        self._seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        self._seen.add(tag)
        values = dict(attrs)
        if len(values) < len(attrs):
            self.faults.append((line, "attribute-twice", tag))
        if name := values.get("id"):
            if name in self.ids:
                self.faults.append((line, "id-twice", name))
            self.ids[name] = line
        if (lead := LEADS.get(tag)) and values.get(lead) is not None:
            self.links.append((line, tag, values[lead] or ""))
        for choice in filter(str.strip, (values.get("srcset") or "").split(",")):
            self.links.append((line, tag, choice.split()[0]))
        if tag == "meta" and (values.get("http-equiv") or "").lower() == "refresh":
            self.links.append((line, tag, (values.get("content") or "").partition("url=")[2]))
        if tag not in VOID:
            self._open.append((tag, line))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        line = self.getpos()[0]
        if not self._open or self._open[-1][0] != tag:
            self.faults.append((line, "end-tag", tag))
            names = [name for name, _ in self._open]
            if tag in names:
                del self._open[len(names) - 1 - names[::-1].index(tag) :]
        else:
            self._open.pop()

    def finish(self) -> None:
        self.close()
        self.faults += [(line, "not-closed", tag) for tag, line in self._open]
        self.faults += [(1, "missing", tag) for tag in NEEDED if tag not in self._seen]

    def handle_decl(self, decl: str) -> None:
        self._seen.add(f"!{decl}".lower())


def inspect(site: Path, url: str = "http://site.invalid/") -> Iterator[tuple[str, int, str, str]]:
    """Every fault of the site in the folder `site`, whose public address is `url`: the file, the
    line, what is wrong (`link`, `anchor`, `id-twice`, `attribute-twice`, `end-tag`, `not-closed`,
    `missing`, `unreadable`), and what was found there."""
    pages = {}
    for path in sorted(site.rglob("*.html")):
        page = _Page()
        page.feed(path.read_text("utf-8"))
        page.finish()
        pages[path.relative_to(site).as_posix()] = page
    for name, page in pages.items():
        for line, what, got in page.faults:
            yield name, line, what, got
        for line, tag, link in page.links:
            goal, anchor = _goal(name, link, url)
            if goal is None:
                continue
            if not link or not (site / goal).is_file():
                yield name, line, "link", link
            elif anchor and tag == "a" and goal in pages and anchor not in pages[goal].ids:
                yield name, line, "anchor", link
    yield from _lists(site, url)


def _lists(site: Path, url: str) -> Iterator[tuple[str, int, str, str]]:
    """Every fault of feeds, the site map and what the search shows."""
    for path in sorted([*site.rglob("*.xml"), *site.glob("search/*/files/x*/*.json")]):
        name = path.relative_to(site).as_posix()
        read = _in_xml if path.suffix == ".xml" else _in_json
        try:
            links = read(path.read_text("utf-8"))
        except (ValueError, ElementTree.ParseError) as error:
            yield name, 1, "unreadable", str(error)
            continue
        for link in links:
            # The addresses of the search are written from the site's root.
            goal, _ = _goal("" if path.suffix == ".json" else name, link, url)
            if goal is not None and not (site / goal).is_file():
                yield name, 1, "link", link


def _in_xml(text: str) -> list[str]:
    """The addresses in a feed or a site map."""
    elements = [*ElementTree.fromstring(text.encode("utf-8")).iter()]
    links = [element.get("href") for element in elements]
    return [*filter(None, links), *(e.text or "" for e in elements if e.tag.endswith("}loc"))]


def _in_json(text: str) -> list[str]:
    """The address in an extract of the search."""
    found = json.loads(text)
    try:
        return [found["data"]["page"]["url"]]
    except (KeyError, TypeError) as error:
        raise ValueError(f"no page: {text[:40]}") from error


def _goal(name: str, link: str, url: str) -> tuple[str | None, str]:
    """The file that `link` on the page `name` leads to and its anchor; None for other sites."""
    whole, anchor = urldefrag(urljoin(url + name.removesuffix("index.html"), link))
    parts, own = urlsplit(whole), urlsplit(url)
    if parts.netloc != own.netloc:
        return None, ""
    if not parts.path.startswith(own.path):  # elsewhere on our host, where no link of ours leads
        return parts.path, ""
    path = unquote(parts.path.removeprefix(own.path))
    return (f"{path}index.html" if not path or path.endswith("/") else path), unquote(anchor)
