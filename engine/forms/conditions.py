"""FEEL conditions of a form: when a field is shown, when it is required.

Compiled when the form is read, so that a bad one refuses the form and not a case. A condition answers true or not
true: null (a value it needs is still empty) is not true; any other value is an error of the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.expressions import Expression, compile_expression
from engine.kernel.errors import ExecutionFailed


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition; two with the same text are equal."""

    text: str
    expression: Expression = field(compare=False, repr=False)

    @property
    def names(self) -> frozenset[str]:
        """The free names it needs in its scope."""
        return frozenset(self.expression.names)

    def holds(self, scope: Mapping[str, Any]) -> bool:
        """Whether the condition is true in `scope`, in which every free name must be present (None if empty).

        Raises ExecutionFailed (`condition-not-boolean`) when it gives neither true, false nor null.
        """
        answer = self.expression.evaluate(scope)
        if answer is None or isinstance(answer, bool):
            return answer is True
        raise ExecutionFailed(
            f"The condition “{self.text}” gave {str(answer)[:40]}; a condition must give true or false.",
            code="condition-not-boolean",
        )


def compile_condition(text: str) -> Condition:
    """Compile FEEL text; raises what `engine.expressions.compile_expression` raises."""
    return Condition(text.strip(), compile_expression(text, strict=True))


def any_of(first: Condition, second: Condition) -> Condition:
    """The condition that holds when either does."""
    if first == second:
        return first
    return compile_condition(f"({first.text}) or ({second.text})")
