"""Take due timers for this worker, so that several workers share the work and none is fired twice at once.

A taken row is held for a while; if its worker dies, the hold runs out and another one takes it. On PostgreSQL rows that
another worker is just taking are skipped (SKIP LOCKED); SQLite has one writer anyway.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, literal, or_, select, tuple_, update

from engine.deadlines.tables import waits
from engine.kernel.clock import as_instant

HOLD = timedelta(seconds=8)
MAX_DELAY = timedelta(hours=1)


class Due(NamedTuple):
    """A due timer that this worker holds; `attempts` counts earlier failures."""

    case_id: str
    wait: str
    attempts: int


def anything_due(db: Connection, now: datetime) -> bool:
    """Whether there is a due timer that nobody holds; a look at the index."""
    # ordered, or PostgreSQL takes "any one of those due" for so many that it reads the table from its beginning
    earliest = select(waits.c.wait).where(*_free(now)).order_by(waits.c.due_at).limit(1)
    return db.execute(earliest).first() is not None


def hold_due(db: Connection, now: datetime, limit: int) -> list[Due]:
    """Hold up to `limit` due timers that nobody holds, earliest first."""
    free = (
        select(waits.c.case_id, waits.c.wait, waits.c.attempts)
        .where(*_free(now))
        .order_by(waits.c.due_at, waits.c.case_id, waits.c.wait)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    due = [Due(*row) for row in db.execute(free)]
    if due:
        keys = [(entry.case_id, entry.wait) for entry in due]
        held = update(waits).where(tuple_(waits.c.case_id, waits.c.wait).in_(keys))
        db.execute(held.values(held_until=as_instant(now) + HOLD))
    return due


def _free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return waits.c.due_at <= now, or_(waits.c.held_until.is_(None), waits.c.held_until <= now)


def give_back(db: Connection, held: list[Due]) -> None:
    """Hold these no longer: this worker ends before it fired them."""
    keys = [(entry.case_id, entry.wait) for entry in held]
    db.execute(update(waits).where(tuple_(waits.c.case_id, waits.c.wait).in_(keys)).values(held_until=None))


def set_back(db: Connection, due: Due, now: datetime, error: str) -> None:
    """After a failure: keep the row, say why, and leave it alone for a growing while."""
    values = {
        "held_until": now + delay(due.attempts + 1),
        "attempts": due.attempts + 1,
        "error": error[:2000],
        "failed_at": func.coalesce(waits.c.failed_at, literal(now, waits.c.failed_at.type)),
    }
    db.execute(update(waits).where(waits.c.case_id == due.case_id, waits.c.wait == due.wait).values(values))


def delay(attempts: int) -> timedelta:
    """How long to wait after so many failures (1 or more): 1 s, 2 s, 4 s … up to an hour."""
    return min(MAX_DELAY, timedelta(seconds=2 ** min(attempts - 1, 12)))
