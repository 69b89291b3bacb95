"""The row and the first move of a new case: a number, the pinned versions, what was stated, who applies.

The first event pins every version that the case will ever run with. Nothing runs here; `advance` makes the move.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn import inputs
from engine.cases import national
from engine.cases.applicant import Applicant
from engine.cases.application import form_keys
from engine.cases.capacity import place_of
from engine.cases.loaded import LoadedCase
from engine.cases.members import Members, summary
from engine.cases.moves import Move
from engine.cases.numbers import next_case_number
from engine.cases.programs import Pinned, pin
from engine.cases.regions import number_prefix
from engine.cases.tables import cases
from engine.dispatch import Context
from engine.kernel.clock import office_day
from engine.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Opening:
    """What the catalogue resolved an application to. Limits of `variables` are working days."""

    definition: str
    region: str
    title: Mapping[str, str]
    members: Members
    applicant: Applicant
    channel: str
    item: str | None = None
    bundle: str | None = None
    department: str | None = None
    stage: str | None = None
    form: str | None = None
    project_code: str | None = None
    priority: int = 1
    data: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    trigger: str | None = None
    applied_by: str | None = None


def prepare(ctx: Context, opening: Opening) -> tuple[LoadedCase, Move]:
    """A new case and the move that begins it. Raises NotFound for a definition or form that is not deployed."""
    pinned = pin(ctx, opening.definition, form_keys(opening.form))
    case_id = new_id(ctx.now)
    number = next_case_number(ctx, number_prefix(ctx.db, opening.region), office_day(ctx.now))
    row = _row(ctx, opening, pinned, case_id, number)
    ctx.changes.insert(cases, row)
    case = LoadedCase(ctx, row, pinned.program, None)
    for department in _first_departments(opening):
        case.involve(department)
    return case, _first_move(ctx, opening, pinned, row)


def _first_move(ctx: Context, opening: Opening, pinned: Pinned, row: Mapping[str, Any]) -> Move:
    known: dict[str, Any] = {
        **{name: value for name, value in opening.data.items() if name in pinned.program.reads},
        **opening.variables,
        "case_id": row["id"],
        "case_number": row["number"],
        "received_on": office_day(ctx.now),
        "item_code": opening.item,
        "department": opening.department,
    }
    recorded = {
        "number": row["number"],
        "definition": opening.definition,
        "pins": pinned.pins,
        "item": opening.item,
        "bundle": opening.bundle,
        "form": opening.form,
        "data": dict(opening.data),
        "applicant": opening.applicant.columns(),
        "members": opening.members,
        "channel": opening.channel,
    }
    return Move(
        inputs.Start(known, trigger=opening.trigger),
        "case:started",
        data=recorded,
        capacity=place_of(ctx.actor),
    )


def _row(ctx: Context, opening: Opening, pinned: Pinned, case_id: str, number: str) -> dict[str, Any]:
    return {
        "id": case_id,
        "region": opening.region,
        "number": number,
        "definition_id": pinned.definition_id,
        "definition_key": opening.definition,
        "definition_version": pinned.version,
        "definition_name": pinned.name,
        "pins": pinned.pins,
        "status": "active",
        "state": "",
        "version": 1,
        "seq": 0,
        "head_hash": "",
        "item_code": opening.item,
        "bundle": opening.bundle,
        "title": dict(opening.title),
        "members": opening.members,
        "departments": [],
        "rounds": {},
        "form": opening.form,
        "project_code": opening.project_code,
        "stage": opening.stage,
        "department": opening.department,
        **opening.applicant.columns(),
        "applied_by": opening.applied_by or ctx.actor.user_id,
        "channel": opening.channel,
        "priority": opening.priority,
        "received_at": ctx.now,
        "updated_at": ctx.now,
        "stop_reason": None,
        "finished_at": None,
        **(summary(opening.members) if opening.members else _nothing_decided()),
    }


def _first_departments(opening: Opening) -> list[str]:
    led = [opening.department, *(member["department"] for member in opening.members.values())]
    return list(dict.fromkeys(department for department in led if department))


def _nothing_decided() -> dict[str, Any]:
    dates = ("accepted_on", "promise_days", "legal_days", "due_promise", "due_legal", "yellow_on", "red_on")
    return {**dict.fromkeys(dates), "national_state": national.RECEIVED, "result": None}
