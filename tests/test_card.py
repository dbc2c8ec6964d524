"""Share cards: one for each page and language, readable, drawn once."""

from __future__ import annotations

import io
import subprocess
import sys
import unicodedata
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from built_site import LANGS, PROJECT, Site
from html_page import Page
from PIL import Image
from plan import TODAY, write_complete_plan
from portal import card_shelf
from portal.card import Card
from portal.card_canvas import BOLD, KNOWN, MEDIUM, drawable, font
from portal.card_lines import break_lines, words_of
from portal.card_picture import line_step, picture, title_lines
from portal.card_shelf import CardShelf
from portal.load import assemble, load
from second_project import write_project

VOWELS = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]
ACCENTED = [letter for letter in [*LETTERS, "đ"] if not letter.isascii()]
VIETNAMESE = [*ACCENTED, *(letter.upper() for letter in ACCENTED)]
EXAMPLE = Card("Luật · 73/2006/QH11", "Bình đẳng giới", "Công tác phụ nữ", "Sở Công Thương", 7)


# What `mkdocs serve` does before it serves.
PREVIEW = """
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config()
config.plugins.on_startup(command="serve", dirty=False)
build(config)
"""


def shelf(root: Path, folder: Path) -> CardShelf:
    register, book = assemble(load(root, TODAY)[0])
    return CardShelf(register, book, folder, root / "docs")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> CardShelf:
    """The cards of this project; nothing is drawn until somebody asks for files."""
    return shelf(PROJECT, tmp_path_factory.mktemp("cards"))


@pytest.fixture(scope="module")
def cards(own: CardShelf) -> list[Card]:
    return [own.card(page, lang) for page in own.book.all if page.listed for lang in LANGS]


def file_of(site: Site, page: Page) -> str:
    image = page.meta("og:image") or ""
    assert image.startswith(site.url), page
    return image.removeprefix(site.url)


# ------------------------------------------------------------------------------- the built site


def test_every_page_names_a_card_that_chats_can_show(site: Site) -> None:
    for page in site.pages:
        file = site.root / file_of(site, page)
        with Image.open(file) as opened:
            assert (opened.format, opened.size) == ("PNG", (1200, 630)), page
        assert (page.meta("og:image:width"), page.meta("og:image:height")) == ("1200", "630")
        assert page.meta("twitter:card") == "summary_large_image"
        assert file.stat().st_size <= 25_000, file


def test_every_listed_page_has_a_card_of_its_own(site: Site) -> None:
    names = [file_of(site, page) for page in site.listed]
    assert len(set(names)) == len(names)
    pictures = {(site.root / name).read_bytes() for name in names}
    assert len(pictures) == len(names), "two pages, or the two languages of one, look the same"
    published = {name for name in site.files if name.startswith("assets/cards/")}
    assert published == {file_of(site, page) for page in site.pages}


def test_a_list_narrowed_by_a_filter_shows_the_card_of_the_whole_list(site: Site) -> None:
    narrowed = [
        page for page in site.pages if page.tagged("body")[0].get("class").endswith("-filter")
    ]
    assert narrowed
    for page in narrowed:
        language = site.language_of(page.address)
        wholes = [site.page(site.section(name, language)) for name in ("legal-texts", "exemplars")]
        assert file_of(site, page) in {file_of(site, whole) for whole in wholes}


def test_the_words_of_a_card_are_there_to_be_heard(site: Site) -> None:
    for page in site.listed:
        words = page.meta("og:image:alt") or ""
        assert site.settings["title"][page.html["lang"]] in words, page
        if site.language_of(page.address) == "en":
            assert words.isascii() or not set(words) & set(VIETNAMESE), words
    page = site.page(site.of_record("measures", "2", "en"))
    assert (page.meta("og:image:alt") or "").startswith("Measure 2 · ")


def test_a_preview_has_no_cards(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    subprocess.run([sys.executable, "-c", PREVIEW], cwd=project, check=True, capture_output=True)
    site = Site(project / "site", project)
    assert site.page("").meta("og:title")
    assert site.page("").meta("og:image") is None
    assert not [name for name in site.files if name.startswith("assets/cards/")]
    assert not (project / ".cache/cards").exists()


# ------------------------------------------------------------------------------------- letters


@pytest.mark.parametrize("name", [BOLD, MEDIUM])
def test_all_134_accented_letters_are_drawn(name: str) -> None:
    assert len(set(VIETNAMESE)) == 134
    face = font(name, 60)
    box = bytes(face.getmask("\ue000"))
    drawn = {letter: bytes(face.getmask(letter)) for letter in VIETNAMESE}
    assert box not in drawn.values()
    assert len(set(drawn.values())) == 134, "two letters look the same"


@pytest.mark.parametrize("name", [BOLD, MEDIUM])
def test_whatever_is_taken_to_be_known_is_drawn(name: str) -> None:
    face = font(name, 40)
    box = bytes(face.getmask("\ue000"))
    known = [chr(code) for code in range(33, 0x2300) if KNOWN.match(chr(code))]
    assert not [char for char in known if bytes(face.getmask(char)) == box]
    assert set(VIETNAMESE) <= set(known)


def test_no_card_of_this_site_loses_a_letter(cards: list[Card]) -> None:
    for card in cards:
        for text in (card.kicker, card.title, card.site, card.agency):
            assert drawable(text) == text


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Ho\u0323c tie\u0302\u0301ng", "Học tiếng"),
        ("21\u2011CT/TW", "21-CT/TW"),
        ("năm\u00a02018", "năm 2018"),
        ("Ĝi ☂漢tốt", "Gi tốt"),
    ],
)
def test_what_the_fonts_lack_is_replaced(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


@pytest.mark.parametrize("size", [32, 58, 84])
@pytest.mark.parametrize("lines", [["ngựa quỵ", "ẶẪ ỄỔỮ"], ["quý", "Ừ", "Ậ"], ["a", "a"], ["Ễ"]])
def test_marks_of_one_line_do_not_touch_the_line_above(lines: list[str], size: int) -> None:
    boxes = [font(BOLD, size).getbbox(line, anchor="ls") for line in lines]
    step = line_step(lines, size)
    assert all(upper[3] < step + lower[1] for upper, lower in pairwise(boxes))
    assert step >= size


# ---------------------------------------------------------------------------------------- lines


def test_titles_keep_all_their_words_and_their_margins(cards: list[Card]) -> None:
    for card in cards:
        room = 734 if card.numeral else 736 if card.cover else 1008
        lines, size = title_lines(card.title, room)
        assert " ".join(lines) == card.title, lines
        assert len(lines) <= 4
        assert size >= 32
        for line in lines:
            assert font(BOLD, size).getlength(line) <= room * 1.03, (line, size)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Phụ nữ Việt Nam", ["Phụ nữ", "Việt Nam"]),
        ("Kế hoạch thực hiện Chỉ thị số 21-CT/TW", ["Kế hoạch thực hiện", "Chỉ thị số 21-CT/TW"]),
        ("Law on Marriage and Family", ["Law on Marriage", "and Family"]),
    ],
)
def test_lines_end_where_a_reader_pauses(title: str, lines: list[str]) -> None:
    found = break_lines(words_of(title), len, max(map(len, lines)) + 1, 4)
    assert found == lines


def test_lines_are_of_much_the_same_length() -> None:
    lines = break_lines(["chữ"] * 17, len, 40, 4)
    assert lines is not None
    assert all(abs(len(one) - len(other)) <= 4 for one, other in pairwise(lines))


@pytest.mark.parametrize("title", ["Rất dài " * 90, "x" * 400, "x" * 400 + " y", "Một", ""])
def test_a_title_of_any_length_fits(title: str) -> None:
    lines, size = title_lines(title, 1008)
    assert len(lines) <= 4
    assert all(font(BOLD, size).getlength(line) <= 1008 * 1.03 for line in lines)
    if len(title) > 300:
        assert lines[-1].endswith("…")
    assert picture(replace(EXAMPLE, title=title, kicker=title, agency=title))


# ------------------------------------------------------------------------------ emblem and cache


def test_the_emblem_is_drawn_and_a_broken_one_is_not() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (300, 200), (200, 30, 30, 128)).save(buffer, "PNG")
    whole = buffer.getvalue()
    assert picture(EXAMPLE, whole) != picture(EXAMPLE)
    for broken in (whole[:100], b"<svg/>", b"not a picture"):
        assert picture(EXAMPLE, broken) == picture(EXAMPLE)


def test_a_card_is_drawn_once_and_is_the_same_bytes_when_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_complete_plan(tmp_path / "plan")
    first = dict(shelf(root, tmp_path / "cards").files())
    assert first
    again = dict(shelf(root, tmp_path / "elsewhere").files())
    assert again == first, "drawing is not repeatable"

    def draw(card: Card, emblem: bytes) -> bytes:
        raise AssertionError(f"{card.title} is drawn again")

    monkeypatch.setattr(card_shelf, "picture", draw)
    assert dict(shelf(root, tmp_path / "cards").files()) == first


def test_a_changed_title_changes_the_name_of_that_card_alone(tmp_path: Path) -> None:
    root = write_complete_plan(tmp_path / "plan")
    before = dict(shelf(root, tmp_path / "cards").files())
    measure = next((root / "data/measures").glob("*.yml"))
    text = measure.read_text("utf-8")
    title = load(root, TODAY)[0].collections["measures"][measure.stem].title.vi
    measure.write_text(text.replace(title, "Tên mới của nhóm", 1), "utf-8")
    after = dict(shelf(root, tmp_path / "cards").files())
    assert len(before.keys() - after.keys()) == len(after.keys() - before.keys()) == 1
    kept = {path.read_bytes() for path in (tmp_path / "cards").glob("*")}
    assert kept == set(after.values()), "an unused card is still kept"
