"""What history needs to know of a case and cannot import: its row, its program, its forms, its inbox rows, names of places.

The floors that own these lie above; assembly provides one `CaseBook`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from engine.bpmn import Program
from engine.dispatch import ReadContext
from engine.forms import Form

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """Names by language, of departments and roles by their codes."""

    departments: Mapping[str, Mapping[str, str]]
    roles: Mapping[str, Mapping[str, str]]


class CaseBook(Protocol):
    """Reads what belongs to cases."""

    def row(self, ctx: ReadContext, case_id: str) -> Row:
        """The case row; `NotFound` when there is none or the actor may not know of it."""
        ...

    def ids(self, ctx: ReadContext) -> list[str]:
        """The ids of all cases that the actor may verify, oldest first."""
        ...

    def program(self, ctx: ReadContext, pins: Row) -> Program:
        """The program that these pins mean."""
        ...

    def changed_definition(self, ctx: ReadContext, pins: Row) -> str | None:
        """The key of the first pinned definition whose archived bytes no longer have the pinned hash, or None."""
        ...

    def form(self, ctx: ReadContext, pins: Row, key: str | None) -> Form | None:
        """The pinned form of that key, or None."""
        ...

    def work_items(self, ctx: ReadContext, case_id: str) -> list[Row]:
        """The inbox rows of the case: act, element, state, assignee, completed_by."""
        ...

    def names(self, ctx: ReadContext) -> Names:
        """What people call departments and roles."""
        ...
