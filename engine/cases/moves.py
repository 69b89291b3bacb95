"""One move of a case, and all the moves that are still to be made within one command."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.bpmn import Fact, inputs
from engine.cases.loaded import LoadedCase
from engine.dispatch import SYSTEM

BY_ITSELF: Final[Mapping[str, Any]] = {"department": None, "role": SYSTEM.username}
"""The capacity of what the platform does by itself within somebody's command."""


@dataclass(frozen=True, slots=True)
class Move:
    """One input for a case and how the log names it. `data` is what people see of it in the history."""

    input: inputs.Input
    action: str
    element: str | None = None
    act: str | None = None
    data: Mapping[str, Any] | None = None
    capacity: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Work:
    """What is still to be done within one command: moves of cases, and facts to be answered. Breadth first."""

    pending: deque[tuple[LoadedCase, Move | Fact]] = field(default_factory=deque)
    cases: dict[str, LoadedCase] = field(default_factory=dict)
    steps: int = 0

    def add(self, case: LoadedCase, what: Move | Fact) -> None:
        """Do this after what is pending already."""
        self.cases.setdefault(case.id, case)
        self.pending.append((case, what))
