"""What a condition says: how it is built of and, or, not, and of which comparisons.

With it two conditions can be compared without data: whether both can hold at the same time. A comparison of one variable
(or path) with literals is plain: whether it holds depends only on where the value lies among the literals, so a few
values stand for all. Everything else is opaque: true, false or null, but the same as long as its variables keep their values.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engine.expressions.atoms import Atom, atom_of, key_of, parts_of
from engine.expressions.expression import Expression
from engine.expressions.functions.registry import BUILTIN_NAMES
from engine.expressions.names import NameIndex
from engine.expressions.parser import parse_expression
from engine.expressions.syntax import (
    Call,
    Comparison,
    Literal,
    Logic,
    Name,
    Node,
)
from engine.kernel.errors import JingbanError

# functions whose value changes while no variable does
_UNSTEADY = frozenset({"now", "today"})


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
    """The parts of a compiled condition; None where they cannot be told.

    That is so where it asks the clock, or where one of the `known` names of several words might be read in its text.
    """
    source = expression.text.lstrip().removeprefix("=")
    first_words = {name.split()[0] for name in known if name.split() and not name.isidentifier()}
    if first_words & _words(source):
        return None
    try:
        tree = parse_expression(source, NameIndex(()), BUILTIN_NAMES)
        if any(isinstance(part, Name) and part.name in _UNSTEADY for part in parts_of(tree)):
            return None
        return Condition(key_of(tree), _formula(tree), expression.names | expression.possible_names)
    except (JingbanError, RecursionError):
        return None


def equality(name: str, value: Any) -> Condition:
    """The condition that a variable has just this number, string, boolean or null."""
    tree = Comparison(0, "=", Name(0, name), Literal(0, value))
    return Condition(key_of(tree), _formula(tree), frozenset({name}))


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
        return atom_of(tree)
    if isinstance(tree, Literal) and isinstance(tree.value, bool):
        return tree.value
    return atom_of(tree)
