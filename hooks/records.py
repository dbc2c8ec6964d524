"""Reads and checks the content before anything is built; an error stops the build at once.

MkDocs empties the output folder only after this event, so a refused build leaves it untouched.
"""

import os
import time
from dataclasses import replace
from pathlib import Path

from between_builds import MEMORY
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import get_plugin_logger
from portal.card_shelf import CardShelf
from portal.dialect import Alignment
from portal.language import slugify
from portal.load import TEMPLATES, assemble, day_in_viet_nam, load, report_language
from portal.marking import MarkVietnamese
from portal.memory import state_of
from portal.render import Renderer

log = get_plugin_logger("portal")


def on_config(config: MkDocsConfig) -> None:
    """Load the register once per build; static-i18n fires this event once per language."""
    if "portal" in config.extra:
        return
    root = Path(config.config_file_path).parent
    now = float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    today = day_in_viet_nam(now)
    records, report = load(root, today)
    if report.problems:
        text = report.text(report_language(records))
        if report.errors:
            log.error("\n%s", text)
            raise Abort("")
        # Stale translations are announced on their pages; they do not stop the site.
        log.info("\n%s", text)
    register, book = assemble(records, today)
    if MEMORY.preview and (service := os.environ.get("PREVIEW_COUNTER")):
        # The counter that run.py has started beside the preview, wherever the site has its own.
        counting = replace(register.site.counter, endpoint=service)
        register.site = replace(register.site, counter=counting)
    # `mkdocs serve` has set its own address by now; a build has none yet.
    site_url = config.site_url or os.environ.get("SITE_URL") or register.site.url
    config.site_url = site_url if site_url.endswith("/") else f"{site_url}/"
    config.site_name = register.site.title.vi
    MEMORY.turn()
    shell = Path(config.theme.custom_dir)
    state = state_of(records, root, (TEMPLATES, shell))
    compiled = root / ".cache" / "templates"
    compiled.mkdir(parents=True, exist_ok=True)
    docs = Path(config.docs_dir)
    # Nobody shares a preview, and it should follow each change at once.
    cards = None if MEMORY.preview else CardShelf(register, book, root / ".cache" / "cards", docs)
    config.extra["portal"] = Renderer(
        register,
        book,
        config.site_url,
        shell,
        MEMORY,
        state,
        compiled,
        docs,
        MEMORY.preview,
        cards,
    )
    config.extra["marking"] = MarkVietnamese()
    config.markdown_extensions += [config.extra["marking"], Alignment()]
    config.mdx_configs.setdefault("toc", {})["slugify"] = slugify
    # A word that content.py puts into the language of the page.
    config.mdx_configs.setdefault("footnotes", {})["BACKLINK_TITLE"] = "footnote_back"
    # Our own shell needs nothing of the theme's; looking through its files takes time.
    config.theme.dirs[:] = [config.theme.custom_dir]
    # Sitemap and 404 page are written at the end, once for both languages.
    config.theme.static_templates.clear()
