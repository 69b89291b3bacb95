"""Allowed values of a column (8.3.2, 8.3.3): a value outside them is null, whether it goes in or comes out.

Of a list, each item may also be allowed by itself: columns of list type name the values of the items. Tests with `?`
are about the value as a whole.
"""

from dataclasses import dataclass
from typing import Any

from engine.decisions.boxed.compiling import Evaluate
from engine.decisions.boxes import Place
from engine.decisions.run import Tally
from engine.expressions import Expression


@dataclass(frozen=True, slots=True)
class Allowed:
    """Compiled unary tests over the values of a column, which is called `label`."""

    tests: Expression
    label: str
    place: Place

    def admit(self, value: Any, names: dict[str, Any], tally: Tally) -> bool:
        """Whether the value may be used; a warning when it may not."""
        if self._holds(value, names, tally):
            return True
        by_item = isinstance(value, list) and bool(value) and "?" not in self.tests.text
        if by_item and all(self._holds(item, names, tally) for item in value):
            return True
        message = f"The value of {self.label!r} is not among its allowed values."
        tally.warn("value-not-allowed", message, self.place)
        return False

    def _holds(self, value: Any, names: dict[str, Any], tally: Tally) -> bool:
        return tally.feel(self.tests, {**names, "?": value}, self.place) is True


def checked(evaluate: Evaluate, allowed: Allowed) -> Evaluate:
    """An output cell whose value is null unless it is allowed; null itself always is."""

    def result(names: dict[str, Any], tally: Tally) -> Any:
        value = evaluate(names, tally)
        return value if value is None or allowed.admit(value, names, tally) else None

    return result
