"""Whole numbers, decimals and money, exact: a binary float is read by the digits it is written with."""

from decimal import Decimal, InvalidOperation
from typing import Any, Final

from engine.forms.field_types.field_type import FieldType, field_type
from engine.forms.messages import refusal
from engine.forms.model import Field

MAX_DIGITS: Final = 30


def _integer(field: Field, value: Any) -> int:
    number = _number(value, "a whole number", "整数")
    if number != number.to_integral_value():
        raise refusal("wrong-type", expected="a whole number", expected_zh="整数")
    return int(_limited(field, number))


def _decimal(field: Field, value: Any) -> Decimal:
    return _limited(field, _number(value, "a number", "数字"))


def _money(field: Field, value: Any) -> Decimal:
    """An amount with at most two decimal places (分); the unit is the field's, else 元."""
    number = _limited(field, _number(value, "an amount of money", "金额"))
    exact = number.normalize()
    if isinstance(exponent := exact.as_tuple().exponent, int) and exponent < -2:
        raise refusal("too-precise", limit=2)
    return number.quantize(Decimal("0.01"))


def _number(value: Any, expected: str, expected_zh: str) -> Decimal:
    """int, float, Decimal or text with digits; no booleans, infinities or more than 30 digits."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise refusal("wrong-type", expected=expected, expected_zh=expected_zh)
    if isinstance(value, int) and abs(value) >= 10**MAX_DIGITS:
        raise refusal("too-large", limit="10^30")
    text = str(value).strip()
    try:
        number = Decimal(text) if len(text) <= 2 * MAX_DIGITS and "_" not in text else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise refusal("wrong-type", expected=expected, expected_zh=expected_zh)
    if number and not -MAX_DIGITS < number.adjusted() < MAX_DIGITS:
        raise refusal("too-large" if number.adjusted() > 0 else "too-precise", limit="30")
    return number


def _limited(field: Field, number: Decimal) -> Decimal:
    if isinstance(field.min, Decimal) and number < field.min:
        raise refusal("too-small", limit=_shown(field.min))
    if isinstance(field.max, Decimal) and number > field.max:
        raise refusal("too-large", limit=_shown(field.max))
    return number


def _shown(limit: Decimal) -> str:
    return f"{limit:f}"


NUMBERS: Final[tuple[FieldType, ...]] = (
    field_type("integer", _integer, "min", "max", "unit"),
    field_type("decimal", _decimal, "min", "max", "unit"),
    field_type("money", _money, "min", "max", "unit"),
)
