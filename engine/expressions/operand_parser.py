"""Reads operands: literals, names, brackets of every kind, paths, filters, calls, and the constructs with keywords."""

from abc import ABC, abstractmethod

from engine.expressions.cursor import Cursor
from engine.expressions.names import NameIndex
from engine.expressions.syntax import (
    AtLiteral,
    Call,
    ContextOf,
    Filter,
    For,
    If,
    Interval,
    Iteration,
    Lambda,
    ListOf,
    Literal,
    Name,
    Node,
    Path,
    Quantified,
)
from engine.expressions.type_parser import parse_type
from engine.expressions.types import FeelType

_CONSTANTS = {"true": True, "false": False, "null": None}
COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")
_STARTS = ("(", "[", "{", "-", "@", "]", *COMPARISONS)
_NOT_OPERANDS = frozenset({"and", "or", "in", "between", "instance", "then", "else", "return", "satisfies"})


class OperandParser(Cursor, ABC):
    """The tight half of the grammar; `expression` and `additive` come from `Parser`."""

    @abstractmethod
    def expression(self) -> Node:
        """Any expression."""

    @abstractmethod
    def additive(self) -> Node:
        """Sums and what binds tighter."""

    def postfix(self) -> Node:
        """An operand with the paths, filters and calls that follow it."""
        return self.postfix_of(self._operand())

    def postfix_of(self, node: Node) -> Node:
        """An operand that has been read, with the paths, filters and calls that follow it."""
        while True:
            position = self.token.start
            if self.is_symbol(".") and self.ahead().kind == "name":
                self.advance()
                node = Path(position, node, self.name(builtins=False))
            elif self.is_symbol("["):
                if self._closes_interval():
                    return node
                self.advance()
                predicate = self.expression()
                self.expect_symbol("]")
                node = Filter(position, node, predicate)
            elif self.is_symbol("("):
                node = self._call(node, position)
            else:
                return node

    def _closes_interval(self) -> bool:
        """`]a..b[` ends with the bracket that elsewhere begins a filter: a filter needs an operand behind it.

        Behind the end of an interval, `=` and the like compare it; elsewhere they begin a test, as in `[= 5]`.
        """
        after = self.ahead()
        if after.kind == "symbol":
            return after.text not in _STARTS or (self.in_interval and after.text in COMPARISONS)
        return after.kind == "end" or (after.text in _NOT_OPERANDS and not self._known_behind())

    def _known_behind(self) -> bool:
        """Whether a known name such as `in stock` begins behind the next token."""
        self.at += 1
        known = self.known_name(builtins=True)
        self.at -= 1
        return known is not None

    def _call(self, function: Node, position: int) -> Node:
        self.advance()
        names: list[str] = []
        arguments: list[Node] = []
        while not self.take_symbol(")"):
            if arguments:
                self.expect_symbol(",")
            start = self.at
            name = self.name_until(":") if self.token.kind == "name" else None
            if name is None:
                self.at = start
            else:
                self.advance()
                names.append(name)
            arguments.append(self.expression())
            if names and len(names) != len(arguments):
                raise self.unexpected("a name for every argument, or for none,")
        return Call(position, function, tuple(arguments), tuple(names))

    def _operand(self) -> Node:
        token = self.token
        if token.kind in ("number", "string"):
            self.advance()
            return Literal(token.start, token.value)
        if token.kind == "name":
            return self._word()
        if self.is_symbol("("):
            return self._parenthesis()
        if self.is_symbol("["):
            return self._list_or_interval()
        if self.is_symbol("]"):
            self.advance()
            low = self.additive()
            return self.interval(token.start, low, low_included=False)
        if self.is_symbol("{"):
            return self._context()
        if self.is_symbol("@") and self.ahead().kind == "string":
            self.advance()
            return AtLiteral(token.start, self.advance().value)
        raise self.unexpected("a value, a name or a bracket")

    def _word(self) -> Node:
        token = self.token
        known = self.known_name(builtins=True)
        if known is None:
            if token.text in _CONSTANTS:
                self.advance()
                return Literal(token.start, _CONSTANTS[token.text])
            reader = _KEYWORDS.get(token.text)
            if reader is not None:
                return reader(self)
            if token.text in _NOT_OPERANDS:
                raise self.unexpected("a value, a name or a bracket")
        return Name(token.start, self.name())

    def _parenthesis(self) -> Node:
        start = self.advance().start
        node = self.expression()
        if self.is_symbol(".."):
            return self.interval(start, node, low_included=False)
        self.expect_symbol(")")
        return node

    def interval(self, start: int, low: Node, *, low_included: bool) -> Node:
        """The rest of an interval whose lower end has been read."""
        self.expect_symbol("..")
        self.in_interval = True
        high = self.additive()
        self.in_interval = False
        if not self.is_symbol("]", ")", "["):
            raise self.unexpected("']', ')' or '['")
        return Interval(start, low, high, low_included, self.advance().text == "]")

    def _list_or_interval(self) -> Node:
        start = self.advance().start
        if self.take_symbol("]"):
            return ListOf(start, ())
        items = [self.expression()]
        if self.is_symbol(".."):
            return self.interval(start, items[0], low_included=True)
        while self.take_symbol(","):
            items.append(self.expression())
        self.expect_symbol("]")
        return ListOf(start, tuple(items))

    def _context(self) -> Node:
        start = self.advance().start
        entries: list[tuple[str, Node]] = []
        scope = NameIndex()
        self.scopes.append(scope)
        while not self.take_symbol("}"):
            if entries:
                self.expect_symbol(",")
            key = self.advance().value if self.token.kind == "string" else self.name_until(":")
            if key is None:
                raise self.unexpected("the name of an entry and ':'")
            self.expect_symbol(":")
            value = self.expression()
            scope.add(key)
            self.keys.add(key)
            entries.append((key, value))
        self.scopes.pop()
        return ContextOf(start, tuple(entries))

    def _if(self) -> Node:
        start = self.advance().start
        condition = self.expression()
        self.expect_word("then")
        yes = self.expression()
        self.expect_word("else")
        return If(start, condition, yes, self.expression())

    def _for(self) -> Node:
        start = self.advance().start
        iterations, scopes = self._iterations()
        self.expect_word("return")
        body = self.expression()
        del self.scopes[-scopes:]
        return For(start, iterations, body)

    def _quantified(self) -> Node:
        token = self.advance()
        iterations, scopes = self._iterations()
        self.expect_word("satisfies")
        condition = self.expression()
        del self.scopes[-scopes:]
        return Quantified(token.start, token.text == "every", iterations, condition)

    def _iterations(self) -> tuple[tuple[Iteration, ...], int]:
        found: list[Iteration] = []
        while True:
            name = self.name_until("in")
            if name is None:
                raise self.unexpected("a name and 'in'")
            self.expect_word("in")
            source = self.expression()
            end = self.expression() if self.take_symbol("..") else None
            found.append(Iteration(name, source, end))
            self.scopes.append(NameIndex([name]))
            if not self.take_symbol(","):
                return tuple(found), len(found)

    def _lambda(self) -> Node:
        start = self.advance().start
        self.expect_symbol("(")
        names: list[str] = []
        types: list[FeelType | None] = []
        while not self.take_symbol(")"):
            if names:
                self.expect_symbol(",")
            name = self.name_until(":", ",", ")")
            if name is None:
                raise self.unexpected("the name of a parameter")
            names.append(name)
            types.append(parse_type(self) if self.take_symbol(":") else None)
        external = self.take_word("external")
        self.scopes.append(NameIndex(names))
        body = self.expression()
        self.scopes.pop()
        return Lambda(start, tuple(names), tuple(types), body, external)


_KEYWORDS = {
    "if": OperandParser._if,
    "for": OperandParser._for,
    "some": OperandParser._quantified,
    "every": OperandParser._quantified,
    "function": OperandParser._lambda,
}
