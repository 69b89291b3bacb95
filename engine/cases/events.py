"""What happens to a case, told to the floors above within the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.dispatch import Event


@dataclass(frozen=True, slots=True)
class WorkOpened(Event):
    """The process waits for a person: `data` holds the evaluated attributes, `case` is the live case."""

    case: Any
    act: str
    element: str
    process: str
    scope: str
    index: int | None
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WorkClosed(Event):
    """The wait for a person ended. `reason`: completed, or cancelled with its scope."""

    case: Any
    act: str
    element: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseAccepted(Event):
    """The clocks of an item of a case began to run."""

    case: Any
    item_code: str


@dataclass(frozen=True, slots=True)
class CaseStatusChanged(Event):
    """A case was suspended, resumed, completed, withdrawn, terminated, or failed."""

    case: Any
    status: str
    reason: str | None = None
