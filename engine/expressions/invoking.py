"""Calling function values: built in, written in FEEL, or given by the caller; by position or by name."""

from collections.abc import Mapping
from typing import Any

from engine.expressions.budget import Run
from engine.expressions.errors import NoValue
from engine.expressions.functions.table import Builtin
from engine.expressions.types import coerce
from engine.expressions.values import Function, kind


def invoke(function: Function, arguments: list[Any], run: Run) -> Any:
    """Call any function value with positional arguments; NoValue when they do not fit its parameters."""
    if isinstance(function, Builtin):
        return function.invoke(run, arguments)
    if len(arguments) != len(function.parameters):
        raise NoValue(
            f"{len(function.parameters)} arguments are expected, not {len(arguments)}.", "wrong-arguments"
        )
    converted = []
    for name, wanted, value in zip(function.parameters, function.types, arguments, strict=True):
        fits, fitted = coerce(value, wanted, run)
        if not fits:
            raise NoValue(f"The argument {name!r:.80} is a {kind(value)}.", "wrong-arguments")
        converted.append(fitted)
    result = function.invoke(run, converted)
    if function.result is not None:
        fits, result = coerce(result, function.result, run)
        if not fits:
            raise NoValue("The result is not of the declared type.", "type-mismatch")
    return result


def invoke_named(function: Function, arguments: Mapping[str, Any], run: Run) -> Any:
    """Call any function value with named arguments; NoValue for a name that it does not have."""
    if isinstance(function, Builtin):
        return function.invoke_named(run, arguments)
    unknown = [name for name in arguments if name not in function.parameters]
    if unknown:
        raise NoValue(f"There is no parameter {unknown[0]!r:.80}.", "wrong-arguments")
    return invoke(function, [arguments.get(name) for name in function.parameters], run)
