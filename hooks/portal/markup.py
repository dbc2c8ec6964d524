"""What the HTML of a written page may hold: tags, attributes, addresses, and nothing else.

The check refuses a page that would hold more, with its place; the build passes every page through
the same list once more (`clean`), so that nothing outside it is published even where a check errs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3

BLOCKS = ("blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li",
          "ol", "p", "pre", "table", "tbody", "td", "th", "thead", "tr", "ul")  # fmt: skip
WORDS = ("a", "br", "code", "del", "em", "img", "span", "strong", "sub", "sup")
TAGS = frozenset((*BLOCKS, *WORDS))
EVERYWHERE = frozenset({"id", "class", "lang"})
ATTRIBUTES = {
    "a": frozenset({"href", "title"}),
    "img": frozenset({"src", "alt", "title", "width", "height"}),
    "ol": frozenset({"start"}),
}
# The classes that Markdown gives, and those that staff may give: no class of the page's frame, with
# which a text could hide or pass for a button.
CLASSES = ("align-center", "align-left", "align-right")
GIVEN = re.compile(r"footnote|footnote-ref|footnote-backref|toc|toctitle|language-[\w+#.-]{1,40}")
SIZE = re.compile(r"[0-9]{1,4}%?")
FORMS = {
    "id": re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,119}|fn(?:ref)?\d*:[\w.-]{1,80}"),
    "lang": re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"),
    "width": SIZE,
    "height": SIZE,
    "start": re.compile(r"[0-9]{1,9}"),
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# A browser drops some of these inside an address, and reads a backslash as a slash.
TREACHEROUS = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True)
class Refused:
    """One thing that a page may not hold: `rule` says why, `name` and `value` what."""

    rule: str
    name: str
    value: str = ""


def address_rule(value: str, *, image: bool = False) -> str:
    """The rule that the address `value` of a link or an `image` breaks, or ''.

    Pictures come from this site only: others would tell another host who reads the page.
    """
    if value.startswith("#") and not image:
        return ""
    try:
        parts = urlsplit(value)
    except ValueError:
        return "web-address"
    known = parts.scheme in SCHEMES or (not parts.scheme and not re.match(r"[^/?#]*:", value))
    if not known or TREACHEROUS.search(value) or (parts.netloc and not parts.scheme):
        return "link-scheme"
    if "@" in parts.netloc:  # a name before it looks like the host
        return "web-address"
    return "image-source" if image and parts.scheme else ""


def attribute_rule(tag: str, name: str, value: str) -> str:
    """The rule that the attribute `name` of `tag` breaks with `value`, or ''."""
    if name not in EVERYWHERE and name not in ATTRIBUTES.get(tag, frozenset()):
        return "markup-attribute"
    if name in ("href", "src") and value:
        return address_rule(value, image=name == "src")
    if name in ("href", "src"):
        sound = False
    elif name == "class":
        sound = all(word in CLASSES or GIVEN.fullmatch(word) for word in value.split())
    else:
        sound = name not in FORMS or FORMS[name].fullmatch(value) is not None
    return "" if sound else "markup-attribute"


def _kept(tag: str, name: str, value: str) -> str | None:
    return None if attribute_rule(tag, name, value) else value


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: set(EVERYWHERE | ATTRIBUTES.get(tag, frozenset())) for tag in TAGS},
    attribute_filter=_kept,
    url_schemes=set(SCHEMES),
    link_rel=None,
)


def clean(html: str) -> str:
    """`html` with only what the list allows; what it allows keeps its meaning."""
    return _CLEANER.clean(html)


def refusals(html: str) -> list[Refused]:
    """What `html` holds that the list does not allow, each once, in order of appearance."""
    read = _read(html)
    found = list(dict.fromkeys(_judged(read)))
    if not found and read != _read(clean(html)):
        return [Refused("raw-html", "")]
    return found


def _judged(pieces: list[_Piece]) -> Iterator[Refused]:
    for kind, name, attributes in pieces:
        if kind == "other" or (kind in ("start", "end") and name not in TAGS):
            yield Refused("raw-html", name)
        elif kind == "start":
            for key, value in attributes:
                if rule := attribute_rule(name, key, value):
                    yield Refused(rule, key, value)


_Piece = tuple[str, str, tuple[tuple[str, str], ...]]


class _Reader(HTMLParser):
    """Notes tags, texts and everything else of a text of HTML, in order."""

    EMPTY = frozenset({"br", "hr", "img"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[_Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # The order of attributes says nothing.
        self.pieces.append(("start", tag, tuple(sorted((k, v or "") for k, v in attrs))))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.EMPTY:
            self.pieces.append(("end", tag, ()))

    def handle_data(self, data: str) -> None:
        if self.pieces and self.pieces[-1][0] == "text":
            data = self.pieces.pop()[1] + data
        self.pieces.append(("text", data, ()))

    def handle_comment(self, data: str) -> None:
        self.pieces.append(("other", data[:40], ()))

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)


def _read(html: str) -> list[_Piece]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.pieces
