"""How a case is shown: one shape for lists and for the page of a case. Personal data is masked here, always.

Names that have translations are given by language ({"zh-CN", "en"}); the door picks one.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.cases import national
from engine.cases.applicant import masked
from engine.cases.members import as_date, is_open
from engine.cases.status import ENDED
from engine.cases.terms import NEVER, light, remaining_workdays
from engine.dispatch import ReadContext
from engine.kernel.clock import office_day
from engine.timing import WorkCalendar

Row = Mapping[str, Any]


def case_view(ctx: ReadContext, row: Row) -> dict[str, Any]:
    """The brief of a case as REST shows it: who, what, where it stands, its two clocks, what the asker may do."""
    calendar, today = ctx.services[WorkCalendar], ctx.today
    ended = row["status"] in ENDED
    as_of = office_day(row["finished_at"]) if ended and row["finished_at"] else today
    as_of = min(as_of, today)
    return {
        "id": row["id"],
        "number": row["number"],
        "state": row["status"],
        "national_state": {"code": row["national_state"], "name": national.NAMES[row["national_state"]]},
        "title": row["title"],
        "item": {"code": row["item_code"], "name": row["title"]} if row["item_code"] else None,
        "bundle": {"key": row["bundle"], "name": row["title"]} if row["bundle"] else None,
        "definition": {
            "id": row["definition_id"],
            "key": row["definition_key"],
            "version": row["definition_version"],
            "name": row["definition_name"],
        },
        "project_code": row["project_code"],
        "stage": row["stage"],
        "department": row["department"],
        "applicant": masked(row),
        "channel": row["channel"],
        "region": row["region"],
        "received_at": row["received_at"],
        "accepted_on": row["accepted_on"],
        "due_promise": row["due_promise"],
        "due_legal": row["due_legal"],
        "remaining_workdays": remaining_workdays(calendar, row["due_promise"], as_of),
        "remaining_legal_workdays": remaining_workdays(calendar, row["due_legal"], as_of),
        "light": light(row["yellow_on"], row["red_on"], as_of),
        "clock": clock_state(row),
        "stop_reason": row["stop_reason"],
        "finished_at": row["finished_at"],
        "result": row["result"],
        "next_event": next_event(row, today),
        "allowed_actions": allowed_actions(ctx, row),
        "version": row["version"],
    }


def members_view(ctx: ReadContext, row: Row) -> list[dict[str, Any]]:
    """The items of a case: `[{item_code, name, department, state {code,name}, result, reason, licence_number, …}]`."""
    calendar = ctx.services[WorkCalendar]
    return [
        {
            "item_code": member["code"],
            "name": member["name"],
            "department": member["department"],
            "state": {"code": member["state"], "name": national.NAMES[member["state"]]},
            "accepted_on": as_date(member["accepted_on"]),
            "due_promise": as_date(member["due_promise"]),
            "due_legal": as_date(member["due_legal"]),
            "promise_days": member["promise_days"],
            "legal_days": member["legal_days"],
            "remaining_workdays": remaining_workdays(calendar, as_date(member["due_promise"]), ctx.today)
            if is_open(member)
            else None,
            "light": light(as_date(member["yellow_on"]), as_date(member["red_on"]), ctx.today)
            if is_open(member)
            else "green",
            "flags": member["flags"],
            "result": member["result"],
            "reason": member["reason"],
            "licence_number": member["licence_number"],
            "finished_on": as_date(member["finished_on"]),
        }
        for member in sorted(row["members"].values(), key=lambda member: (member["place"], member["code"]))
    ]


def clock_state(row: Row) -> str:
    """running | not-started (not accepted, or accepted without a limit yet) | ended."""
    if row["status"] in ENDED or row["national_state"] in national.CLOSED:
        return "ended"
    return "running" if row["accepted_on"] else "not-started"


def next_event(row: Row, today: date) -> dict[str, Any] | None:
    """The next legal date of a case: `{kind, date, text}`, or None when no date is set."""
    if clock_state(row) != "running":
        return None
    dates = [
        ("promise", row["due_promise"], "承诺办结", "promised"),
        ("legal", row["due_legal"], "法定办结", "legal"),
    ]
    ahead = [entry for entry in dates if entry[1] is not None and entry[1] >= today] or [
        entry for entry in dates if entry[1] is not None
    ]
    if not ahead:
        return None
    kind, due, zh, en = min(ahead, key=lambda entry: entry[1] or NEVER)
    text = {"zh-CN": f"{due:%Y-%m-%d} 前{zh}", "en": f"{en} decision due by {due:%Y-%m-%d}"}
    return {"kind": kind, "date": due, "text": text}


def allowed_actions(ctx: ReadContext, row: Row) -> list[str]:
    """Which verbs on the case itself are open to the asker now."""
    actor, status = ctx.actor, row["status"]
    if status in ENDED:
        return []
    decided = any(member["state"] in national.DECIDED for member in row["members"].values())
    actions = []
    if actor.may("case:withdraw") and not decided and row["national_state"] != national.SUPPLEMENTED:
        actions.append("withdraw")
    if actor.may("case:terminate") and not decided and row["national_state"] != national.SUPPLEMENTED:
        actions.append("terminate")
    if actor.may("case:suspend"):
        actions.append("suspend" if status == "active" else "resume")
    if actor.may("case:message") and status == "active":
        actions.append("message")
    if actor.may("case:material") and status == "active":
        actions.append("material")
    return actions
