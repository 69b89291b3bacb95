"""Pages of an inbox by keyset: red, yellow, green; the green channel first; then due date and id.

Each source, light and priority is one range of the index, so the page is a union of short index scans and costs the same
whether the department has forty or forty thousand items. A cursor is the place of the last row shown.
"""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_, union_all

from engine.dispatch import ReadContext
from engine.identity.department_names import department_names
from engine.kernel.errors import InvalidInput
from engine.work.filters import LIGHTS, Narrowed, conditions, light_is
from engine.work.model import PRIORITIES
from engine.work.sources import Source, any_of
from engine.work.tables import work_items
from engine.work.view import item_view


def page(ctx: ReadContext, sources: list[Source], narrowed: Narrowed) -> dict[str, Any]:
    """`{items, next}` (and `total` when counted) of the work items of these sources."""
    if narrowed.state == "done":
        rows = _by_time(ctx, sources, narrowed, work_items.c.completed_at, newest_first=True)
    elif narrowed.sort == "light":
        rows = _by_light(ctx, sources, narrowed)
    elif narrowed.sort == "opened":
        rows = _by_time(ctx, sources, narrowed, work_items.c.opened_at)
    else:
        rows = _by_time(ctx, sources, narrowed, work_items.c.red_on)
    shown = rows[: narrowed.limit]
    names = department_names(ctx)
    answer: dict[str, Any] = {
        "items": [item_view(ctx, row, names=names) for row in shown],
        "next": _place(shown[-1], narrowed) if len(rows) > narrowed.limit else None,
    }
    if narrowed.count:
        wanted = select(func.count()).select_from(work_items).where(*_all(sources, narrowed, ctx.today))
        answer["total"] = int(ctx.db.execute(wanted).scalar_one())
    return answer


def _by_light(ctx: ReadContext, sources: list[Source], narrowed: Narrowed) -> list[dict[str, Any]]:
    after = _cursor(narrowed, 4)
    branches: list[Select[Any]] = []
    for band, colour in enumerate(LIGHTS):
        for priority in PRIORITIES:
            here = (band, priority)
            if narrowed.light not in (None, colour) or (after is not None and here < (after[0], after[1])):
                continue
            place = after if after is not None and here == (after[0], after[1]) else None
            branches += [_branch(source, narrowed, ctx.today, here, place) for source in sources]
    if not branches:
        return []
    # SQLite takes ORDER BY and LIMIT of a part of a union only inside a subquery
    united = union_all(*(select(branch.subquery()) for branch in branches)).subquery()
    order = (united.c.band, united.c.priority, united.c.red_on, united.c.id)
    first = select(united).order_by(*order).limit(narrowed.limit + 1).subquery()
    # only the keys are sorted; the wide rows are read for the page alone
    rows = ctx.db.execute(
        select(first.c.band, work_items)
        .join_from(first, work_items, work_items.c.id == first.c.id)
        .order_by(first.c.band, first.c.priority, first.c.red_on, first.c.id)
    )
    return [dict(row) for row in rows.mappings()]


def _branch(
    source: Source, narrowed: Narrowed, today: date, here: tuple[int, int], after: list[Any] | None
) -> Select[Any]:
    band, priority = here
    held = work_items.c
    branch = select(literal(band).label("band"), held.priority, held.red_on, held.id).where(
        held.state == source.state,
        source.condition,
        conditions(narrowed),
        held.priority == priority,
        light_is(LIGHTS[band], today),
    )
    if after is not None:
        last = tuple_(literal(date.fromisoformat(after[2])), literal(after[3]))
        branch = branch.where(tuple_(held.red_on, held.id) > last)
    return branch.order_by(held.red_on, held.id).limit(narrowed.limit + 1)


def _by_time(
    ctx: ReadContext,
    sources: list[Source],
    narrowed: Narrowed,
    column: ColumnElement[Any],
    *,
    newest_first: bool = False,
) -> list[dict[str, Any]]:
    wanted = select(work_items).where(*_all(sources, narrowed, ctx.today))
    after = _cursor(narrowed, 2)
    if after is not None:
        read = date.fromisoformat if narrowed.sort == "due" and not newest_first else datetime.fromisoformat
        last = tuple_(literal(read(after[0]), column.type), literal(after[1]))
        here = tuple_(column, work_items.c.id)
        wanted = wanted.where(here < last if newest_first else here > last)
    order = (column.desc(), work_items.c.id.desc()) if newest_first else (column, work_items.c.id)
    rows = ctx.db.execute(wanted.order_by(*order).limit(narrowed.limit + 1))
    return [dict(row) for row in rows.mappings()]


def _all(sources: list[Source], narrowed: Narrowed, today: date) -> list[ColumnElement[bool]]:
    wanted = [any_of(sources), conditions(narrowed)]
    if narrowed.light is not None:
        wanted.append(light_is(narrowed.light, today))
    return wanted


def _place(row: dict[str, Any], narrowed: Narrowed) -> str:
    if narrowed.state == "done":
        return json.dumps([row["completed_at"].isoformat(), row["id"]])
    if narrowed.sort == "light":
        return json.dumps([row["band"], row["priority"], row["red_on"].isoformat(), row["id"]])
    value = row["opened_at"] if narrowed.sort == "opened" else row["red_on"]
    return json.dumps([value.isoformat(), row["id"]])


def _cursor(narrowed: Narrowed, parts: int) -> list[Any] | None:
    if narrowed.cursor is None:
        return None
    try:
        place = json.loads(narrowed.cursor)
    except ValueError:
        place = None
    if not isinstance(place, list) or len(place) != parts or not _readable(place):
        raise InvalidInput(
            "This cursor does not belong to this list; start again without it.", code="bad-cursor"
        )
    return place


def _readable(place: list[Any]) -> bool:
    *front, when, last = place
    try:
        datetime.fromisoformat(when)
    except (TypeError, ValueError):
        return False
    return isinstance(last, str) and all(type(part) is int for part in front)
