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
from engine.kernel.errors import LimitExceeded
from engine.store.canonical import canonical_text, sha256_hex
from engine.timing import UnconfirmedYear, WorkCalendar

MAX_KEY = 500


def arm(ctx: Context, case_id: str, region: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Insert the row for an `armed` fact's data; returns the row. Names beyond their columns are `LimitExceeded`."""
    for column in ("wait", "name", "element"):
        _check_length(column, data.get(column))
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
        "failed_at": None if problem is None else ctx.now,
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
    """The stored form of a correlation key (JSON-compatible); None stands for no key, a long one for its SHA-256."""
    if key is None:
        return None
    text = canonical_text(key)
    return text if len(text) <= MAX_KEY else f"sha256:{sha256_hex(text.encode())}"


def _check_length(column: str, text: str | None) -> None:
    longest = waits.c[column].type.length  # type: ignore[attr-defined]  # a text column has a length
    if text is not None and len(text) > longest:
        raise LimitExceeded(
            f"{column} {text[:40]!r}… of an awaited event is longer than {longest} characters; shorten it in the process",
            code="wait-too-long",
        )


def _due_or_problem(data: Mapping[str, Any], calendar: WorkCalendar) -> tuple[datetime | None, str | None]:
    try:
        return due_instant(data, calendar), None
    except UnconfirmedYear as unconfirmed:
        return None, unconfirmed.stable_code


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
