"""Equality and order of FEEL values (DMN 1.5, 10.3.2.13–15): three-valued, never across kinds.

`equal` answers None for values of different kinds; `compare` refuses (NoValue) whatever has no order.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.expressions.adopt import adopt
from engine.expressions.budget import Run
from engine.expressions.errors import NoValue
from engine.expressions.temporal.values import (
    YearsMonthsDuration,
    duration_nanos,
    instant_key,
    local_nanos,
    nanos_of_day,
    offset_seconds,
    time_key,
    zone_id,
)
from engine.expressions.temporal.zones import NANOS
from engine.expressions.text import to_text
from engine.expressions.values import Range, kind

_SAME_TYPE = frozenset({Decimal, str, bool, timedelta, YearsMonthsDuration})


def equal(left: Any, right: Any, run: Run) -> bool | None:
    """`left = right`: True, False, or None when the two are of different kinds."""
    if type(left) is type(right) and type(left) in _SAME_TYPE:
        if type(left) is str:
            run.spend(len(left) >> 10)
        return left == right  # type: ignore[no-any-return]
    if left is None or right is None:
        return left is right
    name = kind(left)
    if name != kind(right):
        return None
    if name == "list":
        return _lists_equal(left, right, run)
    if name == "context":
        return _contexts_equal(left, right, run)
    if name == "range":
        return _ranges_equal(left, right, run)
    if name == "function":
        return left is right
    return key(left, name) == key(right, name)  # type: ignore[no-any-return]


def key(value: Any, name: str) -> Any:
    """What decides equality of a scalar of the given kind."""
    if name == "date and time":
        return instant_key(value)
    if name == "time":
        return time_key(value)
    if name == "date":
        return (value.year, value.month, value.day)
    if name == "days and time duration":
        return duration_nanos(value)
    return value


def compare(left: Any, right: Any) -> int:
    """Negative, zero or positive as left is before, at or after right; NoValue when they have no order."""
    if left is None or right is None:
        raise NoValue("null has no order.", "null-operand")
    name = kind(left)
    if name != kind(right):
        raise NoValue(f"A {name} and a {kind(right)} have no order.", "type-mismatch")
    if name in ("number", "string"):
        return (left > right) - (left < right)  # type: ignore[no-any-return]
    if name in ("date and time", "time"):
        a, b = _moments(left, right, name)
        return (a > b) - (a < b)
    if name == "date":
        a, b = local_nanos(left), local_nanos(right)
    elif name == "days and time duration":
        a, b = duration_nanos(left), duration_nanos(right)
    elif name == "years and months duration":
        a, b = left.months, right.months
    else:
        raise NoValue(f"Values of kind {name} have no order.", "type-mismatch")
    return (a > b) - (a < b)


def _moments(left: Any, right: Any, name: str) -> tuple[int, int]:
    """Comparable nanoseconds: a value without offset takes that of the other one (table 54)."""
    local = local_nanos if name == "date and time" else nanos_of_day
    a, b = offset_seconds(left), offset_seconds(right)
    if a is None and b is None and zone_id(left) != zone_id(right):
        raise NoValue("Times in zones whose offset depends on the date have no order.", "type-mismatch")
    if a is None or b is None:
        return local(left), local(right)
    return local(left) - a * NANOS, local(right) - b * NANOS


def matched(left: Any, right: Any) -> tuple[Any, Any]:
    """Operands of an operator: a list of one item stands for its item where the other is no list (10.3.2.15)."""
    if type(left) is list:
        return (left[0], right) if type(right) is not list and len(left) == 1 else (left, right)
    if type(right) is list and len(right) == 1:
        return left, right[0]
    return left, right


def order(left: Any, right: Any) -> int:
    """As `compare`, quickly for two plain values of one Python type."""
    if type(left) is type(right):
        plain = type(left)
        if plain is Decimal or plain is str or plain is timedelta or plain is date:
            return (left > right) - (left < right)  # type: ignore[no-any-return]
        if plain is datetime and left.tzinfo is None and right.tzinfo is None:
            return (left > right) - (left < right)  # type: ignore[no-any-return]
    return compare(*matched(left, right))


def ordered_range(start: Any, end: Any, start_included: bool, end_included: bool) -> Range:
    """The range between two values of one kind; NoValue when the start is after the end (10.3.2.7)."""
    if compare(start, end) > 0:
        raise NoValue("The start is after the end.")
    return Range(start, end, start_included, end_included)


def contains(span: Range, value: Any) -> bool | None:
    """Whether the value lies in the range; None when it cannot be compared with the bounds."""
    try:
        if span.start is not None:
            low = order(value, span.start)
            if low < 0 or (low == 0 and not span.start_included):
                return False
        if span.end is not None:
            high = order(value, span.end)
            return high < 0 or (high == 0 and span.end_included)
    except NoValue:
        return None
    return True if value is not None else None


def is_same(left: Any, right: Any, run: Run) -> bool:
    """`is(left, right)`: the same element of the semantic domain: same kind, same zone and offset, same value."""
    if left is None or right is None:
        return left is right
    name = kind(left)
    if name != kind(right):
        return False
    if name in ("time", "date and time"):
        return to_text(left) == to_text(right)
    if name == "list":
        run.spend(len(left))
        return len(left) == len(right) and all(is_same(a, b, run) for a, b in zip(left, right, strict=True))
    if name == "context":
        run.spend(len(left))
        return left.keys() == right.keys() and all(
            is_same(adopt(left[entry], run), adopt(right[entry], run), run) for entry in left
        )
    if name == "range" and not (is_same(left.start, right.start, run) and is_same(left.end, right.end, run)):
        return False
    return equal(left, right, run) is True


def _lists_equal(left: list[Any], right: list[Any], run: Run) -> bool:
    if len(left) != len(right):
        return False
    run.spend(len(left))
    return all(equal(a, b, run) is True for a, b in zip(left, right, strict=True))


def _contexts_equal(left: Mapping[str, Any], right: Mapping[str, Any], run: Run) -> bool:
    if left.keys() != right.keys():
        return False
    run.spend(len(left))
    return all(equal(adopt(left[name], run), adopt(right[name], run), run) is True for name in left)


def _ranges_equal(left: Range, right: Range, run: Run) -> bool:
    if left.start_included != right.start_included or left.end_included != right.end_included:
        return False
    return equal(left.start, right.start, run) is True and equal(left.end, right.end, run) is True
