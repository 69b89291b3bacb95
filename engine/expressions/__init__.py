"""F1, FEEL: the expression language of DMN 1.5, chapter 10, complete, decimal-exact and bounded.

Expressions come from designers, not from programmers: nothing they write can reach Python, the machine's clock, the
network or more work than their budget allows.
"""

from engine.expressions.budget import Budget, Run
from engine.expressions.codec import from_json, to_json, to_plain_json
from engine.expressions.errors import EvaluationError, EvaluationWarning, ExpressionError
from engine.expressions.expression import Expression, compile_expression, compile_unary_tests
from engine.expressions.values import Function, Range, kind

__all__ = [
    "Budget",
    "EvaluationError",
    "EvaluationWarning",
    "Expression",
    "ExpressionError",
    "Function",
    "Range",
    "Run",
    "compile_expression",
    "compile_unary_tests",
    "from_json",
    "kind",
    "to_json",
    "to_plain_json",
]
