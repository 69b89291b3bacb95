"""Who may know of a case. Who may not, is told that there is none: existence itself is information.

An applicant sees the own cases; a department those in which it has had work; the window that registers applications
and those who verify histories see their whole region, and nobody sees another region.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from engine.cases.tables import case_departments, cases
from engine.dispatch import Actor, ReadContext
from engine.kernel.errors import NotFound


def sees(actor: Actor, row: Mapping[str, Any]) -> bool:
    """Whether the actor may know of the case of this row (region, applied_by, departments)."""
    if actor.is_system:
        return True
    if actor.region != row["region"]:
        return False
    if row["applied_by"] == actor.user_id or sees_region(actor):
        return True
    return bool(_departments(actor) & set(row["departments"]))


def refuse_unseen(ctx: ReadContext, row: Mapping[str, Any]) -> None:
    """Raise NotFound unless the actor may know of the case."""
    if not sees(ctx.actor, row):
        raise NotFound("There is no such case.", code="case-unknown")


def visible(actor: Actor) -> ColumnElement[bool]:
    """The condition on `cases` that `sees` is for one row."""
    if actor.is_system:
        return true()
    mine = cases.c.applied_by == actor.user_id
    if sees_region(actor):
        return cases.c.region == actor.region
    departments = sorted(_departments(actor))
    known = (
        cases.c.id.in_(
            select(case_departments.c.case_id).where(case_departments.c.department.in_(departments))
        )
        if departments
        else false()
    )
    return and_(cases.c.region == actor.region, or_(mine, known))


def sees_region(actor: Actor) -> bool:
    """Whether the actor may know of every case of the region: who verifies, and the window."""
    return actor.may("case:verify") or (actor.may("case:start") and actor.may("work:read"))


def _departments(actor: Actor) -> frozenset[str]:
    # an applicant belongs to "the public", which is nobody's department
    if not actor.may("work:read"):
        return frozenset()
    return actor.departments | {stand_in.department for stand_in in actor.stand_ins}
