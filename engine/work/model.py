"""The states of a work item and the legal moves between them, declared once."""

from collections.abc import Mapping
from typing import Final, Literal

State = Literal["ready", "claimed", "completed", "cancelled"]

MOVES: Final[Mapping[str, frozenset[str]]] = {
    "ready": frozenset({"claimed", "cancelled"}),
    "claimed": frozenset({"ready", "completed", "cancelled"}),
    "completed": frozenset(),
    "cancelled": frozenset(),
}
OPEN: Final = ("ready", "claimed")

GREEN_CHANNEL: Final = 0
ORDINARY: Final = 1
PRIORITIES: Final = (GREEN_CHANNEL, ORDINARY)
"""Order within one light: the green channel (绿色通道) first. It changes the order and never a check."""
