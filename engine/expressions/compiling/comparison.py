"""= != < <= > >= and between: three-valued, never across kinds."""

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.expressions.budget import Frame
from engine.expressions.comparing import equal, matched, order
from engine.expressions.compiling.compiler import Closure, Compiler, compiles
from engine.expressions.errors import NoValue
from engine.expressions.syntax import Between, Comparison, Literal
from engine.expressions.values import kind

_LONG = 1000
"""Texts longer than this count as work when they are compared."""

_QUICK: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
Decision = Callable[[Any, Any, Frame], bool | None]


@compiles(Comparison)
def _comparison(compiler: Compiler, node: Comparison) -> Closure:
    left, right = compiler.compile(node.left), compiler.compile(node.right)
    decide = _equality(node) if node.operator in ("=", "!=") else _ordering(node)
    if isinstance(node.right, Literal) and type(node.right.value) in (Decimal, str):
        return _with_constant(left, node.right.value, _QUICK[node.operator], decide)
    return lambda frame: decide(left(frame), right(frame), frame)


def _with_constant(
    left: Closure, constant: Any, quick: Callable[[Any, Any], bool], decide: Decision
) -> Closure:
    """The common case `variable > 100`, `variable = "A"`: no look at the kind of the constant every time."""
    kind_of = type(constant)

    def compared(frame: Frame) -> bool | None:
        value = left(frame)
        return quick(value, constant) if type(value) is kind_of else decide(value, constant, frame)

    return compared


def _equality(node: Comparison) -> Decision:
    position, wanted = node.position, node.operator == "="

    def equality(a: Any, b: Any, frame: Frame) -> bool | None:
        if type(a) is str and len(a) > _LONG:
            frame.run.spend(len(a) >> 10)
        answer = equal(*(matched(a, b) if a is not None and b is not None else (a, b)), frame.run)
        if answer is None:
            frame.run.warn("type-mismatch", f"A {kind(a)} and a {kind(b)} cannot be equal.", position)
            return None
        return answer is wanted

    return equality


def _ordering(node: Comparison) -> Decision:
    quick, position = _QUICK[node.operator], node.position

    def ordering(a: Any, b: Any, frame: Frame) -> bool | None:
        if type(a) is Decimal and type(b) is Decimal:
            return quick(a, b)
        if type(a) is str and len(a) > _LONG:
            frame.run.spend(len(a) >> 10)
        try:
            return quick(order(a, b), 0)
        except NoValue as reason:
            frame.run.warn(reason.code, reason.message, position)
            return None

    return ordering


@compiles(Between)
def _between(compiler: Compiler, node: Between) -> Closure:
    value, low, high = (compiler.compile(part) for part in (node.value, node.low, node.high))

    def between(frame: Frame) -> bool | None:
        middle, start, end = value(frame), low(frame), high(frame)
        try:
            return order(middle, start) >= 0 and order(middle, end) <= 0
        except NoValue as reason:
            frame.run.warn(reason.code, reason.message, node.position)
            return None

    return between
