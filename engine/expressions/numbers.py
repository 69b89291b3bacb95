"""FEEL numbers: decimals of 34 significant digits, ties to even, never binary floats and never NaN or infinity.

DMN 1.5, 10.3.2.3.1: IEEE 754-2008 Decimal128. Overflow, division by zero and the like have no value (null).
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from engine.expressions.errors import NoValue

PRECISION = 34
MAX_EXPONENT = 6144
MIN_EXPONENT = -6143

CONTEXT = Context(
    prec=PRECISION,
    rounding=ROUND_HALF_EVEN,
    Emax=MAX_EXPONENT,
    Emin=MIN_EXPONENT,
    capitals=1,
    clamp=0,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)

MAX_POWER = 999_999_999
"""Largest exponent of `**` (DMN 1.5, table 60)."""

ZERO = Decimal(0)
ONE = Decimal(1)

add = CONTEXT.add
subtract = CONTEXT.subtract
multiply = CONTEXT.multiply
divide = CONTEXT.divide


def number(text_or_int: str | int | Decimal) -> Decimal:
    """The FEEL number of a decimal text, an int or a Decimal, rounded to 34 digits; NoValue if there is none."""
    try:
        value = CONTEXT.create_decimal(text_or_int)
    except (ArithmeticError, ValueError) as error:
        raise NoValue(f"{text_or_int!r:.60} is no number.") from error
    if not value.is_finite():
        raise NoValue("The number is not finite.")
    return value


def from_float(value: float) -> Decimal | None:
    """A caller's float, exactly as Python writes it (0.1 is 0.1); None for NaN and infinities."""
    return CONTEXT.create_decimal(repr(value)) if value == value and abs(value) != float("inf") else None


def from_decimal(value: Decimal) -> Decimal | None:
    """A caller's Decimal rounded to 34 digits; None when it is not finite or too large."""
    if not value.is_finite():
        return None
    try:
        return CONTEXT.plus(value) if len(value.as_tuple().digits) > PRECISION else value
    except ArithmeticError:
        return None


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """`base ** exponent`, exact for integers that fit 34 digits; NoValue where it is not a real number."""
    if not exponent:
        return ONE
    if abs(exponent) > MAX_POWER:
        raise NoValue("An exponent is from -999,999,999 to 999,999,999.")
    try:
        result = CONTEXT.power(base, exponent)
    except ArithmeticError as error:
        raise NoValue("The power has no finite real value.") from error
    if not result.is_finite():
        raise NoValue("Zero has no negative power.")
    return result


def is_integer(value: Decimal) -> bool:
    """Whether the number has no fraction, whatever its scale (1.00 has none)."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and (exponent >= 0 or value == value.to_integral_value())


def as_int(value: Decimal, what: str) -> int:
    """The number as an int; NoValue names `what` when it has a fraction or is beyond a billion billions."""
    if not is_integer(value) or abs(value) > Decimal("1e18"):
        raise NoValue(f"{what} must be a whole number, not {to_text(value)}.")
    return int(value)


def to_text(value: Decimal) -> str:
    """The number as FEEL writes it: digits and a point, no exponent."""
    if not value:
        exponent = value.as_tuple().exponent
        value = Decimal((0, (0,), min(exponent, 0))) if isinstance(exponent, int) else ZERO
    return format(value, "f")
