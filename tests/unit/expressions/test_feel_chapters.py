"""Every row of `chapters/*.feel` holds: an expression, `=>`, and the value the standard gives it.

The value is JSON; what JSON lacks is an object with one key, e.g. {"date": "2026-03-01"}. A line `scope {…}` gives
the variables of the rows below it, a line `cell VALUE` makes them unary tests of that value.
"""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from engine.expressions import Function, Range, compile_expression, compile_unary_tests, from_json, kind

_CHAPTERS = Path(__file__).parent / "chapters"
_NO_CELL = object()


def rows():
    for path in sorted(_CHAPTERS.glob("*.feel")):
        scope, cell = {}, _NO_CELL
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            if line.startswith("scope "):
                scope = from_json(json.loads(line[6:], parse_float=Decimal))
            elif line.startswith("cell "):
                cell = compile_expression(line[5:]).evaluate({}) if line[5:] != "none" else _NO_CELL
            else:
                text, _, expected = line.rpartition(" => ")
                name = f"{path.stem}:{number} {text.strip()}"
                yield pytest.param(text.strip(), scope, cell, _expected(expected), id=name)


def _expected(text):
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def described(value):
    """The value as the tables write it, without the product's own text functions."""
    if isinstance(value, list):
        return [described(item) for item in value]
    if isinstance(value, dict):
        return {key: described(item) for key, item in value.items()}
    if isinstance(value, Range):
        ends = ("[" if value.start_included else "(") + ("]" if value.end_included else ")")
        return {"range": [ends, described(value.start), described(value.end)]}
    if isinstance(value, Function):
        return {"function": list(value.parameters)}
    if value is None or isinstance(value, bool | str | Decimal):
        return value
    return {kind(value): _iso(value)}


def _iso(value):
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g}s"
    if hasattr(value, "isoformat"):
        return value.isoformat().replace("+00:00", "Z")
    return str(value)


@pytest.mark.parametrize(("text", "scope", "cell", "expected"), list(rows()))
def test_the_value_is_the_one_the_standard_gives(text, scope, cell, expected):
    if cell is _NO_CELL:
        value = compile_expression(text, names=list(scope)).evaluate(scope)
    else:
        value = compile_unary_tests(text, names=list(scope)).evaluate({**scope, "?": cell})
    assert described(value) == expected
    assert type(value) is not int
