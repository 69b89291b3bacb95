"""Offer (派发): the process waits for a person, so the department's pool gets a work item.

The row carries what its list needs: dates of the task's own limit, or else those of the item's clock. Nobody is chosen
here; the pool is claimed from. A task without department or role is a fault of the process and refuses the step.
"""

from datetime import date
from typing import Any

from engine.cases.applicant import masked_name
from engine.cases.events import WorkOpened
from engine.cases.loaded import LoadedCase
from engine.cases.members import Member, as_date
from engine.cases.terms import NEVER, Term, term
from engine.dispatch import Context
from engine.kernel.errors import ExecutionFailed
from engine.timing import WorkCalendar
from engine.work.events import WorkItemOffered
from engine.work.tables import work_items

LONGEST_LIMIT = 250
"""Working days of a year: a longer limit of one task is a slip of the pen."""


def offer(event: WorkOpened, ctx: Context) -> None:
    """Insert the work item of an opened user or manual task. Raises ExecutionFailed (`task-without-department` …)."""
    case, data = event.case, event.data
    node = case.program.node(event.element, event.process)
    department, role = _place(event, case)
    member = _member(case, event)
    limit = _limit(event)
    running = term(ctx.services[WorkCalendar], ctx.today, limit)
    row = {
        "id": f"{case.id}-{event.act}",
        "region": case.row["region"],
        "case_id": case.id,
        "act": event.act,
        "element": event.element,
        "name": node.name or event.element,
        "department": department,
        "role": role,
        "kind": str(data.get("kind") or "review"),
        "state": "ready",
        "form": data.get("form") or None,
        "index": event.index,
        "round": case.next_round(event.element, member["code"] if member else None, event.index),
        "opened_at": ctx.now,
        "opened_by": ctx.actor.name,
        **_dates(running, member),
        "priority": case.row["priority"],
        "clock_started": bool(member and member["accepted_on"]),
        "stage": data.get("stage") or case.row["stage"],
        "item_code": member["code"] if member else case.row["item_code"],
        "item_name": member["name"] if member else case.row["title"],
        "case_number": case.number,
        "project_code": case.row["project_code"],
        "applicant_masked": masked_name(case.row["applicant_kind"], case.row["applicant_name"]),
        "channel": case.row["channel"],
        "flags": sorted({*running.flags, *(member["flags"] if member else ())}),
        "excludes": _excludes(data.get("excludes")),
        "version": 1,
        **dict.fromkeys(_EMPTY),
    }
    ctx.changes.insert(work_items, row)
    case.opened.append(row["id"])
    ctx.emit(WorkItemOffered(row["id"], case.id, department, role))


_EMPTY = (
    "assignee",
    "assignee_name",
    "substitute_for",
    "claimed_at",
    "stop_reason",
    "draft",
    "completed_at",
    "completed_by",
    "completed_by_name",
    "decision",
)


def _place(event: WorkOpened, case: LoadedCase) -> tuple[str, str]:
    department = event.data.get("department") or case.row["department"]
    role = event.data.get("role")
    for value, name in ((department, "department"), (role, "role")):
        if not isinstance(value, str) or not value:
            raise ExecutionFailed(
                f"The task {event.element!r} has no {name}: give it or its lane jb:{name} (it evaluated to {value!r}).",
                element=event.element,
                code=f"task-without-{name}",
            )
    return str(department), str(role)


def _member(case: LoadedCase, event: WorkOpened) -> Member | None:
    """The item of a bundle this task works on, as its scope says; None for tasks of the bundle as a whole."""
    if len(case.members) == 1:
        return next(iter(case.members.values()))
    code = case.variables_of(event.act).get("item_code")
    return case.members.get(code) if isinstance(code, str) else None


def _limit(event: WorkOpened) -> int | None:
    value = event.data.get("limit")
    if value is None or value == "":
        return None
    text = str(value)
    if not text.isdigit() or int(text) > LONGEST_LIMIT:
        raise ExecutionFailed(
            f"The limit of {event.element!r} is {value!r}; it must be 0 to {LONGEST_LIMIT} working days.",
            element=event.element,
            code="task-limit",
        )
    return int(text)


def _dates(running: Term, member: Member | None) -> dict[str, Any]:
    """The task's own term when it has a limit, else the clock of its item."""
    legal = as_date(member["due_legal"]) if member else None
    if running.days is not None or member is None:
        return _light_inputs(running.days, running.due, running.yellow_on, running.red_on, legal)
    yellow, red = as_date(member["yellow_on"]), as_date(member["red_on"])
    return _light_inputs(member["promise_days"], as_date(member["due_promise"]), yellow, red, legal)


def _light_inputs(
    days: int | None, due: date | None, yellow: date | None, red: date | None, legal: date | None
) -> dict[str, Any]:
    return {
        "limit_days": days,
        "due_promise": due,
        "due_legal": legal,
        "yellow_on": yellow or NEVER,
        "red_on": red or NEVER,
    }


def _excludes(value: Any) -> list[str]:
    """jb:excludes is a comma separated text, or a list where it is an expression."""
    parts = value if isinstance(value, list) else str(value or "").split(",")
    return [text for part in parts if (text := str(part).strip())]
