"""Is this installation ready to serve: does the database answer, has it the schema of this release, are timers fired?

Timers that nobody fires make an installation degraded and not unready: people can work, and taking every server out of
service would not fire them.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Final

from engine.deadlines.queries import lag
from engine.dispatch import PUBLIC, Query, ReadContext
from engine.store.revision import needed, standing

LATE: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Health(Query):
    """Readiness. An unreachable database raises from the driver; the door answers 503 then."""

    permission: ClassVar[str] = PUBLIC


def health(query: Health, ctx: ReadContext) -> dict[str, Any]:
    """`{status: ready|degraded|migrate, reasons, database, migration: {current, head}, timers: {overdue, oldest}}`."""
    current, head = standing(ctx.db), needed()
    told: dict[str, Any] = {
        "status": "ready",
        "reasons": [],
        "database": ctx.db.dialect.name,
        "migration": {"current": current, "head": head},
    }
    if current != head:
        return {
            **told,
            "status": "migrate",
            "reasons": [f"The schema is at {current}; this release needs {head}."],
        }
    overdue, oldest = lag(ctx.db, ctx.now)
    told["timers"] = {"overdue": overdue, "oldest": oldest}
    if oldest is not None and ctx.now - oldest > LATE:
        seconds = round((ctx.now - oldest).total_seconds())
        reason = f"{overdue} timers are due, the oldest for {seconds} s; see that `jingban worker` runs."
        return {**told, "status": "degraded", "reasons": [reason]}
    return told
