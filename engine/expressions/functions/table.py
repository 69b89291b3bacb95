"""The one table of built-in functions: names, parameters, types and descriptions in English and Chinese.

A family file declares a function with `builtin("substring(string: string, start position: number, length?: number)", …)`.
Overloads are further declarations of the same name. Parameters: `name: type`, `name?: type` may be left out,
`name*: type` takes one list or any number of arguments. A type ending in `|null` also takes null; for all others
a null argument gives null (10.3.4). The reference page and the tests read this table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from engine.expressions.budget import Run
from engine.expressions.errors import NoValue
from engine.expressions.temporal.make import make_datetime
from engine.expressions.values import Function, kind

Compute = TypeVar("Compute", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a built-in: `kinds` are the kinds of value it takes, empty for any."""

    name: str
    kinds: frozenset[str]
    optional: bool = False
    variadic: bool = False
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Overload:
    """One signature and what computes it: `compute(run, *arguments)`, NoValue where the result is null."""

    signature: str
    parameters: tuple[Parameter, ...]
    compute: Callable[..., Any]
    english: str
    chinese: str


class Builtin(Function):
    """A built-in function with all its overloads."""

    __slots__ = ("family", "overloads")

    def __init__(self, name: str, family: str) -> None:
        super().__init__(name, (), self._refuse)
        self.family = family
        self.overloads: list[Overload] = []

    def _refuse(self, *arguments: Any) -> Any:
        raise NoValue("A built-in function is called from expressions only.")

    def add(self, overload: Overload) -> None:
        """One more signature. The first one names the parameters of the function as a value."""
        self.overloads.append(overload)
        if len(self.overloads) == 1:
            self.parameters = tuple(parameter.name for parameter in overload.parameters)
            self.types = (None,) * len(self.parameters)

    def invoke(self, run: Run, arguments: list[Any]) -> Any:
        """Compute the first overload that the arguments fit; NoValue when none does."""
        for overload in self.overloads:
            fitted = _fit(overload, arguments)
            if fitted is not None:
                return _computed(overload, fitted, run)
        raise NoValue(_mismatch(self, arguments), _reason(arguments))

    def invoke_named(self, run: Run, arguments: Mapping[str, Any]) -> Any:
        """As `invoke`, with the arguments in the order of the overload that has all their names.

        `before(point: …, range: …)` has the names of two overloads; the one that has them in this order is meant.
        """
        overloads = self.overloads
        if len(overloads) > 1:
            written = list(arguments)
            overloads = sorted(overloads, key=lambda one: [part.name for part in one.parameters] != written)
        for overload in overloads:
            ordered = _in_order(overload, arguments)
            fitted = None if ordered is None else _fit(overload, ordered)
            if fitted is not None:
                return _computed(overload, fitted, run)
        raise NoValue(_mismatch(self, list(arguments.values())), "wrong-arguments")


BUILTINS: dict[str, Builtin] = {}
"""All built-in functions by their FEEL name."""


def builtin(signature: str, english: str, chinese: str) -> Callable[[Compute], Compute]:
    """Register `compute(run, *arguments)` under a signature."""

    def register(compute: Compute) -> Compute:
        name, _, rest = signature.partition("(")
        family = compute.__module__.rpartition(".")[2]
        parameters = tuple(_parameter(part) for part in rest.rstrip(")").split(", ") if part)
        found = BUILTINS.setdefault(name, Builtin(name, family))
        found.add(Overload(signature, parameters, compute, english, chinese))
        return compute

    return register


def _parameter(text: str) -> Parameter:
    name, _, types = text.partition(": ")
    kinds = frozenset(types.split("|")) - {"null"}
    return Parameter(
        name.rstrip("?*"),
        frozenset() if "any" in kinds else kinds,
        optional=name.endswith("?"),
        variadic=name.endswith("*"),
        nullable="null" in types or "any" in kinds,
    )


def _computed(overload: Overload, arguments: list[Any], run: Run) -> Any:
    """The result, with the size of texts and lists that go in and come out counted as work."""
    for value in arguments:
        if type(value) is str or type(value) is list:
            run.spend(len(value) >> 5)
    result = overload.compute(run, *arguments)
    if type(result) is str:
        run.spend_text(len(result))
    elif type(result) is list:
        run.spend(len(result))
    return result


def _fit(overload: Overload, arguments: list[Any]) -> list[Any] | None:
    """The arguments converted to the parameters, or None when they do not fit."""
    parameters = overload.parameters
    if parameters and parameters[-1].variadic:
        return _fit_variadic(parameters, arguments)
    if len(arguments) > len(parameters):
        return None
    fitted = []
    for index, parameter in enumerate(parameters):
        if index >= len(arguments):
            if not parameter.optional:
                return None
            continue
        value = convert(arguments[index], parameter)
        if value is _UNFIT:
            return None
        fitted.append(value)
    return fitted


def _fit_variadic(parameters: tuple[Parameter, ...], arguments: list[Any]) -> list[Any] | None:
    fixed = parameters[:-1]
    if len(arguments) < len(fixed) or (not arguments and not fixed):
        return None
    fitted = [convert(value, parameter) for value, parameter in zip(arguments, fixed, strict=False)]
    if any(value is _UNFIT for value in fitted):
        return None
    rest = arguments[len(fixed) :]
    if not fixed and len(rest) == 1 and "list" not in parameters[-1].kinds:
        if rest[0] is None:
            return None
        return [rest[0] if isinstance(rest[0], list) else rest]
    return [*fitted, rest]


_UNFIT = object()


def convert(value: Any, parameter: Parameter) -> Any:
    """The argument converted implicitly to the parameter's kinds (10.3.2.9.4), or a marker that it does not fit."""
    kinds = parameter.kinds
    if value is None:
        return None if parameter.nullable else _UNFIT
    if not kinds or kind(value) in kinds:
        return value
    if isinstance(value, list) and len(value) == 1 and "list" not in kinds and kind(value[0]) in kinds:
        return value[0]
    if "list" in kinds and len(kinds) == 1:
        return [value]
    if "date and time" in kinds and kind(value) == "date":
        return make_datetime(value, 0, 0)
    return _UNFIT


def _in_order(overload: Overload, arguments: Mapping[str, Any]) -> list[Any] | None:
    names = [parameter.name for parameter in overload.parameters]
    if any(name not in names for name in arguments):
        return None
    ordered: list[Any] = []
    for parameter in overload.parameters:
        ordered.append(arguments.get(parameter.name))
    while ordered and _left_out(overload.parameters[len(ordered) - 1], arguments):
        ordered.pop()
    return ordered


def _left_out(parameter: Parameter, arguments: Mapping[str, Any]) -> bool:
    return parameter.name not in arguments and (parameter.optional or parameter.variadic)


def _mismatch(function: Builtin, arguments: list[Any]) -> str:
    given = ", ".join(kind(value) for value in arguments[:10])
    return f"({given}) does not fit {' or '.join(overload.signature for overload in function.overloads)}."


def _reason(arguments: list[Any]) -> str:
    return "null-operand" if any(value is None for value in arguments) else "wrong-arguments"
