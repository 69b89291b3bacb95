"""What is still to come for a case: its armed waits, the next due first."""

from typing import Any

from sqlalchemy import Connection, func, select

from engine.deadlines.tables import waits


def waits_of(db: Connection, case_id: str) -> list[dict[str, Any]]:
    """`[{wait, kind, due_at, name, key, element, workdays, after, attempts, error}]`, timers by due instant first."""
    columns = [waits.c[n] for n in ("wait", "kind", "due_at", "name", "key", "element", "workdays", "after")]
    rows = db.execute(
        select(*columns, waits.c.attempts, waits.c.error)
        .where(waits.c.case_id == case_id)
        .order_by(waits.c.due_at.is_(None), waits.c.due_at, waits.c.wait)
    )
    return [dict(row) for row in rows.mappings()]


def receivers(db: Connection, kind: str, name: str, key: str | None) -> list[tuple[str, str, str | None]]:
    """`(case_id, wait, key)` of who waits for a message or signal of that name: with that key, or without any."""
    wanted = select(waits.c.case_id, waits.c.wait, waits.c.key).where(
        waits.c.kind == kind, waits.c.name == name
    )
    if kind == "message":
        wanted = wanted.where((waits.c.key == key) | waits.c.key.is_(None))
    return [
        (row.case_id, row.wait, row.key) for row in db.execute(wanted.order_by(waits.c.case_id, waits.c.wait))
    ]


def lag(db: Connection, now: Any) -> tuple[int, Any]:
    """`(how many timers are overdue, since when the oldest)`; the second is None when there is none."""
    row = db.execute(select(func.count(), func.min(waits.c.due_at)).where(waits.c.due_at <= now)).one()
    return row[0], row[1]
