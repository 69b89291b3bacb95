"""FEEL values as JSON and back, without loss: for variables that are stored, sent and hashed.

Plain JSON stands for itself (null, booleans, strings, whole numbers below 2**53, lists, objects). Everything else is
an object with the key "@" that names the kind: `{"@": "date", "v": "2026-03-01"}`. An object that has a key "@" of
its own is wrapped: `{"@": "context", "v": {…}}`. Functions are refused: they have no text form.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, localcontext
from typing import Any

from engine.expressions import numbers
from engine.expressions.adopt import adopt
from engine.expressions.budget import DEFAULT_BUDGET, Run
from engine.expressions.errors import NoValue
from engine.expressions.temporal import parse
from engine.expressions.text import to_text
from engine.expressions.values import Function, Range, kind
from engine.kernel.errors import InvalidInput, LimitExceeded

MAX_DEPTH = 100
MAX_VALUES = 1_000_000
_EXACT = 2**53
_PLAIN = frozenset({str, bool, type(None)})


def to_json(value: Any) -> Any:
    """The JSON-compatible form of a value; `from_json` gives it back. Raises InvalidInput for functions."""
    return _encode(value, [MAX_VALUES], 0)


def _encode(value: Any, room: list[int], depth: int) -> Any:
    kind_of = type(value)
    if kind_of in _PLAIN:
        return value
    if kind_of is int and -_EXACT < value < _EXACT:
        return value
    if kind_of is list or kind_of is tuple:
        _take(len(value), room, depth)
        return [item if type(item) in _PLAIN else _encode(item, room, depth + 1) for item in value]
    if kind_of is dict or isinstance(value, Mapping):
        _take(len(value), room, depth)
        # what stands for itself, nearly everything, is not worth a call
        result = {
            key if type(key) is str else str(key): item
            if type(item) in _PLAIN
            else _encode(item, room, depth + 1)
            for key, item in value.items()
        }
        return {"@": "context", "v": result} if "@" in result else result
    if kind_of is Decimal:
        return _encode_number(value)
    return _encode_tagged(value, room, depth)


def _encode_number(value: Decimal) -> Any:
    if (
        value.is_finite()
        and value.as_tuple().exponent == 0
        and -_EXACT < value < _EXACT
        and not (value.is_signed() and not value)
    ):
        return int(value)
    if not value.is_finite():
        return None
    return {"@": "number", "v": str(value)}


def _encode_tagged(value: Any, room: list[int], depth: int) -> Any:
    if isinstance(value, Function):
        raise InvalidInput(
            "A function cannot be stored; store its results instead.", code="function-not-storable"
        )
    if isinstance(value, Range):
        _take(2, room, depth)
        return {
            "@": "range",
            "v": to_text(value),
            "start": _encode(value.start, room, depth + 1),
            "end": _encode(value.end, room, depth + 1),
        }
    adopted = adopt(value, Run(DEFAULT_BUDGET, None, None))
    if type(adopted) is Decimal or adopted is None:
        return _encode(adopted, room, depth)
    if isinstance(adopted, list | dict | str | bool):
        return _encode(adopted, room, depth)
    return {"@": kind(adopted), "v": to_text(adopted)}


def _take(count: int, room: list[int], depth: int) -> None:
    room[0] -= count
    if room[0] < 0 or depth > MAX_DEPTH:
        raise LimitExceeded(
            f"The value has more than {MAX_VALUES} parts or {MAX_DEPTH} levels; make it smaller.",
            code="value-size",
        )


def from_json(encoded: Any) -> Any:
    """The value of a form made by `to_json`; raises InvalidInput for a tag that is not known or wrong."""
    return _decode(encoded, [MAX_VALUES], 0)


def _decode(encoded: Any, room: list[int], depth: int) -> Any:
    kind_of = type(encoded)
    if kind_of in _PLAIN:
        return encoded
    if kind_of is int:
        return Decimal(encoded)
    if kind_of is Decimal:
        return numbers.from_decimal(encoded)
    if kind_of is float:
        return numbers.from_float(encoded)
    if kind_of is list:
        _take(len(encoded), room, depth)
        return [item if type(item) is str else _decode(item, room, depth + 1) for item in encoded]
    if kind_of is dict or isinstance(encoded, Mapping):
        _take(len(encoded), room, depth)
        if "@" in encoded:
            return _decode_tagged(encoded, room, depth)
        return {key: _decode(item, room, depth + 1) for key, item in encoded.items()}
    raise InvalidInput(f"{kind_of.__name__} is no JSON value.", code="value-encoding")


def _decode_tagged(encoded: Mapping[str, Any], room: list[int], depth: int) -> Any:
    tag, inner = encoded["@"], encoded.get("v")
    if tag == "context" and isinstance(inner, Mapping):
        return {key: _decode(item, room, depth + 1) for key, item in inner.items()}
    if not isinstance(inner, str) or len(inner) > 10_000:
        raise InvalidInput(f"The value of the tag {tag!r:.40} must be a text.", code="value-encoding")
    if tag == "range":
        start, end = (
            _decode(encoded.get("start"), room, depth + 1),
            _decode(encoded.get("end"), room, depth + 1),
        )
        return Range(start, end, inner.startswith("["), inner.endswith("]"))
    reader = _READERS.get(tag) if isinstance(tag, str) else None
    if reader is None:
        raise InvalidInput(f"The tag {tag!r:.40} is not known.", code="value-encoding")
    try:
        return reader(inner)
    except (NoValue, ArithmeticError, ValueError):
        raise InvalidInput(f"{inner!r:.60} is no {tag}.", code="value-encoding") from None


def _number(text: str) -> Decimal:
    with localcontext(numbers.CONTEXT):
        value = Decimal(text)
    if not value.is_finite():
        raise NoValue("The number is not finite.")
    return value


_READERS: dict[Any, Callable[[str], Any]] = {
    "number": _number,
    "date": parse.parse_date,
    "time": parse.parse_time,
    "date and time": parse.parse_datetime,
    "days and time duration": parse.parse_duration,
    "years and months duration": parse.parse_duration,
}


def to_plain_json(value: Any) -> Any:
    """For people and other programs: numbers as JSON numbers where exact, else text; temporal values as ISO text."""
    return _plain(value, [MAX_VALUES], 0)


def _plain(value: Any, room: list[int], depth: int) -> Any:
    if type(value) in _PLAIN or type(value) is int:
        return value
    if isinstance(value, Decimal):
        return _plain_number(value)
    if isinstance(value, list | tuple):
        _take(len(value), room, depth)
        return [_plain(item, room, depth + 1) for item in value]
    if isinstance(value, Mapping):
        _take(len(value), room, depth)
        return {str(key): _plain(item, room, depth + 1) for key, item in value.items()}
    if isinstance(value, datetime | date | time | timedelta | Range | Function):
        return to_text(value)
    if isinstance(value, float):
        return value if numbers.from_float(value) is not None else None
    return to_text(value)


def _plain_number(value: Decimal) -> Any:
    if not value.is_finite():
        return None
    if numbers.is_integer(value):
        return int(value) if abs(value) < _EXACT else numbers.to_text(value)
    shortest = float(value)
    return shortest if numbers.from_float(shortest) == value else numbers.to_text(value)
