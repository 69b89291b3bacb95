"""Types of values and whether a value conforms to one (DMN 1.5, 10.3.2.9), with the three conversions of 10.3.2.9.4.

A type here only answers; it does not know files or names. Null conforms to every type. A value that does not
conform and cannot be converted has no value (`Nonconforming`); the caller turns that into null and a warning.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from engine.expressions import EvaluationError, Expression, compile_expression
from engine.expressions.types import FunctionType, function_fits
from engine.expressions.values import Function, kind


class Nonconforming(Exception):
    """The value is not of the type; the message names both. Never leaves the package."""


class Type(Protocol):
    """Anything that can say whether a value that is not null belongs to it; `name` is for people."""

    @property
    def name(self) -> str: ...

    def admits(self, value: Any) -> bool:
        """Whether `value` (not None) conforms without conversion."""
        ...


@dataclass(frozen=True, slots=True)
class AnyType:
    """Every value."""

    name: str = "Any"

    def admits(self, value: Any) -> bool:
        """True."""
        return True


ANY = AnyType()


@dataclass(frozen=True, slots=True)
class Basic:
    """One of the kinds of `engine.expressions.values.kind`."""

    name: str

    def admits(self, value: Any) -> bool:
        """Whether the value is of this kind."""
        return kind(value) == self.name


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose items conform to `item`."""

    item: Type

    @property
    def name(self) -> str:
        """As FEEL writes it."""
        return f"list<{self.item.name}>"

    def admits(self, value: Any) -> bool:
        """Whether it is a list and every item that is not null conforms."""
        if not isinstance(value, list | tuple):
            return False
        return self.item is ANY or all(item is None or self.item.admits(item) for item in value)


@dataclass(frozen=True, slots=True)
class ContextOf:
    """A context that has every field, each conforming; further entries are allowed (10.3.2.9.2)."""

    name: str
    fields: tuple[tuple[str, Type], ...]

    def admits(self, value: Any) -> bool:
        """Whether it is a context with these fields."""
        if not isinstance(value, Mapping):
            return False
        return all(name in value and _admits_among(field, value[name], value) for name, field in self.fields)


@dataclass(frozen=True, slots=True)
class RangeOf:
    """A range; the type of its ends is not checked when both are open."""

    item: Type

    @property
    def name(self) -> str:
        """As FEEL writes it."""
        return f"range<{self.item.name}>"

    def admits(self, value: Any) -> bool:
        """Whether it is a range whose ends conform."""
        if kind(value) != "range":
            return False
        return all(end is None or self.item.admits(end) for end in (value.start, value.end))


@dataclass(frozen=True, slots=True)
class FunctionOf:
    """A function; its result is converted to `result` where it is called by name. `signature` is the type as FEEL has it."""

    name: str
    result: Type
    signature: FunctionType

    def admits(self, value: Any) -> bool:
        """Whether it is a function that can stand for one of this signature."""
        return isinstance(value, Function) and function_fits(value, self.signature)


@dataclass(frozen=True, slots=True)
class Constrained:
    """A type narrowed by unary tests (allowedValues, typeConstraint)."""

    base: Type
    tests: Expression

    @property
    def name(self) -> str:
        """The base type's name and the tests."""
        return f"{self.base.name} ({self.tests.text})"

    def admits(self, value: Any) -> bool:
        """Whether the base type admits it and the tests are true of it."""
        return self.admits_among(value, {})

    def admits_among(self, value: Any, siblings: Mapping[str, Any]) -> bool:
        """As `admits` for a component: the tests may name the other components of its context (7.3.2)."""
        if not _admits_among(self.base, value, siblings):
            return False
        try:
            return self.tests.evaluate({**siblings, "?": value}) is True
        except EvaluationError:
            return False


def _admits_among(of: Type, value: Any, siblings: Mapping[str, Any]) -> bool:
    if value is None:
        return True
    return of.admits_among(value, siblings) if isinstance(of, Constrained) else of.admits(value)


@dataclass(frozen=True, slots=True)
class Named:
    """A type that is still being defined, looked up when asked: what makes recursive types possible."""

    name: str
    find: Callable[[], Type]

    def admits(self, value: Any) -> bool:
        """As the type of that name."""
        return self.find().admits(value)


def unwrapped(of: Type) -> Type:
    """The type without its constraints."""
    while isinstance(of, Constrained | Named):
        of = of.base if isinstance(of, Constrained) else of.find()
    return of


def converted(of: Type, value: Any) -> Any:
    """`value` if it conforms, else after one (never two) of the conversions of 10.3.2.9.4; else `Nonconforming`."""
    if value is None or of is ANY or of.admits(value):
        return value
    if isinstance(value, list | tuple):
        if (
            len(value) == 1
            and not isinstance(unwrapped(of), ListOf)
            and (value[0] is None or of.admits(value[0]))
        ):
            return value[0]
    elif isinstance(unwrapped(of), ListOf) and of.admits([value]):
        return [value]
    elif kind(value) == "date" and (moment := _midnight(value)) is not None and of.admits(moment):
        return moment
    raise Nonconforming(f"A {kind(value)} does not conform to {of.name}.")


def _midnight(day: Any) -> Any:
    return _DATE_AND_TIME.evaluate({"day": day})


_DATE_AND_TIME = compile_expression('date and time(day, time("00:00:00Z"))', names=("day",))
