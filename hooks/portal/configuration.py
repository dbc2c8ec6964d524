"""Reads `mkdocs.yml` before MkDocs does, so that a mistake in it is explained like any other.

The generator relies on nearly everything in that file; FORM says what stands where, and what a
maintainer may change: the site's name and address, the preview's address, the names of the two
languages, more Markdown extensions of EXTRA_EXTENSIONS, more hooks of one's own, and more folders
to watch. Remarks and the order of keys are free.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from portal.field import Cursor, Origin, is_blank
from portal.problem import Report, guess
from portal.source import Mapping, Node, Scalar, Sequence, parse_yaml
from portal.text_file import read_text
from portal.tree import is_file
from portal.value import Pattern, Text, WebAddress, scalar

FILE = "mkdocs.yml"
# In the order in which they have to stand.
HOOKS = ("hooks/records.py", "hooks/pages.py", "hooks/content.py", "hooks/outputs.py")
EXTENSIONS = (
    "attr_list", "def_list", "fenced_code", "footnotes", "tables", "toc", "pymdownx.betterem",
)  # fmt: skip
EXTRA_EXTENSIONS = ("abbr", "admonition", "sane_lists")
WATCHED = ("data", "overrides", "hooks/portal/templates")
# What else must be there for a build to begin.
NEEDED = ("hooks/between_builds.py", "overrides/main.html", "overrides/shell.html")
# Settings that MkDocs has and this site does without: what they would do is done elsewhere.
UNUSED = frozenset({
    "INHERIT", "copyright", "draft_docs", "edit_uri", "edit_uri_template", "exclude_docs", "extra",
    "extra_css", "extra_javascript", "extra_templates", "google_analytics", "pages",
    "remote_branch", "remote_name", "repo_name", "repo_url", "site_author", "site_description",
})  # fmt: skip


def read_configuration(root: Path, report: Report) -> bool:
    """Report everything in `root`/mkdocs.yml that would break the build, and files it needs.

    False where it reported anything: then nothing that rests on these settings should be tried.
    """
    before = report.count
    path = root / FILE
    if not path.is_file():
        report.add("file-missing", (FILE, 1, 1), got=FILE)
        return False
    for name in NEEDED:
        if not (root / name).is_file():
            report.add("file-missing", (name, 1, 1), got=name)
    text = read_text(path, FILE, root, report)
    tree = None if text is None else parse_yaml(text, FILE, report)
    if tree is not None:
        _Reader(root).compare(tree, FORM, Cursor(Origin(FILE), report))
    return report.count == before


def is_project(root: Path) -> bool:
    """Whether `root` is meant to be built, and is not a folder of content alone."""
    return (root / "hooks").is_dir()


class _Optional:
    def __init__(self, form: Form) -> None:
        self.form = form  # of a key that may be left out


Read = Callable[["_Reader", Node, Cursor], None]
Form = str | tuple["Form", ...] | dict[str, "Form"] | _Optional | Read


class _Reader:
    def __init__(self, root: Path) -> None:
        self.root = root

    def compare(self, node: Node, form: Form, at: Cursor) -> None:
        """Report where `node` differs from `form`."""
        if isinstance(form, _Optional):
            self.compare(node, form.form, at)
        elif isinstance(form, str):
            self._fixed(node, form, at)
        elif isinstance(form, dict):
            self._mapping(node, form, at)
        elif isinstance(form, tuple):
            self._sequence(node, form, at)
        else:
            form(self, node, at)

    def _fixed(self, node: Node, form: str, at: Cursor) -> None:
        # A switch in quotes is a word to MkDocs.
        switch = form in ("true", "false")
        if not isinstance(node, Scalar) or node.value != form or (switch and not node.plain):
            at.add("setting-fixed", node, expected=form, got=_shown(node))

    def _mapping(self, node: Node, form: dict[str, Form], at: Cursor) -> None:
        if not isinstance(node, Mapping):
            at.add("expected-keys", node, known=", ".join(form), example=next(iter(form)))
            return
        free = [name for name in form if name not in {entry.key for entry in node.entries}]
        for entry in node.entries:
            child = at.child(entry.key)
            if entry.key in form:
                self.compare(entry.value, form[entry.key], child)
            elif entry.key in UNUSED and not at.key:
                child.add("setting-unused", entry)
            else:
                close = guess(entry.key, free)
                free = [name for name in free if name != close]
                child.add("unknown-key", entry, guess=close, options=", ".join(free))
        for name in free:
            if name in form and not isinstance(form[name], _Optional):
                at.add("missing-key", node, missing=name)

    def _sequence(self, node: Node, form: tuple[Form, ...], at: Cursor) -> None:
        if not isinstance(node, Sequence):
            at.add("expected-list", node, example=_written(form))
            return
        for number, (item, part) in enumerate(zip(node.items, form, strict=False)):
            self.compare(item, part, at.child(number))
        for number in range(len(form), len(node.items)):
            at.child(number).add("setting-extra", node.items[number], expected=_written(form))
        if len(node.items) < len(form):
            at.add("setting-fixed", node, expected=_written(form), got=_shown(node))

    def names(self, node: Node, at: Cursor, example: str) -> Iterator[tuple[Scalar, Cursor]]:
        """The items of a list of names, each once."""
        if not isinstance(node, Sequence):
            at.add("expected-list", node, example=f"- {example}")
            return
        seen = set()
        for number, item in enumerate(node.items):
            child = at.child(number)
            if not isinstance(item, Scalar) or is_blank(item):
                child.add("setting-name", item, example=example)
            elif item.value in seen:
                child.add("repeated-item", item, got=item.value)
            else:
                seen.add(item.value)
                yield item, child

    def hooks(self, node: Node, at: Cursor) -> None:
        """The hooks that the site is made by, in their order; others may stand among them."""
        before = at.report.count
        listed = []
        for item, child in self.names(node, at, HOOKS[0]):
            listed.append(item.value)
            inside = re.fullmatch(r"hooks/[a-z0-9_]+\.py", item.value)
            if not inside or not is_file(self.root / item.value):
                close = guess(item.value, HOOKS)
                child.add("file-missing", item, got=item.value, guess=close)
        if at.report.count == before and [name for name in listed if name in HOOKS] != list(HOOKS):
            at.add("setting-order", node, expected=", ".join(HOOKS))

    def extensions(self, node: Node, at: Cursor) -> None:
        """The Markdown extensions that pages are written with, and others known to be safe."""
        known = (*EXTENSIONS, *EXTRA_EXTENSIONS)
        items = node.items if isinstance(node, Sequence) else ()
        # A name with options is a mistake of its own, and not a name that is missing.
        blocks = [item for item in items if isinstance(item, Mapping)]
        listed = {entry.key for block in blocks for entry in block.entries}
        for item, child in self.names(node, at, "attr_list"):
            listed.add(item.value)
            if item.value not in known:
                close = guess(item.value, known)
                child.add(
                    "unknown-choice", item, got=item.value, known=", ".join(known), guess=close
                )
        for name in EXTENSIONS:
            if isinstance(node, Sequence) and name not in listed:
                at.add("setting-item", node, missing=name)

    def watch(self, node: Node, at: Cursor) -> None:
        """Folders and files of the project that the preview looks at."""
        for item, child in self.names(node, at, WATCHED[0]):
            path = self.root / item.value
            if not _below(path, self.root):
                child.add("file-missing", item, got=item.value, guess=guess(item.value, WATCHED))


def _below(path: Path, root: Path) -> bool:
    try:
        return path.exists() and path.resolve().is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


def _shown(node: Node) -> str:
    """`node` in a word or two."""
    if isinstance(node, Scalar):
        return node.value if node.plain else f'"{node.value}"'
    return f"[{len(node.items)}]" if isinstance(node, Sequence) else "{…}"


def _written(form: tuple[Form, ...]) -> str:
    """A list as it should be written, by its names."""
    names = [part if isinstance(part, str) else next(iter(part)) if isinstance(part, dict) else "…"
             for part in form]  # fmt: skip
    return ", ".join(f"- {name}" for name in names)


def _text(reader: _Reader, node: Node, at: Cursor) -> None:
    Text(200).read(node, at)


def _web_address(reader: _Reader, node: Node, at: Cursor) -> None:
    WebAddress().read(node, at)


def _host_and_port(reader: _Reader, node: Node, at: Cursor) -> None:
    form = Pattern(r"[A-Za-z0-9.-]+:\d{1,5}", "host-format")
    text = form.read(node, at)
    if text is not None and not 0 < int(text.rpartition(":")[2]) < 65536:
        at.add("host-format", node, got=scalar(node, at))


LANGUAGES: Form = (
    {"locale": "vi", "name": _text, "build": "true", "default": "true"},
    {"locale": "en", "name": _text, "build": "true"},
)
FORM: Form = {
    "site_name": _text,
    "site_url": _Optional(_web_address),
    "dev_addr": _Optional(_host_and_port),
    "docs_dir": "docs",
    "site_dir": "site",
    "strict": "true",
    "use_directory_urls": "true",
    "theme": {"name": "material", "custom_dir": "overrides", "language": "vi", "font": "false"},
    "hooks": _Reader.hooks,
    "plugins": (
        {
            "i18n": {
                "docs_structure": "folder",
                "fallback_to_default": "true",
                "reconfigure_material": "false",
                "reconfigure_search": "false",
                "languages": LANGUAGES,
            }
        },
    ),
    "markdown_extensions": _Reader.extensions,
    "nav": ("index.md",),
    "not_in_nav": "*",
    "validation": {
        "links": {"anchors": "ignore", "absolute_links": "warn", "unrecognized_links": "warn"}
    },
    "watch": _Reader.watch,
}
