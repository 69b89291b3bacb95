"""Timers that failed: people see which, why and when they are tried again, and may have them tried at once."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select

from engine.deadlines.tables import waits
from engine.dispatch import Command, Context, Query, ReadContext
from engine.kernel.errors import NotFound

MAX_INCIDENTS = 500


@dataclass(frozen=True, slots=True)
class Incidents(Query):
    """Everything of the asker's region that failed and waits for another attempt, the oldest first; at most 500."""

    permission: ClassVar[str] = "incident:read"


@dataclass(frozen=True, slots=True)
class RetryIncident(Command):
    """Try a failed timer again with the next sweep. `incident_id` is that of the list."""

    permission: ClassVar[str] = "incident:retry"
    incident_id: str


def list_incidents(query: Incidents, ctx: ReadContext) -> list[dict[str, Any]]:
    """`[{id, case_id, element, kind, due_at, attempts, error, retry_at}]`; `error` says what to mend."""
    wanted = (
        select(waits)
        .where(waits.c.error.is_not(None))
        .order_by(waits.c.due_at, waits.c.case_id, waits.c.wait)
    )
    if ctx.actor.region:
        wanted = wanted.where(waits.c.region == ctx.actor.region)
    return [
        {
            "id": f"{row['case_id']}:{row['wait']}",
            "case_id": row["case_id"],
            "element": row["element"],
            "kind": row["kind"],
            "due_at": row["due_at"],
            "attempts": row["attempts"],
            "error": row["error"],
            "retry_at": row["held_until"],
        }
        for row in ctx.db.execute(wanted.limit(MAX_INCIDENTS)).mappings()
    ]


def retry_incident(command: RetryIncident, ctx: Context) -> dict[str, str]:
    """`{id}`; `NotFound` when nothing failed under that id."""
    case_id, _, wait = command.incident_id.partition(":")
    found = select(waits.c.region).where(
        waits.c.case_id == case_id, waits.c.wait == wait, waits.c.error.is_not(None)
    )
    region = ctx.db.execute(found).scalar()
    if region is None or (ctx.actor.region and ctx.actor.region != region):
        raise NotFound(
            "There is no such incident; it may have been settled meanwhile", code="unknown-incident"
        )
    ctx.changes.update(waits, (case_id, wait), {"held_until": None})
    return {"id": command.incident_id}
