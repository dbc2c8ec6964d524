"""Rules for what staff set once in data/site.yml.

Each rule is a generator of findings whose docstring is the rule.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from portal.finding import Finding, Findings, Scene, at
from portal.notice import MOST
from portal.problem import guess
from portal.rules_links import heading_anchors

# Where a rating may be sent unencrypted: to this computer, in tests.
LOCAL = ("localhost", "127.0.0.1", "[::1]")


def notices_are_sound(scene: Scene) -> Findings:
    """Notices are few, in both languages, and end after they begin."""
    site = scene.records.singles.get("site.yml")
    if site is None:
        return
    for number, notice in enumerate(site.notices):
        key = f"notices[{number}]"
        if number == MOST:
            yield at(site, "notices-limit", key, limit=MOST, got=len(site.notices))
        if notice.text.en is None:
            yield at(site, "missing-key", f"{key}.text", missing="en")
        if notice.ends <= notice.begins:
            yield at(
                site, "dates-order", f"{key}.end", got=notice.end.isoformat(), other="start",
                date=notice.start.isoformat(),
            )  # fmt: skip


def ratings_are_sent_safely(scene: Scene) -> Findings:
    """What readers think of a page goes over an encrypted connection."""
    site = scene.records.singles.get("site.yml")
    if site and site.rating:
        parts = urlsplit(site.rating.endpoint)
        if parts.scheme != "https" and parts.hostname not in LOCAL:
            yield at(site, "endpoint-insecure", "rating.endpoint", got=site.rating.endpoint)


def contact_page_exists(scene: Scene) -> Findings:
    """The contact page is a written page, with the section that the setting names; so is the page
    for people who need help, as a whole."""
    site = scene.records.singles.get("site.yml")
    if site is None:
        return
    prose = scene.records.prose

    def is_written(stem: str) -> bool:
        return ("vi", stem) in prose and not prose["vi", stem].is_news and stem != "index"

    if site.help_page is not None and not is_written(site.help_page):
        yield at(site, "file-missing", "help_page", got=f"docs/vi/{site.help_page}.md")
    if site.contact_page is None:
        return
    stem, _, anchor = site.contact_page.partition("#")
    if not is_written(stem):
        yield at(site, "file-missing", "contact_page", got=f"docs/vi/{stem}.md")
        return
    for lang in ("vi", "en"):
        page = prose.get((lang, stem))
        if anchor and page and anchor not in (anchors := heading_anchors(page)):
            near = guess(anchor, sorted(anchors))
            values: dict[str, object] = {"got": anchor, "guess": f"#{near}" if near else ""}
            yield Finding("link-anchor", site.origin.at("contact_page"), "contact_page", values)
            return
