"""`range(from)` (DMN 1.5, 10.3.4.1): a range from its text, whose ends are literals or left out."""

from typing import Any

from engine.expressions.budget import Run
from engine.expressions.comparing import ordered_range
from engine.expressions.errors import ExpressionError, NoValue
from engine.expressions.functions.table import BUILTINS, builtin
from engine.expressions.names import NameIndex
from engine.expressions.numbers import CONTEXT
from engine.expressions.parser import Parser
from engine.expressions.syntax import AtLiteral, Call, Literal, Name, Negation, Node
from engine.expressions.temporal.parse import parse_temporal
from engine.expressions.values import Range
from engine.kernel.errors import LimitExceeded

_CONSTRUCTORS = frozenset({"date", "time", "date and time", "duration"})


@builtin(
    "range(from: string)",
    "The range that a text such as [1..10) spells; an end may be left out.",
    "由 [1..10) 之类的文本得到区间，端点可省略。",
)
def _range(run: Run, source: str) -> Range:
    try:
        return _read(run, Parser(source.strip(), NameIndex(), NameIndex(BUILTINS)))
    except (ExpressionError, LimitExceeded):
        raise NoValue(f"{source!r:.60} is no range; write it like [1..10).") from None


def _read(run: Run, parser: Parser) -> Range:
    opening = parser.advance().text
    start = None if parser.is_symbol("..") else _literal(run, parser.additive())
    parser.expect_symbol("..")
    end = None if parser.is_symbol(")", "]", "[") else _literal(run, parser.additive())
    closing = parser.advance().text
    if opening not in ("[", "(", "]") or closing not in ("]", ")", "[") or parser.token.kind != "end":
        raise NoValue("A range begins with [ or ( and ends with ] or ).")
    start_included, end_included = opening == "[", closing == "]"
    if (start is None and (start_included or end is None)) or (end is None and end_included):
        raise NoValue("An end that is left out is open.")
    if start is not None and end is not None:
        return ordered_range(start, end, start_included, end_included)
    return Range(start, end, start_included, end_included)


def _literal(run: Run, node: Node) -> Any:
    if isinstance(node, Negation) and isinstance(node.operand, Literal):
        return CONTEXT.minus(node.operand.value)
    if isinstance(node, Literal) and node.value is not None:
        return node.value
    if isinstance(node, AtLiteral):
        return parse_temporal(node.text)
    if isinstance(node, Call) and isinstance(node.function, Name) and node.function.name in _CONSTRUCTORS:
        arguments = [_literal(run, argument) for argument in node.arguments]
        return BUILTINS[node.function.name].invoke(run, arguments)
    raise NoValue("The ends of a range text are literals.")
