"""What could run, load or lead astray in a built page, by a parser that reads as browsers do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import html5lib
from portal.markup import TAGS, attribute_rule

NEVER = {"iframe", "frame", "frameset", "object", "embed", "applet", "base", "math", "style",
         "template", "portal", "audio", "video", "source", "track", "canvas", "marquee", "isindex",
         "foreignobject", "animate", "set", "use", "noembed", "xmp", "plaintext"}  # fmt: skip
LINKING = {"href", "src", "action", "formaction", "srcset", "poster", "background", "cite", "data",
           "manifest", "ping", "xlink:href", "srcdoc"}  # fmt: skip
OWN_SCRIPT = re.compile(r"(?:\.\./|/)*assets/js/[a-z-]+\.[0-9a-f]{10}\.js")
# What the templates put around what was written, and nothing like it.
FRAMES = {("div", "class", "table-frame"), ("div", "role", "group"), ("div", "tabindex", "0"),
          ("th", "scope", "col")}  # fmt: skip
SAID = {("div", "aria-label")}  # text of the interface, whatever it says
GOOD_LINK = re.compile(r"(?:https?|mailto|tel):|(?![^/?#]*:)(?!//)", re.IGNORECASE)


def live(html: str) -> list[str]:
    """Each thing in the page `html` that is not ours and not harmless, in a few words."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    found = [line for element in tree.iter() for line in _of(element)]
    for prose in tree.iter("div"):
        if "prose" in prose.get("class", "").split():
            found += [line for element in prose.iter() if element is not prose
                      for line in _outside_the_list(element)]  # fmt: skip
    return found


def _of(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str):  # a comment
        return
    tag = element.tag.lower()
    if tag in NEVER:
        yield f"<{tag}>"
    if tag == "script":
        yield from _of_script(element)
    for name, value in element.attrib.items():
        name = str(name).lower()
        if (
            name.startswith("on")
            or name in ("style", "srcdoc", "formaction", "ping")
            or (name in LINKING and not GOOD_LINK.match(value))
        ):
            yield f"{tag} {name}={value}"
    if tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
        yield "refresh"


def _of_script(element: Any) -> Iterator[str]:
    if element.get("type") == "application/ld+json":
        json.loads(element.text)
    elif not OWN_SCRIPT.fullmatch(element.get("src", "")) or element.text:
        yield f"<script src={element.get('src')}> {element.text}"


def _outside_the_list(element: Any) -> Iterator[str]:
    if element.tag not in TAGS:
        yield f"prose: <{element.tag}>"
        return
    for name, value in element.attrib.items():
        ours = (element.tag, name, value) in FRAMES or (element.tag, name) in SAID
        if not ours and attribute_rule(element.tag, name, value):
            yield f"prose: {element.tag} {name}={value}"
