"""A page of the built site as a light tree: enough to ask what a reader, a crawler or a screen
reader would. Stricter than a browser: an element that is not closed is a mistake.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cached_property
from html.parser import HTMLParser

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
UNREAD = frozenset({"script", "style", "template"})


def squeeze(text: str) -> str:
    """`text` as it is read: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


class Element:
    """One element. `lang` is the language it stands in, its own or inherited."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []
        self.lang: str = attributes.get("lang", parent.lang if parent else "")

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    @property
    def classes(self) -> list[str]:
        return self.get("class").split()

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, *tags: str, having: str = "", of_class: str = "") -> list[Element]:
        """Elements below with one of `tags`, with the attribute `having`, of the class given."""
        return [
            element
            for element in self.walk()
            if element is not self
            and (not tags or element.tag in tags)
            and (not having or having in element.attributes)
            and (not of_class or of_class in element.classes)
        ]

    def one(self, *tags: str, having: str = "", of_class: str = "") -> Element:
        """The only such element."""
        found = self.all(*tags, having=having, of_class=of_class)
        if len(found) != 1:
            raise AssertionError(f"{len(found)} of {tags} {having} {of_class}, expected one")
        return found[0]

    def above(self) -> Iterator[Element]:
        """This element and those around it, from the inside out."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def texts(self) -> Iterator[tuple[Element, str]]:
        """Each piece of text that is read, with the element it stands in."""
        for child in self.children:
            if isinstance(child, str):
                yield self, child
            elif child.tag not in UNREAD:
                yield from child.texts()

    @cached_property
    def text(self) -> str:
        """All text below, as it is read."""
        return squeeze("".join(text for _, text in self.texts()))


class Page(Element):
    """A whole document; `address` is its place below the site's root ('' is the home page)."""

    def __init__(self, address: str, source: str) -> None:
        super().__init__("#document", {}, None)
        self.address = address
        self.source = source
        self.mistakes: list[str] = []
        _Parser(self).feed_all(source)

    def __repr__(self) -> str:
        return f"/{self.address}"

    @cached_property
    def ids(self) -> dict[str, Element]:
        return {element["id"]: element for element in self.elements if "id" in element.attributes}

    @cached_property
    def elements(self) -> list[Element]:
        return list(self.walk())[1:]

    def tagged(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    @property
    def html(self) -> Element:
        return self.tagged("html")[0]

    @cached_property
    def main(self) -> Element:
        return self.one("main")

    def meta(self, name: str) -> str | None:
        """The content of `<meta name=…>` or `<meta property=…>`."""
        for element in self.tagged("meta"):
            if name in (element.get("name"), element.get("property"), element.get("http-equiv")):
                return element.get("content")
        return None

    def linked(self, rel: str) -> list[Element]:
        """The `<link>` elements of one relation."""
        return [element for element in self.tagged("link") if element.get("rel") == rel]


class _Parser(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.current: Element = page

    def feed_all(self, source: str) -> None:
        self.feed(source)
        self.close()
        while self.current is not self.page:
            self.page.mistakes.append(f"<{self.current.tag}> is not closed")
            self.current = self.current.parent or self.page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if len(attributes) != len(attrs):
            self.page.mistakes.append(f"<{tag}> has an attribute twice: {attrs}")
        element = Element(tag, attributes, self.current)
        self.current.children.append(element)
        if tag not in VOID:
            self.current = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != self.current.tag:
            self.page.mistakes.append(f"</{tag}> where </{self.current.tag}> was expected")
            if tag not in (element.tag for element in self.current.above()):
                return
            while self.current.tag != tag:
                self.current = self.current.parent or self.page
        self.current = self.current.parent or self.page

    def handle_data(self, data: str) -> None:
        self.current.children.append(data)
