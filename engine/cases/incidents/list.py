"""The incidents of a region, the longest standing first, page by page."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    case,
    func,
    literal,
    null,
    select,
    tuple_,
    type_coerce,
    union_all,
)

from engine.cases.calls.tables import service_calls
from engine.cases.incidents.texts import meaning_of
from engine.cases.tables import cases
from engine.deadlines.tables import waits
from engine.dispatch import Query, ReadContext
from engine.kernel.errors import FieldError, InvalidInput, NotFound
from engine.store import Instant

KINDS: Final = ("call", "timer")
LARGEST_PAGE: Final = 200
UNCONFIRMED: Final = "calendar-year-unconfirmed"


@dataclass(frozen=True, slots=True)
class Incidents(Query):
    """Everything of the asker's region that failed and waits for people: calls of services, and timers."""

    permission: ClassVar[str] = "incident:read"
    kind: str | None = None
    case_id: str | None = None
    code: str | None = None
    cursor: str | None = None
    limit: int = 50
    count: bool = False


def list_incidents(query: Incidents, ctx: ReadContext) -> dict[str, Any]:
    """`{items, next, total?}`; an item says its cause and remedy by language, and whether it can be answered by hand."""
    _check(query)
    found = _all(ctx.actor.region, query.case_id).subquery()
    wanted: list[ColumnElement[bool]] = []
    if query.kind is not None:
        wanted.append(found.c.kind == query.kind)
    if query.code is not None:
        wanted.append(found.c.code == query.code)
    page = select(found, cases.c.number, cases.c.title).where(*wanted)
    page = page.join(cases, cases.c.id == found.c.case_id, isouter=True)
    if query.cursor is not None:
        since, last = _read_cursor(query.cursor)
        page = page.where(
            tuple_(found.c.since, found.c.id) > tuple_(literal(since, Instant()), literal(last))
        )
    page = page.order_by(found.c.since, found.c.id).limit(query.limit + 1)
    rows = [dict(row) for row in ctx.db.execute(page).mappings()]
    shown = rows[: query.limit]
    following = None
    if len(rows) > query.limit:
        following = json.dumps([shown[-1]["since"].isoformat(), shown[-1]["id"]])
    answer: dict[str, Any] = {"items": [_view(row) for row in shown], "next": following}
    if query.count:
        answer["total"] = int(
            ctx.db.execute(select(func.count()).select_from(found).where(*wanted)).scalar_one()
        )
    return answer


def find_incident(ctx: ReadContext, incident_id: str) -> dict[str, Any]:
    """The row of an incident of the actor's region. `NotFound` when nothing of that id has failed, or not any more."""
    case_id = incident_id.partition("-")[0]
    found = _all(ctx.actor.region, case_id).subquery()
    row = ctx.db.execute(select(found).where(found.c.id == incident_id)).mappings().first()
    if row is None:
        raise NotFound(
            "There is no such incident; it may have been settled meanwhile.", code="incident-unknown"
        )
    return dict(row)


def open_incidents(db: Any) -> int:
    """How many there are in the whole installation."""
    return int(db.execute(select(func.count()).select_from(_all("", None).subquery())).scalar_one())


def _all(region: str, case_id: str | None) -> Select[Any]:
    """Both kinds as rows of one shape."""
    calls, timers = service_calls.c, waits.c
    unconfirmed = timers.error == UNCONFIRMED
    parts = (
        select(
            (calls.case_id + "-" + calls.act).label("id"),
            literal("call").label("kind"),
            calls.case_id,
            calls.act.label("subject"),
            calls.element,
            calls.name,
            calls.connector,
            calls.attempts,
            type_coerce(null(), Instant()).label("due_at"),
            calls.next_at.label("next_attempt_at"),
            calls.failed_at.label("since"),
            calls.code,
            calls.error,
        ).where(calls.failed_at.is_not(None), *_within(calls, region, case_id)),
        select(
            (timers.case_id + "-" + timers.wait).label("id"),
            literal("timer").label("kind"),
            timers.case_id,
            timers.wait.label("subject"),
            timers.element,
            literal("").label("name"),
            type_coerce(null(), String()).label("connector"),
            timers.attempts,
            timers.due_at,
            timers.held_until.label("next_attempt_at"),
            timers.failed_at.label("since"),
            case((unconfirmed, UNCONFIRMED), else_="timer-failed").label("code"),
            case((unconfirmed, ""), else_=timers.error).label("error"),
        ).where(timers.failed_at.is_not(None), *_within(timers, region, case_id)),
    )
    united = union_all(*parts).subquery()
    return select(united)


def _within(columns: Any, region: str, case_id: str | None) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if region:
        wanted.append(columns.region == region)
    if case_id is not None:
        wanted.append(columns.case_id == case_id)
    return wanted


def _view(row: dict[str, Any]) -> dict[str, Any]:
    meaning = meaning_of(row["code"])
    return {
        "id": row["id"],
        "kind": row["kind"],
        "case_id": row["case_id"],
        "case_number": row["number"],
        "case_title": row["title"],
        "element": row["element"],
        "element_name": row["name"] or row["element"],
        "connector": row["connector"],
        "code": row["code"],
        "cause": meaning.cause,
        "remedy": meaning.remedy,
        "error": row["error"],
        "attempts": row["attempts"],
        "since": row["since"],
        "due_at": row["due_at"],
        "next_attempt_at": row["next_attempt_at"],
        "answerable": row["kind"] == "call",
    }


def _check(query: Incidents) -> None:
    errors = []
    if query.kind is not None and query.kind not in KINDS:
        errors.append(FieldError("kind", f"Use one of: {', '.join(KINDS)}.", "invalid-choice"))
    if not 1 <= query.limit <= LARGEST_PAGE:
        errors.append(FieldError("limit", f"Use 1 to {LARGEST_PAGE}.", "out-of-range"))
    if errors:
        raise InvalidInput("This list cannot be narrowed like that.", errors)


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        since, last = json.loads(cursor)
        return datetime.fromisoformat(since), str(last)
    except (ValueError, TypeError):
        raise InvalidInput(
            "This cursor does not belong to this list; start again without it.", code="bad-cursor"
        )
