"""Pages of an inbox by keyset: red, yellow, green; the green channel first; then due date and id.

Each light and priority is one range of the index, so the page is a union of short index scans and costs the same
whether the department has forty or forty thousand items. A cursor is the place of the last row shown.
"""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_, union_all

from engine.dispatch import ReadContext
from engine.kernel.errors import InvalidInput
from engine.work.filters import LIGHTS, STATES, Narrowed, conditions, light_is
from engine.work.model import PRIORITIES
from engine.work.tables import work_items
from engine.work.view import department_names, item_view


def page(ctx: ReadContext, whose: ColumnElement[bool], narrowed: Narrowed) -> dict[str, Any]:
    """`{items, next}` (and `total` when counted) of the work items that satisfy `whose`."""
    if narrowed.state == "done":
        rows = _by_time(ctx, whose, narrowed, work_items.c.completed_at, newest_first=True)
    elif narrowed.sort == "light":
        rows = _by_light(ctx, whose, narrowed)
    elif narrowed.sort == "opened":
        rows = _by_time(ctx, whose, narrowed, work_items.c.opened_at)
    else:
        rows = _by_time(ctx, whose, narrowed, work_items.c.red_on)
    shown = rows[: narrowed.limit]
    names = department_names(ctx.db)
    answer: dict[str, Any] = {
        "items": [item_view(ctx, row, names=names) for row in shown],
        "next": _place(shown[-1], narrowed) if len(rows) > narrowed.limit else None,
    }
    if narrowed.count:
        wanted = select(func.count()).select_from(work_items).where(*_all(whose, narrowed, ctx.today))
        answer["total"] = int(ctx.db.execute(wanted).scalar_one())
    return answer


def _by_light(ctx: ReadContext, whose: ColumnElement[bool], narrowed: Narrowed) -> list[dict[str, Any]]:
    after = _cursor(narrowed, 4)
    branches: list[Select[Any]] = []
    for band, colour in enumerate(LIGHTS):
        if narrowed.light not in (None, colour):
            continue
        for priority in PRIORITIES:
            if after is not None and (band, priority) < (after[0], after[1]):
                continue
            branch = _branch(whose, narrowed, ctx.today, band, priority)
            if after is not None and (band, priority) == (after[0], after[1]):
                place = tuple_(literal(date.fromisoformat(after[2])), literal(after[3]))
                branch = branch.where(tuple_(work_items.c.red_on, work_items.c.id) > place)
            branches.append(branch)
    if not branches:
        return []
    # SQLite takes ORDER BY and LIMIT of a part of a union only inside a subquery
    united = union_all(*(select(branch.subquery()) for branch in branches)).subquery()
    order = (united.c.band, united.c.priority, united.c.red_on, united.c.id)
    rows = ctx.db.execute(select(united).order_by(*order).limit(narrowed.limit + 1))
    return [dict(row) for row in rows.mappings()]


def _branch(
    whose: ColumnElement[bool], narrowed: Narrowed, today: date, band: int, priority: int
) -> Select[Any]:
    return (
        select(literal(band).label("band"), work_items)
        .where(
            whose,
            work_items.c.state.in_(STATES[narrowed.state]),
            conditions(narrowed),
            work_items.c.priority == priority,
            light_is(LIGHTS[band], today),
        )
        .order_by(work_items.c.red_on, work_items.c.id)
        .limit(narrowed.limit + 1)
    )


def _by_time(
    ctx: ReadContext,
    whose: ColumnElement[bool],
    narrowed: Narrowed,
    column: ColumnElement[Any],
    *,
    newest_first: bool = False,
) -> list[dict[str, Any]]:
    wanted = select(work_items).where(*_all(whose, narrowed, ctx.today))
    after = _cursor(narrowed, 2)
    if after is not None:
        read = date.fromisoformat if narrowed.sort == "due" and not newest_first else datetime.fromisoformat
        last = tuple_(literal(read(after[0]), column.type), literal(after[1]))
        here = tuple_(column, work_items.c.id)
        wanted = wanted.where(here < last if newest_first else here > last)
    order = (column.desc(), work_items.c.id.desc()) if newest_first else (column, work_items.c.id)
    rows = ctx.db.execute(wanted.order_by(*order).limit(narrowed.limit + 1))
    return [dict(row) for row in rows.mappings()]


def _all(whose: ColumnElement[bool], narrowed: Narrowed, today: date) -> list[ColumnElement[bool]]:
    wanted = [whose, work_items.c.state.in_(STATES[narrowed.state]), conditions(narrowed)]
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
