"""How long calls have been waiting, for those who watch the platform."""

from datetime import datetime

from sqlalchemy import Connection, func, literal, select

from engine.cases.calls.tables import service_calls


def due_since(db: Connection, now: datetime) -> datetime | None:
    """Since when the oldest call of the installation is due and has no answer; None when none is. What was given up is an
    incident and does not count, and neither does a call whose next attempt is still to come.
    """
    kind = service_calls.c.asked_at.type
    since = func.coalesce(service_calls.c.next_at, service_calls.c.asked_at, type_=kind)
    due = service_calls.c.failed_at.is_(None) & (since <= literal(now, kind))
    found: datetime | None = db.execute(select(func.min(since, type_=kind)).where(due)).scalar()
    return found
