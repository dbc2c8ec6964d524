"""Fills pages: Markdown and records become a body, the body becomes a whole document."""

from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.pages import Page as MkDocsPage
from portal.address import Page
from portal.markup import clean
from portal.template_mistake import template_mistake

log = get_plugin_logger("portal")
ROOT = Path(__file__).resolve().parent.parent


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, **_: Any) -> str:
    """On English pages mark Vietnamese words in the written text as such."""
    book_page, lang = _of(page, config)
    written = config.extra["portal"].register.pages.get(book_page.src.removesuffix(".md"))
    config.extra["marking"].active = bool(written and written.best(lang).lang == "en")
    return markdown


def on_page_content(html: str, page: MkDocsPage, config: MkDocsConfig, **_: Any) -> str:
    """The body of the page: its template, with the written text where there is one."""
    renderer, (book_page, lang) = config.extra["portal"], _of(page, config)
    title = escape(renderer.phrases[lang]["footnote_back"])
    written = clean(html).replace('title="footnote_back"', f'title="{title}"')
    body: str = renderer.body(book_page, lang, written)
    return body


def on_page_context(context: Any, page: MkDocsPage, config: MkDocsConfig, **_: Any) -> Any:
    """Hand the theme's main.html the whole document, rendered by our own environment."""
    context["document"] = config.extra["portal"].document(*_of(page, config), page.content)
    return context


def on_build_error(error: Exception) -> None:
    """A broken template is reported with its place; any other error keeps its traceback."""
    if text := template_mistake(error, ROOT):
        log.error("\n%s", text)
        raise Abort("") from None


def _of(page: MkDocsPage, config: MkDocsConfig) -> tuple[Page, str]:
    lang, _, src = page.file.src_uri.partition("/")
    return config.extra["portal"].book.by_src[src], lang
