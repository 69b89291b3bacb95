"""One comparison of a condition, and whether it is plain: decided by where the value of one variable lies among literals."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Any

from engine.expressions.adopt import settle
from engine.expressions.budget import DEFAULT_BUDGET, Frame, Run
from engine.expressions.compiling.registry import Compiler
from engine.expressions.syntax import (
    Between,
    Comparison,
    In,
    Interval,
    ListOf,
    Literal,
    Name,
    Negation,
    Node,
    Path,
    UnaryOperator,
)

Truth = bool | None
ANY_TRUTH: frozenset[Truth] = frozenset({True, False, None})


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """One comparison. `term` is the variable or path that a plain one looks at, None for an opaque one.

    `constants` are the numbers and strings that it is compared with; `lists`: it may find a whole list among them; `differs`: it asks
    with `!=`, `nothing`: for null; `simple`: with one comparison operator or none; `ranges`: a range may lie in its intervals.
    """

    key: str
    term: tuple[str, ...] | None
    constants: frozenset[Any]
    lists: bool
    differs: bool
    nothing: bool
    simple: bool
    ranges: bool
    ask: Callable[[Any], Truth]

    def of_other(self) -> frozenset[Truth]:
        """Possible answers for values that are no number, string, boolean, null or range: lists, dates, contexts …"""
        if self.lists:
            return ANY_TRUTH
        if self.nothing:
            return frozenset({self.differs})
        return frozenset({None}) if self.simple else frozenset({False, None})


def atom_of(tree: Node) -> Atom:
    """The comparison that a tree is."""
    value = _compared(tree)
    term = _term(value) if value is not None else None
    literals = [part.value for part in parts_of(tree) if isinstance(part, Literal)]
    # true is equal to 1 in Python; booleans and null are tried anyway
    constants = frozenset(value for value in literals if isinstance(value, str | Decimal))
    return Atom(
        key_of(tree),
        term,
        _signed(tree) | constants,
        isinstance(tree, In) and any(isinstance(test, ListOf) for test in tree.tests),
        isinstance(tree, Comparison) and tree.operator == "!=",
        isinstance(tree, Comparison) and None in literals,
        not isinstance(tree, In),
        isinstance(tree, In) and any(isinstance(test, Interval) for test in tree.tests),
        _asking(tree, term or ()),
    )


def _compared(tree: Node) -> Node | None:
    """What a plain comparison looks at; None for one that is not plain."""
    if isinstance(tree, Comparison):
        value, other = (tree.right, tree.left) if _scalar(tree.left) else (tree.left, tree.right)
        equal = tree.operator in ("=", "!=")
        return value if _scalar(other) and (equal or _number(other)) else None
    if isinstance(tree, Between):
        return tree.value if _number(tree.low) and _number(tree.high) else None
    if isinstance(tree, In):
        return tree.value if all(_plain_test(test) for test in tree.tests) else None
    return tree


def _plain_test(test: Node) -> bool:
    if isinstance(test, Interval):
        return _number(test.low) and _number(test.high)
    if isinstance(test, UnaryOperator):
        return _number(test.operand) or (test.operator in ("=", "!=") and _scalar(test.operand))
    if isinstance(test, ListOf):
        return all(_scalar(item) for item in test.items)
    return _scalar(test)


def _scalar(tree: Node) -> bool:
    return isinstance(tree, Literal) or _number(tree)


def _number(tree: Node) -> bool:
    inner = tree.operand if isinstance(tree, Negation) else tree
    return isinstance(inner, Literal) and isinstance(inner.value, Decimal)


def _term(tree: Node) -> tuple[str, ...] | None:
    if isinstance(tree, Name):
        return (tree.name,)
    if isinstance(tree, Path):
        source = _term(tree.source)
        return None if source is None else (*source, tree.name)
    return None


def _signed(tree: Node) -> frozenset[Any]:
    return frozenset(
        -part.operand.value
        for part in parts_of(tree)
        if isinstance(part, Negation) and isinstance(part.operand, Literal) and _number(part)
    )


def _asking(tree: Node, term: tuple[str, ...]) -> Callable[[Any], Truth]:
    code = Compiler("", False, {}, frozenset()).compile(tree)

    def ask(value: Any) -> Truth:
        scope = value
        for name in reversed(term):
            scope = {name: scope}
        run = Run(DEFAULT_BUDGET, None, None)
        answer = settle(code(Frame(scope, None, run)), run)
        return answer if isinstance(answer, bool) else None

    return ask


def parts_of(tree: Any) -> Iterator[Node]:
    """All nodes of a tree, itself included."""
    stack = [tree]
    while stack:
        part = stack.pop()
        if isinstance(part, Node):
            yield part
        if isinstance(part, tuple):
            stack.extend(part)
        elif is_dataclass(part) and not isinstance(part, type):
            stack.extend(getattr(part, item.name) for item in fields(part) if item.name != "position")


def key_of(tree: Any) -> str:
    """The text of a tree without places, so that spaces and brackets make no difference."""
    if isinstance(tree, tuple):
        return f"({','.join(key_of(part) for part in tree)})"
    if is_dataclass(tree) and not isinstance(tree, type):
        inner = ",".join(key_of(getattr(tree, item.name)) for item in fields(tree) if item.name != "position")
        return f"{type(tree).__name__}[{inner}]"
    return repr(tree)
