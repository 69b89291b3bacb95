"""Stored light inputs give the same colours as the arithmetic of the legal clock, on every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import timing
from engine.cases.terms import UNCONFIRMED, light, remaining_workdays, term
from engine.timing import WorkCalendar

CALENDAR = WorkCalendar.china()
DAYS = st.dates(date(2024, 1, 2), date(2026, 9, 1))


@given(DAYS, st.integers(0, 20), st.integers(0, 60))
def test_the_light_of_a_row_is_the_light_of_the_clock(start: date, days: int, later: int) -> None:
    running, today = term(CALENDAR, start, days), start + timedelta(days=later)
    left = timing.remaining(CALENDAR, start, days, today)
    assert light(running.yellow_on, running.red_on, today) == timing.light(left, days)
    assert remaining_workdays(CALENDAR, running.due, today) == left


@pytest.mark.parametrize(
    ("today", "colour"),
    [
        (date(2026, 5, 8), "green"),
        (date(2026, 5, 9), "yellow"),
        (date(2026, 5, 12), "yellow"),
        (date(2026, 5, 13), "red"),
    ],
    ids=str,
)
def test_lights_of_seven_days_from_the_eve_of_the_labour_holiday(today: date, colour: str) -> None:
    running = term(CALENDAR, date(2026, 4, 29), 7)
    assert running.due == date(2026, 5, 12)
    assert light(running.yellow_on, running.red_on, today) == colour


def test_a_due_date_in_an_unannounced_year_is_unknown_and_flagged() -> None:
    running = term(CALENDAR, date(2026, 12, 20), 20)
    assert running.due is None
    assert running.flags == (UNCONFIRMED,)
    assert light(running.yellow_on, running.red_on, date(2026, 12, 31)) == "green"


def test_no_limit_means_no_due_date_and_a_green_light() -> None:
    running = term(CALENDAR, date(2026, 3, 2), None)
    assert (running.due, running.flags) == (None, ())
    assert light(running.yellow_on, running.red_on, date(2030, 1, 1)) == "green"
