"""Counting and adding working days: laws that hold for every date, edges, overrides and refusals."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kernel.errors import InvalidInput, JingbanError
from engine.timing import DayRule, UnconfirmedYear, WorkCalendar

CHINA = WorkCalendar.china()
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
shipped_days = st.dates(FIRST, LAST)


@given(shipped_days, shipped_days)
def test_counting_equals_the_walk_over_days(after: date, until: date) -> None:
    walked = sum(CHINA.is_workday(after + timedelta(days=i)) for i in range(1, (until - after).days + 1))
    assert CHINA.count_workdays(after, until) == walked


@given(st.dates(FIRST, date(2025, 12, 31)), st.integers(0, 240))
def test_add_then_count_gives_the_number_back_and_the_earliest_such_day(start: date, n: int) -> None:
    end = CHINA.add_workdays(start, n)
    assert CHINA.count_workdays(start, end) == n
    assert n == 0 or CHINA.count_workdays(start, end - timedelta(days=1)) == n - 1


@given(st.dates(date(2025, 1, 2), LAST), st.integers(0, 240))
def test_subtract_gives_the_latest_working_day_that_leaves_n_days(until: date, n: int) -> None:
    begin = CHINA.subtract_workdays(until, n)
    assert CHINA.is_workday(begin)
    assert CHINA.count_workdays(begin, until) == n


@given(st.dates(FIRST, date(2025, 6, 30)), st.integers(0, 150), st.integers(0, 150))
def test_adding_in_two_parts_is_adding_at_once(start: date, n: int, m: int) -> None:
    assert CHINA.add_workdays(CHINA.add_workdays(start, n), m) == CHINA.add_workdays(start, n + m)


@given(st.dates(FIRST, date(2026, 12, 1)))
def test_the_next_workday_is_worked_and_nothing_worked_lies_before_it(day: date) -> None:
    found = CHINA.next_workday(day)
    assert CHINA.is_workday(found)
    assert CHINA.count_workdays(day - timedelta(days=1), found) == 1 if day > FIRST else found >= day


@pytest.mark.parametrize(
    ("after", "until"),
    [
        pytest.param(date(2026, 3, 2), date(2026, 3, 2), id="same-day"),
        pytest.param(date(2026, 3, 2), date(2026, 2, 2), id="backwards"),
        pytest.param(date(2026, 2, 14), date(2026, 2, 23), id="all-holiday"),
    ],
)
def test_nothing_is_counted(after: date, until: date) -> None:
    assert CHINA.count_workdays(after, until) == 0


def test_the_start_day_needs_no_confirmed_year_because_it_never_counts() -> None:
    assert CHINA.add_workdays(date(2023, 12, 31), 1) == date(2024, 1, 2)
    assert CHINA.count_workdays(date(2023, 12, 31), date(2024, 1, 2)) == 1


@pytest.mark.parametrize(
    ("ask", "year"),
    [
        pytest.param(lambda: CHINA.is_workday(date(2027, 1, 4)), 2027, id="is-workday"),
        pytest.param(lambda: CHINA.add_workdays(date(2026, 12, 20), 20), 2027, id="add-over-the-edge"),
        pytest.param(lambda: CHINA.add_workdays(date(2026, 12, 31), 1), 2027, id="add-from-the-last-day"),
        pytest.param(lambda: CHINA.add_workdays(date.max, 1), 10_000, id="add-after-the-last-date-there-is"),
        pytest.param(lambda: CHINA.count_workdays(date(2026, 12, 1), date(2027, 1, 1)), 2027, id="count"),
        pytest.param(
            lambda: CHINA.count_workdays(date(2023, 6, 1), date(2024, 6, 1)), 2023, id="count-before"
        ),
        pytest.param(lambda: CHINA.subtract_workdays(date(2024, 1, 3), 10), 2023, id="subtract"),
        pytest.param(lambda: CHINA.kind_of(date(2030, 1, 1)), 2030, id="kind"),
        pytest.param(
            lambda: CHINA.with_overrides([DayRule(date(2028, 1, 1), False)]),
            2028,
            id="override-of-unknown-year",
        ),
    ],
)
def test_an_unconfirmed_year_is_refused_and_named(ask: object, year: int) -> None:
    with pytest.raises(UnconfirmedYear, match=f"working days of {year} are not confirmed") as caught:
        ask()  # type: ignore[operator]
    assert caught.value.stable_code == "calendar-year-unconfirmed"
    assert caught.value.year == year
    assert "Load the State Council's holiday notice" in caught.value.message


def test_a_year_without_its_notice_between_two_known_ones_is_refused_too() -> None:
    gap = WorkCalendar.from_rows([], confirmed=[2024, 2026])
    with pytest.raises(UnconfirmedYear, match="2025"):
        gap.count_workdays(date(2024, 6, 1), date(2026, 6, 1))
    assert gap.is_workday(date(2026, 10, 1))


def test_negative_working_days_are_refused_with_the_way_out() -> None:
    with pytest.raises(InvalidInput, match="use subtract_workdays") as caught:
        CHINA.add_workdays(date(2026, 3, 2), -1)
    assert caught.value.stable_code == "workdays-negative"


def test_an_instant_is_refused_because_its_day_depends_on_a_zone() -> None:
    with pytest.raises(InvalidInput, match="in which zone"):
        CHINA.is_workday(datetime(2026, 3, 2, 23, tzinfo=UTC))


def test_a_region_has_its_own_days_and_the_country_keeps_its_own() -> None:
    closed = DayRule(date(2026, 8, 12), False, "台风停工", "Typhoon")
    region = CHINA.with_overrides([closed, DayRule(date(2026, 8, 15), True, "补班")], region="370500")
    assert not region.is_workday(date(2026, 8, 12))
    assert region.is_workday(date(2026, 8, 15))
    assert CHINA.is_workday(date(2026, 8, 12))
    assert region.kind_of(date(2026, 8, 12)) == ("holiday", closed)
    assert (region.region, CHINA.region) == ("370500", "CN")
    assert region != CHINA


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2026, 3, 2), "workday", None),
        (date(2026, 3, 1), "weekend", None),
        (date(2026, 2, 17), "holiday", "春节"),
        (date(2026, 2, 14), "swapped-workday", "春节"),
        (date(2026, 10, 10), "swapped-workday", "国庆节"),
    ],
    ids=str,
)
def test_each_day_says_what_it_is(day: date, kind: str, name: str | None) -> None:
    found, rule = CHINA.kind_of(day)
    assert (found, rule.name if rule else None) == (kind, name)


def test_the_later_of_two_rows_for_one_day_holds_and_foreign_years_are_ignored() -> None:
    day = date(2026, 5, 20)
    rows = [DayRule(day, False), DayRule(day, True), DayRule(date(2030, 5, 20), False)]
    calendar = WorkCalendar.from_rows(rows, confirmed=[2026])
    assert calendar.is_workday(day)
    assert calendar.confirmed_years == (2026,)


def test_a_year_given_twice_is_refused() -> None:
    with pytest.raises(JingbanError, match="each year once"):
        WorkCalendar(CHINA.years + CHINA.years)
