"""How many calls are owed, for those who watch the platform."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from engine.cases.calls.tables import service_calls


class Owed(NamedTuple):
    """Calls that are waiting or being made, since when the oldest of them, and calls that were given up."""

    open: int
    oldest: datetime | None
    failed: int


def calls_owed(db: Connection) -> Owed:
    """Counts of the whole installation."""
    given_up = service_calls.c.failed_at.is_not(None)
    row = db.execute(
        select(
            func.count().filter(~given_up),
            func.min(service_calls.c.asked_at).filter(~given_up),
            func.count().filter(given_up),
        )
    ).one()
    return Owed(*row)
