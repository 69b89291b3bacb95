"""Adding and subtracting with dates, times and durations: DMN 1.5, tables of 10.3.2.3 and "addition/subtraction".

A date stands for its midnight in UTC where it meets a date and time. A value with a zone and one without have no
difference (NoValue), because nobody can say how far apart they are.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.expressions import numbers
from engine.expressions.errors import NoValue
from engine.expressions.temporal import civil, make
from engine.expressions.temporal.values import (
    Date,
    DateTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
    duration_nanos,
    instant_key,
    local_nanos,
    nanos_of_day,
    offset_seconds,
    time_key,
    zone_id,
)
from engine.expressions.temporal.zones import DAY_NANOS, NANOS


def is_duration(value: Any) -> bool:
    """Whether the value is a days and time duration."""
    return isinstance(value, timedelta | DaysTimeDuration)


def is_datetime(value: Any) -> bool:
    """Whether the value is a date and time."""
    return isinstance(value, datetime | DateTime)


def is_date(value: Any) -> bool:
    """Whether the value is a date without time."""
    return type(value) is date or isinstance(value, Date)


def is_time(value: Any) -> bool:
    """Whether the value is a time of day."""
    return isinstance(value, time | Time)


def add_duration(value: Any, nanoseconds: int) -> Any:
    """A date, time or date and time moved by signed nanoseconds; a time wraps around midnight."""
    if is_time(value):
        clock = (nanos_of_day(value) + nanoseconds) % DAY_NANOS
        seconds, fraction = divmod(clock, NANOS)
        zone = zone_id(value)
        offset = None if zone else offset_seconds(value)
        return make.make_time(seconds // 3600, seconds // 60 % 60, seconds % 60, fraction, offset, zone)
    if is_date(value):
        return make.make_date(*civil.from_ordinal((local_nanos(value) + nanoseconds) // DAY_NANOS))
    zone = zone_id(value)
    if zone:
        return make.datetime_of_instant(instant_key(value)[0] + nanoseconds, None, zone)
    return make.datetime_of_local(local_nanos(value) + nanoseconds, offset_seconds(value), None)


def add_months(value: Any, months: int) -> Any:
    """A date or date and time moved by signed months; the day is cut to the last day of a shorter month."""
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    if abs(year) > civil.MAX_YEAR:
        raise NoValue("The year is beyond 999,999,999.")
    moved = make.make_date(year, month + 1, min(value.day, civil.days_in_month(year, month + 1)))
    if is_date(value):
        return moved
    zone = zone_id(value)
    return make.make_datetime(moved, nanos_of_day(value), None if zone else offset_seconds(value), zone)


def difference(left: Any, right: Any) -> Any:
    """`left - right` of two dates, two times or two date and times as a days and time duration."""
    if is_time(left) and is_time(right):
        (a, a_zone), (b, b_zone) = time_key(left), time_key(right)
        if a_zone != b_zone:
            raise NoValue("A time with a zone and one without have no difference.")
        return make.make_duration(a - b)
    if is_date(left) and is_date(right):
        return make.make_duration(local_nanos(left) - local_nanos(right))
    (a, a_zoned), (b, b_zoned) = _instant(left), _instant(right)
    if a_zoned != b_zoned:
        raise NoValue("A date and time with a zone and one without have no difference.")
    return make.make_duration(a - b)


def scale(value: Any, factor: Decimal) -> Any:
    """A duration times a number: months and nanoseconds are cut towards zero."""
    if isinstance(value, YearsMonthsDuration):
        return make.make_months(_product(value.months, factor))
    return make.make_duration(_product(duration_nanos(value), factor))


def ratio(left: int, right: int) -> Decimal:
    """How often one length goes into the other; NoValue for a zero length."""
    if right == 0:
        raise NoValue("Division by a duration of zero.")
    return numbers.divide(numbers.number(left), numbers.number(right))


def divide(value: Any, divisor: Decimal) -> Any:
    """A duration divided by a number, cut towards zero; NoValue for zero."""
    if not divisor:
        raise NoValue("Division by zero.")
    numerator, denominator = divisor.as_integer_ratio() if abs(divisor.adjusted()) < 40 else (0, 0)
    if not denominator:
        raise NoValue("The divisor is out of range for a duration.")
    if isinstance(value, YearsMonthsDuration):
        return make.make_months(_truncate(value.months * denominator, numerator))
    return make.make_duration(_truncate(duration_nanos(value) * denominator, numerator))


def _product(length: int, factor: Decimal) -> int:
    if factor and abs(factor.adjusted()) > 40:
        raise NoValue("The factor is out of range for a duration.")
    numerator, denominator = factor.as_integer_ratio()
    return _truncate(length * numerator, denominator)


def _truncate(numerator: int, denominator: int) -> int:
    quotient = abs(numerator) // abs(denominator)
    return quotient if (numerator < 0) == (denominator < 0) else -quotient


def _instant(value: Any) -> tuple[int, bool]:
    return (local_nanos(value), True) if is_date(value) else instant_key(value)
