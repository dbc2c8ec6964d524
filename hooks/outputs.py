"""Writes what is not a page, once both languages are built."""

import os
from pathlib import Path
from typing import Literal

from between_builds import MEMORY
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from portal.compress import compress_folder
from portal.output import extra_files


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Note whether this is a preview: it is built again and again, and never published."""
    MEMORY.preview = command == "serve"


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """After static-i18n has built the other language inside its own event."""
    if config.plugins["i18n"].building:
        return
    site = Path(config.site_dir)
    for name, content in extra_files(config.extra["portal"], site):
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if not MEMORY.preview:  # the preview's server would not use them
        compress_folder(site)
    elif pages := os.environ.get("PREVIEW_PAGES"):  # its counter does not know where it is built
        aside = Path(f"{pages}.new")
        aside.write_bytes((site / "counter-pages.json").read_bytes())
        aside.replace(pages)
