"""Each check of `site_checks` can fail: a site broken in one place is found out."""

from __future__ import annotations

import pytest
from built_site import Site
from site_checks import CHECKS

URL = "https://chuyen-doi-so.example/"
HOME, ENGLISH = "index.html", "en/index.html"
DECISION = "van-ban/9001-qd-ubnd-2024/index.html"
DECREE = "en/legal-texts/9002-2023-nd-cp/index.html"
ARTICLE = "tin-tuc/lop-hoc/index.html"
# What the search shows; the names carry a digest.
SHOWN, SHOWN_EN = "search/vi/files/x*.json", "search/en/files/x*.json"
BREAKS: dict[str, list[tuple[str, str, str]]] = {
    "elements_are_closed_and_ids_unique": [
        (HOME, "</main>", ""),
        (HOME, 'id="contact"', 'id="main"'),
        (HOME, "<!doctype html>", ""),
    ],
    "nothing_is_left_of_a_template": [
        (HOME, "</h1>", " {{ title }}</h1>"),
        (ARTICLE, "<p>", "<p>None "),
        (HOME, "</main>", '<a href="./"></a></main>'),
        (HOME, "</main>", "<ul></ul></main>"),
    ],
    "headings_are_in_order": [
        (HOME, "</main>", "<h1>Thêm</h1></main>"),
        (ARTICLE, "</main>", "<h4>Sâu</h4></main>"),
    ],
    "every_page_has_its_furniture": [
        (HOME, 'name="description"', 'name="x"'),
        (ARTICLE, 'class="breadcrumb" aria-label="', 'class="breadcrumb" aria-label="x'),
        (ENGLISH, '<html lang="en"', '<html lang="vi"'),
    ],
    "the_skip_link_is_first_and_leads_to_the_main_part": [
        (HOME, 'class="skip-link" href="#main"', 'class="skip-link" href="#contact"'),
        (HOME, "<body class=", '<body><a href="./">x</a><p class='),
        ("404.html", ' tabindex="-1"', ""),
    ],
    "the_language_switch_stays_on_the_page": [
        (ARTICLE, 'hreflang="en">English', 'hreflang="vi">English'),
        (ARTICLE, 'href="../../en/news/first-class/" lang="en"', 'href="../../en/" lang="en"'),
    ],
    "titles_tell_pages_apart": [(ARTICLE, "<title>Xã mở lớp kỹ năng số đầu tiên · ", "<title>")],
    "controls_that_need_a_script_are_hidden_without_one": [
        (HOME, "<li hidden><button", "<li><button"),
        (HOME, "<main ", '<main onclick="x()" '),
    ],
    "fields_have_labels_and_pictures_have_words": [
        (HOME, 'for="site-query"', 'for="main"'),
        (HOME, 'role="img" aria-label=', 'role="img" data-label='),
        (HOME, "</main>", '<img src="assets/a.png"></main>'),
        (HOME, '<nav class="site-nav" aria-label="', '<nav class="site-nav" data-x="'),
    ],
    "links_lead_somewhere": [
        (HOME, 'href="van-ban/"', 'href="van-bam/"'),
        (HOME, 'href="#main"', 'href="#mian"'),
        (ARTICLE, 'href="../../assets/css/site.', 'href="../assets/css/site.'),
        (HOME, 'action="van-ban/"', 'action="vanban/"'),
        ("quyet-dinh-9001.html", "0; url=", "0; url=x/"),
        ("404.html", 'href="/en/"', 'href="/english/"'),
    ],
    "names_refer_to_what_is_there": [
        (ARTICLE, 'aria-labelledby="share-title"', 'aria-labelledby="shared-title"'),
    ],
    "the_404_page_works_at_any_depth": [("404.html", 'href="/en/"', 'href="en/"')],
    "links_out_are_sources": [
        (DECISION, "https://xa-vi-du.example/ke-hoach?so=9001&amp;nam=2024", "https://elsewhere.example/"),
        (HOME, 'rel="external noopener" target', "target"),
    ],
    "nothing_is_fetched_from_elsewhere": [
        (HOME, "</head>", '<script src="https://cdn.example/a.js"></script></head>'),
        ("assets/css/site.*.css", "{", "{background:url(https://cdn.example/a.png);"),
    ],
    "scripts_and_styles_are_files": [
        (HOME, "</head>", "<style></style></head>"),
        (HOME, "</head>", "<script>x()</script></head>"),
        (HOME, "<main ", '<main style="color: red" '),
    ],
    "alternates_are_mutual_and_absolute": [
        (ARTICLE, '<link rel="alternate" hreflang="x-default"', '<link rel="x"'),
        (ARTICLE, 'hreflang="en" href="https://chuyen-doi-so.example', 'hreflang="en" href="'),
    ],
    "each_page_has_one_address_to_be_known_by": [
        (ARTICLE, '<link rel="canonical" href="https://', '<link rel="canonical" href="https://x.'),
        (ARTICLE, f'canonical" href="{URL}tin-tuc/lop-hoc/', f'canonical" href="{URL}'),
        (HOME, 'property="og:url" content="', 'property="og:url" content="x'),
    ],
    "the_sitemap_lists_what_is_to_be_found": [
        ("sitemap.xml", "/tin-tuc/lop-hoc/</loc>", "/tin-tuc/</loc>"),
        ("sitemap.xml", 'hreflang="x-default"', 'hreflang="fr"'),
        ("sitemap.xml", "<lastmod>2024-06-03", "<lastmod>03/06/2024"),
        ("robots.txt", "sitemap.xml", "map.xml"),
        (ARTICLE, "</head>", '<meta name="robots" content="noindex"></head>'),
    ],
    "english_pages_mark_what_is_vietnamese": [
        (ENGLISH, "</h1>", " xã</h1>"),
        (DECREE, '<span lang="vi">9002/2023/NĐ-CP</span>', "9002/2023/NĐ-CP"),
        (ENGLISH, 'aria-label="', 'aria-label="Điều '),
        (ENGLISH, 'data-done="', 'data-done="Đã '),
        (ENGLISH, 'name="description" content="', 'name="description" content="Xã '),
    ],
    "the_interface_speaks_one_language": [
        (ENGLISH, ">Share<", '>Chia sẻ<'),
        (HOME, ">Chia sẻ<", ">Share<"),
        (HOME, 'aria-label="', 'aria-label="Search" data-x="'),
        (DECREE, ">Issued by<", ' lang="vi">Issued by<'),
    ],
    "dates_and_numbers_are_of_the_language": [
        (DECREE, ">1 February 2023<", ">2023-02-01<"),
        (DECREE, "</h1>", " 01/02/2023</h1>"),
        (ARTICLE, "</h1>", " 1 February 2023</h1>"),
    ],
    "structured_data_says_what_the_page_is": [
        (ARTICLE, '"@type": "NewsArticle"', '"@type": "WebPage"'),
        (DECREE, '"inLanguage": "en"', '"inLanguage": "vi"'),
    ],
    "structured_data_is_whole": [
        (ARTICLE, '"headline"', '"title"'),
        (ARTICLE, '"datePublished": "2024-06-01"', '"datePublished": "01/06/2024"'),
        (ARTICLE, '"position": 2', '"position": 1'),
    ],
    "structured_data_leads_to_pages_and_calls_law_what_is_law": [
        (DECISION, '"identifier"', '"@type": "Legislation", "legislationIdentifier"'),
        (ARTICLE, '"item": "https://chuyen-doi-so.example/tin-tuc/"', '"item": "https://chuyen-doi-so.example/tin/"'),
        (ARTICLE, '"item": "https://chuyen-doi-so.example/"', '"item": "https://elsewhere.example/"'),
    ],
    "english_structured_data_has_no_vietnamese_but_names": [(DECREE, '"name": "', '"name": "Xã ')],
    "feeds_are_atom_in_one_language": [
        ("tin-tuc/atom.xml", 'xml:lang="vi"', 'xml:lang="en"'),
        ("tin-tuc/atom.xml", "2024-06-03T00:00:00+07:00", "2024-06-03"),
        ("tin-tuc/atom.xml", 'rel="self"', 'rel="me"'),
        ("van-ban/atom.xml", "/van-ban/9002-2023-nd-cp/</id>", "/van-ban/9001-qd-ubnd-2024/</id>"),
        ("en/news/atom.xml", "<summary>", "<summary>Xã "),
    ],
    "feeds_lead_to_translated_pages": [
        ("en/news/atom.xml", '/en/news/first-class/"', '/tin-tuc/lop-hoc/"'),
    ],
    "pages_offer_the_feeds_of_their_language": [
        (ARTICLE, 'href="../atom.xml"', 'href="../../en/news/atom.xml"'),
    ],
    "search_lists_hold_their_own_language": [
        (SHOWN_EN, '"en/news/first-class/"', '"tin-tuc/lop-hoc/"'),
        (SHOWN_EN, '"title":"', '"title":"Xã '),
        (SHOWN, '"title":"', '"title":"<b>x</b>'),
    ],
    "qr_codes_are_there_for_each_shared_page": [
        (ARTICLE, 'class="qr"', 'class="code"'),
    ],
    "shared_addresses_are_the_pages_own": [
        (ARTICLE, "sharer.php?u=https%3A%2F%2F", "sharer.php?u=https%3A%2F%2Fx."),
        (ARTICLE, "data-share-address", "data-share"),
    ],
}  # fmt: skip
BY_NAME = {check.__name__: check for check in CHECKS}
CASES = [(name, *change) for name, changes in BREAKS.items() for change in changes]


BY_ADDRESS = ("addresses_are_plain_words", "every_page_is_linked_and_can_be_reached")


def test_every_check_is_tried() -> None:
    assert {*BREAKS, *BY_ADDRESS} == set(BY_NAME)


@pytest.mark.parametrize("name", BY_ADDRESS)
def test_a_page_at_a_strange_address_is_found_out(name: str, second_site: Site) -> None:
    site = second_site.with_change(HOME, "", "")
    site.addresses = [*second_site.addresses, "Tin_Tức/"]
    site._texts["Tin_Tức/index.html"] = second_site.text(ARTICLE)
    assert list(BY_NAME[name](site))


@pytest.mark.parametrize(("name", "file", "old", "new"), CASES)
def test_a_broken_site_is_found_out(
    name: str, file: str, old: str, new: str, second_site: Site
) -> None:
    check = BY_NAME[name]
    list(check(second_site))  # parses what the change leaves as it is
    assert list(check(second_site.with_change(file, old, new))), f"{file}: {old!r} → {new!r}"
