"""Text to syntax: a precedence climber over the tokens (DMN 1.5, 10.3.1.2, grammar rules 1–64).

Binds, from loose to tight: or; and; comparisons, between, in; + -; * /; **; unary minus; instance of;
paths, filters and calls. Everything binds to the left. Syntax errors say where, and what would fit.
"""

from engine.expressions.names import NameIndex
from engine.expressions.operand_parser import COMPARISONS, OperandParser
from engine.expressions.syntax import (
    Arithmetic,
    Between,
    Comparison,
    In,
    InstanceOf,
    Literal,
    Logic,
    Negation,
    Node,
    Tests,
    UnaryOperator,
)
from engine.expressions.type_parser import parse_type

_OR, _AND, _COMPARISON, _ADDITIVE, _MULTIPLICATIVE, _POWER = range(1, 7)
_STRENGTH = {
    "or": _OR,
    "and": _AND,
    "between": _COMPARISON,
    "in": _COMPARISON,
    **dict.fromkeys(COMPARISONS, _COMPARISON),
    "+": _ADDITIVE,
    "-": _ADDITIVE,
    "*": _MULTIPLICATIVE,
    "/": _MULTIPLICATIVE,
    "**": _POWER,
}


class Parser(OperandParser):
    """Reads one expression or one cell of unary tests."""

    def whole_expression(self) -> Node:
        """The expression that the whole text is."""
        node = self.expression()
        self._expect_end()
        return node

    def whole_tests(self) -> Tests:
        """The unary tests that the whole text is: `-`, `not(…)` or tests separated by commas."""
        if self.is_symbol("-") and self.ahead().kind == "end":
            return Tests(0, (), anything=True)
        if self.is_word("not") and self.ahead().text == "(":
            negated = self._negated_tests()
            if negated is not None:
                return negated
        tests = self._test_list()
        self._expect_end()
        return Tests(0, tests)

    def _negated_tests(self) -> Tests | None:
        start = self.at
        self.at += 2
        tests = self._test_list()
        if self.take_symbol(")") and self.token.kind == "end":
            return Tests(0, tests, negated=True)
        self.at = start
        return None

    def _test_list(self) -> tuple[Node, ...]:
        tests = [self.expression()]
        while self.take_symbol(","):
            tests.append(self.expression())
        return tuple(tests)

    def expression(self) -> Node:
        """Any expression."""
        self.enter()
        node = self._binary(_OR)
        self.leave()
        return node

    def additive(self) -> Node:
        """Sums and what binds tighter."""
        return self._binary(_ADDITIVE)

    def _binary(self, weakest: int, first: Node | None = None) -> Node:
        """Operands joined by operators that bind at least as tightly as the weakest; the first may be read already."""
        if first is not None:
            node = first
        elif weakest <= _COMPARISON and self.is_symbol(*COMPARISONS):
            node = self._without_left_side()
        else:
            node = self._unary()
        while True:
            token = self.token
            strength = _STRENGTH.get(token.text, 0) if token.kind in ("symbol", "name") else 0
            if strength < weakest or strength == 0:
                return node
            self.advance()
            node = self._joined(node, token.text, strength, token.start)

    def _joined(self, left: Node, operator: str, strength: int, position: int) -> Node:
        if operator == "between":
            low = self.additive()
            self.expect_word("and")
            return Between(position, left, low, self.additive())
        if operator == "in":
            return In(position, left, self._in_tests())
        right = self._binary(strength + 1)
        if strength <= _AND:
            return Logic(position, operator, left, right)
        kind = Comparison if strength == _COMPARISON else Arithmetic
        return kind(position, operator, left, right)

    def _without_left_side(self) -> UnaryOperator:
        operator = self.advance()
        return UnaryOperator(operator.start, operator.text, self.additive())

    def _in_tests(self) -> tuple[Node, ...]:
        if self.is_symbol(*COMPARISONS):
            return (self._without_left_side(),)
        if not self.is_symbol("("):
            return (self.additive(),)
        opening = self.advance().start
        tests = self._test_list()
        if self.is_symbol("..") and len(tests) == 1:
            first = self.interval(opening, tests[0], low_included=False)
        else:
            self.expect_symbol(")")
            if len(tests) > 1 or not self.is_symbol("[", ".", "(", "+", "-", "*", "/", "**"):
                return tests
            first = tests[0]
        return (self._binary(_ADDITIVE, self.postfix_of(first)),)

    def _unary(self) -> Node:
        signs = []
        while self.is_symbol("-"):
            signs.append(self.advance().start)
        node = self.postfix()
        if self.is_word("instance") and self.ahead().text == "of":
            position = self.advance().start
            self.advance()
            if signs and isinstance(node, Literal):
                # the minus of -5 is a part of the number (rule 37)
                node = Negation(signs.pop(), node)
            node = InstanceOf(position, node, parse_type(self))
        for position in reversed(signs):
            node = Negation(position, node)
        return node

    def _expect_end(self) -> None:
        if self.token.kind != "end":
            raise self.unexpected("the end of the expression")


def parse_expression(text: str, names: NameIndex, builtins: NameIndex) -> Node:
    """The syntax of a whole expression; raises ExpressionError or LimitExceeded."""
    return Parser(text, names, builtins).whole_expression()


def parse_unary_tests(text: str, names: NameIndex, builtins: NameIndex) -> Tests:
    """The syntax of a cell of unary tests; raises ExpressionError or LimitExceeded."""
    return Parser(text, names, builtins).whole_tests()
