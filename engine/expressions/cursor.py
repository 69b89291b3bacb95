"""A place in the tokens of an expression, with the names that are known there. What all parts of the parser share."""

import re
from collections.abc import Iterable

from engine.expressions.budget import MAX_NESTING
from engine.expressions.errors import ExpressionError
from engine.expressions.hints import half_width
from engine.expressions.lexer import SPACE, Token, tokenize
from engine.expressions.names import NameIndex
from engine.kernel.errors import LimitExceeded

STOP_WORDS = frozenset({"and", "or", "in", "between", "instance", "then", "else", "return", "satisfies"})
"""Words that end a name that the scope does not know."""

NAME_SYMBOLS = frozenset({".", "/", "-", "'", "\u2019", "+", "*", "**"})
_SPACES = re.compile(f"[{SPACE}]+")


class Cursor:
    """Reads tokens one by one and refuses what does not fit, with the place."""

    def __init__(self, text: str, names: NameIndex, builtins: NameIndex) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.at = 0
        self.scopes = [names]
        self.builtins = builtins
        self.keys = NameIndex()
        self.depth = 0
        self.in_interval = False

    @property
    def token(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.at]

    def ahead(self, distance: int = 1) -> Token:
        """A later token; the end token beyond the end."""
        return self.tokens[min(self.at + distance, len(self.tokens) - 1)]

    def advance(self) -> Token:
        """Read one token."""
        token = self.tokens[self.at]
        if token.kind != "end":
            self.at += 1
        return token

    def is_symbol(self, *symbols: str) -> bool:
        """Whether one of these symbols comes next."""
        token = self.tokens[self.at]
        return token.kind == "symbol" and token.text in symbols

    def is_word(self, word: str) -> bool:
        """Whether this keyword comes next."""
        token = self.tokens[self.at]
        return token.kind == "name" and token.text == word

    def take_symbol(self, *symbols: str) -> bool:
        """Read one of these symbols if it comes next."""
        if self.is_symbol(*symbols):
            self.at += 1
            return True
        return False

    def take_word(self, word: str) -> bool:
        """Read this keyword if it comes next."""
        if self.is_word(word):
            self.at += 1
            return True
        return False

    def expect_symbol(self, symbol: str) -> Token:
        """Read this symbol or refuse."""
        if not self.is_symbol(symbol):
            raise self.unexpected(f"'{symbol}'")
        return self.advance()

    def expect_word(self, word: str) -> Token:
        """Read this keyword or refuse."""
        if not self.is_word(word):
            raise self.unexpected(f"'{word}'")
        return self.advance()

    def unexpected(self, wanted: str) -> ExpressionError:
        """The error that says what was found and what would fit."""
        token = self.token
        found = "The expression ends here" if token.kind == "end" else f"Found {token.text!r:.60} here"
        before = self.tokens[self.at - 1].text if self.at else ""
        hint = half_width(before + token.text)
        return ExpressionError(
            f"{found}, but {wanted} is expected.{hint}", text=self.text, position=token.start
        )

    def enter(self) -> None:
        """One level of nesting deeper; LimitExceeded when too deep."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise LimitExceeded(
                f"The expression is nested more than {MAX_NESTING} levels deep; split it into smaller ones.",
                code="expression-nesting",
            )

    def leave(self) -> None:
        """Back out of one level of nesting."""
        self.depth -= 1

    def spelled(self, first: int, last: int) -> str:
        """The text of tokens `first` up to before `last`, with single spaces between words."""
        return _SPACES.sub(" ", self.text[self.tokens[first].start : self.tokens[last - 1].end])

    def known_name(self, *, builtins: bool) -> tuple[int, str] | None:
        """The longest name of several words, known here, that starts with the next token."""
        best: tuple[int, str] | None = None
        indexes: Iterable[NameIndex] = [*self.scopes, self.builtins if builtins else self.keys]
        for index in indexes:
            found = index.match(self.tokens, self.at)
            if found is not None and (best is None or found[0] >= best[0]):
                best = found
        return best

    def name(self, *, builtins: bool = True) -> str:
        """Read a name: the longest known one, or else all words up to the next keyword or symbol."""
        if self.token.kind != "name":
            raise self.unexpected("a name")
        first = self.at
        known = self.known_name(builtins=builtins)
        self.at += known[0] if known else 1
        end_of_known = self.at
        while self._continues_name():
            self.at += 1
        if known and self.at == end_of_known:
            return known[1]
        return self.spelled(first, self.at)

    def name_until(self, *ends: str) -> str | None:
        """Read a name that is being declared, up to one of the symbols or keywords; None if there is none."""
        at = self.at
        while True:
            token = self.tokens[at]
            if token.text in ends and at > self.at:
                break
            if token.kind not in ("name", "number") and token.text not in NAME_SYMBOLS:
                return None
            at += 1
        if self.token.kind != "name":
            return None
        name = self.spelled(self.at, at)
        self.at = at
        return name

    def _continues_name(self) -> bool:
        token = self.token
        if token.kind == "name":
            return token.text not in STOP_WORDS
        if token.kind == "number":
            return token.text.isdigit()
        return token.text in ("'", "\u2019") and self.ahead().kind == "name"
