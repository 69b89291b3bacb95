"""Dates, times and durations: conversion (DMN 1.5, 10.3.4.1), temporal functions (10.3.4.8), now and today (10.3.4.9).

`now()` and `today()` answer the instant that the caller passed, null without one: an expression never asks the machine.
"""

from datetime import date as calendar_date
from decimal import Decimal
from typing import Any

from engine.expressions import numbers
from engine.expressions.adopt import adopt
from engine.expressions.budget import Run
from engine.expressions.errors import NoValue
from engine.expressions.functions.table import builtin
from engine.expressions.properties import weekday
from engine.expressions.temporal import civil, make, parse
from engine.expressions.temporal.arithmetic import is_date
from engine.expressions.temporal.values import (
    duration_nanos,
    instant_key,
    nanos_of_day,
    offset_seconds,
    zone_id,
)
from engine.expressions.temporal.zones import NANOS

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@builtin("date(from: string)", "The date that an ISO 8601 text spells.", "由 ISO 8601 文本得到日期。")
def _date_of_text(run: Run, source: str) -> Any:
    return parse.parse_date(source)


@builtin("date(from: date|date and time)", "The date of a date and time.", "日期时间中的日期。")
def date_of(run: Run, source: Any) -> Any:
    """The date part."""
    return make.make_date(source.year, source.month, source.day)


@builtin("date(year: number, month: number, day: number)", "The date of its parts.", "由年月日组成日期。")
def _date_of_parts(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Any:
    whole = [numbers.as_int(part, "A part of a date") for part in (year, month, day)]
    return make.make_date(*whole)


@builtin("time(from: string)", "The time that an ISO 8601 text spells.", "由 ISO 8601 文本得到时间。")
def _time_of_text(run: Run, source: str) -> Any:
    return parse.parse_time(source)


@builtin(
    "time(from: time|date and time|date)",
    "The time of a date and time; midnight UTC of a date.",
    "日期时间中的时间。",
)
def time_of(run: Run, source: Any) -> Any:
    """The time part, with its offset or zone."""
    if is_date(source):
        return make.make_time(0, 0, 0, 0, 0)
    zone = zone_id(source)
    fraction = nanos_of_day(source) % NANOS
    offset = None if zone else offset_seconds(source)
    return make.make_time(source.hour, source.minute, source.second, fraction, offset, zone)


@builtin(
    "time(hour: number, minute: number, second: number, offset?: days and time duration|null)",
    "The time of its parts, with an optional offset from UTC.",
    "由时分秒（可带时区偏移）组成时间。",
)
def _time_of_parts(run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: Any = None) -> Any:
    hours, minutes = numbers.as_int(hour, "The hour"), numbers.as_int(minute, "The minute")
    if not 0 <= second < 60:
        raise NoValue("The seconds are from 0 to below 60.")
    nanoseconds = int(second * NANOS)
    shift = None
    if offset is not None:
        shift, rest = divmod(duration_nanos(offset), NANOS)
        if rest:
            raise NoValue("An offset is a whole number of seconds.")
    return make.make_time(hours, minutes, nanoseconds // NANOS, nanoseconds % NANOS, shift)


@builtin(
    "date and time(from: string)",
    "The date and time that an ISO 8601 text spells.",
    "由 ISO 8601 文本得到日期时间。",
)
def _datetime_of_text(run: Run, source: str) -> Any:
    return parse.parse_datetime(source)


@builtin("date and time(from: date and time)", "The date and time itself.", "日期时间本身。")
def _datetime_same(run: Run, source: Any) -> Any:
    return source


@builtin(
    "date and time(date: date|date and time, time: time)", "A date with a time.", "由日期和时间组成日期时间。"
)
def _datetime_of_parts(run: Run, date: Any, time: Any) -> Any:
    zone = zone_id(time)
    return make.make_datetime(date, nanos_of_day(time), None if zone else offset_seconds(time), zone)


@builtin(
    "date and time(date: date and time, timezone: string)",
    "The same instant in another time zone.",
    "同一时刻在另一时区的表示。",
)
def _datetime_in_zone(run: Run, date: Any, timezone: str) -> Any:
    instant, zoned = instant_key(date)
    if not zoned:
        raise NoValue("A date and time without zone cannot be moved to another.")
    make.check_offset(None, timezone)
    return make.datetime_of_instant(instant, None, timezone)


@builtin("duration(from: string)", "The duration that an ISO 8601 text spells.", "由 ISO 8601 文本得到时长。")
def _duration_of_text(run: Run, source: str) -> Any:
    return parse.parse_duration(source)


@builtin(
    "duration(from: days and time duration|years and months duration)", "The duration itself.", "时长本身。"
)
def _duration_same(run: Run, source: Any) -> Any:
    return source


@builtin(
    "years and months duration(from: date|date and time, to: date|date and time)",
    "The whole years and months from one date to another.",
    "两个日期之间的整年整月数。",
)
def _years_months(run: Run, start: Any, end: Any) -> Any:
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return make.make_months(months)


@builtin("now()", "The instant of the evaluation, as the caller passed it.", "求值时刻（由调用方传入）。")
def _now(run: Run) -> Any:
    if run.now is None:
        raise NoValue("The caller passed no clock.", "no-clock")
    return adopt(run.now, run)


@builtin("today()", "The date of the evaluation, as the caller passed it.", "求值日期（由调用方传入）。")
def _today(run: Run) -> Any:
    return date_of(run, _now(run))


@builtin("day of year(date: date|date and time)", "1 to 366.", "一年中的第几天。")
def _day_of_year(run: Run, value: Any) -> Decimal:
    return Decimal(civil.ordinal(value.year, value.month, value.day) - civil.ordinal(value.year, 1, 1) + 1)


@builtin("day of week(date: date|date and time)", "The English name of the weekday.", "星期的英文名称。")
def _day_of_week(run: Run, value: Any) -> str:
    return _WEEKDAYS[weekday(value) - 1]


@builtin("month of year(date: date|date and time)", "The English name of the month.", "月份的英文名称。")
def _month_of_year(run: Run, value: Any) -> str:
    return _MONTHS[value.month - 1]


@builtin("week of year(date: date|date and time)", "The ISO 8601 week, 1 to 53.", "ISO 8601 周数。")
def _week_of_year(run: Run, value: Any) -> Decimal:

    return Decimal(calendar_date(civil.like_year(value.year), value.month, value.day).isocalendar().week)


@builtin(
    "last day of month(date: date|date and time)", "The last day of the date's month.", "所在月份的最后一天。"
)
def _last_day(run: Run, value: Any) -> Decimal:
    return Decimal(civil.days_in_month(value.year, value.month))
