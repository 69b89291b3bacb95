"""Inboxes: a department's pool and work in progress, and mine (claimed by me, and pools I may draw from).

An item of another department does not exist for the asker. While a colleague is absent the substitute sees the
colleague's pool and claimed items as well (AB岗).
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.dispatch import Query, ReadContext
from engine.work.filters import Narrowed, checked
from engine.work.paging import page
from engine.work.rights import refuse_other_department
from engine.work.sources import of_department, of_mine


@dataclass(frozen=True, slots=True)
class DepartmentInbox(Query):
    """The inbox of a department."""

    permission: ClassVar[str] = "work:read"
    department: str
    narrowed: Narrowed = field(default_factory=Narrowed)


@dataclass(frozen=True, slots=True)
class MyInbox(Query):
    """What I hold and what I may take."""

    permission: ClassVar[str] = "work:read"
    narrowed: Narrowed = field(default_factory=Narrowed)


def department_inbox(query: DepartmentInbox, ctx: ReadContext) -> dict[str, Any]:
    """`{items, next, total?}`. Raises NotFound for a department that is not the asker's, InvalidInput."""
    refuse_other_department(ctx.actor, query.department)
    narrowed = checked(query.narrowed)
    return page(ctx, of_department(ctx.actor, query.department, narrowed.state, narrowed.role), narrowed)


def my_inbox(query: MyInbox, ctx: ReadContext) -> dict[str, Any]:
    """`{items, next, total?}`; with state `done` what I completed."""
    narrowed = checked(query.narrowed)
    return page(ctx, of_mine(ctx.actor, narrowed.state), narrowed)
