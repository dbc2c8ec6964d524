"""Writes what is not a page, once both languages are built."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from portal.output import extra_files


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """After static-i18n has built the other language inside its own event."""
    if config.plugins["i18n"].building:
        return
    for name, content in extra_files(config.extra["portal"]):
        path = Path(config.site_dir, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
