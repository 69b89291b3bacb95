"""Pages of an inbox by keyset: red, yellow, green; the green channel first; then due date and id. A cursor is the place of the
last row shown.

A light is asked for only when those before it do not fill the page. Each source and priority is one range of an index, so
that a page costs the same whether the department has forty items or a million. Statements depend on shapes alone (which
sources, filters, light) and are prepared once for each.
"""

from datetime import date, datetime
from functools import lru_cache
from itertools import product
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    String,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
)

from engine.dispatch import ReadContext
from engine.identity.department_names import department_names
from engine.store import Instant
from engine.store.prepared import Prepared
from engine.work.cursor import opened, place_of
from engine.work.filters import LIGHTS, Narrowed, conditions, filters_of, light_is, light_is_still
from engine.work.model import PRIORITIES
from engine.work.sources import Shape, Source, shapes, values
from engine.work.tables import IS_OPEN, work_item_counts, work_items
from engine.work.total import total
from engine.work.view import item_view

ORDERS: Final = {"done": "completed_at", "opened": "opened_at", "due": "red_on"}
_COLUMNS: Final = tuple(column.name for column in work_items.columns)
_held = work_items.c


def page(ctx: ReadContext, sources: list[Source], narrowed: Narrowed) -> dict[str, Any]:
    """`{items, next}` (and `total` when counted) of the work items of these sources."""
    if not sources:
        return {"items": [], "next": None, **({"total": 0} if narrowed.count else {})}
    order = ORDERS["done"] if narrowed.state == "done" else ORDERS.get(narrowed.sort)
    rows = _by_light(ctx, sources, narrowed) if order is None else _by_time(ctx, sources, narrowed, order)
    shown = rows[: narrowed.limit]
    names = department_names(ctx)
    answer: dict[str, Any] = {
        "items": [item_view(ctx, row, names=names) for row in shown],
        "next": place_of(shown[-1], order) if len(rows) > narrowed.limit else None,
    }
    if narrowed.count:
        answer["total"] = total(ctx, sources, narrowed)
    return answer


def _by_light(ctx: ReadContext, sources: list[Source], narrowed: Narrowed) -> list[dict[str, Any]]:
    after = opened(narrowed.cursor, 4, date.fromisoformat)
    filters = filters_of(narrowed)
    given = {**values(sources), **filters, "today": ctx.today}
    rows: list[dict[str, Any]] = []
    for band, colour in enumerate(LIGHTS):
        missing = narrowed.limit + 1 - len(rows)
        passed = after is not None and (band, PRIORITIES[-1]) < (after[0], after[1])
        if missing <= 0 or passed or narrowed.light not in (None, colour):
            continue
        begun: int | None = None
        place: dict[str, Any] = {"limit": missing}
        if after is not None and band == after[0]:
            begun = after[1]
            place |= {"after_day": after[2], "after_id": after[3]}
        statement = _band(shapes(sources), tuple(filters), colour, begun)
        rows += [
            {"band": band, **dict(zip(_COLUMNS, row, strict=True))}
            for row in statement.rows(ctx.db, **given, **place)
        ]
    return rows


@lru_cache(maxsize=256)
def _band(of: tuple[Shape, ...], filters: tuple[str, ...], colour: str, begun: int | None) -> Prepared:
    """One page of one light; with the priority of a cursor's place, from that place on."""
    branches = [
        _branch(shape, number, priority, filters, colour, begun == priority)
        for number, shape in enumerate(of)
        for priority in PRIORITIES
        if begun is None or priority >= begun
    ]
    # SQLite takes ORDER BY and LIMIT of a part of a union only inside a subquery
    united = union_all(*(select(branch.subquery()) for branch in branches)).subquery()
    order = (united.c.priority, united.c.red_on, united.c.id)
    first = select(united).order_by(*order).limit(bindparam("limit", type_=Integer)).subquery()
    # only the keys are sorted; the wide rows are read for the page alone
    return Prepared(
        select(work_items)
        .join_from(first, work_items, _held.id == first.c.id)
        .order_by(first.c.priority, first.c.red_on, first.c.id)
    )


def _branch(
    shape: Shape, number: int, priority: int, filters: tuple[str, ...], colour: str, begun: bool
) -> Select[Any]:
    branch = select(_held.priority, _held.red_on, _held.id).where(
        shape.condition(work_items, number),
        IS_OPEN,
        _held.priority == literal_column(str(priority)),
        light_is_still(colour) if begun else light_is(colour),
        conditions(filters),
    )
    if colour == "yellow" and shape.is_place:
        branch = branch.where(_held.red_on <= _edge(shape, number, priority, colour))
    if colour == "green" and shape.is_place and not begun:
        branch = branch.where(_held.red_on >= _edge(shape, number, priority, colour))
    if begun:
        last = tuple_(bindparam("after_day", type_=Date), bindparam("after_id", type_=String))
        branch = branch.where(tuple_(_held.red_on, _held.id) > last)
    return branch.order_by(_held.red_on, _held.id).limit(bindparam("limit", type_=Integer))


def _edge(shape: Shape, number: int, priority: int, colour: str) -> Any:
    """Where the yellow items of a place end, or the green ones begin, in order of `red_on`: yellow and green mix along that
    order, because limits differ, and an index range must not read all of the one to find a few of the other.
    """
    kept = work_item_counts.c
    edge = func.max(kept.red_on) if colour == "yellow" else func.min(kept.red_on)
    here = shape.condition(work_item_counts, number)
    return (
        select(edge)
        .where(here, kept.priority == literal_column(str(priority)), light_is(colour, work_item_counts))
        .scalar_subquery()
    )


def _by_time(ctx: ReadContext, sources: list[Source], narrowed: Narrowed, order: str) -> list[dict[str, Any]]:
    read = date.fromisoformat if order == "red_on" else datetime.fromisoformat
    after = opened(narrowed.cursor, 2, read)
    filters = filters_of(narrowed)
    given = {**values(sources), **filters, "today": ctx.today, "limit": narrowed.limit + 1}
    if after is not None:
        given |= {"after_time": after[0], "after_id": after[1]}
    statement = _timed(shapes(sources), tuple(filters), order, narrowed.light, after is not None)
    return [dict(zip(_COLUMNS, row, strict=True)) for row in statement.rows(ctx.db, **given)]


@lru_cache(maxsize=256)
def _timed(
    of: tuple[Shape, ...], filters: tuple[str, ...], order: str, colour: str | None, begun: bool
) -> Prepared:
    """One page by a time: what is done the newest first, what is open the oldest or the most urgent first."""
    column, newest_first = _held[order], order == ORDERS["done"]
    by_due = order == ORDERS["due"]
    branches: list[Select[Any]] = []
    # the indexes of what is open go by priority before they go by due date
    for (number, shape), priority in product(enumerate(of), PRIORITIES if by_due else (None,)):
        branch = select(column.label("at"), _held.id).where(
            shape.condition(work_items, number), conditions(filters)
        )
        if not newest_first:
            branch = branch.where(IS_OPEN)
        if priority is not None:
            branch = branch.where(_held.priority == literal_column(str(priority)))
        if colour is not None:
            branch = branch.where(light_is_still(colour) if begun and by_due else light_is(colour))
        if begun:
            kind = Date() if by_due else Instant()
            last = tuple_(bindparam("after_time", type_=kind), bindparam("after_id", type_=String))
            here = tuple_(column, _held.id)
            branch = branch.where(here < last if newest_first else here > last)
        sorting = (column.desc(), _held.id.desc()) if newest_first else (column, _held.id)
        branches.append(branch.order_by(*sorting).limit(bindparam("limit", type_=Integer)))
    united = union_all(*(select(branch.subquery()) for branch in branches)).subquery()
    wanted = bindparam("limit", type_=Integer)
    first = select(united).order_by(*_sorted(united, newest_first)).limit(wanted).subquery()
    return Prepared(
        select(work_items)
        .join_from(first, work_items, _held.id == first.c.id)
        .order_by(*_sorted(first, newest_first))
    )


def _sorted(of: FromClause, newest_first: bool) -> list[ColumnElement[Any]]:
    return [column.desc() if newest_first else column for column in (of.c.at, of.c.id)]
