"""Take over a caller's values: int, float, tuple and Mapping become FEEL values where an expression touches them.

Contexts stay as they are until one of their entries is read, so a large scope costs nothing until it is used.
Anything that has no FEEL meaning is refused with an error that names its type.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.expressions import numbers
from engine.expressions.budget import Run
from engine.expressions.errors import EvaluationError
from engine.expressions.temporal import make
from engine.expressions.temporal.values import (
    Date,
    DateTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
    nanos_of_day,
)
from engine.expressions.values import Function, Range
from engine.kernel.errors import LimitExceeded

DIRECT = frozenset(
    {
        str,
        bool,
        type(None),
        date,
        timedelta,
        Date,
        DateTime,
        DaysTimeDuration,
        Time,
        YearsMonthsDuration,
        Range,
        Function,
        dict,
    }
)
"""Types that are used as they are. A dict is a context whose entries are adopted when they are read."""


EXACT_BITS = 112
"""Integers of so many bits have at most 34 digits."""


def adopt(value: Any, run: Run) -> Any:
    """The FEEL value of a caller's value; lists are converted once per evaluation, contexts not at all."""
    kind = type(value)
    if kind in DIRECT:
        return value
    if kind is Decimal:
        return numbers.from_decimal(value)
    if kind is int:
        return Decimal(value) if value.bit_length() <= EXACT_BITS else _number(value)
    if kind is list or kind is tuple:
        return _list(value, run)
    return _unusual(value, run)


def _number(value: int) -> Decimal | None:
    if value.bit_length() > 20_500:
        return None
    try:
        return numbers.CONTEXT.create_decimal(value)
    except ArithmeticError:
        return None


def _list(items: Any, run: Run) -> list[Any]:
    known = run.adopted
    if known is None:
        known = run.adopted = {}
    found = known.get(id(items))
    if found is not None:
        return found[1]
    run.spend(len(items) >> 3)
    result = [item if type(item) in DIRECT else adopt(item, run) for item in items]
    known[id(items)] = (items, result)
    known[id(result)] = (result, result)
    return result


def _unusual(value: Any, run: Run) -> Any:
    if isinstance(value, float):
        return numbers.from_float(value)
    if isinstance(value, datetime | date | time | timedelta):
        return _temporal(value)
    if isinstance(value, Mapping | Function):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return _number(int(value))
    if isinstance(value, Decimal):
        return numbers.from_decimal(Decimal(value))
    if isinstance(value, list | tuple):
        return _list(value, run)
    raise EvaluationError(
        f"A value of type {type(value).__name__} has no meaning in an expression; pass numbers, texts, dates, lists or mappings.",
        code="unknown-value-type",
    )


def _temporal(value: datetime | date | time | timedelta) -> Any:
    """The plain value of a subclass; a zone with an IANA id is kept apart from offsets."""
    if isinstance(value, timedelta):
        return timedelta(value.days, value.seconds, value.microseconds)
    if not isinstance(value, datetime | time):
        return date(value.year, value.month, value.day)
    offset = value.utcoffset()
    zone = getattr(value.tzinfo, "key", None)
    seconds = None if zone or offset is None else round(offset.total_seconds())
    if isinstance(value, datetime):
        return make.make_datetime(value, nanos_of_day(value), seconds, zone)
    return make.make_time(value.hour, value.minute, value.second, value.microsecond * 1000, seconds, zone)


def settle(value: Any, run: Run) -> Any:
    """A result as the caller gets it: every part a FEEL value, contexts `dict`, lists `list`, size bounded.

    Returns the same object where nothing had to change. Raises LimitExceeded when the result, counted with all
    its parts wherever they are repeated, is larger than the budget allows.
    """
    kind = type(value)
    if kind is Decimal or (kind in DIRECT and kind is not dict):
        return value
    if kind is not list and kind is not dict and not isinstance(value, Mapping):
        return adopt(value, run)
    return _settle(value, run, [run.budget.items])


def _settle(value: Any, run: Run, room: list[int]) -> Any:
    kind = type(value)
    if kind is Decimal or (kind in DIRECT and kind is not dict):
        return value
    if kind is list:
        _take(len(value), run, room)
        for index, item in enumerate(value):
            settled = item if type(item) is Decimal else _settle(item, run, room)
            if settled is not item:
                return [*value[:index], settled, *[_settle(rest, run, room) for rest in value[index + 1 :]]]
        return value
    if isinstance(value, Mapping):
        _take(len(value), run, room)
        result = {str(key): _settle(item, run, room) for key, item in value.items()}
        same = kind is dict and all(result[key] is value.get(key) for key in result)
        return value if same else result
    return _settle(adopt(value, run), run, room) if kind is tuple else adopt(value, run)


def _take(count: int, run: Run, room: list[int]) -> None:
    room[0] -= count
    if room[0] < 0:
        raise LimitExceeded(
            f"The result has more than {run.budget.items} values; return less.", code="expression-items"
        )
