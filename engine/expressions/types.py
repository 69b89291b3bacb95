"""FEEL types: what `instance of` and function signatures name, and whether a value is of a type.

DMN 1.5, 10.3.2.9. null is of type Null and Any only; an empty list is a list of anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.expressions.adopt import adopt
from engine.expressions.budget import Run
from engine.expressions.temporal.make import make_datetime
from engine.expressions.values import Function, Range, kind


@dataclass(frozen=True, slots=True)
class Simple:
    """A type without parts: number, string, boolean, the temporal types, list, context, function, range, Any, Null."""

    name: str


@dataclass(frozen=True, slots=True)
class ListType:
    """`list<item>`."""

    item: "FeelType"


@dataclass(frozen=True, slots=True)
class RangeType:
    """`range<item>`."""

    item: "FeelType"


@dataclass(frozen=True, slots=True)
class ContextType:
    """`context<name: type, …>`: further entries are allowed."""

    entries: tuple[tuple[str, "FeelType"], ...]


@dataclass(frozen=True, slots=True)
class FunctionType:
    """`function<type, …> -> type`."""

    parameters: tuple["FeelType", ...]
    result: "FeelType"


@dataclass(frozen=True, slots=True)
class Named:
    """A type that a model defines; it is looked up when the expression is compiled."""

    name: str


@dataclass(frozen=True, slots=True)
class Defined:
    """A type that a model defines: the values of `base` that its constraints (`admits`) leave (7.3.2)."""

    base: "FeelType"
    admits: Callable[[Any], bool]


FeelType = Simple | ListType | RangeType | ContextType | FunctionType | Named | Defined

ANY = Simple("Any")
SIMPLE_NAMES = {
    "Any": "Any",
    "Null": "Null",
    "number": "number",
    "string": "string",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "date and time": "date and time",
    "days and time duration": "days and time duration",
    "day and time duration": "days and time duration",
    "years and months duration": "years and months duration",
    "year and month duration": "years and months duration",
    "list": "list",
    "context": "context",
    "function": "function",
    "range": "range",
}
"""Names of the built-in types as they may be written, and as `kind` calls them."""


def conforms(value: Any, wanted: FeelType, run: Run) -> bool:
    """Whether the value is an instance of the type."""
    if isinstance(wanted, Defined):
        return value is not None and conforms(value, wanted.base, run) and wanted.admits(value)
    if isinstance(wanted, Simple):
        if wanted.name == "Any":
            return value is not None
        return kind(value) == wanted.name.lower()
    if isinstance(wanted, ListType):
        if not isinstance(value, list):
            return False
        run.spend(len(value))
        return all(_inside(item, wanted.item, run) for item in value)
    if isinstance(wanted, ContextType):
        return isinstance(value, Mapping) and all(
            name in value and _inside(adopt(value[name], run), part, run) for name, part in wanted.entries
        )
    if isinstance(wanted, RangeType):
        return isinstance(value, Range) and all(
            conforms(end, wanted.item, run) for end in (value.start, value.end) if end is not None
        )
    return isinstance(wanted, FunctionType) and isinstance(value, Function) and function_fits(value, wanted)


def _inside(value: Any, wanted: FeelType, run: Run) -> bool:
    """Parts of a list or context may be null: null belongs to every declared part."""
    return value is None or conforms(value, wanted, run)


def function_fits(value: Function, wanted: FunctionType) -> bool:
    """Whether a function takes at least those arguments and gives no other results (10.3.2.9.2)."""
    if len(value.parameters) != len(wanted.parameters):
        return False
    accepts = all(
        is_subtype(given, mine or ANY) for given, mine in zip(wanted.parameters, value.types, strict=True)
    )
    return accepts and (value.result is None or is_subtype(value.result, wanted.result))


def is_subtype(part: FeelType, whole: FeelType) -> bool:
    """Whether every value of the first type is one of the second (10.3.2.9.2, conformance), constraints aside."""
    part, whole = _base(part), _base(whole)
    if whole == ANY or part == whole or part == Simple("Null"):
        return True
    if isinstance(part, ListType) and isinstance(whole, ListType):
        return is_subtype(part.item, whole.item)
    if isinstance(part, RangeType) and isinstance(whole, RangeType):
        return is_subtype(part.item, whole.item)
    if isinstance(part, ContextType) and isinstance(whole, ContextType):
        mine = dict(part.entries)
        return all(name in mine and is_subtype(mine[name], wanted) for name, wanted in whole.entries)
    if isinstance(part, FunctionType) and isinstance(whole, FunctionType):
        return (
            len(part.parameters) == len(whole.parameters)
            and all(is_subtype(b, a) for a, b in zip(part.parameters, whole.parameters, strict=True))
            and is_subtype(part.result, whole.result)
        )
    generic = {ListType: "list", RangeType: "range", ContextType: "context", FunctionType: "function"}
    return isinstance(whole, Simple) and whole.name == generic.get(type(part))


def coerce(value: Any, wanted: FeelType | None, run: Run) -> tuple[bool, Any]:
    """Convert implicitly (10.3.2.9.4): item to list, list of one to item, date to date and time (midnight UTC).

    One conversion, never two: a list in a list of one stays a list. Answers whether the value fits the type now, and
    the value. null fits every type.
    """
    if wanted is None or value is None or wanted == ANY or conforms(value, wanted, run):
        return True, value
    if isinstance(value, list):
        if len(value) != 1 or _is_list(wanted):
            return False, None
        item = adopt(value[0], run)
        return (True, item) if _inside(item, wanted, run) else (False, None)
    if _is_list(wanted):
        return (True, [value]) if conforms([value], wanted, run) else (False, None)
    if _base(wanted) == Simple("date and time") and kind(value) == "date":
        moment = make_datetime(value, 0, 0)
        return (True, moment) if conforms(moment, wanted, run) else (False, None)
    return False, None


def _is_list(wanted: FeelType) -> bool:
    wanted = _base(wanted)
    return isinstance(wanted, ListType) or wanted == Simple("list")


def _base(of: FeelType) -> FeelType:
    return _base(of.base) if isinstance(of, Defined) else of
