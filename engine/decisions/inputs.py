"""Values from outside become FEEL values: JSON-like data, or values a caller computed himself.

Where a model declares the type of an input, texts become dates, times and durations, and components that were left
out become null: JSON has no dates and forms leave fields out. Inside a model no such leniency applies.
"""

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from engine.decisions.boxed.compiling import conform
from engine.decisions.boxes import Place
from engine.decisions.run import Tally
from engine.decisions.types import ContextOf, ListOf, Type, unwrapped
from engine.expressions import compile_expression
from engine.expressions.values import kind
from engine.kernel.errors import InvalidInput, LimitExceeded

MAX_DEPTH = 60
MAX_VALUES = 200_000

_READERS = {
    "date": compile_expression("date(text)", names=("text",)),
    "time": compile_expression("time(text)", names=("text",)),
    "date and time": compile_expression("date and time(text)", names=("text",)),
    "days and time duration": compile_expression("duration(text)", names=("text",)),
    "years and months duration": compile_expression("duration(text)", names=("text",)),
}
_NUMBER = compile_expression("value", names=("value",))


def feel_value(value: Any) -> Any:
    """`value` with every part a FEEL value; `LimitExceeded` beyond 200,000 parts or 60 levels."""
    return _feel(value, 0, [MAX_VALUES])


def _feel(value: Any, depth: int, room: list[int]) -> Any:
    room[0] -= 1
    if room[0] < 0 or depth > MAX_DEPTH:
        message = f"The input has more than {MAX_VALUES} values or {MAX_DEPTH} levels; send less."
        raise LimitExceeded(message, code="decision-input-size")
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Mapping):
        return {str(name): _feel(item, depth + 1, room) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_feel(item, depth + 1, room) for item in value]
    if isinstance(value, int | float | Decimal | datetime | time):
        return _NUMBER.evaluate({"value": value})
    if kind(value) == "context":
        raise InvalidInput(f"A value of type {type(value).__name__} is no FEEL value; send JSON-like data.")
    return value


def fitted(of: Type, value: Any) -> Any:
    """A FEEL value from outside made to fit its declared type as far as JSON made it differ."""
    bare = unwrapped(of)
    if isinstance(bare, ContextOf) and isinstance(value, dict):
        fields = {name: fitted(field, value.get(name)) for name, field in bare.fields}
        return {**value, **fields}
    if isinstance(bare, ListOf) and isinstance(value, list):
        return [fitted(bare.item, item) for item in value]
    if isinstance(value, str) and bare.name in _READERS:
        read = _READERS[bare.name].evaluate({"text": value.strip()})
        return value if read is None else read
    return value


def accept(of: Type, raw: Any, name: str, place: Place, tally: Tally) -> Any:
    """A value from outside as a value of its declared type; null and a warning when it cannot be one."""
    return conform(of, fitted(of, feel_value(raw)), repr(name), place, tally)
