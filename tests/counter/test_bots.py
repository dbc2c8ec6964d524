"""Declared bots: the verdicts of the package's own function, at one cost for any agent."""

from __future__ import annotations

import random
import time

import pytest
import real_log
from crawleruseragents import CRAWLER_USER_AGENTS_DATA, is_crawler
from hypothesis import given
from hypothesis import strategies as st

from counter.bots import BadPatterns, Bots, is_bot, known_patterns, plain_word

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
HEADLESS = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "HeadlessChrome/141.0.7390.37 Safari/537.36"
)
WORDS = [word for word in map(plain_word, known_patterns()) if word]


def test_the_patterns_are_those_of_the_package() -> None:
    assert known_patterns() == [row["pattern"] for row in CRAWLER_USER_AGENTS_DATA]


def test_every_example_of_the_package_is_a_bot() -> None:
    examples = [each for row in CRAWLER_USER_AGENTS_DATA for each in row.get("instances", ())]
    assert len(examples) > 2000
    assert [each for each in examples if is_bot(each) != is_crawler(each)] == []
    assert all(map(is_bot, examples))


@real_log.needs_log
def test_the_agents_of_the_real_log_are_judged_as_by_the_package() -> None:
    agents = {row.agent for row in real_log.rows(real_log.text())} - {"", "-"}
    assert len(agents) == 558
    assert [each for each in agents if is_bot(each) != is_crawler(each)] == []
    assert sum(map(is_bot, agents)) > 50


# Line breaks cannot be in a field of HTTP; `$` means something else before one in RE2.
LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=12)


@given(st.lists(st.one_of(st.sampled_from(WORDS), LETTERS), max_size=6), st.data())
def test_any_agent_is_judged_as_by_the_package(parts: list[str], data: st.DataObject) -> None:
    agent = "".join(part[: data.draw(st.integers(1, len(part) + 1))] for part in parts)[:120]
    if agent.strip(" \t-"):
        assert is_bot(agent) == is_crawler(agent)


@pytest.mark.parametrize("agent", ["", "-", " ", "\t"])
def test_who_says_nothing_is_a_bot(agent: str) -> None:
    assert is_bot(agent)


def test_a_browser_is_none() -> None:
    assert not is_bot(FIREFOX)
    assert not is_bot(FIREFOX + " \ud800 ướ \udcff")


def test_only_the_beginning_of_a_long_agent_is_looked_at() -> None:
    assert is_bot("x" * 500 + "Googlebot/")
    assert not is_bot("x" * 512 + "Googlebot/")


def test_a_browser_without_a_screen_counts_only_where_it_is_allowed() -> None:
    assert is_bot(HEADLESS)
    bots = Bots(allow=("HeadlessChrome",))
    assert not bots.is_bot(HEADLESS)
    assert bots.is_bot(HEADLESS + " Googlebot/2.1")


def test_what_is_allowed_has_to_be_a_pattern() -> None:
    with pytest.raises(BadPatterns, match="Headless"):
        Bots(allow=("Headless",))


@pytest.mark.parametrize("pattern", ["a(?=b)", "(", "(a)\\1", "a{2,1}"])
def test_a_pattern_that_cannot_be_compiled_is_named(pattern: str) -> None:
    with pytest.raises(BadPatterns) as caught:
        Bots(patterns=["good", pattern])
    assert repr(pattern) in str(caught.value)
    assert len(str(caught.value).split("\n")) == 2


def test_an_empty_pattern_is_refused() -> None:
    with pytest.raises(BadPatterns):
        Bots(patterns=["good", ""])


@given(
    st.lists(st.text("ab.", min_size=1, max_size=4), max_size=6),
    st.text("ab.c", min_size=1, max_size=12),
)
def test_plain_words_are_found_wherever_they_are(words: list[str], agent: str) -> None:
    bots = Bots(patterns=[word.replace(".", "\\.") for word in words])
    assert bots.is_bot(agent) == any(word in agent for word in words)


def test_hostile_agents_cost_no_more_than_plain_ones() -> None:
    """Generous: `bench/counter/bots.py` measures. The package's own loop would take seconds."""
    draw = random.Random(7)
    hostile = []
    for _ in range(1000):
        parts = [word[: draw.randint(1, len(word) - 1)] for word in draw.sample(WORDS, 80)]
        hostile.append("".join(parts)[:512])
    is_bot(FIREFOX)  # makes the automaton
    started = time.process_time()
    for agent in hostile:
        is_bot(agent)
    assert time.process_time() - started < 0.5
