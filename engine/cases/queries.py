"""Questions about cases. `SearchCases` and `CaseClock` are answered here; what also needs work items, licences and
diagrams is answered by the floors that have them.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, tuple_

from engine.cases.sight import refuse_unseen, visible
from engine.cases.status import MOVES
from engine.cases.tables import IS_RUNNING, cases
from engine.cases.view import case_view
from engine.dispatch import Query, ReadContext
from engine.kernel.errors import FieldError, InvalidInput, NotFound

LARGEST_PAGE: Final = 200
LONGEST_SEARCH: Final = 100
LIGHTS: Final = ("red", "yellow", "green")
_SHOWN: Final = tuple(column for column in cases.columns if column.name not in ("state", "pins"))


@dataclass(frozen=True, slots=True)
class GetCase(Query):
    """One case with its open work items, members and licences."""

    permission: ClassVar[str] = "case:read"
    snapshot: ClassVar[bool] = True
    case_id: str


@dataclass(frozen=True, slots=True)
class SearchCases(Query):
    """Cases I may know of, the newest first. `q`: number, project code (or how they begin) or part of the applicant's name;
    what has exactly that number or code is found alone. `mine`: those I applied for.
    """

    permission: ClassVar[str] = "case:read"
    q: str | None = None
    state: str | None = None
    item: str | None = None
    light: str | None = None
    mine: bool = False
    cursor: str | None = None
    limit: int = 20
    count: bool = False


@dataclass(frozen=True, slots=True)
class CaseClock(Query):
    """The promised and the legal term of a case, with every day explained."""

    permission: ClassVar[str] = "case:read"
    case_id: str


@dataclass(frozen=True, slots=True)
class CaseDiagram(Query):
    """The diagram of a case's process and of the processes it called, with the state of each element."""

    permission: ClassVar[str] = "case:read"
    snapshot: ClassVar[bool] = True
    case_id: str


@dataclass(frozen=True, slots=True)
class CaseProgress(Query):
    """Who holds the case, stage by stage and item by item."""

    permission: ClassVar[str] = "case:read"
    snapshot: ClassVar[bool] = True
    case_id: str


def search_cases(query: SearchCases, ctx: ReadContext) -> dict[str, Any]:
    """`{items, next, total?}`, items as `case_view`. Raises InvalidInput for unknown words or a foreign cursor."""
    _check(query)
    wanted = _conditions(query, ctx)
    page = select(*_SHOWN).where(*wanted)
    if query.cursor is not None:
        received_at, case_id = _read_cursor(query.cursor)
        last = tuple_(literal(received_at, cases.c.received_at.type), literal(case_id))
        page = page.where(tuple_(cases.c.received_at, cases.c.id) < last)
    page = page.order_by(cases.c.received_at.desc(), cases.c.id.desc()).limit(query.limit + 1)
    rows = [dict(row) for row in ctx.db.execute(page).mappings()]
    shown = rows[: query.limit]
    following = None
    if len(rows) > query.limit:
        following = json.dumps([shown[-1]["received_at"].isoformat(), shown[-1]["id"]])
    answer: dict[str, Any] = {"items": [case_view(ctx, row) for row in shown], "next": following}
    if query.count:
        total = select(func.count()).select_from(cases).where(*wanted)
        answer["total"] = int(ctx.db.execute(total).scalar_one())
    return answer


def read_case(ctx: ReadContext, case_id: str) -> dict[str, Any]:
    """The row of a case that the asker may know of. Raises NotFound."""
    row = ctx.db.execute(select(cases).where(cases.c.id == case_id)).mappings().first()
    if row is None:
        raise NotFound("There is no such case.", code="case-unknown")
    found = dict(row)
    refuse_unseen(ctx, found)
    return found


def _conditions(query: SearchCases, ctx: ReadContext) -> list[ColumnElement[bool]]:
    wanted = [visible(ctx.actor)]
    if query.state is not None:
        wanted.append(cases.c.status == query.state)
    if query.item is not None:
        wanted.append(or_(cases.c.item_code == query.item, cases.c.bundle == query.item))
    if query.mine:
        wanted.append(cases.c.applied_by == ctx.actor.user_id)
    if query.q and query.q.strip():
        wanted.append(_matches(query.q.strip(), ctx))
    if query.light is not None:
        wanted.append(_light_is(query.light, ctx))
    return wanted


def _matches(text: str, ctx: ReadContext) -> ColumnElement[bool]:
    """A whole number or project code, as people paste it, is two index entries; anything else has to be looked for."""
    exactly = or_(cases.c.number == text, cases.c.project_code == text)
    if ctx.db.execute(select(literal(1)).where(visible(ctx.actor), exactly).limit(1)).first():
        return exactly
    return or_(
        cases.c.number.startswith(text, autoescape=True),
        cases.c.project_code.startswith(text, autoescape=True),
        cases.c.applicant_name.contains(text, autoescape=True),
    )


def _light_is(colour: str, ctx: ReadContext) -> ColumnElement[bool]:
    # a case without a due date, or one that has ended, is green
    red, warned = cases.c.red_on <= ctx.today, cases.c.yellow_on <= ctx.today
    if colour == "red":
        return and_(IS_RUNNING, red)
    if colour == "yellow":
        return and_(IS_RUNNING, warned, or_(cases.c.red_on.is_(None), ~red))
    return or_(~IS_RUNNING, and_(*(func.coalesce(~due, True) for due in (red, warned))))


def _check(query: SearchCases) -> None:
    errors = [
        FieldError(name, f"Use one of: {', '.join(known)}.", "invalid-choice")
        for name, value, known in (("state", query.state, tuple(MOVES)), ("light", query.light, LIGHTS))
        if value is not None and value not in known
    ]
    if not 1 <= query.limit <= LARGEST_PAGE:
        errors.append(FieldError("limit", f"Use 1 to {LARGEST_PAGE}.", "out-of-range"))
    if query.q is not None and len(query.q) > LONGEST_SEARCH:
        errors.append(FieldError("q", f"At most {LONGEST_SEARCH} characters.", "too-long"))
    if errors:
        raise InvalidInput("This list cannot be narrowed like that.", errors)


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        received_at, case_id = json.loads(cursor)
        return datetime.fromisoformat(received_at), str(case_id)
    except (ValueError, TypeError):
        raise InvalidInput(
            "This cursor does not belong to this list; start again without it.", code="bad-cursor"
        )
