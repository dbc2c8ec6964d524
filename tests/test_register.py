"""The register: relations from both sides, articles in order, what names what."""

from __future__ import annotations

from datetime import date

import pytest
from plan import FILES, read, write_plan
from portal.register import Register

NEWS = FILES["docs/vi/tin-tuc/hoi-nghi.md"]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    later = NEWS.replace("2020-03-05", "2021-01-01").replace("Hội nghị về", "Ánh sáng về")
    event = NEWS.replace("date: 2020-03-05", "event_date: 2020-12").replace("Hội nghị về", "Đề án")
    root = write_plan(
        tmp_path_factory.mktemp("plan"),
        {"docs/vi/tin-tuc/anh-sang.md": later, "docs/vi/tin-tuc/de-an.md": event},
    )
    records, report = read(root)
    assert not report.errors
    return Register(records)


def test_a_text_is_found_by_its_id_and_by_its_number(register: Register) -> None:
    assert register.text("5/2019/NĐ-CP") is register.text("5-2019-nd-cp")
    with pytest.raises(KeyError):
        register.text("9/2019/NĐ-CP")


def test_a_relation_written_once_is_seen_from_both_sides(register: Register) -> None:
    (there,) = register.links["12-qd-ubnd-2020"]
    (back,) = register.links["5-2019-nd-cp"]
    assert (there.kind, there.text) == ("ensures_implementation_of", register.text("5-2019-nd-cp"))
    assert (back.kind, back.text) == ("implemented_by", register.text("12-qd-ubnd-2020"))


def test_news_come_latest_first(register: Register) -> None:
    assert [article.stem for article in register.articles] == [
        "tin-tuc/anh-sang", "tin-tuc/de-an", "tin-tuc/hoi-nghi"
    ]  # fmt: skip


def test_related_articles_are_the_others_of_the_category(register: Register) -> None:
    first = register.articles[0]
    assert [item.stem for item in register.related_articles(first)] == [
        "tin-tuc/de-an", "tin-tuc/hoi-nghi"
    ]  # fmt: skip


def test_each_measure_knows_what_serves_it(register: Register) -> None:
    first, second = register.by_measure["1"], register.by_measure["2"]
    assert sorted(text.id for text in first["legal_texts"]) == ["12-qd-ubnd-2020", "5-2019-nd-cp"]
    assert [item.id for item in second["exemplars"]] == ["nha-tam-lanh"]
    assert len(first["articles"]) == 3
    assert second["articles"] == []


def test_records_know_the_articles_that_name_them(register: Register) -> None:
    assert len(register.articles_naming["legal-text", "12-qd-ubnd-2020"]) == 3
    assert len(register.articles_naming["exemplar", "nha-tam-lanh"]) == 3


def test_the_latest_check_is_known(register: Register) -> None:
    assert register.last_checked == date(2026, 11, 23)


def test_an_article_shows_its_best_language(register: Register) -> None:
    articles = {article.stem: article for article in register.articles}
    assert articles["tin-tuc/hoi-nghi"].best("en").lang == "en"
    assert articles["tin-tuc/de-an"].best("en").lang == "vi"
    assert not articles["tin-tuc/hoi-nghi"].stale
