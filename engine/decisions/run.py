"""One evaluation of a model: the values known so far, the warnings, the matched rules and the bounds on work.

A run belongs to one call and one thread. It never reads a clock; `now` is what the caller passed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.decisions.boxes import Place
from engine.expressions import Budget, EvaluationError, EvaluationWarning, Expression, Run
from engine.kernel.errors import LimitExceeded

MAX_WARNINGS = 100
MAX_MATCHES = 1_000
BUDGET = Budget(steps=300_000, items=100_000, characters=1_000_000, calls=60)
"""What one call of a model may spend on all its expressions together."""


@dataclass(frozen=True, slots=True)
class DecisionWarning:
    """Why a part of a decision became null: a stable code, the element's id and its line."""

    code: str
    message: str
    element: str | None = None
    line: int | None = None
    file: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """JSON-compatible: code, message, element, line, file."""
        return {
            "code": self.code,
            "message": self.message,
            "element": self.element,
            "line": self.line,
            "file": self.file,
        }


@dataclass(frozen=True, slots=True)
class Match:
    """The rules that hit in one table while a decision was solved: numbers count from 1 in document order, `ids` are the rules' ids."""

    decision: str | None
    table: str | None
    rules: tuple[int, ...]
    ids: tuple[str | None, ...]


@dataclass(slots=True)
class Tally:
    """What a run and the runs inside it share: warnings, matches and the work that is left.

    FEEL appends its warnings to `heard`; they are moved to `warnings` as each expression ends, with its place.
    """

    run: Run
    heard: list[EvaluationWarning]
    warnings: dict[DecisionWarning, None] = field(default_factory=dict)
    matches: list[Match] = field(default_factory=list)
    deciding: str | None = None

    def warn(self, code: str, message: str, place: Place) -> None:
        """Keep a warning, once, up to a bound."""
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings[DecisionWarning(code, message, place.id, place.line, place.file)] = None

    def _keep(self, start: int, place: Place) -> None:
        """Keep what FEEL said of the expression at a place; what it says of the next one is new again."""
        for warning in self.heard[start:]:
            self.warn(warning.code, warning.message, place)
        del self.heard[start:]
        self.run.places.clear()

    def match(self, match: Match) -> None:
        """Keep which rules hit, up to a bound."""
        if len(self.matches) < MAX_MATCHES:
            self.matches.append(match)

    def spend(self, steps: int, place: Place) -> None:
        """Count work; `LimitExceeded` names the place where it ran out."""
        try:
            self.run.spend(steps)
        except LimitExceeded as error:
            locate(error, place)
            raise

    def enter(self, place: Place) -> None:
        """One function call deeper; `LimitExceeded` when functions call one another without end."""
        try:
            self.run.enter_call()
        except LimitExceeded as error:
            locate(error, place)
            raise

    def leave(self) -> None:
        """One function call back."""
        self.run.calls_left += 1

    def feel(self, expression: Expression, names: Mapping[str, Any], place: Place) -> Any:
        """The value of FEEL text; null and a warning where the standard or a foreign value says so."""
        run = self.run
        before = len(self.heard)
        try:
            run.spend(1)
            return expression.evaluate_in(run, names)
        except EvaluationError as error:
            self.warn(error.stable_code, error.message, place)
            return None
        except LimitExceeded as error:
            locate(error, place)
            raise
        finally:
            if len(self.heard) > before:
                self._keep(before, place)


def start(now: datetime | None) -> Tally:
    """The tally of a new run."""
    heard: list[EvaluationWarning] = []
    return Tally(Run(BUDGET, now, heard), heard)


def locate(error: LimitExceeded, place: Place) -> None:
    """Name the place in the error, unless a place further inside is named already."""
    error.details.setdefault("element", place.id)
    error.details.setdefault("line", place.line)
