"""The files of a site that are not pages, as names below the site's root with their bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup

from portal import feed
from portal.address import LANGS, relative
from portal.headers import underscore_headers
from portal.offline import FALLBACK, KEPT, kept_files, kept_pages, version_of
from portal.render import Renderer
from portal.search_index import index
from portal.search_units import Library, labels, synonyms
from portal.url_list import emptied
from portal.views import manifest, published


def extra_files(renderer: Renderer, site: Path) -> Iterator[tuple[str, bytes]]:
    """Every such file, in a fixed order, the same bytes for the same content. The pages are in the
    folder `site` already, and each file is expected there before the next is asked for."""
    yield from renderer.assets.files()
    for name, text in _texts(renderer):
        yield name, text.encode("utf-8")
    for lang in LANGS:
        documents = Library(renderer.register, renderer.book, lang)
        others, words = synonyms(renderer.register, lang), labels(renderer.register, lang)
        for name, content in index(documents, lang, others, words):
            yield f"search/{lang}/{name}", content
    yield "sw.js", _service_worker(renderer, site).encode("utf-8")
    if renderer.cards:
        yield from renderer.cards.files()


def _texts(renderer: Renderer) -> Iterator[tuple[str, str]]:
    book, site_url = renderer.book, renderer.site_url
    base = urlsplit(site_url).path
    yield "404.html", renderer.standalone("404.html", base=base, book=book)
    yield FALLBACK, renderer.standalone(FALLBACK, base=base, book=book, kept=KEPT)
    site, views = renderer.register.site, renderer.register.views
    yield "_headers", underscore_headers(base, site.endpoints, site.services)
    yield "counter-pages.json", manifest(counted_pages(renderer))
    if views and site.counter.show:
        yield "views.json", published(views, renderer.register.interface.phrases["views_how"])
    yield "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {site_url}sitemap.xml\n"
    yield "sitemap.xml", renderer.standalone("sitemap.xml", pages=list(_sitemap(renderer)))
    for lang in LANGS:
        for key, entries in (
            ("news", feed.news(renderer.register, book, lang)),
            ("legal-texts", feed.register_changes(renderer.register, book, lang)),
        ):
            updated = max((entry.updated for entry in entries), default="")
            yield (
                book.url(key, lang) + "atom.xml",
                renderer.standalone(
                    "atom.xml", entries=entries, lang=lang, key=key, book=book,
                    updated=updated or renderer.register.plan.date.isoformat(),
                ),
            )  # fmt: skip
    yield from _redirects(renderer)


def counted_pages(renderer: Renderer) -> dict[str, str]:
    """Each path of a page, as browsers show it, with the key that its views are counted under."""
    base = urlsplit(renderer.site_url).path
    return {
        base + page.url(lang): renderer.counted_as(page)
        for page in renderer.book.all for lang in LANGS
    }  # fmt: skip


def _service_worker(renderer: Renderer, site: Path) -> str:
    """The worker that keeps copies, or the one that removes them and itself."""
    if not renderer.keeps_copies:
        return renderer.standalone("service-worker-off.js")
    pages, shell = kept_pages(renderer.book), kept_files(renderer.assets.files())
    return renderer.standalone(
        "service-worker.js",
        pages=Markup(json.dumps(pages)),
        shell=Markup(json.dumps(shell)),
        fallback=FALLBACK,
        version=version_of(pages, shell, lambda name: (site / name).read_bytes()),
    )


def _sitemap(renderer: Renderer) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each address with its alternates and the day of its last change ('' where unknown)."""
    for page in renderer.book.all:
        if not page.listed:
            continue
        day = ""
        if page.kind == "legal-text":
            day = page.record.legal_force.checked_on.isoformat()
        elif page.kind == "article":
            meta = renderer.register.pages[page.record].meta
            known = meta.updated or meta.date
            day = known.isoformat() if known else ""
        languages = LANGS if page.translated else ("vi",)
        addresses = {lang: renderer.absolute(page.url(lang)) for lang in languages}
        for lang in languages:
            yield addresses[lang], addresses if page.translated else {}, day


def _redirects(renderer: Renderer) -> Iterator[tuple[str, str]]:
    book = renderer.book
    moved = [(old, lang, page.key) for page in book.all for lang, old in page.aliases]
    gone = emptied(book, book.records.urls).items()
    for old, lang, key in [*moved, *((old, lang, key) for old, (lang, key) in gone)]:
        name = old.lstrip("/")
        if not name.endswith((".html", ".htm", ".php", ".aspx")):
            name = name.rstrip("/") + "/index.html"
        url = book.url(key, lang)
        yield (
            name,
            renderer.standalone(
                "redirect.html", lang=lang, ui=renderer.phrases[lang],
                target=renderer.absolute(url), link=relative(url, name),
            ),
        )  # fmt: skip
