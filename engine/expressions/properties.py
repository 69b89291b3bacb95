"""The properties of dates, times, durations and ranges (DMN 1.5, tables 64 and 65), e.g. `date.weekday`."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.expressions.errors import NoValue
from engine.expressions.temporal import civil, make
from engine.expressions.temporal.values import duration_nanos, nanos_of_day, offset_seconds, zone_id
from engine.expressions.temporal.zones import DAY_NANOS, NANOS
from engine.expressions.values import kind

Reader = Callable[[Any], Any]


def property_of(value: Any, name: str) -> Any:
    """The property of that name; NoValue when values of this kind have none."""
    reader = _PROPERTIES.get(kind(value), {}).get(name)
    if reader is None:
        code = "null-operand" if value is None else "unknown-property"
        raise NoValue(f"A {kind(value)} has no property {name!r:.80}.", code)
    return reader(value)


def weekday(value: Any) -> int:
    """1 for Monday to 7 for Sunday (ISO 8601)."""
    return (civil.ordinal(value.year, value.month, value.day) - 1) % 7 + 1


def _second(value: Any) -> Decimal:
    return _seconds(nanos_of_day(value) % (60 * NANOS))


def _seconds(nanoseconds: int) -> Decimal:
    """Seconds with their fraction, 0 to below 60."""
    whole, fraction = divmod(nanoseconds, NANOS)
    return Decimal(whole) + Decimal(fraction).scaleb(-9).normalize() if fraction else Decimal(whole)


def _offset(value: Any) -> Any:
    seconds = offset_seconds(value)
    return None if seconds is None else make.make_duration(seconds * NANOS)


def _signed(value: int, part: Callable[[int], int]) -> Decimal:
    return Decimal(part(value) if value >= 0 else -part(-value))


def _seconds_of(nanoseconds: int) -> Decimal:
    seconds = _seconds(abs(nanoseconds) % (60 * NANOS))
    return seconds if nanoseconds >= 0 else -seconds


_DATE: dict[str, Reader] = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(weekday(value)),
}
_TIME: dict[str, Reader] = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": _second,
    "time offset": _offset,
    "timezone": zone_id,
}
_PROPERTIES: dict[str, dict[str, Reader]] = {
    "date": _DATE,
    "time": _TIME,
    "date and time": {**_DATE, **_TIME},
    "days and time duration": {
        "days": lambda value: _signed(duration_nanos(value), lambda nanos: nanos // DAY_NANOS),
        "hours": lambda value: _signed(duration_nanos(value), lambda nanos: nanos // (3600 * NANOS) % 24),
        "minutes": lambda value: _signed(duration_nanos(value), lambda nanos: nanos // (60 * NANOS) % 60),
        "seconds": lambda value: _seconds_of(duration_nanos(value)),
    },
    "years and months duration": {
        "years": lambda value: _signed(value.months, lambda months: months // 12),
        "months": lambda value: _signed(value.months, lambda months: months % 12),
    },
    "range": {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    },
}
