"""The share cards of a site: their names, known before they are drawn, and their files."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import PIL

from portal.address import LANGS, Book, Page
from portal.card import Card, card, card_page
from portal.card_canvas import FONTS
from portal.card_picture import picture
from portal.register import Register

FOLDER = "assets/cards"
PICTURES = (".png", ".jpg", ".jpeg")


class CardShelf:
    """Cards of all listed pages. Each is kept in `folder` under a digest of all that it is made of,
    so that it is drawn once."""

    def __init__(self, register: Register, book: Book, folder: Path, docs: Path) -> None:
        """The emblem is read from `docs`; only a PNG or JPEG can be drawn."""
        self.register = register
        self.book = book
        self.folder = folder
        emblem = docs / (register.site.emblem or "")
        drawable = emblem.suffix.lower() in PICTURES and emblem.is_file()
        self.emblem = emblem.read_bytes() if drawable else b""
        made_by = sorted(Path(__file__).parent.glob("card_*.py"))
        fonts = sorted(FONTS.glob("*.ttf"))
        made_of = [path.read_bytes() for path in (*made_by, *fonts)] + [self.emblem]
        self._made_of = repr([hashlib.sha256(part).hexdigest() for part in made_of])
        self._made_of += PIL.__version__
        self._cards: dict[tuple[str, str], tuple[Card, str]] = {}

    def card(self, page: Page, lang: str) -> Card:
        return self._find(page, lang)[0]

    def name(self, page: Page, lang: str) -> str:
        """The file of the card of `page`, below the site's root; new whenever the card is."""
        url = card_page(self.book, page).url(lang).rstrip("/") or "index"
        return f"{FOLDER}/{url}.{self._find(page, lang)[1][:10]}.png"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every card with its name. Kept cards that are no longer used are forgotten."""
        self.folder.mkdir(parents=True, exist_ok=True)
        unused = {path.name for path in self.folder.glob("*.png")}
        for page in self.book.all:
            if page.listed:
                for lang in LANGS:
                    shown, digest = self._find(page, lang)
                    unused.discard(f"{digest}.png")
                    yield self.name(page, lang), self._drawn(shown, digest)
        for name in sorted(unused):
            (self.folder / name).unlink(missing_ok=True)

    def _find(self, page: Page, lang: str) -> tuple[Card, str]:
        own = card_page(self.book, page)
        if (own.key, lang) not in self._cards:
            shown = card(self.register, own, lang)
            digest = hashlib.sha256(f"{self._made_of}{shown!r}".encode()).hexdigest()
            self._cards[own.key, lang] = shown, digest
        return self._cards[own.key, lang]

    def _drawn(self, shown: Card, digest: str) -> bytes:
        kept = self.folder / f"{digest}.png"
        if kept.is_file():
            return kept.read_bytes()
        content = picture(shown, self.emblem)
        # Whole or not at all, also when a build is stopped or another one runs beside it.
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as half:
            half.write(content)
        Path(half.name).replace(kept)
        return content
