"""The shipped years against two independent sources: the notices' tables restated here, and the `holidays` package."""

from datetime import date, timedelta

import holidays
import pytest

from engine.timing import WorkCalendar


def days(year: int, *spans: str) -> set[date]:
    """`"10/1-7 6/10"` style spans as dates; a span may cross a month as `1/28-2/4`."""
    found: set[date] = set()
    for span in spans:
        first, _, last = span.partition("-")
        month, day = (int(part) for part in first.split("/"))
        start = end = date(year, month, day)
        if last:
            parts = [int(part) for part in last.split("/")]
            end = date(year, parts[0] if len(parts) == 2 else month, parts[-1])
        found.update(start + timedelta(days=i) for i in range((end - start).days + 1))
    return found


NOTICES = {
    2024: (
        days(2024, "1/1", "2/12-16", "4/4-5", "5/1-3", "6/10", "9/16-17", "10/1-4", "10/7"),
        days(2024, "2/4", "2/18", "4/7", "4/28", "5/11", "9/14", "9/29", "10/12"),
        251,
    ),
    2025: (
        days(2025, "1/1", "1/28-2/4", "4/4-6", "5/1-5", "5/31-6/2", "10/1-8"),
        days(2025, "1/26", "2/8", "4/27", "9/28", "10/11"),
        248,
    ),
    2026: (
        days(2026, "1/1-3", "2/15-23", "4/4-6", "5/1-5", "6/19-21", "9/25-27", "10/1-7"),
        days(2026, "1/4", "2/14", "2/28", "5/9", "9/20", "10/10"),
        248,
    ),
}


def every_day(year: int) -> list[date]:
    return [
        date(year, 1, 1) + timedelta(days=i) for i in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]


@pytest.mark.parametrize("year", NOTICES)
def test_each_day_of_the_year_is_as_the_notice_says(year: int) -> None:
    off, on, total = NOTICES[year]
    expected = {day for day in every_day(year) if (day.weekday() < 5 and day not in off) or day in on}
    calendar = WorkCalendar.china()
    assert {day for day in every_day(year) if calendar.is_workday(day)} == expected
    assert len(expected) == total


@pytest.mark.parametrize("year", NOTICES)
def test_each_day_of_the_year_agrees_with_the_holidays_package(year: int) -> None:
    package = holidays.country_holidays("CN", years=year)
    calendar = WorkCalendar.china()
    assert [day for day in every_day(year) if calendar.is_workday(day) != package.is_working_day(day)] == []


@pytest.mark.parametrize("year", NOTICES)
def test_every_holiday_and_swapped_day_has_a_name_in_both_languages(year: int) -> None:
    [found] = [each for each in WorkCalendar.china().years if each.year == year]
    assert all(rule.name and rule.name_en for rule in found.rules)
    assert str(year) in found.source


def test_the_shipped_years_are_those_with_a_notice() -> None:
    assert WorkCalendar.china().confirmed_years == (2024, 2025, 2026)
