"""How a work item is shown, in lists and answers. Lights and remaining days are of the reader's day.

Names of departments and roles are given by language; the door picks one. The applicant is masked in the row already.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from engine.cases.terms import light, remaining_workdays
from engine.dispatch import Actor, ReadContext
from engine.identity.roles import ROLES
from engine.identity.tables import departments
from engine.store.prepared import Prepared
from engine.timing import WorkCalendar
from engine.work.model import GREEN_CHANNEL, OPEN

Row = Mapping[str, Any]
_AS_IS = (
    "id",
    "case_id",
    "case_number",
    "act",
    "element",
    "name",
    "kind",
    "department",
    "role",
    "assignee",
    "assignee_name",
    "state",
    "item_code",
    "item_name",
    "project_code",
    "stage",
    "channel",
    "round",
    "index",
    "opened_at",
    "claimed_at",
    "completed_at",
    "completed_by_name",
    "decision",
    "due_promise",
    "due_legal",
    "limit_days",
    "stop_reason",
    "flags",
    "form",
    "version",
)


def item_view(ctx: ReadContext, row: Row, *, names: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """One work item as REST shows it. `names` are department names by code, when a list has read them already."""
    names = department_names(ctx.db) if names is None else names
    calendar = ctx.services[WorkCalendar]
    is_open = row["state"] in OPEN
    role = ROLES.get(row["role"])
    return {
        **{name: row[name] for name in _AS_IS},
        "applicant": row["applicant_masked"],
        "department_name": names.get(row["department"]),
        "role_name": role.name if role else None,
        "priority": "green-channel" if row["priority"] == GREEN_CHANNEL else "ordinary",
        "from": row["opened_by"],
        "waiting_since": row["opened_at"],
        "remaining_workdays": remaining_workdays(calendar, row["due_promise"], ctx.today)
        if is_open
        else None,
        "light": light(row["yellow_on"], row["red_on"], ctx.today) if is_open else "green",
        "clock": "stopped" if row["stop_reason"] else "running",
        "substitute": row["substitute_for"] is not None,
        "allowed_actions": _likely_actions(ctx.actor, row),
    }


def department_names(db: Connection) -> dict[str, Any]:
    """Names of all departments, by code and language."""
    return dict(_NAMES.rows(db))


_NAMES = Prepared(select(departments.c.code, departments.c.name))


def _likely_actions(actor: Actor, row: Row) -> list[str]:
    """What a list offers without asking further; the item's page adds the separation of duties and the reasons."""
    department, role = row["department"], row["role"]
    if not (actor.acting(department, role) or actor.standing_in(department, role)):
        return []
    if row["state"] == "ready":
        return ["claim"]
    if row["state"] != "claimed":
        return []
    if row["assignee"] == actor.user_id:
        return ["release", "complete", "draft"]
    return ["claim"] if any(place.for_id == row["assignee"] for place in actor.stand_ins) else []
