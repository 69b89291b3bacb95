"""Is this installation ready to serve: does the database answer, has it the schema of this release, are timers fired?"""

from dataclasses import dataclass
from typing import Any, ClassVar

from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from engine.deadlines.queries import lag
from engine.dispatch import PUBLIC, Query, ReadContext
from engine.store.migrations import head


@dataclass(frozen=True, slots=True)
class Health(Query):
    """Readiness. An unreachable database raises from the driver; the door answers 503 then."""

    permission: ClassVar[str] = PUBLIC


def health(query: Health, ctx: ReadContext) -> dict[str, Any]:
    """`{status: ready|migrate, database, migration: {current, head}, timers: {overdue, oldest}}`."""
    ctx.db.execute(text("SELECT 1"))
    current = MigrationContext.configure(ctx.db).get_current_revision()
    if current != head():
        return {
            "status": "migrate",
            "database": ctx.db.dialect.name,
            "migration": {"current": current, "head": head()},
        }
    overdue, oldest = lag(ctx.db, ctx.now)
    return {
        "status": "ready",
        "database": ctx.db.dialect.name,
        "migration": {"current": current, "head": head()},
        "timers": {"overdue": overdue, "oldest": oldest},
    }
