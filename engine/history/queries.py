"""Reading the log of a case: its events for people, the case as of any event, and whether the record is true."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from engine.bpmn import Program
from engine.dispatch import Query, ReadContext
from engine.expressions import from_json, to_plain_json
from engine.forms import Form, mask_data
from engine.history.actions import name_of
from engine.history.book import CaseBook, Names
from engine.history.chain import Difference
from engine.history.clock import clock_as_of
from engine.history.fold import fold_to
from engine.history.items import Item
from engine.history.log import read_events
from engine.history.shown import shown_data
from engine.history.verify import Verification, check_execution, check_log
from engine.kernel.errors import JingbanError, NotFound
from engine.store.canonical import parse
from engine.store.columns import read_instant
from engine.timing import WorkCalendar

Row = Mapping[str, Any]
MAX_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class CaseHistory(Query):
    """The events of a case behind `after`, in order."""

    permission: ClassVar[str] = "case:read"
    case_id: str
    after: int = 0
    limit: int = 200


@dataclass(frozen=True, slots=True)
class ReplayCase(Query):
    """The case as of event `seq` (None: the last one)."""

    permission: ClassVar[str] = "case:read"
    snapshot: ClassVar[bool] = True
    case_id: str
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class VerifyCase(Query):
    """Chain and re-execution of one case."""

    permission: ClassVar[str] = "case:verify"
    snapshot: ClassVar[bool] = True
    case_id: str


@dataclass(frozen=True, slots=True)
class VerifyAll(Query):
    """Chain and re-execution of every case that the asker may verify."""

    permission: ClassVar[str] = "case:verify"
    snapshot: ClassVar[bool] = True


def case_history(query: CaseHistory, ctx: ReadContext) -> dict[str, Any]:
    """`{items: [{seq, at, actor, capacity, action, action_name, element, element_name, act, data, hash, prev_hash}], next}`."""
    book = _book(ctx)
    case = book.row(ctx, query.case_id)
    limit = max(1, min(query.limit, MAX_LIMIT))
    rows = read_events(ctx.db, query.case_id, after=max(0, query.after), limit=limit + 1)
    names, program, form_of = book.names(ctx), book.program(ctx, case["pins"]), _forms(ctx, case)
    page = rows[:limit]
    return {
        "items": [_event_view(row, names, program, form_of) for row in page],
        "next": page[-1]["seq"] if len(rows) > limit else None,
    }


def replay_case(query: ReplayCase, ctx: ReadContext) -> dict[str, Any]:
    """`{seq, at, state, elements, work_items, data, clock}`; `NotFound` (`unknown-event`) for a seq the case has not."""
    book = _book(ctx)
    case = book.row(ctx, query.case_id)
    rows = read_events(ctx.db, query.case_id)
    seq = len(rows) if query.seq is None else query.seq
    if not 1 <= seq <= len(rows):
        raise NotFound(f"This case has events 1 to {len(rows)}", code="unknown-event")
    pins = _first_pins(rows)
    program = book.program(ctx, pins)
    past = rows[:seq]
    folded = fold_to(program, past)
    assert folded.at is not None  # there is at least one event
    variables = {} if folded.state is None else folded.state.variables()
    names = book.names(ctx)
    elements = [
        {**view, "since": read_instant(view["since"]) if view["since"] else None}
        for view in folded.elements.view()
    ]
    return {
        "seq": seq,
        "at": folded.at,
        "state": None if folded.state is None else folded.state.status,
        "elements": elements,
        "work_items": [_item_view(case, item, program, names) for item in folded.items.by_act.values()],
        "data": _visible(ctx, case, variables),
        "clock": clock_as_of(past, folded.at, ctx.services[WorkCalendar]),
    }


def verify_case(query: VerifyCase, ctx: ReadContext) -> dict[str, Any]:
    """`{chain: ok|broken, execution: ok|differs, events, first_difference: {seq, field, expected, found} | null}`."""
    return verification(ctx, query.case_id).as_view()


def verify_all(query: VerifyAll, ctx: ReadContext) -> dict[str, Any]:
    """`{cases, events, ok, differing: [{case_id, chain, execution, events, first_difference}]}`."""
    differing, events, cases = [], 0, 0
    for case_id in _book(ctx).ids(ctx):
        found = verification(ctx, case_id)
        cases += 1
        events += found.events
        if not found.ok:
            differing.append({"case_id": case_id, **found.as_view()})
    return {"cases": cases, "events": events, "ok": not differing, "differing": differing}


def verification(ctx: ReadContext, case_id: str) -> Verification:
    """Check one case."""
    book = _book(ctx)
    case = book.row(ctx, case_id)
    rows = read_events(ctx.db, case_id, damaged=True)
    broken = check_log(case, rows)
    if broken is not None:
        return Verification(len(rows), chain=broken)
    try:
        return Verification(len(rows), execution=_execution(ctx, book, case, rows))
    except JingbanError as error:
        return Verification(
            len(rows), execution=Difference(1, "pins", "definitions that compile", error.message)
        )


def _execution(ctx: ReadContext, book: CaseBook, case: Row, rows: list[Row]) -> Difference | None:
    pins = _first_pins(rows)
    if pins != case["pins"]:
        return Difference(1, "case.pins", pins, case["pins"])
    changed = book.changed_definition(ctx, pins)
    if changed is not None:
        return Difference(1, f"definition {changed}", "the bytes that were pinned", "other bytes")
    return check_execution(case, rows, book.program(ctx, pins), book.work_items(ctx, case["id"]))


def _book(ctx: ReadContext) -> CaseBook:
    return ctx.services[CaseBook]  # type: ignore[type-abstract]  # a port, found by its protocol


def _first_pins(rows: list[Row]) -> Row:
    first = parse(rows[0]["data"]) if rows and rows[0]["data"] else {}
    pins = first.get("pins")
    if not isinstance(pins, dict):
        raise NotFound("The first event of this case pins no versions", code="unknown-definition")
    return dict(from_json(pins))


def _forms(ctx: ReadContext, case: Row) -> Callable[[str | None], Form | None]:
    book = _book(ctx)

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
        "element_name": _element_name(program, row["element"], None),
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


def _element_name(program: Program, element: str | None, process: str | None) -> str | None:
    if element is None:
        return None
    try:
        return program.node(element, process).name or element
    except NotFound:
        return element


def _item_view(case: Row, item: Item, program: Program, names: Names) -> dict[str, Any]:
    department = item.department or case["department"]
    return {
        "id": f"{case['id']}-{item.act}",
        "act": item.act,
        "element": item.element,
        "process": item.process,
        "name": _element_name(program, item.element, item.process),
        "state": item.state,
        "department": department,
        "department_name": names.departments.get(department) if department else None,
        "role": item.role,
        "assignee": item.assignee,
        "assignee_name": item.assignee_name,
        "opened_at": read_instant(item.opened_at),
    }


def _visible(ctx: ReadContext, case: Row, variables: Row) -> dict[str, Any]:
    """All variables for those who verify; for others what the application's form marks as harmless, masked."""
    if ctx.actor.may("case:verify"):
        return dict(to_plain_json(dict(variables)))
    form = _book(ctx).form(ctx, case["pins"], case["form"])
    return {} if form is None else dict(to_plain_json(mask_data(form.fields, variables)))
