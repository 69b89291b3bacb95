"""The clock of a case as people read it: promised and legal term side by side, and why each due date is what it is."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from engine.cases.members import Member, as_date, is_open
from engine.cases.queries import CaseClock, read_case
from engine.cases.view import clock_state
from engine.dispatch import ReadContext
from engine.kernel.clock import office_day
from engine.timing import Step, UnconfirmedYear, WorkCalendar, explain_due, light, used

Row = Mapping[str, Any]
_TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "accepted": {"zh-CN": "受理当日不计", "en": "the day of acceptance does not count"},
    "counted": {"zh-CN": "计 {days} 个工作日", "en": "{days} working days counted"},
    "swapped-workday": {
        "zh-CN": "调休上班，计 {days} 个工作日",
        "en": "worked instead of a holiday: {days} counted",
    },
    "weekend": {"zh-CN": "周末不计", "en": "weekend, not counted"},
    "holiday": {"zh-CN": "{name}放假不计", "en": "{name_en} holiday, not counted"},
    "stopped": {"zh-CN": "停钟，扣除 {days} 个工作日", "en": "clock stopped: {days} working days excluded"},
    "due": {"zh-CN": "期限届满（当日 24 时）", "en": "due, until 24:00"},
}


def case_clock(query: CaseClock, ctx: ReadContext) -> dict[str, Any]:
    """`{accepted_on, promise, legal, light, clock, as_of, members}`; a term is {days, due, used, remaining, explanation}.

    For a bundle the case's own terms are those of its most urgent item; `members` has all. Raises NotFound.
    """
    row = read_case(ctx, query.case_id)
    return clock_view(ctx, row)


def clock_view(ctx: ReadContext, row: Row) -> dict[str, Any]:
    """The same for a row that was read already."""
    members: dict[str, Member] = row["members"]
    as_of = office_day(row["finished_at"]) if row["finished_at"] else ctx.today
    clocks = {code: _member_clock(ctx, member, as_of) for code, member in members.items()}
    running = [member for member in members.values() if is_open(member) and member["accepted_on"]]
    known = running or [member for member in members.values() if member["accepted_on"]]
    urgent = min(known, key=lambda member: member["due_promise"] or "9999") if known else None
    chosen = clocks[urgent["code"]] if urgent else {"promise": None, "legal": None, "light": "green"}
    return {
        "accepted_on": row["accepted_on"],
        "promise": chosen["promise"],
        "legal": chosen["legal"],
        "light": chosen["light"],
        "clock": clock_state(row),
        "as_of": ctx.now,
        "members": [{"item_code": code, **clock} for code, clock in clocks.items()],
    }


def _member_clock(ctx: ReadContext, member: Member, today: date) -> dict[str, Any]:
    accepted_on = as_date(member["accepted_on"])
    as_of = min(today, as_date(member["finished_on"]) or today)
    promise = _term(ctx, accepted_on, member["promise_days"], as_of)
    legal = _term(ctx, accepted_on, member["legal_days"], as_of)
    guiding = promise or legal
    colour = "green"
    if guiding is not None and guiding["remaining"] is not None:
        colour = light(guiding["remaining"], guiding["days"])
    return {"accepted_on": accepted_on, "promise": promise, "legal": legal, "light": colour}


def _term(ctx: ReadContext, accepted_on: date | None, days: int | None, as_of: date) -> dict[str, Any] | None:
    if accepted_on is None or days is None:
        return None
    calendar = ctx.services[WorkCalendar]
    try:
        explained = explain_due(calendar, accepted_on, days)
        elapsed = used(calendar, accepted_on, as_of)
    except UnconfirmedYear as unknown:
        told = {
            "date": None,
            "kind": "unconfirmed",
            "text": {"zh-CN": unknown.message, "en": unknown.message},
        }
        return {"days": days, "due": None, "used": None, "remaining": None, "explanation": [told]}
    return {
        "days": days,
        "due": explained.due,
        "used": elapsed,
        "remaining": days - elapsed,
        "explanation": [_told(step) for step in explained.steps],
    }


def _told(step: Step) -> dict[str, Any]:
    said = {
        locale: text.format(days=step.days, name=step.name or "节日", name_en=step.name_en or "public")
        for locale, text in _TEXTS[step.kind].items()
    }
    return {**step.as_dict(), "date": step.first, "text": said}
