"""`list[…]`: one item by position, or all items for which a condition is true (DMN 1.5, 10.3.2.5).

Inside the brackets `item` is the item at hand and, where it is a context, its entries hide outer names.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.expressions import numbers
from engine.expressions.budget import Frame, Run
from engine.expressions.compiling.compiler import Closure, Compiler, StaticScope, compiles
from engine.expressions.compiling.names import unknown_name
from engine.expressions.compiling.weight import weight
from engine.expressions.errors import EvaluationError
from engine.expressions.functions.table import BUILTINS
from engine.expressions.syntax import Filter, Literal, Negation, Node

_NOTHING: dict[str, Any] = {}


@compiles(Filter)
def _filter(compiler: Compiler, node: Filter) -> Closure:
    source = compiler.compile(node.source)
    if _is_number(node.predicate):
        return _indexed(source, compiler.compile(node.predicate), node.position)
    cost = weight(node.predicate)
    known_free = set(compiler.free)
    compiler.free.clear()
    predicate = compiler.inside(StaticScope(item=True), node.predicate)
    doubtful = sorted(compiler.free) if compiler.strict else []
    compiler.doubtful |= compiler.free
    compiler.free.clear()
    compiler.free |= known_free

    def filtered(frame: Frame) -> Any:
        value = source(frame)
        run = frame.run
        if value is None:
            run.warn("null-operand", "null cannot be filtered.", node.position)
            return None
        items = as_list(value)
        if doubtful:
            _check_names(doubtful, items, frame, node.position)
        if not items:
            empty = predicate(Frame(_NOTHING, frame, run, (None,)))
            return None if type(empty) is Decimal else []
        run.spend(len(items) * cost)
        first = predicate(_item_frame(items[0], frame, run))
        if type(first) is Decimal:
            return at(items, first, run, node.position)
        kept = [items[0]] if first is True else []
        for item in items[1:]:
            if predicate(_item_frame(item, frame, run)) is True:
                kept.append(item)
        return kept

    return filtered


def _indexed(source: Closure, index: Closure, position: int) -> Closure:
    def indexed(frame: Frame) -> Any:
        value = source(frame)
        if value is None:
            frame.run.warn("null-operand", "null has no items.", position)
            return None
        return at(as_list(value), index(frame), frame.run, position)

    return indexed


def _is_number(node: Node) -> bool:
    if isinstance(node, Negation):
        return _is_number(node.operand)
    return isinstance(node, Literal) and type(node.value) is Decimal


def _item_frame(item: Any, outer: Frame, run: Run) -> Frame:
    return Frame(item if isinstance(item, Mapping) else _NOTHING, outer, run, (item,))


def as_list(value: Any) -> list[Any]:
    """A list as it is, anything else as a list of one."""
    return value if type(value) is list else [value]


def at(items: list[Any], index: Decimal, run: Run, position: int) -> Any:
    """The item at a 1-based position, from the end if negative; null with a warning outside the list."""
    if numbers.is_integer(index) and index and abs(index) <= len(items):
        place = int(index)
        return items[place - 1] if place > 0 else items[place]
    run.warn(
        "out-of-bounds", f"The list of {len(items)} items has none at {numbers.to_text(index):.40}.", position
    )
    return None


def _check_names(doubtful: list[str], items: list[Any], frame: Frame, position: int) -> None:
    """In strict mode a name that neither the scope nor any item has is a typing error, not null."""
    outer = frame
    while outer.outer is not None:
        outer = outer.outer
    for name in doubtful:
        if not items or name in outer.names or name in BUILTINS or _inner_has(name, frame):
            continue
        if not any(isinstance(item, Mapping) and name in item for item in items):
            keys = [key for item in items[:20] if isinstance(item, Mapping) for key in item]
            message = unknown_name(name, [*keys, *outer.names])
            raise EvaluationError(message, code="unknown-variable", name=name, position=position)


def _inner_has(name: str, frame: Frame) -> bool:
    scope: Frame | None = frame
    while scope is not None:
        if name in scope.names or (name == "item" and scope.item is not None):
            return True
        scope = scope.outer
    return name == "item"
