"""The states of a work item and the legal moves between them, declared once; every verb asks this table."""

from collections.abc import Mapping
from typing import Final, Literal

State = Literal["ready", "claimed", "completed", "cancelled"]

MOVES: Final[Mapping[str, Mapping[str, State]]] = {
    "ready": {"claim": "claimed", "cancel": "cancelled"},
    "claimed": {"release": "ready", "complete": "completed", "draft": "claimed", "cancel": "cancelled"},
    "completed": {},
    "cancelled": {},
}
"""State → verb → state. A substitute may claim what the absent colleague has claimed; that keeps the state."""

OPEN: Final = ("ready", "claimed")

GREEN_CHANNEL: Final = 0
ORDINARY: Final = 1
PRIORITIES: Final = (GREEN_CHANNEL, ORDINARY)
"""Order within one light: the green channel (绿色通道) first. It changes the order and never a check."""
