"""What the HTML made from a written page may hold: an allow-list, in one place.

It is used twice. The check names whatever is refused, with its line, before a build begins; the
build passes every text through a sanitiser with the same list, so that what the check did not see
is not published either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

import nh3

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
EVERYWHERE = frozenset({"class", "id", "lang"})
PLAIN = frozenset({
    "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h2", "h3", "h4", "h5", "h6",
    "hr", "li", "p", "pre", "span", "strong", "sub", "sup", "table", "tbody", "td", "thead", "tr",
    "ul",
})  # fmt: skip
TAGS: dict[str, frozenset[str]] = {
    **dict.fromkeys(PLAIN, frozenset()),
    "a": frozenset({"href", "title", "hreflang"}),
    "img": frozenset({"src", "alt", "title", "width", "height"}),
    "ol": frozenset({"start"}),
    "th": frozenset({"scope"}),
}
ADDRESSES = frozenset({"href", "src"})
VALUES = {
    "class": re.compile(r"(?:(?:footnote|footnote-(?:ref|backref)|language-[\w+-]+|"
                        r"align-(?:left|right|center))(?:\s+|$))*"),
    "id": re.compile(r"[\w:.-]{1,80}"),
    "lang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"),
    "hreflang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"),
    "width": re.compile(r"\d{1,4}"),
    "height": re.compile(r"\d{1,4}"),
    "start": re.compile(r"\d{1,6}"),
    "scope": re.compile(r"col|row"),
}  # fmt: skip
# How Python-Markdown aligns a column; the policy of the site allows no style in a page.
ALIGNED = re.compile(r' style="text-align: (left|right|center);"')
# What browsers drop from an address before they read its scheme.
DROPPED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]")


@dataclass(frozen=True)
class Refusal:
    """Something outside the list: `what` is `tag`, `attribute`, `value` or `address`."""

    what: str
    got: str
    tag: str


def refusals(html: str) -> Iterator[Refusal]:
    """Everything in `html` that is not on the list, in its order."""
    walker = _Walker()
    walker.feed(aligned(html))
    walker.close()
    yield from walker.found


def clean(html: str) -> str:
    """`html` with nothing in it that is not on the list; text inside scripts goes with them."""
    return nh3.clean(
        aligned(html),
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes={"*": set(EVERYWHERE), **{tag: set(names) for tag, names in TAGS.items()}},
        attribute_filter=_kept,
        link_rel=None,
        url_schemes=set(SCHEMES),
    )


def aligned(html: str) -> str:
    """`html` with the alignment of table columns as classes."""
    return ALIGNED.sub(r' class="align-\1"', html)


def scheme_is_allowed(address: str) -> bool:
    """Whether `address` leads within the site, to the web, to a mailbox or to a telephone."""
    plain = DROPPED.sub("", address).replace("\\", "/")
    if plain.startswith("//"):
        return False
    scheme = re.match(r"([^/?#:]*):", plain)
    return scheme is None or scheme[1].lower() in SCHEMES


def _kept(tag: str, name: str, value: str) -> str | None:
    if name in ADDRESSES:
        return value if scheme_is_allowed(value) else None
    form = VALUES.get(name)
    return value if form is None or form.fullmatch(value) else None


class _Walker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Refusal] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.found.append(Refusal("tag", tag, tag))
            return
        for name, value in attrs:
            if name not in TAGS[tag] | EVERYWHERE:
                self.found.append(Refusal("attribute", name, tag))
            elif _kept(tag, name, value or "") is None:
                what = "address" if name in ADDRESSES else "value"
                self.found.append(Refusal(what, value or "", tag))

    def handle_comment(self, data: str) -> None:
        self.found.append(Refusal("tag", f"!--{data[:20]}", "!--"))

    def handle_decl(self, decl: str) -> None:
        self.found.append(Refusal("tag", f"!{decl[:20]}", "!"))

    def handle_pi(self, data: str) -> None:
        self.found.append(Refusal("tag", f"?{data[:20]}", "?"))

    def unknown_decl(self, data: str) -> None:
        self.found.append(Refusal("tag", f"![{data[:20]}", "!["))
