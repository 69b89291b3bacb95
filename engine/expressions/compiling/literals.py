"""Constants, lists, contexts, ranges and at-literals."""

from typing import Any

from engine.expressions.budget import Frame
from engine.expressions.comparing import compare, ordered_range
from engine.expressions.compiling.compiler import Closure, Compiler, StaticScope, compiles
from engine.expressions.errors import NoValue
from engine.expressions.syntax import AtLiteral, ContextOf, Interval, ListOf, Literal, UnaryOperator
from engine.expressions.temporal.parse import parse_temporal
from engine.expressions.values import Range


def constant(value: Any) -> Closure:
    """A closure that always answers the same value."""

    def literal(frame: Frame) -> Any:
        return value

    return literal


@compiles(Literal)
def _literal(compiler: Compiler, node: Literal) -> Closure:
    return constant(node.value)


@compiles(AtLiteral)
def _at_literal(compiler: Compiler, node: AtLiteral) -> Closure:
    try:
        return constant(parse_temporal(node.text))
    except NoValue as reason:
        return nothing(reason.code, reason.message, node.position)


def nothing(code: str, message: str, position: int) -> Closure:
    """A closure that answers null with a warning."""

    def null(frame: Frame) -> None:
        frame.run.warn(code, message, position)

    return null


@compiles(ListOf)
def _list(compiler: Compiler, node: ListOf) -> Closure:
    items = tuple(compiler.compile(item) for item in node.items)

    size = len(items)

    def list_of(frame: Frame) -> list[Any]:
        frame.run.spend(size)
        return [item(frame) for item in items]

    return list_of


@compiles(ContextOf)
def _context(compiler: Compiler, node: ContextOf) -> Closure:
    keys = [key for key, _ in node.entries]
    if len(set(keys)) != len(keys):
        return nothing("duplicate-key", "A context has every key only once.", node.position)
    entries: list[tuple[str, Closure]] = []
    for place, (key, value) in enumerate(node.entries):
        scope = StaticScope(certain=frozenset(keys[:place]), own=key)
        entries.append((key, compiler.inside(scope, value)))

    size = len(entries)

    def context_of(frame: Frame) -> dict[str, Any]:
        result: dict[str, Any] = {}
        inner = Frame(result, frame, frame.run)
        frame.run.spend(size)
        for key, value in entries:
            result[key] = value(inner)
        return result

    return context_of


@compiles(Interval)
def _interval(compiler: Compiler, node: Interval) -> Closure:
    low, high = compiler.compile(node.low), compiler.compile(node.high)
    low_included, high_included = node.low_included, node.high_included

    def interval(frame: Frame) -> Range | None:
        start, end = low(frame), high(frame)
        try:
            return ordered_range(start, end, low_included, high_included)
        except NoValue as reason:
            frame.run.warn(reason.code, f"This is no range: {reason.message}", node.position)
            return None

    return interval


@compiles(UnaryOperator)
def _unbounded(compiler: Compiler, node: UnaryOperator) -> Closure:
    operand, operator = compiler.compile(node.operand), node.operator

    def unbounded(frame: Frame) -> Range | None:
        return unary_range(operator, operand(frame), frame, node.position)

    return unbounded


def unary_range(operator: str, value: Any, frame: Frame, position: int) -> Range | None:
    """The range that `< value`, `>= value`, `= value` … stand for; null for `!=`, which is no range."""
    try:
        compare(value, value)
    except NoValue as reason:
        frame.run.warn(reason.code, f"This is no range: {reason.message}", position)
        return None
    if operator == "=":
        return Range(value, value)
    if operator[0] == "<":
        return Range(None, value, False, operator == "<=")
    if operator[0] == ">":
        return Range(value, None, operator == ">=", False)
    frame.run.warn("no-value", "'!=' without a left side is only a test.", position)
    return None
