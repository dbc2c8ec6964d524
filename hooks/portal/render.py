"""Turns the register into HTML, through the templates of this package and those in `overrides/`.

Autoescape is on and an undefined name is an error: a template cannot print what was not checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup

from portal import describe, structured_data
from portal.address import LANGS, Book, Page, relative
from portal.asset import Assets
from portal.card_shelf import CardShelf
from portal.drawing import read_drawing
from portal.facet import EXEMPLAR_FACETS, LEGAL_TEXT_FACETS, facet_values
from portal.headers import content_security_policy
from portal.language import foreign_runs, long_date, number, plain
from portal.memory import Memory, State
from portal.qr import qr_code
from portal.register import Article, Register
from portal.tooltip import Marker, notes
from portal.views import parts_in_hanoi

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class View:
    """One page in one language, as templates see it."""

    page: Page
    lang: str

    @property
    def url(self) -> str:
        return self.page.url(self.lang)

    @property
    def shown_in(self) -> str:
        """The language that the main text is really in."""
        return self.lang if self.page.translated else "vi"


class Renderer:
    """Renders bodies and whole documents. One environment, compiled once, for every page."""

    def __init__(
        self, register: Register, book: Book, site_url: str, shell: Path,
        memory: Memory | None = None, state: State | None = None, compiled: Path | None = None,
        docs: Path | None = None, preview: bool = False, cards: CardShelf | None = None,
    ) -> None:  # fmt: skip
        """`memory` keeps pages between builds while the part of `state` that they show is the same;
        `compiled` is a folder for compiled templates; files that records name are in `docs`. In a
        `preview` browsers keep no copies; without `cards` pages name no picture to share."""
        self.register = register
        self.book = book
        self.site_url = site_url
        self.assets = Assets(shell / "assets")
        self.cards = cards
        self.memory = memory or Memory()
        self.state = state or State()
        # What the shell shows on every page: settings, and the names and addresses of all pages.
        self.frame = repr((self.state.templates, [name for name, _ in self.assets.files()],
                           site_url, register.site, register.views,
                           register.today if register.notices else "",
                           register.interface, register.agencies, register.last_checked,
                           [(page.key, page.paths, page.title) for page in book.all]))  # fmt: skip
        self.keeps_copies = register.site.offline and not preview
        site = register.site
        self.policy = content_security_policy(site.endpoints, site.services, header=False)
        self.phrases = {lang: register.interface.in_language(lang) for lang in LANGS}
        facets = {"legal-texts": LEGAL_TEXT_FACETS, "exemplars": EXEMPLAR_FACETS}
        self.marks = {
            measure.id: read_drawing(docs / measure.mark) if docs and measure.mark else None
            for measure in register.measures.values()
        }
        self.facets = {
            section: [(facet, facet_values(book.records, section, facet)) for facet in several]
            for section, several in facets.items()
        }
        self.environment = Environment(
            loader=FileSystemLoader([shell, TEMPLATES]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.do"],
            bytecode_cache=FileSystemBytecodeCache(str(compiled)) if compiled else None,
        )
        self.environment.filters.update(
            fill=fill, number=show_number, day=show_day, plain=show_plain, tail=tail_of,
            in_hanoi=parts_in_hanoi,
            encode=lambda text: quote(text, safe=""),
        )  # fmt: skip
        self._markers = {"": Marker(())} | {
            lang: Marker(notes(register.terms, register.abbreviations, lang)) for lang in LANGS
        }
        self._foreign = self.environment.get_template("foreign.html")
        self._marked: dict[tuple[str, str], Markup] = {}

    def body(self, page: Page, lang: str, prose: str = "") -> str:
        """The main part of `page`; `prose` is the HTML of the text written for it, if any."""

        def render() -> str:
            template = self.environment.get_template(f"{page.kind}.html")
            context = self.context(View(page, lang))
            return template.render(context, prose=self._written(page, lang, prose, context))

        return self.memory.recall((self.state.content, page.key, lang, prose), render)

    def _written(self, page: Page, lang: str, prose: str, context: dict[str, Any]) -> Markup:
        """The text written for `page` with its terms explained, but on the page that lists them."""
        written = self._article(page)
        if written is None:
            return Markup("")
        explained = written.best(lang).lang if page.key != "glossary" else ""
        found = self._markers[explained].pieces(prose)
        pieces = [(Markup(piece), note) for piece, note in found]
        return Markup(self.environment.get_template("written.html").render(context, pieces=pieces))

    def document(self, page: Page, lang: str, body: str) -> str:
        """The whole HTML document around `body`."""

        register = self.register
        description = describe.page(register, page, lang)
        structured = structured_data.graph(register, self.book, page, lang, self.absolute)
        written = self._article(page)
        shown = repr((page, written and (written.meta, written.stale)))

        def render() -> str:
            return self.environment.get_template("shell.html").render(
                self.context(View(page, lang)),
                body=Markup(body),
                description=description,
                structured_data=structured,
            )

        return self.memory.recall((self.frame, lang, body, description, structured, shown), render)

    def standalone(self, template: str, **values: Any) -> str:
        """A file outside the two languages, such as the 404 page or a redirect."""
        values = {
            "register": self.register, "phrases": self.phrases, "site_url": self.site_url,
            "assets": self.assets, "policy": self.policy, **values,
        }  # fmt: skip
        return self.environment.get_template(template).render(values)

    def counted_as(self, page: Page) -> str:
        """What views of `page` are counted under: its Vietnamese path, for both languages."""
        return urlsplit(self.site_url).path + page.url("vi")

    def absolute(self, url: str) -> str:
        return self.site_url + url

    def context(self, view: View) -> dict[str, Any]:
        """What every template may use for `view`; all values are plain."""
        lang, current = view.lang, view.url
        book = self.book

        def href(key: str) -> str:
            return relative(book.url(key, lang), current)

        def asset(name: str) -> str:
            """The relative link to a file of the shell."""
            return relative(self.assets.url(name), current)

        def root(path: str) -> str:
            """The relative link to a file below the site's root."""
            return relative(path, current)

        return {
            "t": lambda localized: self.marked(localized.best(lang), lang),
            "text": lambda words: self.marked((words, lang), lang),
            "vi": lambda words: self.marked((words, "vi"), lang),
            "register": self.register,
            "site": self.register.site,
            "plan": self.register.plan,
            "view": view,
            "page": view.page,
            "lang": lang,
            "other": "en" if lang == "vi" else "vi",
            "ui": self.phrases[lang],
            "phrases": self.phrases,
            "book": book,
            "facets": self.facets,
            "marks": self.marks,
            "changed_on": self._last_change(view.page),
            "href": href,
            "root": root,
            "cards": self.cards,
            "asset": asset,
            "policy": self.policy,
            "counted_as": self.counted_as,
            "keeps_copies": self.keeps_copies,
            "link_in": lambda key, language: relative(book.url(key, language), current),
            "absolute": self.absolute,
            "qr": lambda: qr_code(self.absolute(view.page.url(lang))),
            "breadcrumb": list(self._ancestors(view.page)),
            "written": self._article(view.page),
        }

    def marked(self, text: tuple[str, str], lang: str) -> str:
        """A text with its language, for a page in `lang`: parts in another language say so.

        Most texts need no marking and are returned as they are, for the template to escape.
        """
        words, written_in = text
        if lang == "vi" or (written_in == "en" and words.isascii()):
            return words
        if text not in self._marked:
            pieces = [(words, True)] if written_in == "vi" else foreign_runs(words)
            self._marked[text] = Markup(self._foreign.render(pieces=pieces))
        return self._marked[text]

    def _last_change(self, page: Page) -> Any:
        """The day that what `page` shows was last known to be true, in the form of its record."""
        if page.kind == "legal-text":
            return page.record.legal_force.checked_on
        if page.kind in ("article", "prose") and (written := self._article(page)):
            return written.meta.updated or written.meta.date or self.register.last_checked
        return self.register.last_checked

    def _ancestors(self, page: Page) -> Iterable[Page]:
        if page.parent:
            parent = self.book.pages[page.parent]
            yield from self._ancestors(parent)
            yield parent

    def _article(self, page: Page) -> Article | None:
        """The written page behind `page`, if people wrote one."""
        return self.register.pages.get(page.src.removesuffix(".md"))


def fill(phrase: str, **values: object) -> str:
    """`phrase` with its {names} filled in; «one | many» is chosen by `count`."""
    if " | " in phrase:
        one, many = phrase.split(" | ", 1)
        phrase = one if values.get("count") == 1 else many
    return phrase.format(**values)


def tail_of(address: str) -> str:
    """The end of a web address, to tell several pages of one site apart; '' for a bare site."""
    last = urlsplit(address).path.rstrip("/").rpartition("/")[2]
    return f" …/{last if len(last) <= 32 else '…' + last[-31:]}" if last else ""


@pass_context
def show_number(context: Context, value: int) -> str:
    return number(value, context["lang"])


@pass_context
def show_day(context: Context, day: Any) -> str:
    return long_date(day, context["lang"])


@pass_context
def show_plain(context: Context, text: str) -> str:
    return plain(text, context["lang"])
