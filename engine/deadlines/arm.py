"""Keep what a case waits for in step with the facts of its process: armed makes a row, disarmed removes it.

A term of working days gets its due instant here, because the process core knows no calendar: it ends at 24:00 (UTC+8) of
the last working day, counted from the day after `after` (民法典 第二百零一条, 第二百零三条; 行政许可法 第八十二条). When that day lies in a year
whose calendar is not confirmed yet, the row waits without a due instant, and says so, until the calendar is there.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from engine.deadlines.tables import waits
from engine.dispatch import Context
from engine.kernel.clock import as_instant, end_of_office_day
from engine.store.canonical import canonical_text
from engine.timing import UnconfirmedYear, WorkCalendar


def arm(ctx: Context, case_id: str, region: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Insert the row for an `armed` fact's data; returns the row."""
    due, problem = _due_or_problem(data, ctx.services[WorkCalendar])
    row = {
        "region": region,
        "case_id": case_id,
        "wait": data["wait"],
        "kind": data["kind"],
        "due_at": due,
        "name": data.get("name"),
        "key": key_text(data.get("key")),
        "element": data["element"],
        "workdays": data.get("workdays"),
        "after": _day(data.get("after")),
        "held_until": None,
        "attempts": 0,
        "error": problem,
    }
    ctx.changes.insert(waits, row)
    return row


def disarm(ctx: Context, case_id: str, wait: str) -> None:
    """Remove the row for a `disarmed` fact, or the row of a timer that fired."""
    ctx.changes.delete(waits, (case_id, wait))


def due_instant(data: Mapping[str, Any], calendar: WorkCalendar) -> datetime | None:
    """When an armed wait is due: its instant, or the end of its last working day; None when no time is involved.

    Raises `UnconfirmedYear` when the working days up to then are not known yet.
    """
    due = data.get("due")
    if due is not None:
        return as_instant(due if isinstance(due, datetime) else datetime.fromisoformat(due))
    workdays, after = data.get("workdays"), _day(data.get("after"))
    if workdays is None or after is None:
        return None
    return end_of_office_day(calendar.add_workdays(after, int(workdays)))


def key_text(key: Any) -> str | None:
    """The stored form of a correlation key (JSON-compatible); None stands for no key."""
    return None if key is None else canonical_text(key)


def _due_or_problem(data: Mapping[str, Any], calendar: WorkCalendar) -> tuple[datetime | None, str | None]:
    try:
        return due_instant(data, calendar), None
    except UnconfirmedYear as unconfirmed:
        return None, unconfirmed.stable_code


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
