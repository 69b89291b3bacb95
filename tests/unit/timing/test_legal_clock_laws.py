"""What holds for every clock, whatever its stops."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kernel.errors import InvalidInput
from engine.timing import Stop, WorkCalendar, due, excluded, light, remaining, union, used
from engine.timing.statutory import calendar_period_end, compression

CHINA = WorkCalendar.china()
ACCEPT = date(2025, 3, 3)
accepts = st.dates(date(2024, 1, 1), date(2025, 3, 31))
limits = st.integers(0, 60)


@st.composite
def some_stops(draw: st.DrawFn) -> list[Stop]:
    spans = draw(st.lists(st.tuples(st.integers(-20, 120), st.integers(0, 40)), max_size=5))
    return [Stop(ACCEPT + timedelta(days=a), ACCEPT + timedelta(days=a + length)) for a, length in spans]


@given(some_stops(), st.randoms(use_true_random=False))
def test_the_order_of_stops_does_not_matter(stops: list[Stop], random: Random) -> None:
    shuffled = list(stops)
    random.shuffle(shuffled)
    assert union(shuffled) == union(stops)
    assert due(CHINA, ACCEPT, 20, shuffled) == due(CHINA, ACCEPT, 20, stops)


@given(some_stops())
def test_a_union_is_disjoint_ordered_and_its_own_union(stops: list[Stop]) -> None:
    merged = union(stops)
    assert union(merged) == merged
    assert all(a.until is not None and a.until < b.since for a, b in pairwise(merged))


@given(some_stops(), st.integers(0, 150))
def test_excluded_days_are_the_working_days_inside_any_stop(stops: list[Stop], length: int) -> None:
    until = ACCEPT + timedelta(days=length)
    walked = sum(
        CHINA.is_workday(day) and any(s.since < day <= s.until for s in stops if s.until)
        for day in (ACCEPT + timedelta(days=i) for i in range(1, length + 1))
    )
    assert excluded(CHINA, ACCEPT, until, stops) == walked


@given(some_stops(), limits, limits)
def test_a_longer_limit_is_never_due_earlier(stops: list[Stop], one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert due(CHINA, ACCEPT, low, stops) <= due(CHINA, ACCEPT, high, stops)


@given(some_stops(), some_stops(), limits)
def test_one_more_stop_never_makes_a_clock_due_earlier(
    stops: list[Stop], more: list[Stop], limit: int
) -> None:
    assert due(CHINA, ACCEPT, limit, stops) <= due(CHINA, ACCEPT, limit, stops + more)


@given(some_stops(), st.integers(1, 60))
def test_nothing_is_left_on_the_due_date_and_something_was_before(stops: list[Stop], limit: int) -> None:
    last = due(CHINA, ACCEPT, limit, stops)
    assert remaining(CHINA, ACCEPT, limit, last, stops) == 0
    first_used_up = next(
        day
        for day in (ACCEPT + timedelta(days=i) for i in range(1, 400))
        if remaining(CHINA, ACCEPT, limit, day, stops) == 0
    )
    assert first_used_up <= last


@given(accepts, limits)
def test_without_stops_the_due_date_is_the_sum(accept: date, limit: int) -> None:
    assert due(CHINA, accept, limit) == CHINA.add_workdays(accept, limit)


def test_a_stop_after_the_due_date_does_not_make_a_late_case_punctual() -> None:
    late = Stop(date(2026, 5, 20), date(2026, 5, 29))
    assert due(CHINA, date(2026, 4, 20), 10, [late]) == date(2026, 5, 7)
    assert remaining(CHINA, date(2026, 4, 20), 10, date(2026, 5, 29), [late]) < 0


def test_a_stop_on_the_due_date_itself_still_moves_it() -> None:
    last = date(2026, 5, 7)
    assert due(CHINA, date(2026, 4, 20), 10, [Stop(last, date(2026, 5, 11))]) == date(2026, 5, 11)


def test_a_stop_that_began_before_acceptance_excludes_only_days_after_it() -> None:
    early = Stop(date(2026, 4, 1), date(2026, 4, 22))
    assert excluded(CHINA, date(2026, 4, 20), date(2026, 5, 30), [early]) == 2
    assert due(CHINA, date(2026, 4, 20), 10, [early]) == CHINA.add_workdays(date(2026, 4, 20), 12)


def test_stop_and_resume_on_one_day_excludes_nothing() -> None:
    assert union([Stop(ACCEPT, ACCEPT)]) == ()


def test_an_open_stop_holds_the_count_and_has_no_due_date_until_asked_as_of_a_day() -> None:
    running = [Stop(date(2026, 4, 24))]
    assert used(CHINA, date(2026, 4, 20), date(2026, 5, 30), running) == 4
    with pytest.raises(InvalidInput, match="as_of") as caught:
        due(CHINA, date(2026, 4, 20), 10, running)
    assert caught.value.stable_code == "clock-stopped"
    assert due(CHINA, date(2026, 4, 20), 10, running, as_of=date(2026, 5, 11)) == date(2026, 5, 19)


def test_a_stop_that_runs_backwards_is_refused() -> None:
    with pytest.raises(InvalidInput, match="cannot resume"):
        Stop(date(2026, 3, 2), date(2026, 3, 1))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: due(CHINA, ACCEPT, -1),
        lambda: light(0, -1),
        lambda: calendar_period_end(CHINA, ACCEPT, -1),
        lambda: compression(0, 0),
    ],
    ids=["due", "light", "period", "compression"],
)
def test_a_negative_limit_is_refused(ask: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        ask()  # type: ignore[operator]
    assert caught.value.stable_code == "limit-negative"


@pytest.mark.parametrize(("limit", "yellow_from"), [(1, 1), (3, 1), (5, 1), (6, 2), (7, 2), (20, 4), (45, 9)])
def test_the_light_turns_yellow_in_the_last_fifth(limit: int, yellow_from: int) -> None:
    assert light(yellow_from, limit) == "yellow"
    assert light(yellow_from + 1, limit) == "green"
