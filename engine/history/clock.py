"""The clock of a case as of an event, folded from the answers of the operations that start it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from engine.expressions import from_json
from engine.kernel.clock import office_day
from engine.store.canonical import parse
from engine.timing import UnconfirmedYear, WorkCalendar, light

STARTS: Final = frozenset({"case.accept", "case.deem_accept"})
Row = Mapping[str, Any]


def clock_as_of(rows: Iterable[Row], at: datetime, calendar: WorkCalendar) -> dict[str, Any] | None:
    """`{accepted_on, due_promise, due_legal, used, remaining, light}` as of an instant; None before acceptance.

    Dates come from the recorded answers, so a later change of the calendar moves nothing. Counts are None in a year whose
    calendar is not confirmed.
    """
    started = _last_start(rows)
    if started is None:
        return None
    accepted, promise, legal = (_date(started.get(k)) for k in ("accepted_on", "due_promise", "due_legal"))
    due = promise or legal
    view: dict[str, Any] = {"accepted_on": accepted, "due_promise": promise, "due_legal": legal}
    if accepted is None or due is None:
        return {**view, "used": None, "remaining": None, "light": "green"}
    try:
        limit = calendar.count_workdays(accepted, due)
        used = calendar.count_workdays(accepted, max(accepted, office_day(at)))
    except UnconfirmedYear:
        return {**view, "used": None, "remaining": None, "light": "green"}
    return {**view, "used": used, "remaining": limit - used, "light": light(limit - used, limit)}


def _last_start(rows: Iterable[Row]) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = None
    for row in rows:
        if row["action"] != "case:operation_done" or not row["data"]:
            continue
        data = parse(row["data"])
        if data.get("operation") in STARTS and isinstance(data.get("result"), dict):
            found = from_json(data["result"])
    return found


def _date(value: Any) -> date | None:
    if isinstance(value, str):
        return date.fromisoformat(value)
    return value if isinstance(value, date) else None
