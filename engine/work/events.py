"""What happens to work items, told to the floors above within the same transaction."""

from dataclasses import dataclass

from engine.dispatch import Event


@dataclass(frozen=True, slots=True)
class WorkItemOffered(Event):
    """A department has a new work item."""

    work_item_id: str
    case_id: str
    department: str
    role: str


@dataclass(frozen=True, slots=True)
class WorkItemCompleted(Event):
    """A work item was completed by a person."""

    work_item_id: str
    case_id: str
    element: str
    decision: str | None
