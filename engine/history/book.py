"""What history needs to know of a case and cannot import: its row, its program, its forms, its inbox rows, names of places.

The floors that own these lie above; assembly provides one `CaseBook`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from engine.bpmn import Program
from engine.dispatch import ReadContext
from engine.expressions import from_json
from engine.forms import Form
from engine.kernel.errors import NotFound
from engine.store.canonical import parse

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


def book_of(ctx: ReadContext) -> CaseBook:
    """The case book of this platform."""
    return ctx.services[CaseBook]  # type: ignore[type-abstract]  # a port, found by its protocol


def first_pins(rows: list[Row]) -> Row:
    """The pins of a case, out of its first event; `NotFound` when it has none."""
    first = parse(rows[0]["data"]) if rows and rows[0]["data"] else {}
    pins = first.get("pins")
    if not isinstance(pins, dict):
        raise NotFound("The first event of this case pins no versions", code="unknown-definition")
    return dict(from_json(pins))


def element_name(program: Program, element: str | None, process: str | None) -> str | None:
    """What the diagram calls an element; its id when it has no name."""
    if element is None:
        return None
    try:
        return program.node(element, process).name or element
    except NotFound:
        return element
