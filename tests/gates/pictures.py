"""Screenshots of eight templates, to be looked at: `python3 run.py pictures`.

Every template at two widths, in two colour schemes and two languages, as images of their own and,
for each template, one sheet of all eight. The first screens of a page are taken: what people see.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from itertools import product
from pathlib import Path

from built_site import LANGS, PROJECT, Site, build
from chromium import find_or_install
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from static_host import Server

from gates import pages
from gates.workers import ARGUMENTS

FOLDER = PROJECT / "guide/images/screens"
SIZES = {360: 1280, 1280: 1280}  # width: height of what is shown
SCHEMES = ("light", "dark")
GAP, PAPER = 24, "#8a8f94"
LARGEST = 400 * 1024  # of a sheet


def main(arguments: list[str]) -> int:
    """Take them all."""
    parser = argparse.ArgumentParser(prog="run.py pictures", description=__doc__)
    parser.add_argument("--site", type=Path, help="a built site, instead of building one")
    parser.add_argument("--output", type=Path, default=FOLDER)
    parser.add_argument("--only", default="", help="templates by name, with commas")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        root = options.site
        site = pages.read(root.resolve()) if root else build(PROJECT, Path(folder) / "site")
        server = Server(pages.built(site), pages.headers_sent())
        wanted = set(filter(None, options.only.split(",")))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_or_install(), args=ARGUMENTS)
            for name, addresses in templates(site).items():
                if not wanted or name in wanted:
                    shots = take(browser, server.address, addresses)
                    save(options.output, name, shots)
            browser.close()
        server.close()
    print(options.output)
    return 0


def templates(site: Site) -> dict[str, dict[str, str]]:
    """The address of a page of each template, by language."""
    found: dict[str, dict[str, str]] = {}
    texts = site.records("legal-texts")
    # The text that most is known of shows the most of its template.
    text = max(sorted(texts), key=lambda id: len(str(texts[id])))
    exemplar = min(site.records("exemplars"))
    measure = min(site.records("measures"))
    stem = next((s for s in reversed(list(site.written("vi"))) if s.startswith("tin-tuc/")), "")
    for lang in LANGS:
        found.setdefault("home", {})[lang] = "en/" if lang == "en" else ""
        found.setdefault("measure", {})[lang] = site.of_record("measures", measure, lang)
        found.setdefault("text", {})[lang] = site.of_record("legal-texts", text, lang)
        found.setdefault("exemplar", {})[lang] = site.of_record("exemplars", exemplar, lang)
        if stem:
            found.setdefault("article", {})[lang] = site.of_written(stem, lang)
        found.setdefault("register", {})[lang] = site.section("legal-texts", lang)
        found.setdefault("search", {})[lang] = site.section("search", lang)
        found.setdefault("404", {})[lang] = f"{'en/' if lang == 'en' else ''}khong-co/"
    return found


def take(browser: Browser, host: str, addresses: dict[str, str]) -> dict[str, Image.Image]:
    """A picture for each language, scheme and width, named `vi-light-360`."""
    shots = {}
    for scheme, width, lang in product(SCHEMES, SIZES, addresses):
        with browser.new_context(
            viewport={"width": width, "height": SIZES[width]},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        ) as context:
            page = context.new_page()
            page.goto(host + addresses[lang], wait_until="load")
            shot = Image.open(io.BytesIO(page.screenshot()))
            shots[f"{lang}-{scheme}-{width}"] = shot.convert("RGB")
    return shots


def save(folder: Path, name: str, shots: dict[str, Image.Image]) -> None:
    """Each picture below `folder`/<template>/, and all of them on one sheet beside."""
    (folder / name).mkdir(parents=True, exist_ok=True)
    for which, shot in shots.items():
        shot.save(folder / name / f"{which}.webp", quality=80, method=6)
    paper = sheet(list(shots.values()))
    for quality in range(80, 20, -10):
        target = folder / f"{name}.webp"
        paper.save(target, quality=quality, method=6)
        if target.stat().st_size <= LARGEST:
            break


def sheet(shots: list[Image.Image]) -> Image.Image:
    """The pictures of one scheme in a row, halved in size, the other scheme below."""
    rows = [shots[: len(shots) // 2], shots[len(shots) // 2 :]]
    width = max(sum(shot.width + GAP for shot in row) for row in rows) + GAP
    height = sum(max(shot.height for shot in row) + GAP for row in rows) + GAP
    paper = Image.new("RGB", (width, height), PAPER)
    top = GAP
    for row in rows:
        left = GAP
        for shot in row:
            paper.paste(shot, (left, top))
            left += shot.width + GAP
        top += max(shot.height for shot in row) + GAP
    return paper.resize((width // 2, height // 2), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
