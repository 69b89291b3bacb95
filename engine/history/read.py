"""Reading the log of a case: its events in order, as people may see them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from engine.bpmn import Program
from engine.dispatch import Query, ReadContext
from engine.forms import Form
from engine.history.actions import name_of
from engine.history.book import Names, book_of, element_name
from engine.history.log import read_events
from engine.history.shown import shown_data
from engine.store.canonical import parse
from engine.store.columns import read_instant

Row = Mapping[str, Any]
MAX_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class CaseHistory(Query):
    """The events of a case behind `after`, in order."""

    permission: ClassVar[str] = "case:read"
    case_id: str
    after: int = 0
    limit: int = 200


def case_history(query: CaseHistory, ctx: ReadContext) -> dict[str, Any]:
    """`{items: [{seq, at, actor, capacity, action, action_name, element, element_name, act, data, hash, prev_hash}], next}`."""
    book = book_of(ctx)
    case = book.row(ctx, query.case_id)
    limit = max(1, min(query.limit, MAX_LIMIT))
    rows = read_events(ctx.db, query.case_id, after=max(0, query.after), limit=limit + 1)
    names, program, form_of = book.names(ctx), book.program(ctx, case["pins"]), _forms(ctx, case)
    page = rows[:limit]
    return {
        "items": [_event_view(row, names, program, form_of) for row in page],
        "next": page[-1]["seq"] if len(rows) > limit else None,
    }


def _forms(ctx: ReadContext, case: Row) -> Callable[[str | None], Form | None]:
    book = book_of(ctx)

    @cache
    def form_of(key: str | None) -> Form | None:
        return book.form(ctx, case["pins"], key)

    return form_of


def _event_view(
    row: Row, names: Names, program: Program, form_of: Callable[[str | None], Form | None]
) -> dict[str, Any]:
    data = parse(row["data"]) if row["data"] else None
    return {
        "seq": row["seq"],
        "at": read_instant(row["at"]),
        "actor": {"id": row["actor_id"], "name": row["actor_name"]},
        "capacity": _capacity(parse(row["capacity"]) if row["capacity"] else None, names),
        "action": row["action"],
        "action_name": name_of(row["action"]),
        "element": row["element"],
        "element_name": element_name(program, row["element"], None),
        "act": row["act"],
        "data": shown_data(data, form_of),
        "hash": row["hash"],
        "prev_hash": row["prev_hash"],
    }


def _capacity(capacity: Row | None, names: Names) -> dict[str, Any] | None:
    if capacity is None:
        return None
    department, role = capacity.get("department"), capacity.get("role")
    return {
        "department": department,
        "role": role,
        "department_name": names.departments.get(department) if department else None,
        "role_name": names.roles.get(role) if role else None,
        "on_behalf_of": capacity.get("for"),
    }
