"""What an instance as a whole may be, and the legal moves between these statuses.

The national state says where the *matter* stands in law; the status says whether its process still runs.
"""

from collections.abc import Mapping
from typing import Final, Literal

from engine.kernel.errors import Conflict

Status = Literal["active", "suspended", "completed", "withdrawn", "terminated", "failed"]

MOVES: Final[Mapping[str, frozenset[str]]] = {
    "active": frozenset({"suspended", "completed", "withdrawn", "terminated", "failed"}),
    "suspended": frozenset({"active", "withdrawn", "terminated"}),
    "completed": frozenset(),
    "withdrawn": frozenset(),
    "terminated": frozenset(),
    "failed": frozenset(),
}
RUNNING: Final = tuple(status for status, following in MOVES.items() if following)
ENDED: Final = frozenset(MOVES) - frozenset(RUNNING)

_REASONS: Final[Mapping[str, str]] = {
    "active": "is running already",
    "suspended": "is suspended; resume it first",
    "completed": "has ended; nothing more can be done with it",
    "withdrawn": "was withdrawn; a new application is needed",
    "terminated": "was terminated; a new application is needed",
    "failed": "ended with an error; see its history for the cause",
}


def refuse_unless_active(number: str, status: str) -> None:
    """Raise Conflict (`case-suspended`, `case-ended` …) with what to do, unless the case is active."""
    if status != "active":
        code = "case-suspended" if status == "suspended" else "case-ended"
        raise Conflict(f"Case {number} {_REASONS[status]}.", code=code, status=status)


def refuse_move(number: str, current: str, target: str) -> None:
    """Raise Conflict (`illegal-status-move`) unless the table has the move."""
    if target not in MOVES[current]:
        code = "case-ended" if current in ENDED else "illegal-status-move"
        raise Conflict(f"Case {number} {_REASONS[current]}.", code=code, status=current, target=target)
