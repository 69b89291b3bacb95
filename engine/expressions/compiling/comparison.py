"""= != < <= > >= and between: three-valued, never across kinds."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.expressions.budget import Frame
from engine.expressions.comparing import equal, matched, order
from engine.expressions.compiling.compiler import Closure, Compiler, compiles
from engine.expressions.errors import NoValue
from engine.expressions.syntax import Between, Comparison
from engine.expressions.values import kind

_LONG = 1000
"""Texts longer than this count as work when they are compared."""

_DECIDE: dict[str, Callable[[int], bool]] = {
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
}
_QUICK: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


@compiles(Comparison)
def _comparison(compiler: Compiler, node: Comparison) -> Closure:
    left, right = compiler.compile(node.left), compiler.compile(node.right)
    if node.operator in ("=", "!="):
        return _equality(left, right, node)
    return _ordering(left, right, node)


def _equality(left: Closure, right: Closure, node: Comparison) -> Closure:
    position = node.position

    def equals(frame: Frame) -> bool | None:
        a, b = left(frame), right(frame)
        if type(a) is type(b) and type(a) in (str, Decimal):
            if type(a) is str and len(a) > _LONG:
                frame.run.spend(len(a) >> 10)
            return a == b  # type: ignore[no-any-return]
        answer = equal(*(matched(a, b) if a is not None and b is not None else (a, b)), frame.run)
        if answer is None:
            frame.run.warn("type-mismatch", f"A {kind(a)} and a {kind(b)} cannot be equal.", position)
        return answer

    def differs(frame: Frame) -> bool | None:
        answer = equals(frame)
        return None if answer is None else not answer

    return equals if node.operator == "=" else differs


def _ordering(left: Closure, right: Closure, node: Comparison) -> Closure:
    quick, decide, position = _QUICK[node.operator], _DECIDE[node.operator], node.position

    def ordered(frame: Frame) -> bool | None:
        a, b = left(frame), right(frame)
        if type(a) is Decimal and type(b) is Decimal:
            return quick(a, b)
        if type(a) is str and len(a) > _LONG:
            frame.run.spend(len(a) >> 10)
        try:
            return decide(order(a, b))
        except NoValue as reason:
            frame.run.warn(reason.code, reason.message, position)
            return None

    return ordered


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
