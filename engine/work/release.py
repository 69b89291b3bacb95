"""Release (释放): put a claimed work item back into the pool. The draft stays, for whoever claims it next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.cases.loaded import keep_state
from engine.dispatch import Command, Context
from engine.work.item import load_item
from engine.work.rights import check_release, refuse_unseen
from engine.work.tables import work_items
from engine.work.view import item_view


@dataclass(frozen=True, slots=True)
class ReleaseWorkItem(Command):
    """Give a work item back."""

    permission: ClassVar[str] = "work:release"
    work_item_id: str


def release(command: ReleaseWorkItem, ctx: Context) -> Mapping[str, Any]:
    """Returns the work item. Raises NotFound, Forbidden (`not-claimed-by-you`), Conflict when it is closed."""
    at = load_item(ctx, command.work_item_id)
    refuse_unseen(ctx, at.item)
    capacity = check_release(ctx, at)
    freed = {
        "state": "ready",
        "assignee": None,
        "assignee_name": None,
        "substitute_for": None,
        "claimed_at": None,
    }
    ctx.changes.update(work_items, at.id, freed, expect_version=at.item["version"])
    ctx.record(
        at.case["id"],
        "work:released",
        element=at.item["element"],
        act=at.item["act"],
        data={"work_item": at.id},
        capacity=capacity.as_dict(),
    )
    keep_state(ctx, at.case)
    return item_view(ctx, {**at.item, **freed, "version": at.item["version"] + 1})
