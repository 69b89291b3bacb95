"""Compute the due instants of working-day timers anew: a year was confirmed, or a notice moved its working days."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from engine.deadlines.arm import due_instant
from engine.deadlines.tables import waits
from engine.dispatch import Command, Context
from engine.timing import UnconfirmedYear, WorkCalendar


@dataclass(frozen=True, slots=True)
class RecomputeTimers(Command):
    """Give every working-day timer the due instant that the calendar in force now gives it."""

    permission: ClassVar[str] = "calendar:write"


def recompute(command: RecomputeTimers, ctx: Context) -> dict[str, int]:
    """`{moved, unknown}`: how many timers have another due instant now, and how many still have none."""
    calendar = ctx.services[WorkCalendar]
    moved = unknown = 0
    columns = (waits.c.case_id, waits.c.wait, waits.c.workdays, waits.c.after, waits.c.due_at)
    for row in ctx.db.execute(select(*columns).where(waits.c.workdays.is_not(None))).all():
        try:
            due = due_instant({"workdays": row.workdays, "after": row.after}, calendar)
        except UnconfirmedYear:
            unknown += 1
            continue
        if due != row.due_at:
            ctx.changes.update(
                waits, (row.case_id, row.wait), {"due_at": due, "error": None, "failed_at": None}
            )
            moved += 1
    return {"moved": moved, "unknown": unknown}
