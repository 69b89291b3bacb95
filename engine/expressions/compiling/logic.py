"""and, or, if: three-valued logic where whatever is no boolean counts as null (DMN 1.5, table 52 and 10.3.2.7)."""

from typing import Any

from engine.expressions.budget import Frame
from engine.expressions.compiling.compiler import Closure, Compiler, compiles
from engine.expressions.syntax import If, Logic


@compiles(Logic)
def _logic(compiler: Compiler, node: Logic) -> Closure:
    left, right = compiler.compile(node.left), compiler.compile(node.right)

    def conjunction(frame: Frame) -> bool | None:
        a = left(frame)
        if a is False:
            return False
        b = right(frame)
        if b is False:
            return False
        return True if a is True and b is True else None

    def disjunction(frame: Frame) -> bool | None:
        a = left(frame)
        if a is True:
            return True
        b = right(frame)
        if b is True:
            return True
        return False if a is False and b is False else None

    return conjunction if node.operator == "and" else disjunction


@compiles(If)
def _if(compiler: Compiler, node: If) -> Closure:
    condition, yes, no = (compiler.compile(part) for part in (node.condition, node.yes, node.no))

    def conditional(frame: Frame) -> Any:
        return yes(frame) if condition(frame) is True else no(frame)

    return conditional
