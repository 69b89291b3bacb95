"""Text to syntax: a precedence climber over the tokens (DMN 1.5, 10.3.1.2, grammar rules 1–64).

Binds, from loose to tight: or; and; comparisons, between, in; + -; * /; **; unary minus; instance of;
paths, filters and calls. Everything binds to the left. Syntax errors say where, and what would fit.
"""

from engine.expressions.cursor import Cursor
from engine.expressions.names import NameIndex
from engine.expressions.operand_parser import OperandParser
from engine.expressions.syntax import (
    Arithmetic,
    Between,
    Comparison,
    In,
    InstanceOf,
    Logic,
    Negation,
    Node,
    Tests,
    UnaryOperator,
)
from engine.expressions.type_parser import parse_type

_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_MAX_CHAIN = 4000


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
        tests = self.test_list()
        self._expect_end()
        return Tests(0, tests)

    def _negated_tests(self) -> Tests | None:
        start = self.at
        self.at += 2
        tests = self.test_list()
        if self.take_symbol(")") and self.token.kind == "end":
            return Tests(0, tests, negated=True)
        self.at = start
        return None

    def test_list(self) -> tuple[Node, ...]:
        """Tests separated by commas."""
        tests = [self.expression()]
        while self.take_symbol(","):
            tests.append(self.expression())
        return tuple(tests)

    def expression(self) -> Node:
        """Any expression."""
        self.enter()
        try:
            return self._disjunction()
        finally:
            self.leave()

    def _disjunction(self) -> Node:
        node = self._conjunction()
        while self.is_word("or"):
            position = self.advance().start
            node = Logic(position, "or", node, self._conjunction())
        return node

    def _conjunction(self) -> Node:
        node = self._comparison()
        while self.is_word("and"):
            position = self.advance().start
            node = Logic(position, "and", node, self._comparison())
        return node

    def _comparison(self) -> Node:
        if self.is_symbol(*_COMPARISONS):
            operator = self.advance()
            return UnaryOperator(operator.start, operator.text, self.additive())
        node = self.additive()
        while True:
            if self.is_symbol(*_COMPARISONS):
                operator = self.advance()
                node = Comparison(operator.start, operator.text, node, self.additive())
            elif self.is_word("between"):
                position = self.advance().start
                low = self.additive()
                self.expect_word("and")
                node = Between(position, node, low, self.additive())
            elif self.is_word("in"):
                position = self.advance().start
                node = In(position, node, self._in_tests())
            else:
                return node

    def _in_tests(self) -> tuple[Node, ...]:
        if self.is_symbol(*_COMPARISONS):
            return (self._comparison(),)
        if not self.is_symbol("("):
            return (self.additive(),)
        start = self.at
        self.advance()
        self.enter()
        tests = self.test_list()
        self.leave()
        if self.take_symbol(")") and not self.is_symbol("[", ".", "(", "+", "-", "*", "/", "**"):
            return tests
        self.at = start
        return (self.additive(),)

    def additive(self) -> Node:
        """Sums and what binds tighter."""
        node = self._multiplicative()
        while self.is_symbol("+", "-"):
            operator = self.advance()
            node = Arithmetic(operator.start, operator.text, node, self._multiplicative())
        return node

    def _multiplicative(self) -> Node:
        node = self._power()
        while self.is_symbol("*", "/"):
            operator = self.advance()
            node = Arithmetic(operator.start, operator.text, node, self._power())
        return node

    def _power(self) -> Node:
        node = self._unary()
        while self.is_symbol("**"):
            position = self.advance().start
            node = Arithmetic(position, "**", node, self._unary())
        return node

    def _unary(self) -> Node:
        signs = []
        while self.is_symbol("-"):
            signs.append(self.advance().start)
        node = self.postfix()
        if self.is_word("instance") and self.ahead().text == "of":
            position = self.advance().start
            self.advance()
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


__all__ = ["Cursor", "Parser", "parse_expression", "parse_unary_tests"]
