"""JSON in both directions: exact numbers, Chinese as it is, and a bounded, strict reader.

Refuses what JSON forbids but Python reads (NaN, Infinity), a name twice in one object, and nesting that would exhaust the stack.
"""

import json
from dataclasses import asdict, is_dataclass
from decimal import Decimal
from typing import Any, NoReturn

import orjson
from flask import Response
from flask.json.provider import JSONProvider

from api.http.errors import BadRequest
from api.http.text import refuse_unusable
from engine.expressions import to_plain_json

DEEPEST = 64


class ExactJSON(JSONProvider):
    """Flask's JSON: orjson outwards (UTF-8, decimals exactly), `read_json` inwards."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """`obj` as JSON text; formatting options other than `indent` are ignored."""
        return _dump(obj, indent=bool(kwargs.get("indent"))).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """The value of JSON text; raises BadRequest."""
        return read_json(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """A response that carries one value."""
        return answered(self._prepare_response_obj(args, kwargs))


def answered(value: Any, status: int = 200) -> Response:
    """A response that carries one value."""
    return Response(_dump(value), status, content_type="application/json")


def read_json(text: str | bytes) -> Any:
    """The value of `text` with numbers as int or Decimal; raises BadRequest with the place of the mistake."""
    try:
        value = json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_unique_names
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadRequest(f"The body is not JSON: {error.msg} at {place}.", code="malformed-json") from None
    except (RecursionError, UnicodeDecodeError, ValueError):
        raise BadRequest(
            "The body is not JSON that we read: use UTF-8, shallow nesting and numbers of sensible length.",
            code="malformed-json",
        ) from None
    if _may_be_unusable(text):
        _check(value)
    return value


def _may_be_unusable(text: str | bytes) -> bool:
    """Whether a text could nest too deeply or hold a character that only an escape can write. Most bodies cannot."""
    body = text.encode() if isinstance(text, str) else text
    return b"\\u" in body or body.count(b"[") + body.count(b"{") > DEEPEST


def _check(value: Any) -> None:
    level: list[Any] = [value]
    for _ in range(DEEPEST):
        refuse_unusable(each for each in level if isinstance(each, str))
        level = [inner for outer in level for inner in _inner(outer)]
    if any(isinstance(each, dict | list) for each in level):
        raise BadRequest(f"The body is nested deeper than {DEEPEST} levels.", code="malformed-json")
    refuse_unusable(each for each in level if isinstance(each, str))


def _inner(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else []


def _no_constant(name: str) -> NoReturn:
    raise BadRequest(f"{name} is not JSON; send a number or null.", code="malformed-json")


def _unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(name for name, _ in pairs if sum(1 for other, _ in pairs if other == name) > 1)
        raise BadRequest(f'The name "{twice}" occurs twice in one object.', code="malformed-json")
    return found


def _dump(value: Any, *, indent: bool = False) -> bytes:
    options = orjson.OPT_NON_STR_KEYS | (orjson.OPT_INDENT_2 if indent else 0)
    try:
        return orjson.dumps(value, default=_exact, option=options)
    except TypeError:
        # orjson knows no integer beyond 64 bits; the standard library does, slowly
        return json.dumps(value, default=_plain, ensure_ascii=False, indent=2 if indent else None).encode()


def _exact(value: Any) -> Any:
    return orjson.Fragment(str(value).encode()) if isinstance(value, Decimal) else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset | set):
        return sorted(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return to_plain_json(value)
