"""Make a date, time or duration: Python's own type if it holds the value exactly, one of ours otherwise.

Refuses what the calendar does not have (NoValue) instead of wrapping it around.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from engine.expressions.errors import NoValue
from engine.expressions.temporal import civil, zones
from engine.expressions.temporal.values import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from engine.expressions.temporal.zones import DAY_NANOS, NANOS

MAX_OFFSET = 14 * 3600
MAX_DURATION_DAYS = 10**15
MAX_DURATION_MONTHS = 10**15


def make_date(year: int, month: int, day: int) -> date | Date:
    """A date; NoValue for the 30th of February and years beyond 999,999,999."""
    if abs(year) > civil.MAX_YEAR or not 1 <= month <= 12 or not 1 <= day <= civil.days_in_month(year, month):
        raise NoValue(f"There is no date {year}-{month:02}-{day:02}.")
    return date(year, month, day) if 1 <= year <= 9999 else Date(year, month, day)


def make_time(
    hour: int,
    minute: int,
    second: int,
    nanosecond: int = 0,
    offset: int | None = None,
    zone: str | None = None,
) -> time | Time:
    """A time of day; `offset` in seconds east of UTC, or `zone` as IANA id."""
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60 and 0 <= nanosecond < NANOS):
        raise NoValue(f"There is no time {hour:02}:{minute:02}:{second:02}.")
    check_offset(offset, zone)
    if zone is None and nanosecond % 1000 == 0:
        return time(hour, minute, second, nanosecond // 1000, _tzinfo(offset))
    return Time(hour, minute, second, nanosecond, offset, zone)


def make_datetime(
    day: Any, clock: int, offset: int | None = None, zone: str | None = None
) -> datetime | DateTime:
    """A date and time of a date and nanoseconds since midnight."""
    check_offset(offset, zone)
    seconds, nanosecond = divmod(clock, NANOS)
    hour, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    if zone is None and nanosecond % 1000 == 0 and 1 <= day.year <= 9999:
        return datetime(
            day.year, day.month, day.day, hour, minute, second, nanosecond // 1000, _tzinfo(offset)
        )
    return DateTime(day.year, day.month, day.day, hour, minute, second, nanosecond, offset, zone)


def datetime_of_local(nanos: int, offset: int | None, zone: str | None) -> datetime | DateTime:
    """A date and time of wall-clock nanoseconds since 0000-12-31T00:00."""
    days, clock = divmod(nanos, DAY_NANOS)
    return make_datetime(make_date(*civil.from_ordinal(days)), clock, offset, zone)


def datetime_of_instant(nanos: int, offset: int | None, zone: str | None) -> datetime | DateTime:
    """A date and time of universal nanoseconds since 0000-12-31T00:00Z, shown at an offset or in a zone."""
    shift = zones.offset_of_instant(zone, nanos) if zone is not None else offset or 0
    return datetime_of_local(nanos + shift * NANOS, offset, zone)


def make_duration(nanoseconds: int) -> timedelta | DaysTimeDuration:
    """A days and time duration of signed nanoseconds."""
    if abs(nanoseconds) > MAX_DURATION_DAYS * DAY_NANOS:
        raise NoValue("The duration is too long.")
    if nanoseconds % 1000 == 0 and abs(nanoseconds) < DAY_NANOS * 999_999_999:
        return timedelta(microseconds=nanoseconds // 1000)
    return DaysTimeDuration(nanoseconds)


def make_months(months: int) -> YearsMonthsDuration:
    """A years and months duration of signed months."""
    if abs(months) > MAX_DURATION_MONTHS:
        raise NoValue("The duration is too long.")
    return YearsMonthsDuration(months)


def check_offset(offset: int | None, zone: str | None) -> None:
    """NoValue for an offset beyond 14 hours (XML Schema, part 2) or a zone that does not exist."""
    if offset is not None and abs(offset) > MAX_OFFSET:
        raise NoValue("An offset is at most 14 hours.")
    if zone is not None and zones.zone(zone) is None:
        raise NoValue(f"There is no time zone {zone!r:.80}.")


def _tzinfo(offset: int | None) -> timezone | None:
    if offset is None:
        return None
    return UTC if offset == 0 else timezone(timedelta(seconds=offset))
