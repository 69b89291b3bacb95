"""Numeric functions (DMN 1.5, 10.3.4.5): rounding, absolute value, powers, and what is even."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from typing import Any

from engine.expressions import numbers
from engine.expressions.budget import COSTLY, Run
from engine.expressions.errors import NoValue
from engine.expressions.functions.table import builtin
from engine.expressions.temporal.make import make_duration
from engine.expressions.temporal.values import YearsMonthsDuration, duration_nanos


def rounded(value: Decimal, scale: Decimal, mode: str) -> Decimal:
    """The number with `scale` digits after the point (negative: before it), the scale cut to a whole number.

    NoValue for a scale outside -6111 … 6176.
    """
    digits = int(scale)
    if not -6111 <= digits <= 6176:
        raise NoValue("The scale is from -6111 to 6176.")
    exponent = value.as_tuple().exponent
    if (
        isinstance(exponent, int)
        and -exponent <= digits
        and value.adjusted() + 1 + digits > numbers.PRECISION
    ):
        return value
    try:
        return value.quantize(Decimal(1).scaleb(-digits), rounding=mode, context=numbers.CONTEXT)
    except ArithmeticError:
        return value


@builtin(
    "decimal(n: number, scale: number)",
    "Rounded to `scale` digits, ties to even.",
    "按位数舍入，四舍六入五成双。",
)
def _decimal(run: Run, value: Decimal, scale: Decimal) -> Decimal:
    return rounded(value, scale, ROUND_HALF_EVEN)


@builtin("floor(n: number, scale?: number)", "Rounded towards negative infinity.", "向下取整。")
def _floor(run: Run, value: Decimal, scale: Decimal = numbers.ZERO) -> Decimal:
    return rounded(value, scale, ROUND_FLOOR)


@builtin("ceiling(n: number, scale?: number)", "Rounded towards positive infinity.", "向上取整。")
def _ceiling(run: Run, value: Decimal, scale: Decimal = numbers.ZERO) -> Decimal:
    return rounded(value, scale, ROUND_CEILING)


@builtin("round up(n: number, scale: number)", "Rounded away from zero.", "远离零舍入。")
def _round_up(run: Run, value: Decimal, scale: Decimal) -> Decimal:
    return rounded(value, scale, ROUND_UP)


@builtin("round down(n: number, scale: number)", "Rounded towards zero.", "向零舍入（截断）。")
def _round_down(run: Run, value: Decimal, scale: Decimal) -> Decimal:
    return rounded(value, scale, ROUND_DOWN)


@builtin("round half up(n: number, scale: number)", "Rounded, ties away from zero.", "四舍五入。")
def _round_half_up(run: Run, value: Decimal, scale: Decimal) -> Decimal:
    return rounded(value, scale, ROUND_HALF_UP)


@builtin("round half down(n: number, scale: number)", "Rounded, ties towards zero.", "五舍六入。")
def _round_half_down(run: Run, value: Decimal, scale: Decimal) -> Decimal:
    return rounded(value, scale, ROUND_HALF_DOWN)


@builtin(
    "abs(n: number|days and time duration|years and months duration)",
    "The absolute value of a number or a duration.",
    "数字或时长的绝对值。",
)
def _abs(run: Run, value: Any) -> Any:
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(abs(value.months))
    return abs(value) if isinstance(value, Decimal) else make_duration(abs(duration_nanos(value)))


@builtin(
    "modulo(dividend: number, divisor: number)",
    "The remainder with the sign of the divisor.",
    "取模，结果与除数同号。",
)
def _modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Decimal:
    if not divisor:
        raise NoValue("Division by zero.")
    if dividend and dividend.adjusted() - divisor.adjusted() > numbers.PRECISION:
        raise NoValue("The quotient has more than 34 digits.")
    rest = numbers.CONTEXT.remainder(dividend, divisor)
    return numbers.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


@builtin("sqrt(number: number)", "The square root; null for negative numbers.", "平方根；负数为 null。")
def _sqrt(run: Run, value: Decimal) -> Decimal:
    run.spend(COSTLY)
    return numbers.CONTEXT.sqrt(value)


@builtin("log(number: number)", "The natural logarithm; null unless positive.", "自然对数；非正数为 null。")
def _log(run: Run, value: Decimal) -> Decimal:
    if value <= 0:
        raise NoValue("Only positive numbers have a logarithm.")
    run.spend(COSTLY)
    return numbers.CONTEXT.ln(value)


@builtin("exp(number: number)", "e raised to the number.", "e 的幂。")
def _exp(run: Run, value: Decimal) -> Decimal:
    run.spend(COSTLY)
    return numbers.CONTEXT.exp(value)


@builtin("odd(number: number)", "Whether a whole number is odd.", "是否为奇数。")
def _odd(run: Run, value: Decimal) -> bool:
    return not _is_even(value)


@builtin("even(number: number)", "Whether a whole number is even.", "是否为偶数。")
def _even(run: Run, value: Decimal) -> bool:
    return _is_even(value)


def _is_even(value: Decimal) -> bool:
    if not numbers.is_integer(value):
        raise NoValue("Only whole numbers are even or odd.")
    return int(value) % 2 == 0
