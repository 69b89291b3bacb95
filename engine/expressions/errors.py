"""What can go wrong with an expression: in its text (found once, located) or while it is evaluated.

A value that cannot be computed is not an error in FEEL: it is null with a warning (`NoValue` inside this package).
Only a text that is no expression, an unknown name in strict mode and a spent budget stop the caller.
"""

from dataclasses import dataclass
from typing import ClassVar

from engine.kernel.errors import ExecutionFailed, FieldError, InvalidInput


class ExpressionError(InvalidInput):
    """The text is not FEEL; `position` is a 0-based character offset, `line` and `column` are 1-based."""

    code: ClassVar[str] = "expression-syntax"

    def __init__(self, message: str, *, text: str, position: int, code: str | None = None) -> None:
        before = text[:position]
        line = before.count("\n") + 1
        column = position - (before.rfind("\n") + 1) + 1
        located = f"{message} (line {line}, column {column})"
        super().__init__(
            located,
            [FieldError("expression", located)],
            code=code,
            position=position,
            line=line,
            column=column,
        )
        self.text = text
        self.position = position
        self.line = line
        self.column = column


class EvaluationError(ExecutionFailed):
    """The expression is well formed but may not be answered with null, e.g. an unknown name in strict mode."""

    code: ClassVar[str] = "expression-evaluation"


@dataclass(frozen=True, slots=True)
class EvaluationWarning:
    """Why a part of an expression became null. `position` is the 0-based offset of the part, -1 if unknown."""

    code: str
    message: str
    position: int = -1


class NoValue(Exception):
    """Raised by built-in functions and operators: the standard says the result is null. Never leaves the package."""

    def __init__(self, message: str, code: str = "no-value") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
