"""A compiled expression, and the two functions that compile: text in, value out.

Refuses nothing at run time that FEEL answers with null; see `errors` for what stops an evaluation.
"""

import itertools
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from engine.expressions.adopt import settle
from engine.expressions.budget import DEFAULT_BUDGET, Budget, Frame, Run
from engine.expressions.cache import TextCache
from engine.expressions.compiling.registry import Compiler
from engine.expressions.cursor import NAME_SYMBOLS
from engine.expressions.errors import EvaluationWarning
from engine.expressions.functions.registry import BUILTIN_NAMES
from engine.expressions.lexer import Token, tokenize
from engine.expressions.names import NameIndex, is_single_word
from engine.expressions.nested_names import names_in, path_starts
from engine.expressions.parser import parse_expression, parse_unary_tests
from engine.expressions.types import FeelType
from engine.kernel.errors import LimitExceeded

CACHED_CHARACTERS = 200_000
"""Texts (with their names) of the expressions that are kept compiled: some thousands of usual length."""

_NO_TYPES: Mapping[str, FeelType] = {}


class Expression:
    """A FEEL expression or cell of unary tests, compiled. Immutable to its users; safe to share between threads.

    `names` are its free variables (the first words of paths), without built-in functions; `possible_names` those that
    occur only in filters, where they may also be entries of the items.
    """

    __slots__ = (
        "_code",
        "_known",
        "_path_starts",
        "_relevant",
        "_settings",
        "_starts",
        "_variants",
        "names",
        "possible_names",
        "text",
    )

    def __init__(
        self, text: str, known: frozenset[str], strict: bool, tests: bool, types: Mapping[str, FeelType]
    ) -> None:
        self.text = text
        self._settings = (strict, tests, types)
        source = text.lstrip()[1:] if not tests and text.lstrip().startswith("=") else text
        parse = parse_unary_tests if tests else parse_expression
        compiler = Compiler(source, strict, types, known)
        try:
            self._code = compiler.compile(parse(source, NameIndex(known), BUILTIN_NAMES))
        except RecursionError:
            raise _too_deep() from None
        own = {"?"} if tests else set()
        self.names = frozenset(compiler.free - own)
        self.possible_names = frozenset(compiler.doubtful - compiler.free - own)
        tokens = tokenize(source)
        self._starts = _name_starts(tokens)
        self._path_starts = path_starts(tokens)
        self._known = known
        self._relevant: dict[str, bool] = {}
        self._variants: dict[frozenset[str], Expression] = {}

    def __repr__(self) -> str:
        return f"<FEEL {self.text!r:.80}>"

    def evaluate(
        self, scope: Mapping[str, Any], *, now: datetime | None = None, budget: Budget | None = None
    ) -> Any:
        """The value in the scope. `now` is what `now()` and `today()` answer.

        Raises EvaluationError (strict: unknown variable) and LimitExceeded (budget); everything else that cannot be
        computed is None.
        """
        return self.evaluate_in(Run(budget or DEFAULT_BUDGET, now, None), scope)

    def evaluate_with_warnings(
        self, scope: Mapping[str, Any], *, now: datetime | None = None, budget: Budget | None = None
    ) -> tuple[Any, list[EvaluationWarning]]:
        """As `evaluate`, with the reasons why parts became null: without repetitions, at most 100."""
        warnings: list[EvaluationWarning] = []
        return self.evaluate_in(Run(budget or DEFAULT_BUDGET, now, warnings), scope), warnings

    def evaluate_in(self, run: Run, scope: Mapping[str, Any]) -> Any:
        """As part of a larger evaluation: `run` carries budget, clock and warnings from one expression to the next."""
        chosen = self if not self._starts else self._variant(scope)
        try:
            return settle(chosen._code(Frame(scope, None, run)), run)
        except RecursionError:
            raise LimitExceeded(
                "The expression or its values are nested too deeply; make them flatter.",
                code="expression-nesting",
            ) from None

    def _variant(self, scope: Mapping[str, Any]) -> "Expression":
        """This expression as it reads with the names of the scope: some may consist of several words."""
        relevant = self._relevant
        if not (scope.keys() <= relevant.keys()):
            for name in scope:
                if name not in relevant:
                    if len(relevant) > 10_000:
                        relevant.clear()
                    relevant[name] = self._may_occur(name)
        extra = frozenset(name for name in scope if relevant.get(name))
        if self._path_starts:
            extra |= names_in(scope, self._path_starts)
        if not extra:
            return self
        found = self._variants.get(extra)
        if found is None:
            if len(self._variants) >= 8:
                self._variants.clear()
            found = self._variants[extra] = Expression(self.text, self._known | extra, *self._settings)
            found._starts = frozenset()
        return found

    def _may_occur(self, name: Any) -> bool:
        if not isinstance(name, str) or name in self._known or is_single_word(name):
            return False
        return any(name.lstrip().startswith(start) for start in self._starts)


def _too_deep() -> LimitExceeded:
    return LimitExceeded(
        "The expression or its values are nested too deeply; make them flatter.", code="expression-nesting"
    )


def _name_starts(tokens: list[Token]) -> frozenset[str]:
    """The words that, with what follows them, might be the beginning of a name of several words."""
    starts = set()
    for token, after in itertools.pairwise(tokens):
        if token.kind == "name" and (after.kind in ("name", "number") or after.text in NAME_SYMBOLS):
            starts.add(token.text)
    return frozenset(starts)


_CACHE: TextCache[Expression] = TextCache(CACHED_CHARACTERS)


def _compiled(
    text: str, names: Collection[str], strict: bool, tests: bool, types: Mapping[str, FeelType] | None
) -> Expression:
    known = frozenset(names)
    if types:
        return Expression(text, known, strict, tests, types)
    size = len(text) + 8 * len(known)
    return _CACHE.get(
        (text, known, strict, tests), size, lambda: Expression(text, known, strict, tests, _NO_TYPES)
    )


def compile_expression(
    text: str,
    *,
    names: Collection[str] = (),
    strict: bool = False,
    types: Mapping[str, FeelType] | None = None,
) -> Expression:
    """Compile a FEEL expression; a leading `=` is dropped.

    `names` are the names that the scope will have, needed only if some consist of several words and the scope at
    evaluation does not show them. `strict` makes an unknown variable an error. `types` are a model's own types.
    Raises ExpressionError with line and column, or LimitExceeded. Results are cached unless `types` are given.
    """
    return _compiled(text, names, strict, False, types)


def compile_unary_tests(
    text: str,
    *,
    names: Collection[str] = (),
    strict: bool = False,
    types: Mapping[str, FeelType] | None = None,
) -> Expression:
    """Compile a cell of a decision table: `evaluate` answers True, False or None for the input value under "?"."""
    return _compiled(text, names, strict, True, types)
