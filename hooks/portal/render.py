"""Turns the register into HTML, through the templates of this package and the shell in `overrides/`.

Autoescape is on and an undefined name is an error: a template cannot print what was not checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from portal import describe, structured_data
from portal.address import LANGS, Book, Page, relative
from portal.facet import EXEMPLAR_FACETS, LEGAL_TEXT_FACETS, facet_values
from portal.language import ascii_letters, fold, foreign_runs, long_date, number, slugify
from portal.qr import qr_file
from portal.register import Article, Register

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
        self, register: Register, book: Book, site_url: str, shell: Path
    ) -> None:
        self.register = register
        self.book = book
        self.site_url = site_url
        self.phrases = {lang: register.interface.in_language(lang) for lang in LANGS}
        facets = {"legal-texts": LEGAL_TEXT_FACETS, "exemplars": EXEMPLAR_FACETS}
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
        )
        self.environment.filters.update(
            fill=fill, number=show_number, day=show_day, runs=show_runs, plain=show_plain,
            fold=fold, anchor=slugify, encode=lambda text: quote(text, safe=""),
        )  # fmt: skip

    def body(self, page: Page, lang: str, prose: str = "") -> str:
        """The main part of `page`; `prose` is the HTML of the text written for it, if any."""
        template = self.environment.get_template(f"{page.kind}.html")
        return template.render(self.context(View(page, lang)), prose=Markup(prose))

    def document(self, page: Page, lang: str, body: str) -> str:
        """The whole HTML document around `body`."""
        view = View(page, lang)
        context = self.context(view)
        return self.environment.get_template("shell.html").render(
            context,
            body=Markup(body),
            description=describe.page(self.register, view.page, lang),
            structured_data=structured_data.graph(self.register, self.book, page, lang, self.absolute),
        )

    def standalone(self, template: str, **values: Any) -> str:
        """A file outside the two languages, such as the 404 page or a redirect."""
        values = {
            "register": self.register, "phrases": self.phrases, "site_url": self.site_url, **values
        }  # fmt: skip
        return self.environment.get_template(template).render(values)

    def absolute(self, url: str) -> str:
        return self.site_url + url

    def context(self, view: View) -> dict[str, Any]:
        """What every template may use for `view`; all values are plain."""
        lang, current = view.lang, view.url
        book = self.book

        def href(key: str) -> str:
            return relative(book.url(key, lang), current)

        def root(path: str) -> str:
            """The relative link to a file below the site's root."""
            return relative(path, current)

        return {
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
            "href": href,
            "root": root,
            "link_in": lambda key, language: relative(book.url(key, language), current),
            "absolute": self.absolute,
            "qr_file": qr_file(view.page, lang),
            "breadcrumb": list(self._ancestors(view.page)),
            "written": self._article(view.page),
        }

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


@pass_context
def show_number(context: Context, value: int) -> str:
    return number(value, context["lang"])


@pass_context
def show_day(context: Context, day: Any) -> str:
    return long_date(day, context["lang"])


@pass_context
def show_runs(context: Context, text: str) -> list[tuple[str, bool]]:
    """Pieces of `text` with whether each needs `lang="vi"` on a page in this language."""
    return foreign_runs(text) if context["lang"] == "en" else [(text, False)]


@pass_context
def show_plain(context: Context, text: str) -> str:
    """`text` for places that hold no markup: on English pages without Vietnamese letters."""
    return ascii_letters(text) if context["lang"] == "en" else text
