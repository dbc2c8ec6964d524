"""Gives every page of the address book a file that MkDocs and static-i18n know.

Three steps around static-i18n (priority -100), which links each file with its twin in the other
language: announce files before it, fill them after it, then move them to their own addresses.
"""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from portal.address import LANGS, Page
from portal.render import Renderer


def announce(files: Files, config: MkDocsConfig) -> Files:
    """Add a file for each page that nobody wrote; leave the shell's own files to `outputs`, and
    whatever the check has not seen (what editors leave behind, links) where it is."""
    renderer: Renderer = config.extra["portal"]
    seen = renderer.book.records.uploads
    for file in list(files):
        ours = file.src_dir == config.theme.custom_dir
        if ours or not (file.is_documentation_page() or file.src_uri in seen):
            files.remove(file)
    for page in renderer.book.all:
        for lang in LANGS:
            src = f"{lang}/{page.src}"
            if files.get_file_from_path(src) is None:
                files.append(File(src, config.docs_dir, config.site_dir, use_directory_urls=True))
    return files


@event_priority(-101)
def fill(files: Files, config: MkDocsConfig) -> Files:
    """Give each page its Markdown without front matter, which `portal` has read already."""
    renderer: Renderer = config.extra["portal"]
    for file in files.documentation_pages():
        lang, _, src = file.src_uri.partition("/")
        written = renderer.register.pages.get(src.removesuffix(".md"))
        file.content_string = written.best(lang).body if written else ""
        file.generated_by = "portal"
    return files


@event_priority(-150)
def move(files: Files, config: MkDocsConfig) -> Files:
    """Set each file, and its twin in the other language, to the address of its page."""
    book = config.extra["portal"].book
    for file in files.documentation_pages():
        page = book.by_src[file.src_uri.partition("/")[2]]
        for lang, twin in file.alternates.items():
            _move(twin, page, lang, config)
        _move(file, page, file.locale_alternate_of, config)
    return files


def _move(file: File, page: Page, lang: str, config: MkDocsConfig) -> None:
    url = page.url(lang)
    file.dest_uri = f"{url}index.html"
    # Both are cached by MkDocs when the file is made.
    file.url = url or "./"
    file.abs_dest_path = str(Path(config.site_dir, file.dest_uri))


on_files = CombinedEvent(announce, fill, move)
