"""Inboxes: a department's pool and work in progress, and mine (claimed by me, and pools I may draw from).

An item of another department does not exist for the asker. While a colleague is absent the substitute sees the
colleague's pool and claimed items as well (AB岗).
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import func, literal, null, select, union_all

from engine.dispatch import Actor, Query, ReadContext
from engine.kernel.errors import NotFound
from engine.work.filters import Narrowed, checked, light_of
from engine.work.paging import page
from engine.work.rights import departments_of
from engine.work.sources import any_of, of_department, of_mine
from engine.work.tables import work_items


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


@dataclass(frozen=True, slots=True)
class InboxCounts(Query):
    """Numbers over my inbox, or over a department's."""

    permission: ClassVar[str] = "work:read"
    department: str | None = None


def department_inbox(query: DepartmentInbox, ctx: ReadContext) -> dict[str, Any]:
    """`{items, next, total?}`. Raises NotFound for a department that is not the asker's, InvalidInput."""
    refuse_other_department(ctx.actor, query.department)
    narrowed = checked(query.narrowed)
    return page(ctx, of_department(ctx.actor, query.department, narrowed.state), narrowed)


def my_inbox(query: MyInbox, ctx: ReadContext) -> dict[str, Any]:
    """`{items, next, total?}`; with state `done` what I completed."""
    narrowed = checked(query.narrowed)
    return page(ctx, of_mine(ctx.actor, narrowed.state), narrowed)


def inbox_counts(query: InboxCounts, ctx: ReadContext) -> dict[str, Any]:
    """`{light, item, stage, state: {ready, claimed, done}, mine, pool}` in one statement; done = completed by me."""
    actor = ctx.actor
    if query.department is not None:
        refuse_other_department(actor, query.department)
        sources = of_department(actor, query.department, "open")
    else:
        sources = of_mine(actor, "open")
    held = work_items.c
    mine = func.coalesce(held.assignee == actor.user_id, False)
    light = light_of(ctx.today)
    groups = (held.state, held.item_code, held.stage, light, mine)
    labels = ("state", "item", "stage", "light", "mine")
    still_open = (
        select(
            *(column.label(name) for column, name in zip(groups, labels, strict=True)),
            func.count().label("n"),
        )
        .where(any_of(sources))
        .group_by(*groups)
    )
    done = select(literal("completed"), null(), null(), literal("green"), literal(True), func.count()).where(
        held.completed_by == actor.user_id, held.state == "completed"
    )
    rows: list[Any] = list(ctx.db.execute(union_all(still_open, done)))
    return _fold(rows)


def refuse_other_department(actor: Actor, department: str) -> None:
    """Raise NotFound unless the department is the actor's, or the actor verifies histories."""
    if not (actor.is_system or department in departments_of(actor) or actor.may("case:verify")):
        raise NotFound("There is no such department among yours.", code="department-unknown")


def _fold(rows: list[Any]) -> dict[str, Any]:
    counts: dict[str, Any] = {
        "light": {"red": 0, "yellow": 0, "green": 0},
        "item": {},
        "stage": {},
        "state": {"ready": 0, "claimed": 0, "done": 0},
        "mine": 0,
        "pool": 0,
    }
    for state, item, stage, light, mine, number in rows:
        if state == "completed":
            counts["state"]["done"] += number
            continue
        counts["light"][light] += number
        counts["state"][state] += number
        for group, key in (("item", item), ("stage", stage)):
            if key is not None:
                counts[group][key] = counts[group].get(key, 0) + number
        if state == "ready":
            counts["pool"] += number
        elif mine:
            counts["mine"] += number
    return counts
