"""Inboxes: a department's pool and work in progress, and mine (claimed by me, and pools I may draw from).

An item of another department does not exist for the asker. While a colleague is absent the substitute sees the
colleague's pool and claimed items as well (AB岗).
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, and_, false, func, literal, null, or_, select, tuple_, union_all

from engine.dispatch import Actor, Query, ReadContext
from engine.kernel.errors import NotFound
from engine.work.filters import Narrowed, checked, light_of
from engine.work.model import OPEN
from engine.work.paging import page
from engine.work.rights import departments_of
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
    whose = and_(work_items.c.department == query.department, _here(ctx.actor))
    return page(ctx, whose, checked(query.narrowed))


def my_inbox(query: MyInbox, ctx: ReadContext) -> dict[str, Any]:
    """`{items, next, total?}`; with state `done` what I completed."""
    narrowed = checked(query.narrowed)
    whose = work_items.c.completed_by == ctx.actor.user_id if narrowed.state == "done" else _mine(ctx.actor)
    return page(ctx, whose, narrowed)


def inbox_counts(query: InboxCounts, ctx: ReadContext) -> dict[str, Any]:
    """`{light, item, stage, state: {ready, claimed, done}, mine, pool}` in one statement; done = completed by me."""
    actor = ctx.actor
    if query.department is not None:
        refuse_other_department(actor, query.department)
        whose: ColumnElement[bool] = and_(work_items.c.department == query.department, _here(actor))
    else:
        whose = _mine(actor)
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
        .where(whose, held.state.in_(OPEN))
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


def _here(actor: Actor) -> ColumnElement[bool]:
    return and_(True) if actor.is_system else work_items.c.region == actor.region


def _mine(actor: Actor) -> ColumnElement[bool]:
    own = {(place.department, place.role) for place in actor.memberships}
    places = sorted(own | {(place.department, place.role) for place in actor.stand_ins})
    held = work_items.c
    pool = (
        and_(held.state == "ready", tuple_(held.department, held.role).in_(places), _here(actor))
        if places
        else false()
    )
    absent = [
        and_(held.department == place.department, held.role == place.role, held.assignee == place.for_id)
        for place in actor.stand_ins
    ]
    return or_(and_(held.state == "claimed", or_(held.assignee == actor.user_id, *absent)), pool)


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
