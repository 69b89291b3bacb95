"""+ - * / ** and unary minus, on numbers, texts, dates, times and durations (DMN 1.5, 10.3.2.13, tables 45–51)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.expressions import numbers
from engine.expressions.budget import COSTLY, Frame, Run
from engine.expressions.comparing import matched
from engine.expressions.compiling.compiler import Closure, Compiler, compiles
from engine.expressions.compiling.literals import constant
from engine.expressions.errors import NoValue
from engine.expressions.syntax import Arithmetic, Literal, Negation, Node
from engine.expressions.temporal import arithmetic as temporal
from engine.expressions.temporal import make
from engine.expressions.temporal.values import YearsMonthsDuration, duration_nanos
from engine.expressions.values import kind

Operation = Callable[[Any, Any], Any]


@compiles(Arithmetic)
def _arithmetic(compiler: Compiler, node: Arithmetic) -> Closure:
    """A chain to the left is one closure with a loop, so that long sums stay shallow."""
    steps: list[Arithmetic] = []
    left: Node = node
    while isinstance(left, Arithmetic):
        steps.append(left)
        left = left.left
    first = compiler.compile(left)
    if len(steps) == 1:
        return _single(first, compiler.compile(node.right), node.operator, node.position)
    chain = tuple((compiler.compile(step.right), step.operator, step.position) for step in reversed(steps))

    def calculate(frame: Frame) -> Any:
        value = first(frame)
        for operand, operator, position in chain:
            value = apply(operator, value, operand(frame), frame.run, position)
        return value

    return calculate


def _single(left: Closure, right: Closure, operator: str, position: int) -> Closure:
    def calculate(frame: Frame) -> Any:
        a, b = left(frame), right(frame)
        return apply(operator, a, b, frame.run, position)

    return calculate


def apply(operator: str, a: Any, b: Any, run: Run, position: int) -> Any:
    """The result of one arithmetic operator; null with a warning where it has none."""
    try:
        if type(a) is Decimal and type(b) is Decimal:
            if operator == "**":
                run.spend(COSTLY)
            return _QUICK[operator](a, b)
        if operator == "+" and type(a) is str and type(b) is str:
            run.spend_text(len(a) + len(b))
            return a + b
        if type(a) is list or type(b) is list:
            alone = matched(a, b)
            if alone != (a, b):
                return apply(operator, *alone, run, position)
        return _GENERAL[operator](a, b)
    except NoValue as reason:
        run.warn(reason.code, reason.message, position)
    except ArithmeticError:
        run.warn("arithmetic", "The calculation has no finite value, e.g. a division by zero.", position)
    return None


@compiles(Negation)
def _negation(compiler: Compiler, node: Negation) -> Closure:
    if isinstance(node.operand, Literal) and type(node.operand.value) is Decimal:
        return constant(numbers.CONTEXT.minus(node.operand.value))
    operand = compiler.compile(node.operand)

    def negate(frame: Frame) -> Any:
        value = operand(frame)
        if type(value) is list and len(value) == 1:
            value = value[0]
        if type(value) is Decimal:
            return numbers.CONTEXT.minus(value)
        if isinstance(value, YearsMonthsDuration):
            return YearsMonthsDuration(-value.months)
        if temporal.is_duration(value):
            return make.make_duration(-duration_nanos(value))
        frame.run.warn("type-mismatch", f"A {kind(value)} has no negative.", node.position)
        return None

    return negate


def _mismatch(verb: str, left: Any, right: Any) -> NoValue:
    code = "null-operand" if left is None or right is None else "type-mismatch"
    return NoValue(f"Cannot {verb} {kind(left)} and {kind(right)}.", code)


def _moved(value: Any, duration: Any, sign: int) -> Any:
    if isinstance(duration, YearsMonthsDuration) and not temporal.is_time(value):
        return temporal.add_months(value, sign * duration.months)
    if temporal.is_duration(duration):
        return temporal.add_duration(value, sign * duration_nanos(duration))
    raise _mismatch("add", value, duration)


def _is_point(value: Any) -> bool:
    return temporal.is_datetime(value) or temporal.is_date(value) or temporal.is_time(value)


def _add(left: Any, right: Any) -> Any:
    if isinstance(left, YearsMonthsDuration) and isinstance(right, YearsMonthsDuration):
        return make.make_months(left.months + right.months)
    if temporal.is_duration(left) and temporal.is_duration(right):
        return make.make_duration(duration_nanos(left) + duration_nanos(right))
    if _is_point(left):
        return _moved(left, right, 1)
    if _is_point(right):
        return _moved(right, left, 1)
    raise _mismatch("add", left, right)


def _subtract(left: Any, right: Any) -> Any:
    if isinstance(left, YearsMonthsDuration) and isinstance(right, YearsMonthsDuration):
        return make.make_months(left.months - right.months)
    if temporal.is_duration(left) and temporal.is_duration(right):
        return make.make_duration(duration_nanos(left) - duration_nanos(right))
    if _is_point(left) and _is_point(right) and temporal.is_time(left) == temporal.is_time(right):
        return temporal.difference(left, right)
    if _is_point(left):
        return _moved(left, right, -1)
    raise _mismatch("subtract", left, right)


def _is_length(value: Any) -> bool:
    return isinstance(value, YearsMonthsDuration) or temporal.is_duration(value)


def _multiply(left: Any, right: Any) -> Any:
    if _is_length(left) and type(right) is Decimal:
        return temporal.scale(left, right)
    if _is_length(right) and type(left) is Decimal:
        return temporal.scale(right, left)
    raise _mismatch("multiply", left, right)


def _divide(left: Any, right: Any) -> Any:
    if _is_length(left) and type(right) is Decimal:
        return temporal.divide(left, right)
    if isinstance(left, YearsMonthsDuration) and isinstance(right, YearsMonthsDuration):
        return temporal.ratio(left.months, right.months)
    if temporal.is_duration(left) and temporal.is_duration(right):
        return temporal.ratio(duration_nanos(left), duration_nanos(right))
    raise _mismatch("divide", left, right)


def _raise(left: Any, right: Any) -> Any:
    raise _mismatch("raise", left, right)


_QUICK: dict[str, Operation] = {
    "+": numbers.add,
    "-": numbers.subtract,
    "*": numbers.multiply,
    "/": numbers.divide,
    "**": numbers.power,
}
_GENERAL: dict[str, Operation] = {"+": _add, "-": _subtract, "*": _multiply, "/": _divide, "**": _raise}
