"""FEEL values as text: what `string()` gives and what literals look like.

Bounded by the budget: a list that holds itself many times over is refused before its text fills the memory.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.expressions import numbers
from engine.expressions.adopt import adopt
from engine.expressions.temporal.values import (
    clock_text,
    duration_nanos,
    duration_text,
    offset_seconds,
    offset_text,
    year_text,
    zone_id,
)
from engine.expressions.values import Function, Range


def to_text(value: Any, run: Any = None) -> str:
    """The text of a value; a string is itself. `run` bounds the text of lists and contexts."""
    if isinstance(value, str):
        return value
    return _literal(value, run)


def _literal(value: Any, run: Any) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return _counted(f'"{escaped}"', run)
    if isinstance(value, list):
        return _counted("[" + ", ".join([_literal(item, run) for item in value]) + "]", run)
    if isinstance(value, Mapping):
        parts = [
            f"{_key(name)}: {_literal(adopt(item, run) if run else item, run)}"
            for name, item in value.items()
        ]
        return _counted("{" + ", ".join(parts) + "}", run)
    if isinstance(value, Range):
        return _counted(range_text(value, run), run)
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return numbers.to_text(value)
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime):
        day = f"{year_text(value.year)}-{value.month:02}-{value.day:02}"
        return f"{day}T{clock_text(value)}{offset_text(offset_seconds(value), zone_id(value))}"
    if isinstance(value, date):
        return f"{year_text(value.year)}-{value.month:02}-{value.day:02}"
    if isinstance(value, time):
        return clock_text(value) + offset_text(offset_seconds(value), zone_id(value))
    if isinstance(value, timedelta):
        return duration_text(duration_nanos(value))
    if isinstance(value, Function):
        return f"function({', '.join(value.parameters)})"
    return str(value)


def range_text(span: Range, run: Any = None) -> str:
    """`[1..10)`; an end without bound is left empty."""
    low = "" if span.start is None else _endpoint(span.start, run)
    high = "" if span.end is None else _endpoint(span.end, run)
    return f"{'[' if span.start_included else '('}{low}..{high}{']' if span.end_included else ')'}"


def _endpoint(value: Any, run: Any) -> str:
    if isinstance(value, str | Decimal):
        return _literal(value, run)
    return f'@"{_literal(value, run)}"'


def _key(name: str) -> str:
    plain = name.isidentifier()
    return name if plain else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _counted(text: str, run: Any) -> str:
    if run is not None:
        run.spend_text(len(text))
    return text
