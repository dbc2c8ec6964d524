"""What `counter.store.Store` promises, a case for each sentence; every engine is put through all.

A subclass named `Test…` gives two fixtures:

- `new_place`: each call makes an empty place for data and returns a function that opens a store on
  it, also again once the one before was closed;
- `no_room`: a function that takes an open store and returns a context manager, inside which (a
  part of) the engine cannot store anything, as with a full disk.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_model import Model, new_id, person, view

from counter.store import KEPT_IDS, WINDOW, Figures, Opening, Store, Unavailable, Unusable, View

Opener = Callable[[], Store]
NewPlace = Callable[[], Opener]
NoRoom = Callable[[Store], AbstractContextManager[None]]

DAY = date(2026, 11, 29)
AT = 1_795_910_400.0
HOME = "/"
PLAN = "/vi/kế-hoạch/đề-án-hỗ-trợ-phụ-nữ/"
PAGES = [
    PLAN,
    "/vi/văn-bản/nghị-định-số-95-2026-nđ-cp/",
    "/vi/tie\u0302\u0301ng-vie\u0323\u0302t/",  # decomposed
    "/vi/tiếng-việt/",  # composed: another key
    "/vi/TIẾNG-VIỆT/",
    "/vi/100%_đúng*?[a]{b}/",
    "/vi/'\"; DROP TABLE views --/",
    "/" + "ữ" * 298 + "/",
]
SOURCE = "Số liệu của trang cũ, ảnh chụp"
OLD = Opening(44, 162, 5065, 65605, 5101, SOURCE, date(2026, 6, 11))

# From the day of the balance on: what each of today, month and year must show of 44, 162, 5065.
ROLL_OVER = [
    (date(2026, 6, 30), date(2026, 6, 30), (44, 162, 5065)),
    (date(2026, 6, 30), date(2026, 7, 1), (0, 0, 5065)),
    (date(2026, 6, 29), date(2026, 6, 30), (0, 162, 5065)),
    (date(2026, 12, 31), date(2026, 12, 31), (44, 162, 5065)),
    (date(2026, 12, 31), date(2027, 1, 1), (0, 0, 0)),
    (date(2026, 12, 30), date(2026, 12, 31), (0, 162, 5065)),
    (date(2027, 2, 28), date(2027, 3, 1), (0, 0, 5065)),
    (date(2028, 2, 28), date(2028, 2, 29), (0, 162, 5065)),
    (date(2028, 2, 29), date(2028, 2, 29), (44, 162, 5065)),
    (date(2028, 2, 29), date(2028, 3, 1), (0, 0, 5065)),
    (date(2026, 6, 11), date(2027, 6, 11), (0, 0, 0)),
    (date(2026, 1, 31), date(2026, 12, 31), (0, 0, 5065)),
]
# Of one view on the first day: what each of today, month and year must show on the second.
PERIODS = [
    (date(2026, 6, 30), date(2026, 7, 1), (0, 0, 1)),
    (date(2026, 12, 31), date(2027, 1, 1), (0, 0, 0)),
    (date(2027, 2, 28), date(2027, 3, 1), (0, 0, 1)),
    (date(2028, 2, 28), date(2028, 2, 29), (0, 1, 1)),
    (date(2028, 2, 29), date(2028, 3, 1), (0, 0, 1)),
    (date(2026, 11, 29), date(2026, 11, 30), (0, 1, 1)),
    (date(2026, 11, 29), date(2027, 11, 29), (0, 0, 0)),
]


def first_three(figures: Figures) -> tuple[int, int, int]:
    return figures.today, figures.month, figures.year


class StoreContract:
    """The cases. See the head of this file for what a subclass gives."""

    @pytest.fixture
    def make_store(self, new_place: NewPlace) -> Iterator[Opener]:
        opener = new_place()
        opened: list[Store] = []

        def make() -> Store:
            opened.append(opener())
            return opened[-1]

        yield make
        for store in opened:
            store.close()

    @pytest.fixture
    def store(self, make_store: Opener) -> Store:
        return make_store()

    # record: what is counted

    def test_an_empty_store_has_zeros(self, store: Store) -> None:
        assert store.site(DAY) == Figures()
        assert store.pages(DAY, [HOME]) == {HOME: Figures()}
        assert store.all_pages(DAY) == {}
        assert list(store.daily()) == []
        assert store.latest() is None
        assert store.opening() is None

    def test_one_view_is_in_all_four_periods(self, store: Store) -> None:
        assert store.record([view(PLAN, DAY, AT, 1)]) == [True]
        assert store.site(DAY) == Figures(1, 1, 1, 1, 1)
        assert store.pages(DAY, [PLAN]) == {PLAN: Figures(1, 1, 1, 1)}

    def test_no_views_are_no_change(self, store: Store) -> None:
        assert store.record([]) == []
        assert store.latest() is None

    def test_results_are_in_the_order_of_the_views(self, store: Store) -> None:
        """Among many pages and visitors, so that an engine which divides them puts them back."""
        rng = random.Random(5)
        views, expected = [], []
        seen: set[tuple[str, int]] = set()
        for _ in range(300):
            page, visitor = f"/vi/trang-{rng.randrange(40)}/", rng.randrange(8)
            views.append(view(page, DAY, AT, visitor))
            expected.append((page, visitor) not in seen)
            seen.add((page, visitor))
        assert True in expected
        assert False in expected
        assert store.record(views) == expected

    def test_an_id_counts_once_within_a_batch(self, store: Store) -> None:
        one = view(PLAN, DAY, AT)
        assert store.record([one, view(HOME, DAY, AT), one]) == [True, True, False]
        assert store.site(DAY) == Figures(2, 2, 2, 2, 0)

    def test_an_id_counts_once_across_batches(self, store: Store) -> None:
        one = view(PLAN, DAY, AT)
        assert store.record([one]) == [True]
        assert store.record([one]) == [False]
        later = View(one.id, one.page, DAY, AT + 3600, person(3))
        assert store.record([later]) == [False]
        assert store.site(DAY).total == 1

    def test_an_id_counts_once_across_reopening(self, make_store: Opener) -> None:
        one = view(PLAN, DAY, AT)
        store = make_store()
        assert store.record([one]) == [True]
        store.close()
        assert make_store().record([one]) == [False]

    def test_an_id_is_remembered_for_its_time_and_no_longer(self, store: Store) -> None:
        one = view(PLAN, DAY, AT)
        assert store.record([one]) == [True]
        next_day = DAY + timedelta(days=1)
        before = AT + KEPT_IDS - 1
        store.forget(next_day, before)
        assert store.record([View(one.id, PLAN, next_day, before, None)]) == [False]
        after = AT + KEPT_IDS + 1
        store.forget(next_day, after)
        assert store.record([View(one.id, PLAN, next_day, after, None)]) == [True]

    def test_an_id_that_the_window_refused_is_remembered_too(self, store: Store) -> None:
        """Else a view sent again after the window's end would count after all."""
        first, second = view(PLAN, DAY, AT, 1), view(PLAN, DAY, AT + 10, 1)
        assert store.record([first, second]) == [True, False]
        again = View(second.id, PLAN, DAY, AT + 2 * WINDOW, second.visitor)
        assert store.record([again]) == [False]
        assert store.site(DAY).total == 1

    def test_a_view_sent_again_after_midnight_counts_once(self, store: Store) -> None:
        one = view(PLAN, DAY, AT, 1)
        tomorrow = DAY + timedelta(days=1)
        assert store.record([one]) == [True]
        assert store.record([View(one.id, PLAN, tomorrow, AT + 60, person(2))]) == [False]
        assert store.site(tomorrow) == Figures(0, 1, 1, 1, 2)

    def test_every_id_and_visitor_of_16_bytes_is_taken(self, store: Store) -> None:
        odd = [bytes(16), b"\xff" * 16, b"}{\r\n\x00'%*[a]  \xc3\x28", b"\x00" * 15 + b"\x01"]
        views = [View(id, HOME, DAY, AT, visitor) for id, visitor in zip(odd, odd, strict=True)]
        assert store.record(views) == [True] * 4
        assert store.record(views) == [False] * 4
        assert store.site(DAY) == Figures(4, 4, 4, 4, 4)

    # record: the window

    def test_a_window_closes_after_exactly_its_time(self, store: Store) -> None:
        moments = [0, WINDOW - 0.001, WINDOW, 2 * WINDOW - 0.5, 2 * WINDOW]
        views = [view(PLAN, DAY, AT + moment, 1) for moment in moments]
        assert store.record(views) == [True, False, True, False, True]

    def test_a_window_is_not_extended_by_what_falls_into_it(self, store: Store) -> None:
        counted = [
            store.record([view(PLAN, DAY, AT + moment, 1)])[0] for moment in (0, 10, 20, 29, 31)
        ]
        assert counted == [True, False, False, False, True]

    def test_a_window_outlasts_reopening(self, make_store: Opener) -> None:
        store = make_store()
        store.record([view(PLAN, DAY, AT, 1)])
        store.close()
        store = make_store()
        assert store.record([view(PLAN, DAY, AT + 10, 1)]) == [False]

    def test_a_window_outlasts_purging_while_it_is_open(self, store: Store) -> None:
        store.record([view(PLAN, DAY, AT, 1)])
        store.forget(DAY, AT + 20)
        assert store.record([view(PLAN, DAY, AT + 20, 1)]) == [False]
        store.forget(DAY, AT + WINDOW)
        assert store.record([view(PLAN, DAY, AT + WINDOW, 1)]) == [True]

    def test_a_window_is_of_one_page_and_one_visitor(self, store: Store) -> None:
        views = [view(PLAN, DAY, AT, 1), view(HOME, DAY, AT, 1), view(PLAN, DAY, AT, 2)]
        assert store.record(views) == [True, True, True]
        assert store.site(DAY) == Figures(3, 3, 3, 3, 2)

    def test_a_window_is_open_across_midnight(self, store: Store) -> None:
        """And who comes within it is one of the visitors of the new day all the same."""
        tomorrow = DAY + timedelta(days=1)
        assert store.record([view(PLAN, DAY, AT, 1)]) == [True]
        assert store.record([view(PLAN, tomorrow, AT + 20, 1)]) == [False]
        assert store.site(tomorrow) == Figures(0, 1, 1, 1, 2)
        assert sorted(store.daily()) == [(DAY, 1, 1, 1), (tomorrow, 0, 0, 1)]

    def test_an_id_seen_before_opens_no_window(self, store: Store) -> None:
        one = view(PLAN, DAY, AT, 1)
        store.record([one])
        assert store.record([View(one.id, PLAN, DAY, AT + 40, one.visitor)]) == [False]
        assert store.record([view(PLAN, DAY, AT + 50, 1)]) == [True]

    def test_without_a_visitor_there_is_no_window(self, store: Store) -> None:
        assert store.record([view(PLAN, DAY, AT), view(PLAN, DAY, AT)]) == [True, True]
        assert store.record([view(PLAN, DAY, AT + 1)]) == [True]
        assert store.site(DAY) == Figures(3, 3, 3, 3, 0)

    # record: visitors

    def test_a_visitor_counts_once_a_day(self, store: Store) -> None:
        tomorrow = DAY + timedelta(days=1)
        store.record([view(PLAN, DAY, AT, 1), view(HOME, DAY, AT + 60, 1), view(HOME, DAY, AT, 2)])
        store.record([view(PLAN, DAY, AT + 90, 1)])
        assert store.site(DAY).visitor_days == 2
        store.record([view(PLAN, tomorrow, AT + 86400, 1)])
        assert store.site(tomorrow).visitor_days == 3
        assert sorted(store.daily()) == [(DAY, 4, 4, 2), (tomorrow, 1, 1, 1)]

    def test_a_view_not_counted_makes_its_visitor_one_of_the_day(self, store: Store) -> None:
        one = view(PLAN, DAY, AT, 1)
        store.record([one])
        assert store.record([View(one.id, PLAN, DAY, AT + 1, person(2))]) == [False]
        assert store.site(DAY) == Figures(1, 1, 1, 1, 2)

    # record: all or none

    def test_a_batch_with_an_impossible_view_is_not_stored(self, store: Store) -> None:
        good = [view(f"/vi/{number}/", DAY, AT, number) for number in range(50)]
        half = View(new_id(), "/vi/\ud800/", DAY, AT, person(99))  # no text has such a letter
        with pytest.raises(UnicodeEncodeError):
            store.record([*good, half, *good])
        assert store.site(DAY) == Figures()
        assert store.latest() is None
        assert store.record(good) == [True] * 50

    def test_what_could_not_be_stored_is_exact_once_it_is_sent_again(
        self, store: Store, no_room: NoRoom
    ) -> None:
        """None of a batch is acknowledged unless all of it is stored; a resend completes it."""
        before = [view(f"/vi/{number}/", DAY, AT, number) for number in range(40)]
        assert store.record(before) == [True] * 40
        batch = [view(f"/vi/{number}/", DAY, AT + 60, number + 20) for number in range(80)]
        with no_room(store):
            for _ in range(2):
                with pytest.raises(Unavailable):
                    store.record(batch)
        assert store.site(DAY).total in range(40, 121)
        store.record([*batch, *before])
        assert store.site(DAY) == Figures(120, 120, 120, 120, 100)
        assert list(store.daily()) == [(DAY, 120, 120, 100)]
        assert {page: figures.total for page, figures in store.all_pages(DAY).items()} == {
            f"/vi/{number}/": 2 if number < 40 else 1 for number in range(80)
        }
        assert store.record(batch) == [False] * 80

    def test_without_room_it_can_still_be_read(self, store: Store, no_room: NoRoom) -> None:
        store.record([view(PLAN, DAY, AT, 1)])
        with no_room(store):
            with pytest.raises(Unavailable):
                store.prove(b"no")
            assert store.site(DAY) == Figures(1, 1, 1, 1, 1)
        store.prove(b"yes")

    def test_ten_thousand_views_in_one_batch(self, store: Store) -> None:
        model = Model()
        rng = random.Random(11)
        visitors = [None, *range(2000)]
        views = [
            view(
                PAGES[rng.randrange(len(PAGES))],
                DAY,
                AT + number / 100,
                rng.choice(visitors),
            )
            for number in range(10_000)
        ]
        assert store.record(views) == model.record(views)
        assert store.site(DAY) == model.site(DAY)
        assert store.all_pages(DAY) == model.all_pages(DAY)

    # figures

    @pytest.mark.parametrize(("stored", "seen", "expected"), PERIODS)
    def test_a_view_leaves_each_period_at_its_end(
        self, store: Store, stored: date, seen: date, expected: tuple[int, int, int]
    ) -> None:
        """Whether or not there was a view since."""
        store.record([view(PLAN, stored, AT, 1)])
        assert store.site(stored) == Figures(1, 1, 1, 1, 1)
        assert store.site(seen) == Figures(*expected, 1, 1)
        assert store.pages(seen, [PLAN]) == {PLAN: Figures(*expected, 1)}
        assert store.all_pages(seen) == {PLAN: Figures(*expected, 1)}
        days = (seen - stored).days
        store.record([view(PLAN, seen, AT + days * 86400, 1)])
        today, month, year = expected
        assert store.site(seen) == Figures(today + 1, month + 1, year + 1, 2, 2)
        assert store.pages(seen, [PLAN]) == {PLAN: Figures(today + 1, month + 1, year + 1, 2)}

    def test_one_batch_may_reach_into_a_new_year(self, store: Store) -> None:
        old, new = date(2026, 12, 31), date(2027, 1, 1)
        views = [view(PLAN, old, AT, 1), view(PLAN, old, AT + 1, 2), view(PLAN, new, AT + 2, 3)]
        assert store.record(views) == [True] * 3
        assert store.site(old) == Figures(2, 2, 2, 3, 3)
        assert store.site(new) == Figures(1, 1, 1, 3, 3)
        assert sorted(store.daily()) == [(old, 2, 2, 2), (new, 1, 1, 1)]

    def test_pages_are_told_apart_letter_by_letter(self, make_store: Opener) -> None:
        store = make_store()
        views = [view(page, DAY, AT, 1) for page in PAGES for _ in range(2)]
        store.record(views + [view(page, DAY, AT + 60, 1) for page in PAGES[:3]])
        expected = {
            page: Figures(number, number, number, number)
            for page in PAGES
            for number in [2 if page in PAGES[:3] else 1]
        }
        assert store.all_pages(DAY) == expected
        assert store.pages(DAY, PAGES) == expected
        store.close()
        store = make_store()
        assert store.all_pages(DAY) == expected
        assert store.site(DAY).total == 11

    def test_only_the_pages_asked_for_and_zeros_for_unknown_ones(self, store: Store) -> None:
        store.record([view(page, DAY, AT, 1) for page in PAGES])
        assert store.pages(DAY, iter([PLAN, "/vi/không-có/"])) == {
            PLAN: Figures(1, 1, 1, 1),
            "/vi/không-có/": Figures(),
        }
        assert store.pages(DAY, []) == {}
        assert "/vi/không-có/" not in store.all_pages(DAY)

    def test_everything_outlasts_reopening(self, make_store: Opener) -> None:
        store = make_store()
        views = [view(page, DAY, AT, number) for number, page in enumerate(PAGES * 3)]
        store.record(views)
        store.open(OLD)
        before = (
            store.site(DAY), store.all_pages(DAY), list(store.daily()), store.latest(),
            store.opening(),
        )  # fmt: skip
        store.close()
        store = make_store()
        after = (
            store.site(DAY), store.all_pages(DAY), list(store.daily()), store.latest(),
            store.opening(),
        )  # fmt: skip
        assert after == before
        assert store.record(views) == [False] * len(views)

    # the opening balance

    @pytest.mark.parametrize(("day", "seen", "expected"), ROLL_OVER)
    def test_the_opening_balance_rolls_over(
        self, store: Store, day: date, seen: date, expected: tuple[int, int, int]
    ) -> None:
        store.open(Opening(44, 162, 5065, 65605, 5101, SOURCE, day))
        assert store.site(seen) == Figures(*expected, 65605, 5101)
        store.record([view(PLAN, seen, AT, 1)])
        today, month, year = expected
        assert store.site(seen) == Figures(today + 1, month + 1, year + 1, 65606, 5102)

    def test_a_balance_without_a_day_counts_as_earlier(self, store: Store) -> None:
        store.open(Opening(44, 162, 5065, 65605, 5101, SOURCE))
        assert store.site(DAY) == Figures(0, 0, 0, 65605, 5101)
        store.record([view(PLAN, DAY, AT, 1)])
        assert store.site(DAY) == Figures(1, 1, 1, 65606, 5102)

    def test_the_balance_is_of_the_site_and_of_no_page_or_day(self, store: Store) -> None:
        store.open(OLD)
        assert store.all_pages(DAY) == {}
        assert list(store.daily()) == []
        assert store.latest() is None

    def test_a_balance_takes_the_place_of_the_one_before(self, make_store: Opener) -> None:
        store = make_store()
        store.record([view(PLAN, DAY, AT, 1)])
        store.open(OLD)
        assert store.opening() == OLD
        new = Opening(1, 2, 3, 4, 5, "Nhập lại cho đúng", DAY)
        store.open(new)
        assert store.opening() == new
        assert store.site(DAY) == Figures(2, 3, 4, 5, 6)
        store.close()
        store = make_store()
        assert store.opening() == new
        assert store.site(DAY) == Figures(2, 3, 4, 5, 6)

    # forget, latest, prove, close

    def test_forgetting_keeps_every_number(self, make_store: Opener) -> None:
        store = make_store()
        views = [view(f"/vi/{number % 7}/", DAY, AT, number) for number in range(100)]
        store.record(views)
        before = (store.site(DAY), store.all_pages(DAY), list(store.daily()), store.latest())
        for days in (0, 1, 2):
            store.forget(DAY + timedelta(days=days), AT + days * 86400 + 60)
            after = (store.site(DAY), store.all_pages(DAY), list(store.daily()), store.latest())
            assert after == before
        later = DAY + timedelta(days=2)
        store.record([view(HOME, later, AT + 2 * 86400 + 60, number) for number in range(10)])
        assert store.site(later).visitor_days == 110
        store.close()
        assert make_store().site(later).visitor_days == 110

    def test_forgetting_today_keeps_todays_visitors(self, store: Store) -> None:
        store.record([view(PLAN, DAY, AT, number) for number in range(20)])
        store.forget(DAY, AT + 3600)
        store.record([view(PLAN, DAY, AT + 3600, number) for number in range(30)])
        assert store.site(DAY) == Figures(50, 50, 50, 50, 30)

    def test_the_latest_moment_of_all(self, make_store: Opener) -> None:
        """Also of a view that was not counted: no clock may go behind what was stored."""
        store = make_store()
        tomorrow = DAY + timedelta(days=1)
        store.record([view(f"/vi/{number}/", DAY, AT + number / 8, 1) for number in range(50)])
        assert store.latest() == (DAY, AT + 49 / 8)
        store.record([view("/vi/49/", DAY, AT + 10.123456, 1)])
        assert store.latest() == (DAY, AT + 10.123456)
        store.record([view(HOME, tomorrow, AT + 86400, 1)])
        store.close()
        assert make_store().latest() == (tomorrow, AT + 86400)

    def test_a_proof_changes_no_figure(self, store: Store) -> None:
        store.prove(b"first")
        store.record([view(PLAN, DAY, AT, 1)])
        store.prove(b"")
        store.prove(bytes(range(256)))
        assert store.site(DAY) == Figures(1, 1, 1, 1, 1)
        assert store.latest() == (DAY, AT)
        assert list(store.daily()) == [(DAY, 1, 1, 1)]

    def test_a_closed_store_says_so(self, make_store: Opener) -> None:
        store = make_store()
        store.record([view(PLAN, DAY, AT, 1)])
        store.close()
        store.close()
        for use in (
            lambda: store.record([view(PLAN, DAY, AT, 2)]),
            lambda: store.site(DAY),
            lambda: store.all_pages(DAY),
            lambda: store.prove(b"x"),
            lambda: store.forget(DAY, AT),
            lambda: store.open(OLD),
            lambda: store.latest(),
        ):
            with pytest.raises((Unavailable, Unusable)):
                use()
        assert make_store().site(DAY) == Figures(1, 1, 1, 1, 1)

    # any sequence of these

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        # A test for each engine runs this one function; nothing is replayed from a database.
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
            HealthCheck.differing_executors,
        ],
    )
    @given(data=st.data())
    def test_any_sequence_agrees_with_the_model(
        self, new_place: NewPlace, data: st.DataObject
    ) -> None:
        make = new_place()
        store, model = make(), Model()
        at, sent, balance = AT, list[View](), None
        start = data.draw(st.sampled_from([DAY, date(2026, 12, 30), date(2028, 2, 27)]))
        day = start
        visitors = st.sampled_from([None, 1, 2, 3])
        try:
            for step in data.draw(st.lists(st.sampled_from("vvvvvvdorf"), max_size=12)):
                if step == "v":
                    batch = []
                    for _ in range(data.draw(st.integers(1, 8))):
                        at += data.draw(st.sampled_from([0.0, 0.25, 10.0, 29.75, 30.0]))
                        young = [old for old in sent if at - old.at < KEPT_IDS - 1]
                        if young and data.draw(st.booleans()):
                            old = data.draw(st.sampled_from(young))
                            batch.append(View(old.id, old.page, day, at, old.visitor))
                        else:
                            page = data.draw(st.sampled_from(PAGES[:4]))
                            batch.append(view(page, day, at, data.draw(visitors)))
                            sent.append(batch[-1])
                    assert store.record(batch) == model.record(batch)
                elif step == "d":
                    day += timedelta(days=data.draw(st.integers(1, 40)))
                    at += (day - start).days * 86400.0
                    start = day
                elif step == "o":
                    balance = Opening(
                        3, 5, 7, 11, 2, SOURCE, data.draw(st.sampled_from([None, day]))
                    )
                    store.open(balance)
                elif step == "r":
                    store.close()
                    store = make()
                else:
                    store.forget(day, at)
                assert store.site(day) == model.site(day, balance)
                assert store.latest() == model.last
            assert store.all_pages(day) == model.all_pages(day)
            assert store.pages(day, PAGES) == {page: model.page(day, page) for page in PAGES}
            assert sorted(store.daily()) == model.daily()
            assert store.opening() == balance
        finally:
            store.close()
