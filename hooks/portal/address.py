"""Every page of the site and its address in each language, decided in one place.

Addresses use the words of the page's language in ASCII, carry no dates and end in a slash. The
Vietnamese site is the root, the English one lives below `en/`. The words of the sections come from
`data/interface.yml` (`path_…`), those of records from their ids and slugs.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from portal.facet import EXEMPLAR_FACETS, LEGAL_TEXT_FACETS, Facet, facet_values
from portal.model import Localized
from portal.prose import Prose
from portal.records import Records

LANGS = ("vi", "en")


@dataclass(frozen=True)
class Page:
    """One page in both languages.

    `key` names it in templates (`legal-text:73-2006-qh11`), `kind` its template. `src` is the
    Markdown name that MkDocs knows it by below each language folder. `record` is what it shows.
    """

    key: str
    kind: str
    src: str
    paths: tuple[str, str]
    title: Localized
    parent: str = ""
    record: Any = None
    source_file: str = ""
    listed: bool = True
    translated: bool = True
    aliases: tuple[tuple[str, str], ...] = ()

    def url(self, lang: str) -> str:
        """The address below the site's root, such as `en/measures/1-leadership/`; home is ''."""
        path = self.paths[LANGS.index(lang)]
        prefix = "" if lang == "vi" else "en/"
        return prefix + (f"{path}/" if path else "")


# Index pages: key, interface key of the words in their address, interface key of their title.
SECTIONS = (
    ("measures", "path_measures", "title_measures"),
    ("legal-texts", "path_legal_texts", "title_legal_texts"),
    ("exemplars", "path_exemplars", "title_exemplars"),
    ("news", "path_news", "title_news"),
    ("agencies", "path_agencies", "title_agencies"),
    ("glossary", "path_glossary", "title_glossary"),
    ("coverage", "path_coverage", "title_coverage"),
    ("booklet", "path_booklet", "title_booklet"),
    ("sources", "path_sources", "title_sources"),
    ("search", "path_search", "title_search"),
    ("site-map", "path_site_map", "title_site_map"),
)
# Records that live on their collection's page, at an anchor of their own.
ANCHORED = {"agency": "agencies", "source": "sources", "term": "glossary"}


class Book:
    """All pages by key. Built from whatever could be read, so that checks can use it as well."""

    def __init__(self, records: Records) -> None:
        assert records.interface is not None
        self.records = records
        self.phrases = records.interface.phrases
        self.all: list[Page] = [*self._pages()]
        self.pages = {page.key: page for page in self.all}

    @cached_property
    def by_src(self) -> dict[str, Page]:
        return {page.src: page for page in self.all}

    @cached_property
    def of_records(self) -> dict[str, Page]:
        """The pages of records by the stem of the text that people may write for them."""
        return {
            page.src.removesuffix(".md"): page for page in self.all
            if page.kind in ("measure", "legal-text", "exemplar")
        }  # fmt: skip

    def url(self, key: str, lang: str) -> str:
        """The address of the page `key` (`agency:mttq` gives an anchor); KeyError if unknown."""
        kind, _, name = key.partition(":")
        if kind in ANCHORED:
            return f"{self.pages[ANCHORED[kind]].url(lang)}#{name}"
        return self.pages[key].url(lang)

    def addresses(self) -> dict[str, str]:
        """Every address below the site's root, the old ones that redirect included, with the file
        that its page comes from."""
        found = {page.url(lang): page.source_file for page in self.all for lang in LANGS}
        for page in self.all:
            found |= {alias.lstrip("/"): page.source_file for _, alias in page.aliases}
        return found

    def word(self, name: str) -> tuple[str, str]:
        phrase = self.phrases.get(name)
        return (phrase.vi, phrase.en or phrase.vi) if phrase else (name, name)

    def title(self, name: str) -> Localized:
        return self.phrases.get(name) or Localized(vi=name)

    def _pages(self) -> Iterator[Page]:
        stems: dict[str, str] = {}
        generated = [*self._generated()]
        for page in generated:
            stems[page.src.removesuffix(".md")] = page.key
            yield page
        for (lang, stem), prose in sorted(self.records.prose.items()):
            if lang == "vi" and stem not in stems:
                yield self._written(stem, prose)

    def _generated(self) -> Iterator[Page]:
        home = self.records.prose.get(("vi", "index"))
        source = home.meta.origin.path if home else ""
        name = self.title("title_home")
        yield Page("home", "home", "index.md", ("", ""), name, source_file=source)
        for key, path, phrase in SECTIONS:
            words = self.word(path)
            src = f"{words[0]}/index.md"
            yield Page(key, key, src, words, self.title(phrase), parent="home")
        collections = self.records.collections
        for measure in collections["measures"].values():
            slug = (f"{measure.id}-{measure.slug.vi}", f"{measure.id}-{measure.slug.en}")
            texts = (measure.title, measure.text)
            yield self._of_record("measure", "measures", measure, slug, measure.title, texts)
        for text in collections["legal-texts"].values():
            mark = f"{text.number}: " if text.is_numbered else ""
            title = Localized(
                vi=mark + text.title.vi, en=mark + text.title.en if text.title.en else None
            )
            slug = (text.id, text.id)
            yield self._of_record("legal-text", "legal-texts", text, slug, title, (text.title,))
        for exemplar in collections["exemplars"].values():
            slug = (exemplar.slug.vi, exemplar.slug.en)
            texts = (exemplar.name, exemplar.description)
            yield self._of_record("exemplar", "exemplars", exemplar, slug, exemplar.name, texts)
        yield from self._filters("legal-texts", LEGAL_TEXT_FACETS)
        yield from self._filters("exemplars", EXEMPLAR_FACETS)
        yield from self._categories()

    def _of_record(
        self, kind: str, section: str, record: Any, slug: tuple[str, str], title: Localized,
        texts: Iterable[Localized],
    ) -> Page:  # fmt: skip
        paths = self._below(section, slug)
        old = tuple(
            ("en" if alias.startswith("/en/") else "vi", alias)
            for alias in getattr(record, "aliases", ())
        )
        return Page(
            f"{kind}:{record.id}", kind, f"{paths[0]}.md", paths, title, section, record,
            record.origin.path, translated=all(text.en for text in texts), aliases=old,
        )  # fmt: skip

    def _below(self, section: str, slug: tuple[str, str]) -> tuple[str, str]:
        words = self.word(f"path_{section.replace('-', '_')}")
        return f"{words[0]}/{slug[0]}", f"{words[1]}/{slug[1]}"

    def _filters(self, section: str, facets: tuple[Facet, ...]) -> Iterator[Page]:
        for facet in facets:
            words = self.word(f"path_by_{facet.name}")
            for value in facet_values(self.records, section, facet):
                slug = (f"{words[0]}/{value.slug[0]}", f"{words[1]}/{value.slug[1]}")
                paths = self._below(section, slug)
                yield Page(
                    f"{section}:{facet.name}:{value.id}", f"{section}-filter", f"{paths[0]}.md",
                    paths, value.name, section, (facet, value), listed=False,
                )  # fmt: skip

    def _categories(self) -> Iterator[Page]:
        vocabulary = self.records.vocabularies.get("news-categories")
        words = self.word("path_category")
        for term in vocabulary.entries if vocabulary else ():
            if term.slug:
                slug = (f"{words[0]}/{term.slug.vi}", f"{words[1]}/{term.slug.en}")
                paths = self._below("news", slug)
                yield Page(
                    f"news-category:{term.id}", "news-category", f"{paths[0]}.md", paths,
                    term.name, "news", term,
                )  # fmt: skip

    def _written(self, stem: str, vi: Prose) -> Page:
        en = self.records.prose.get(("en", stem))
        folder, _, leaf = stem.rpartition("/")
        word = en.meta.slug if en and en.meta.slug else leaf
        news = vi.is_news
        vi_folder, en_folder = self.word("path_news") if news else (folder, self._folder(folder))
        paths = (
            posixpath.join(vi_folder, leaf).removesuffix("/index"),
            posixpath.join(en_folder, word).removesuffix("/index"),
        )
        old = [("vi", alias) for alias in vi.meta.aliases]
        old += [("en", alias) for alias in en.meta.aliases] if en else []
        return Page(
            f"{'article' if news else 'prose'}:{stem}", "article" if news else "prose",
            f"{stem}.md", paths, Localized(vi=vi.meta.title, en=en.meta.title if en else None),
            "news" if news else "home", stem, vi.meta.origin.path,
            translated=en is not None, aliases=tuple(old),
        )  # fmt: skip

    def _folder(self, folder: str) -> str:
        """The English words of a folder of written pages: the slugs of its index pages."""
        words = []
        for end in range(len(parts := folder.split("/"))):
            index = self.records.prose.get(("en", "/".join([*parts[: end + 1], "index"])))
            words.append(index.meta.slug if index and index.meta.slug else parts[end])
        return "/".join(words)


@cache
def relative(url: str, current: str) -> str:
    """The relative link from the page at `current` to `url`; both are below the site's root."""
    path, hash_mark, anchor = url.partition("#")
    here = current.split("/")[:-1]
    there = path.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    link = "../" * (len(here) - shared) + "/".join(there[shared:])
    return f"{link or './'}{hash_mark}{anchor}"
