"""Try again at once: a call gets all its attempts anew, a timer is fired by the next sweep."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select

from engine.cases.calls.ask import enqueue_run
from engine.cases.calls.tables import service_calls
from engine.cases.incidents.list import find_incident
from engine.deadlines.tables import waits
from engine.dispatch import Command, Context


@dataclass(frozen=True, slots=True)
class RetryIncident(Command):
    """Somebody mended the cause. `incident_id` is that of the list."""

    permission: ClassVar[str] = "incident:retry"
    incident_id: str


def retry_incident(command: RetryIncident, ctx: Context) -> dict[str, str]:
    """`{id}`. Raises NotFound when nothing of that id has failed."""
    incident = find_incident(ctx, command.incident_id)
    key = (incident["case_id"], incident["subject"])
    if incident["kind"] == "timer":
        ctx.changes.update(waits, key, {"held_until": None})
        return {"id": command.incident_id}
    owed = select(service_calls).where(service_calls.c.case_id == key[0], service_calls.c.act == key[1])
    row: dict[str, Any] = dict(ctx.db.execute(owed).mappings().one())
    anew = {"run": row["run"] + 1, "attempts": 0, "failed_at": None, "next_at": None}
    ctx.changes.update(service_calls, key, anew)
    enqueue_run(ctx, {**row, **anew})
    return {"id": command.incident_id}
