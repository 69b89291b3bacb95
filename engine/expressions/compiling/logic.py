"""and, or, if: three-valued logic where whatever is no boolean counts as null (DMN 1.5, table 52 and 10.3.2.7)."""

from typing import Any

from engine.expressions.budget import Frame
from engine.expressions.compiling.compiler import Closure, Compiler, compiles
from engine.expressions.syntax import If, Logic, Node


@compiles(Logic)
def _logic(compiler: Compiler, node: Logic) -> Closure:
    """A chain of one operator is one closure: both operators are associative, and long chains stay shallow."""
    parts: list[Node] = []
    left: Node = node
    while isinstance(left, Logic) and left.operator == node.operator:
        parts.append(left.right)
        left = left.left
    operands = tuple(compiler.compile(part) for part in [left, *reversed(parts)])
    decisive = node.operator == "or"
    return _pair(*operands, decisive) if len(operands) == 2 else _chain(operands, decisive)


def _pair(left: Closure, right: Closure, decisive: bool) -> Closure:
    other = not decisive

    def pair(frame: Frame) -> bool | None:
        a = left(frame)
        if a is decisive:
            return decisive  # type: ignore[no-any-return]
        b = right(frame)
        if b is decisive:
            return decisive  # type: ignore[no-any-return]
        return other if a is other and b is other else None

    return pair


def _chain(operands: tuple[Closure, ...], decisive: bool) -> Closure:
    other = not decisive

    def chain(frame: Frame) -> bool | None:
        answer: bool | None = other
        for operand in operands:
            value = operand(frame)
            if value is decisive:
                return decisive  # type: ignore[no-any-return]
            if value is not other:
                answer = None
        return answer

    return chain


@compiles(If)
def _if(compiler: Compiler, node: If) -> Closure:
    condition, yes, no = (compiler.compile(part) for part in (node.condition, node.yes, node.no))

    def conditional(frame: Frame) -> Any:
        return yes(frame) if condition(frame) is True else no(frame)

    return conditional
