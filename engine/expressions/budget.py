"""Bounds on one evaluation, so that no expression can keep a worker busy or fill its memory.

The bounds count work (steps, items, characters, nested calls), never seconds: the same expression on the same data
stops at the same place on every machine. Reading the clock here is refused on purpose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.expressions.errors import EvaluationWarning
from engine.kernel.errors import LimitExceeded

MAX_TEXT = 10_000
"""Longest expression text in characters."""

MAX_NESTING = 64
"""Deepest nesting of brackets, conditionals and the like in one text."""

MAX_WARNINGS = 100
"""Most warnings kept of one evaluation; further ones are dropped."""


COSTLY = 30
"""Steps that a power, logarithm or exponential counts for: they take as long as that many plain operations."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of one evaluation. All are counts: `steps` of work (iterations, calls, items looked at), `items` of
    values in one result, `characters` of text produced altogether, `calls` of functions inside one another."""

    steps: int = 100_000
    items: int = 100_000
    characters: int = 500_000
    calls: int = 100


DEFAULT_BUDGET = Budget()


_NOWHERE: set[tuple[str, int]] = set()


class Run:
    """One evaluation under way: what is left of the budget, the clock it was given, the warnings so far."""

    __slots__ = (
        "adopted",
        "budget",
        "calls_left",
        "characters_left",
        "now",
        "places",
        "steps_left",
        "warnings",
    )

    def __init__(
        self, budget: Budget, now: datetime | None, warnings: list[EvaluationWarning] | None
    ) -> None:
        self.budget = budget
        self.now = now
        self.warnings = warnings
        self.places: set[tuple[str, int]] = set() if warnings is not None else _NOWHERE
        self.steps_left = budget.steps
        self.characters_left = budget.characters
        self.calls_left = budget.calls
        self.adopted: dict[int, tuple[Any, list[Any]]] | None = None

    def spend(self, steps: int) -> None:
        """Count work; raises LimitExceeded when the steps are used up."""
        self.steps_left -= steps
        if self.steps_left < 0:
            raise LimitExceeded(
                f"The expression needs more than {self.budget.steps} steps; make the lists or ranges smaller.",
                code="expression-steps",
            )

    def spend_text(self, characters: int) -> None:
        """Count produced text; raises LimitExceeded when too much was produced."""
        self.characters_left -= characters
        if self.characters_left < 0:
            raise LimitExceeded(
                f"The expression produces more than {self.budget.characters} characters; join fewer or shorter texts.",
                code="expression-characters",
            )

    def spend_items(self, count: int) -> None:
        """Check the length of a list before it is built, and count its items as steps."""
        if count > self.budget.items:
            raise LimitExceeded(
                f"The expression builds a list of more than {self.budget.items} items; use a smaller range.",
                code="expression-items",
            )
        self.spend(count)

    def enter_call(self) -> None:
        """One function deeper; raises LimitExceeded when functions call one another too deeply."""
        self.calls_left -= 1
        if self.calls_left < 0:
            self.calls_left = 0
            raise LimitExceeded(
                f"Functions call one another more than {self.budget.calls} levels deep; end the recursion earlier.",
                code="expression-calls",
            )

    def wants(self, code: str, position: int) -> bool:
        """Whether a warning of this code from this place would be new: ask before building a costly message."""
        return self.warnings is not None and (code, position) not in self.places

    def warn(self, code: str, message: str, position: int = -1) -> None:
        """Keep one warning, unless nobody asked for warnings, it is known already or there are too many."""
        if self.warnings is None or len(self.warnings) >= MAX_WARNINGS:
            return
        self.places.add((code, position))
        warning = EvaluationWarning(code, message, position)
        if warning not in self.warnings:
            self.warnings.append(warning)


class Frame:
    """The names that a piece of an expression can see: its own, then those of `outer`, out to the caller's scope."""

    __slots__ = ("item", "names", "outer", "run")

    def __init__(self, names: Mapping[str, Any], outer: "Frame | None", run: Run, item: Any = None) -> None:
        self.names = names
        self.outer = outer
        self.run = run
        self.item = item
