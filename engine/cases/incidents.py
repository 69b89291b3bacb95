"""Incidents: what the platform tried to do by itself and could not, with the error, until somebody mends and retries it.

A person's own act that fails is refused at once and leaves nothing; only a due timer can fail with nobody there to be
told. Its row keeps the error and how often it was tried; the sweep tries again by itself after a growing while.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from sqlalchemy import select

from engine.cases.tables import cases
from engine.deadlines.tables import waits
from engine.dispatch import Command, Context, Query, ReadContext
from engine.kernel.errors import NotFound

MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Incidents(Query):
    """Failed timers of the region, the earliest due first; at most 500."""

    permission: ClassVar[str] = "incident:read"


@dataclass(frozen=True, slots=True)
class RetryIncident(Command):
    """Let the next sweep try a failed timer again, without waiting."""

    permission: ClassVar[str] = "incident:retry"
    incident_id: str


def list_incidents(query: Incidents, ctx: ReadContext) -> list[dict[str, Any]]:
    """`[{id, case_id, case_number, element, due_at, attempts, error, next_attempt_at}]`."""
    rows = ctx.db.execute(
        select(waits, cases.c.number)
        .join(cases, cases.c.id == waits.c.case_id)
        .where(waits.c.error.is_not(None), cases.c.region == (ctx.actor.region or cases.c.region))
        .order_by(waits.c.due_at, waits.c.case_id, waits.c.wait)
        .limit(MOST)
    )
    return [
        {
            "id": f"{row.case_id}-{row.wait}",
            "case_id": row.case_id,
            "case_number": row.number,
            "element": row.element,
            "due_at": row.due_at,
            "attempts": row.attempts,
            "error": row.error,
            "next_attempt_at": row.held_until,
        }
        for row in rows
    ]


def retry_incident(command: RetryIncident, ctx: Context) -> dict[str, str]:
    """`{id}`. Raises NotFound when nothing of that id has failed."""
    case_id, _, wait = command.incident_id.partition("-")
    held = select(waits.c.wait).join(cases, cases.c.id == waits.c.case_id)
    held = held.where(waits.c.case_id == case_id, waits.c.wait == wait, waits.c.error.is_not(None))
    if not ctx.actor.is_system:
        held = held.where(cases.c.region == ctx.actor.region)
    if ctx.db.execute(held).first() is None:
        raise NotFound("There is no such incident.", code="incident-unknown")
    ctx.changes.update(waits, (case_id, wait), {"held_until": None})
    return {"id": command.incident_id}
