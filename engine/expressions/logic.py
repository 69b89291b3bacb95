"""What a condition says: how it is built of and, or, not, and of which comparisons.

With it two conditions can be compared without data: whether both can hold at the same time. A comparison of one variable
(or path) with literals is plain: whether it holds depends only on where the value lies among the literals, so a few
values stand for all. Everything else is opaque: true, false or null, but the same as long as its variables keep their values.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from engine.expressions.adopt import settle
from engine.expressions.budget import DEFAULT_BUDGET, Frame, Run
from engine.expressions.compiling.registry import Compiler
from engine.expressions.expression import Expression
from engine.expressions.functions.registry import BUILTIN_NAMES
from engine.expressions.names import NameIndex
from engine.expressions.parser import parse_expression
from engine.expressions.syntax import (
    Between,
    Call,
    Comparison,
    In,
    Interval,
    ListOf,
    Literal,
    Logic,
    Name,
    Negation,
    Node,
    Path,
    UnaryOperator,
)
from engine.kernel.errors import JingbanError

Truth = bool | None
ANY_TRUTH: frozenset[Truth] = frozenset({True, False, None})
# functions whose value changes while no variable does
_UNSTEADY = frozenset({"now", "today"})


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


@dataclass(frozen=True, slots=True, eq=False)
class Junction:
    """`and` or `or` of the parts, `not` of its only part."""

    operator: str
    parts: tuple["Formula", ...]


Formula = Atom | Junction | bool


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A condition taken apart. Two with the same `key` always have the same value; `names` are the variables it reads."""

    key: str
    formula: Formula
    names: frozenset[str]


@lru_cache(maxsize=2048)
def condition_of(expression: Expression, known: frozenset[str] = frozenset()) -> Condition | None:
    """The parts of a compiled condition; None where they cannot be told: it asks the clock, or one of the `known` names

    of several words might be read in its text.
    """
    source = expression.text.lstrip().removeprefix("=")
    first_words = {name.split()[0] for name in known if name.split() and not name.isidentifier()}
    if first_words & _words(source):
        return None
    try:
        tree = parse_expression(source, NameIndex(()), BUILTIN_NAMES)
        if any(isinstance(part, Name) and part.name in _UNSTEADY for part in _parts(tree)):
            return None
        return Condition(_key(tree), _formula(tree), expression.names | expression.possible_names)
    except (JingbanError, RecursionError):
        return None


def equality(name: str, value: Any) -> Condition:
    """The condition that a variable has just this number, string, boolean or null."""
    tree = Comparison(0, "=", Name(0, name), Literal(0, value))
    return Condition(_key(tree), _formula(tree), frozenset({name}))


def literal_value(expression: Expression) -> tuple[Any] | None:
    """The value of an expression that is nothing but a literal, in a tuple; None for every other."""
    try:
        tree = parse_expression(expression.text.lstrip().removeprefix("="), NameIndex(()), BUILTIN_NAMES)
    except (JingbanError, RecursionError):
        return None
    return (tree.value,) if isinstance(tree, Literal) else None


def _words(text: str) -> set[str]:
    return set("".join(c if c.isalnum() or c == "_" else " " for c in text).split())


def _formula(tree: Node) -> Formula:
    if isinstance(tree, Logic):
        return Junction(tree.operator, (_formula(tree.left), _formula(tree.right)))
    if isinstance(tree, Call) and tree.function == Name(tree.function.position, "not") and not tree.names:
        if len(tree.arguments) == 1:
            return Junction("not", (_formula(tree.arguments[0]),))
        return _atom(tree)
    if isinstance(tree, Literal) and isinstance(tree.value, bool):
        return tree.value
    return _atom(tree)


def _atom(tree: Node) -> Atom:
    value = _compared(tree)
    term = _term(value) if value is not None else None
    literals = [part.value for part in _parts(tree) if isinstance(part, Literal)]
    # true is equal to 1 in Python; booleans and null are tried anyway
    constants = frozenset(value for value in literals if isinstance(value, str | Decimal))
    return Atom(
        _key(tree),
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
        for part in _parts(tree)
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


def _parts(tree: Any) -> Iterator[Node]:
    stack = [tree]
    while stack:
        part = stack.pop()
        if isinstance(part, Node):
            yield part
        if isinstance(part, tuple):
            stack.extend(part)
        elif is_dataclass(part) and not isinstance(part, type):
            stack.extend(getattr(part, item.name) for item in fields(part) if item.name != "position")


def _key(tree: Any) -> str:
    """The text of a tree without places, so that spaces and brackets make no difference."""
    if isinstance(tree, tuple):
        return f"({','.join(_key(part) for part in tree)})"
    if is_dataclass(tree) and not isinstance(tree, type):
        inner = ",".join(_key(getattr(tree, item.name)) for item in fields(tree) if item.name != "position")
        return f"{type(tree).__name__}[{inner}]"
    return repr(tree)
