"""The case as of any event: its elements, work items, data and clock, by executing the log up to there again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.bpmn import Program
from engine.dispatch import Query, ReadContext
from engine.expressions import to_plain_json
from engine.forms import mask_data
from engine.history.book import Names, book_of, element_name, first_pins
from engine.history.clock import clock_as_of
from engine.history.fold import fold_to
from engine.history.items import Item
from engine.history.log import read_events
from engine.kernel.errors import NotFound
from engine.store.columns import read_instant
from engine.timing import WorkCalendar

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReplayCase(Query):
    """The case as of event `seq` (None: the last one)."""

    permission: ClassVar[str] = "case:read"
    snapshot: ClassVar[bool] = True
    case_id: str
    seq: int | None = None


def replay_case(query: ReplayCase, ctx: ReadContext) -> dict[str, Any]:
    """`{seq, at, state, elements, work_items, data, clock}`; `NotFound` (`unknown-event`) for a seq the case has not."""
    book = book_of(ctx)
    case = book.row(ctx, query.case_id)
    past = _events_to(ctx, query)
    program = book.program(ctx, first_pins(past))
    folded = fold_to(program, past)
    assert folded.at is not None  # there is at least one event
    variables = {} if folded.state is None else folded.state.variables()
    names = book.names(ctx)
    elements = [
        {**view, "since": read_instant(view["since"]) if view["since"] else None}
        for view in folded.elements.view()
    ]
    return {
        "seq": folded.seq,
        "at": folded.at,
        "state": None if folded.state is None else folded.state.status,
        "elements": elements,
        "work_items": [_item_view(case, item, program, names) for item in folded.items.by_act.values()],
        "data": _visible(ctx, case, variables),
        "clock": clock_as_of(past, folded.at, ctx.services[WorkCalendar]),
    }


def _events_to(ctx: ReadContext, query: ReplayCase) -> list[Row]:
    if query.seq is None or query.seq >= 1:
        past = read_events(ctx.db, query.case_id, limit=query.seq)
        if query.seq in (None, len(past)):
            return past
    else:
        past = read_events(ctx.db, query.case_id)
    raise NotFound(f"This case has events 1 to {len(past)}", code="unknown-event")


def _item_view(case: Row, item: Item, program: Program, names: Names) -> dict[str, Any]:
    department = item.department or case["department"]
    return {
        "id": f"{case['id']}-{item.act}",
        "act": item.act,
        "element": item.element,
        "process": item.process,
        "name": element_name(program, item.element, item.process),
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
    form = book_of(ctx).form(ctx, case["pins"], case["form"])
    return {} if form is None else dict(to_plain_json(mask_data(form.fields, variables)))
