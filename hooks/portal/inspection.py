"""Looks at a finished site as a browser would, before anybody reads it: does all of it lead
somewhere? The checks of the content come before the build; these see what templates wrote."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

LEADS = {
    "a": "href", "area": "href", "link": "href", "script": "src", "img": "src", "source": "src",
    "form": "action", "use": "href", "iframe": "src",
}  # fmt: skip
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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        values = dict(attrs)
        if len(values) < len(attrs):
            self.faults.append((line, "attribute-twice", tag))
        if name := values.get("id"):
            if name in self.ids:
                self.faults.append((line, "id-twice", name))
            self.ids[name] = line
        if (lead := LEADS.get(tag)) and values.get(lead) is not None:
            self.links.append((line, tag, values[lead] or ""))
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


def inspect(site: Path, base: str = "/") -> Iterator[tuple[str, int, str, str]]:
    """Every fault of the site in the folder `site`, whose path on its host is `base`: the file, the
    line, what is wrong (`link`, `anchor`, `id-twice`, `attribute-twice`, `end-tag`, `not-closed`),
    and what was found there."""
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
            goal, anchor = _goal(name, link, base)
            if goal is None:
                continue
            if not (site / goal).is_file():
                yield name, line, "link", link
            elif anchor and tag == "a" and goal in pages and anchor not in pages[goal].ids:
                yield name, line, "anchor", link


def _goal(name: str, link: str, base: str) -> tuple[str | None, str]:
    """The file that `link` on the page `name` leads to and its anchor; None for other sites."""
    here = "http://site.invalid" + base + name.removesuffix("index.html")
    whole, anchor = urldefrag(urljoin(here, link))
    parts = urlsplit(whole)
    if parts.netloc != "site.invalid" or not parts.path.startswith(base):
        return (None, "") if parts.netloc != "site.invalid" else (parts.path, "")
    path = unquote(parts.path.removeprefix(base))
    return (f"{path}index.html" if not path or path.endswith("/") else path), unquote(anchor)
