"""The shape that all field types share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.forms.messages import refusal
from engine.forms.model import Field

Check = Callable[[Field, Any], Any]


@dataclass(frozen=True, slots=True)
class FieldType:
    """`allows` are the limit keys that a field of this type may carry (`min`, `max_length`, `options`, …)."""

    name: str
    check: Check
    allows: frozenset[str]


def field_type(name: str, check: Check, *allows: str) -> FieldType:
    """A type with its check and allowed limits."""
    return FieldType(name, check, frozenset(allows))


def structure(name: str, *allows: str) -> FieldType:
    """A type whose value holds the values of inner fields."""
    return FieldType(name, _kept, frozenset(allows) | {"fields"})


def text_of(value: Any) -> str:
    """`value` when it is text; else the refusal `wrong-type`."""
    if not isinstance(value, str):
        raise refusal("wrong-type", expected="text", expected_zh="文字")
    return value.strip()


def _kept(field: Field, value: Any) -> Any:
    return value
