"""The proleptic Gregorian calendar for years that `datetime` cannot hold, by whole 400-year cycles.

Day 1 is 0001-01-01, as in `date.toordinal`. Years run from -999,999,999 to 999,999,999 (DMN 1.5, 10.3.2.3.4).
"""

from datetime import date

from engine.expressions.errors import NoValue

MAX_YEAR = 999_999_999
_CYCLE_YEARS = 400
_CYCLE_DAYS = 146_097


def ordinal(year: int, month: int, day: int) -> int:
    """Days since 0000-12-31; ValueError for a day that does not exist."""
    cycle, rest = divmod(year - 1, _CYCLE_YEARS)
    return date(rest + 1, month, day).toordinal() + cycle * _CYCLE_DAYS


def from_ordinal(days: int) -> tuple[int, int, int]:
    """Year, month and day of an ordinal; NoValue beyond the years FEEL knows."""
    cycle, rest = divmod(days - 1, _CYCLE_DAYS)
    found = date.fromordinal(rest + 1)
    year = found.year + cycle * _CYCLE_YEARS
    if abs(year) > MAX_YEAR:
        raise NoValue("The year is beyond 999,999,999.")
    return year, found.month, found.day


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


def like_year(year: int) -> int:
    """A year within 1–9999 with the same calendar, for asking libraries that know no others."""
    return year if 1 < year < 9999 else 2000 + year % _CYCLE_YEARS
