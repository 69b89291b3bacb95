"""The values of FEEL and the Python types that hold them.

| FEEL | Python |
| --- | --- |
| number | `decimal.Decimal` (34 digits) |
| string, boolean, null | `str`, `bool`, `None` |
| date, time, date and time | `datetime.date`, `time`, `datetime`, or `temporal.values.Date`, `Time`, `DateTime` |
| days and time duration | `datetime.timedelta` or `temporal.values.DaysTimeDuration` |
| years and months duration | `temporal.values.YearsMonthsDuration` |
| list, context | `list`, `dict` |
| range, function | `Range`, `Function` |

Values that a caller puts into a scope may also be int, float, tuple or any Mapping; `adopt` turns them into the
above where they are used, not before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.expressions.temporal.values import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration


@dataclass(frozen=True, slots=True)
class Range:
    """An interval of comparable values. `start` or `end` is None (and not included) where it has no bound."""

    start: Any
    end: Any
    start_included: bool = True
    end_included: bool = True


class Function:
    """A function value: `call` takes as many positional arguments as there are `parameters`.

    `types` are FEEL types (`engine.expressions.types`) of the parameters or None for any. Equal only to itself.
    """

    __slots__ = ("call", "name", "parameters", "result", "types")

    def __init__(
        self,
        name: str,
        parameters: Sequence[str],
        call: Callable[..., Any],
        types: Sequence[Any] | None = None,
        result: Any = None,
    ) -> None:
        self.name = name
        self.parameters = tuple(parameters)
        self.call = call
        self.types = tuple(types) if types is not None else (None,) * len(self.parameters)
        self.result = result

    def invoke(self, run: Any, arguments: list[Any]) -> Any:
        """Call with positional arguments that have been counted and converted; `run` is the evaluation under way."""
        return self.call(*arguments)

    def __repr__(self) -> str:
        return f"<FEEL function {self.name}({', '.join(self.parameters)})>"


_KINDS: dict[type, str] = {
    Decimal: "number",
    str: "string",
    bool: "boolean",
    type(None): "null",
    date: "date",
    Date: "date",
    time: "time",
    Time: "time",
    datetime: "date and time",
    DateTime: "date and time",
    timedelta: "days and time duration",
    DaysTimeDuration: "days and time duration",
    YearsMonthsDuration: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
}


def kind(value: Any) -> str:
    """The FEEL name of the value's kind, e.g. "number"; Mappings count as contexts, all functions as functions."""
    found = _KINDS.get(type(value))
    if found is None:
        found = "function" if isinstance(value, Function) else "context"
    return found
