"""A work item ends without its person: its scope was cancelled, or its case was suspended, resumed, accepted.

Completion is the verb of `complete`, which writes the row itself.
"""

from sqlalchemy import select

from engine.cases.events import CaseAccepted, CaseStatusChanged, WorkClosed
from engine.cases.members import as_date
from engine.dispatch import Context
from engine.work.model import OPEN
from engine.work.tables import work_items


def close(event: WorkClosed, ctx: Context) -> None:
    """Cancel the item of an activity that was cancelled with its scope."""
    if event.reason == "completed":
        return
    work_item_id = f"{event.case.id}-{event.act}"
    ctx.changes.update(work_items, work_item_id, {"state": "cancelled", "completed_at": ctx.now})


def mark_stopped(event: CaseStatusChanged, ctx: Context) -> None:
    """Show on the open items of a case that it is suspended, or no longer."""
    if event.status not in ("suspended", "active"):
        return
    for work_item_id in _open_items(ctx, event.case.id):
        ctx.changes.update(work_items, work_item_id, {"stop_reason": event.reason})


def start_clocks(event: CaseAccepted, ctx: Context) -> None:
    """Give the open items of an accepted matter its legal due date."""
    if event.case.is_new:
        return
    member = event.case.members[event.item_code]
    values = {"clock_started": True, "due_legal": as_date(member["due_legal"])}
    for work_item_id in _open_items(ctx, event.case.id, event.item_code):
        ctx.changes.update(work_items, work_item_id, values)


def _open_items(ctx: Context, case_id: str, item_code: str | None = None) -> list[str]:
    wanted = select(work_items.c.id).where(work_items.c.case_id == case_id, work_items.c.state.in_(OPEN))
    if item_code is not None:
        wanted = wanted.where(work_items.c.item_code == item_code)
    return list(ctx.db.execute(wanted).scalars())
