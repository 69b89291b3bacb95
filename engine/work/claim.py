"""Claim (领取): one person takes a work item out of the department's pool. The second one is told who was first;
only a substitute takes over what the absent colleague has claimed (AB岗)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.cases.loaded import keep_state
from engine.dispatch import Command, Context
from engine.work.item import load_item
from engine.work.rights import check_claim, refuse_unseen
from engine.work.tables import work_items
from engine.work.view import item_view


@dataclass(frozen=True, slots=True)
class ClaimWorkItem(Command):
    """Take a work item."""

    permission: ClassVar[str] = "work:claim"
    work_item_id: str


def claim(command: ClaimWorkItem, ctx: Context) -> Mapping[str, Any]:
    """Returns the work item. Raises NotFound, Forbidden (role, separation of duties), Conflict (`already-claimed`)."""
    at = load_item(ctx, command.work_item_id)
    refuse_unseen(ctx, at.item)
    capacity = check_claim(ctx, at)
    taken = {
        "state": "claimed",
        "assignee": ctx.actor.user_id,
        "assignee_name": ctx.actor.name,
        "substitute_for": capacity.for_id,
        "claimed_at": ctx.now,
    }
    ctx.changes.update(work_items, at.id, taken, expect_version=at.item["version"])
    ctx.record(
        at.case["id"],
        "work:claimed",
        element=at.item["element"],
        act=at.item["act"],
        data={
            "work_item": at.id,
            "assignee": ctx.actor.user_id,
            "assignee_name": ctx.actor.name,
            "taken_over_from": at.item["assignee_name"],
        },
        capacity=capacity.as_dict(),
    )
    keep_state(ctx, at.case)
    return item_view(ctx, {**at.item, **taken, "version": at.item["version"] + 1})
