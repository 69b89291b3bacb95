"""Who may do what with a work item, and the reason when not. One table of checks serves the verbs and the page.

A work item belongs to a department and a role. Another department's item does not exist for the asker (404); within the
department the role, the claim and the separation of duties decide (403); the item's state decides last (409).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from engine.cases.status import refuse_unless_active
from engine.dispatch import Actor, ReadContext
from engine.kernel.errors import Conflict, Forbidden, JingbanError, NotFound
from engine.work.item import ItemAtHand
from engine.work.model import MOVES
from engine.work.tables import work_items


class Capacity(NamedTuple):
    """In which place an actor acts; `for_id` is the absent colleague's user id when a substitute acts (AB岗)."""

    department: str
    role: str
    for_id: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The form of the event log: {department, role} and, for a substitute, {for}."""
        place: dict[str, Any] = {"department": self.department, "role": self.role}
        return {**place, "for": self.for_id} if self.for_id else place


def capacity_of(actor: Actor, department: str, role: str) -> Capacity | None:
    """The own place, else an absent colleague's; None when the actor has neither."""
    own = actor.acting(department, role)
    if own is not None:
        return Capacity(own.department, own.role)
    place = actor.standing_in(department, role)
    return Capacity(place.department, place.role, place.for_id) if place is not None else None


def departments_of(actor: Actor) -> frozenset[str]:
    """The departments whose items exist for this actor."""
    return actor.departments | {place.department for place in actor.stand_ins}


def refuse_unseen(ctx: ReadContext, item: Mapping[str, Any]) -> None:
    """Raise NotFound unless the item is of the actor's department, or the actor verifies histories of the region."""
    actor = ctx.actor
    if actor.is_system:
        return
    same_region = actor.region == item["region"]
    if not same_region or not (item["department"] in departments_of(actor) or actor.may("case:verify")):
        raise NotFound("There is no such work item.", code="work-item-unknown")


def refuse_other_department(actor: Actor, department: str) -> None:
    """Raise NotFound unless the department is the actor's, or the actor verifies histories."""
    if not (actor.is_system or department in departments_of(actor) or actor.may("case:verify")):
        raise NotFound("There is no such department among yours.", code="department-unknown")


def require_capacity(actor: Actor, item: Mapping[str, Any]) -> Capacity:
    """The place in which the actor may work on the item. Raises Forbidden (`role-required`)."""
    capacity = capacity_of(actor, item["department"], item["role"])
    if capacity is None:
        raise Forbidden(
            f"This work item is for the role {item['role']} of {item['department']}, which you do not have.",
            code="role-required",
            department=item["department"],
            role=item["role"],
        )
    return capacity


def check_claim(ctx: ReadContext, at: ItemAtHand) -> Capacity:
    """Raises unless the actor may claim the item now."""
    capacity = require_capacity(ctx.actor, at.item)
    refuse_unless_active(at.case["number"], at.case["status"])
    taken_over = _held_by_absent(ctx.actor, at.item)
    if taken_over is not None:
        refuse_same_person(ctx, at.item)
        return taken_over
    if at.item["state"] == "claimed":
        holder = "you" if at.item["assignee"] == ctx.actor.user_id else at.item["assignee_name"]
        raise Conflict(
            f"This work item was claimed by {holder}.",
            code="already-claimed",
            assignee=at.item["assignee"],
            assignee_name=at.item["assignee_name"],
        )
    _refuse_closed(at.item)
    refuse_same_person(ctx, at.item)
    return capacity


def check_release(ctx: ReadContext, at: ItemAtHand) -> Capacity:
    """Raises unless the actor holds the item."""
    capacity = require_capacity(ctx.actor, at.item)
    _refuse_closed(at.item)
    _require_claim(ctx.actor, at.item)
    return capacity


def check_complete(ctx: ReadContext, at: ItemAtHand) -> Capacity:
    """Raises unless the actor holds the item and may complete it."""
    capacity = check_draft(ctx, at)
    refuse_same_person(ctx, at.item)
    return capacity


def check_draft(ctx: ReadContext, at: ItemAtHand) -> Capacity:
    """Raises unless the actor holds the item and its case is active."""
    capacity = check_release(ctx, at)
    refuse_unless_active(at.case["number"], at.case["status"])
    return capacity


CHECKS: Final[Mapping[str, Callable[[ReadContext, ItemAtHand], Capacity]]] = {
    "claim": check_claim,
    "release": check_release,
    "complete": check_complete,
    "draft": check_draft,
}
_PERMISSIONS: Final = {"claim": "work:claim", "release": "work:release"}


def actions(ctx: ReadContext, at: ItemAtHand) -> tuple[list[str], dict[str, str]]:
    """(allowed verbs, reason by refused verb) for the asker now."""
    allowed: list[str] = []
    refused: dict[str, str] = {}
    for verb, check in CHECKS.items():
        try:
            if not ctx.actor.may(_PERMISSIONS.get(verb, "work:complete")):
                raise Forbidden("Your roles do not work on items.")
            check(ctx, at)
            allowed.append(verb)
        except JingbanError as refusal:
            refused[verb] = refusal.message
    return allowed, refused


def refuse_same_person(ctx: ReadContext, item: Mapping[str, Any]) -> None:
    """Separation of duties: who performed an excluded element of this item's matter may not perform this one.

    An element that excludes itself asks for different people within one round (行政许可法 art. 34: two inspectors).
    Raises Forbidden (`separation-of-duties`).
    """
    if not item["excludes"]:
        return
    others = [element for element in item["excludes"] if element != item["element"]]
    performed: ColumnElement[bool] = work_items.c.element.in_(others)
    if item["element"] in item["excludes"]:
        same = and_(work_items.c.element == item["element"], work_items.c.round == item["round"])
        performed = or_(performed, same)
    mine = (
        select(work_items.c.name)
        .where(
            work_items.c.case_id == item["case_id"],
            work_items.c.id != item["id"],
            work_items.c.item_code.is_not_distinct_from(item["item_code"]),
            or_(
                and_(work_items.c.state == "completed", work_items.c.completed_by == ctx.actor.user_id),
                and_(work_items.c.state == "claimed", work_items.c.assignee == ctx.actor.user_id),
            ),
            performed,
        )
        .limit(1)
    )
    name = ctx.db.execute(mine).scalar()
    if name is not None:
        raise Forbidden(
            f"You performed {name!r} in this case; {item['name']!r} must be performed by somebody else.",
            code="separation-of-duties",
            performed=name,
        )


def _held_by_absent(actor: Actor, item: Mapping[str, Any]) -> Capacity | None:
    """The place in which a substitute may take over what an absent colleague has claimed (AB岗)."""
    if item["state"] != "claimed":
        return None
    for place in actor.stand_ins:
        if (place.department, place.role, place.for_id) == (
            item["department"],
            item["role"],
            item["assignee"],
        ):
            return Capacity(place.department, place.role, place.for_id)
    return None


def _require_claim(actor: Actor, item: Mapping[str, Any]) -> None:
    if "release" not in MOVES[item["state"]]:
        raise Forbidden("Claim this work item first.", code="not-claimed-by-you")
    if item["assignee"] != actor.user_id:
        raise Forbidden(
            f"This work item was claimed by {item['assignee_name']}.",
            code="not-claimed-by-you",
            assignee_name=item["assignee_name"],
        )


def _refuse_closed(item: Mapping[str, Any]) -> None:
    if MOVES[item["state"]]:
        return
    if item["state"] == "completed":
        raise Conflict(
            f"This work item was completed by {item['completed_by_name']}.",
            code="already-completed",
            completed_by_name=item["completed_by_name"],
        )
    raise Conflict(
        "This work item was cancelled, because its case went another way.", code="work-item-cancelled"
    )
