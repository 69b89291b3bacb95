"""Numbers over an inbox: by light, item, stage and state; what is mine and what lies in the pool.

Places are summed from the kept counts (`engine.work.tally`), what people hold is read by an index; so the numbers of a
department with a million items cost as little as those of a small one.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, String, bindparam, func, literal_column, null, select, union_all

from engine.dispatch import Query, ReadContext
from engine.store.prepared import Prepared
from engine.work.filters import light_of
from engine.work.rights import refuse_other_department
from engine.work.sources import Shape, of_department, of_mine, shapes, values
from engine.work.tables import IS_OPEN, work_item_counts, work_items

_held = work_items.c
MINE, DONE, OPEN = "mine", "done", "open"


@dataclass(frozen=True, slots=True)
class InboxCounts(Query):
    """Numbers over my inbox, or over a department's."""

    permission: ClassVar[str] = "work:read"
    department: str | None = None


def inbox_counts(query: InboxCounts, ctx: ReadContext) -> dict[str, Any]:
    """`{light, item, stage, state: {ready, claimed, done}, mine, pool}` in one statement; done = completed by me."""
    actor = ctx.actor
    if query.department is None:
        sources = of_mine(actor, "open")
    else:
        refuse_other_department(actor, query.department)
        sources = of_department(actor, query.department, "open")
    given = {**values(sources), "me": actor.user_id, "today": ctx.today}
    if query.department is not None:
        given["here"] = query.department
    return _fold(_statement(shapes(sources), query.department is not None).rows(ctx.db, **given))


@lru_cache(maxsize=64)
def _statement(of: tuple[Shape, ...], in_department: bool) -> Prepared:
    """Rows of (kind, state, item, stage, light, number)."""
    parts = []
    for number, shape in enumerate(of):
        table = work_item_counts if shape.is_place else work_items
        what = func.sum(work_item_counts.c.n) if shape.is_place else func.count()
        light = light_of(table)
        part = select(
            literal_column(f"'{OPEN}'"),
            literal_column(f"'{shape.state}'"),
            table.c.item_code,
            table.c.stage,
            light,
            what,
        ).where(shape.condition(table, number))
        if not shape.is_place:
            part = part.where(IS_OPEN)
        parts.append(part.group_by(table.c.item_code, table.c.stage, light))
    me = bindparam("me", type_=String)
    mine = _one(MINE).where(_held.assignee == me, _held.state == literal_column("'claimed'"), IS_OPEN)
    if in_department:
        mine = mine.where(_held.department == bindparam("here", type_=String))
    done = _one(DONE).where(_held.completed_by == me, _held.state == literal_column("'completed'"))
    return Prepared(union_all(*parts, mine, done))


def _one(kind: str) -> Select[Any]:
    nothing = null().cast(String)
    columns: tuple[ColumnElement[Any], ...] = (literal_column(f"'{kind}'"), *[nothing] * 4, func.count())
    return select(*columns)


def _fold(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    counts: dict[str, Any] = {
        "light": {"red": 0, "yellow": 0, "green": 0},
        "item": {},
        "stage": {},
        "state": {"ready": 0, "claimed": 0, "done": 0},
        "mine": 0,
        "pool": 0,
    }
    for kind, state, item, stage, light, number in rows:
        if kind == DONE:
            counts["state"]["done"] = number
        elif kind == MINE:
            counts["mine"] = number
        elif number:
            counts["light"][light] += number
            counts["state"][state] += number
            for group, key in (("item", item), ("stage", stage)):
                if key is not None:
                    counts[group][key] = counts[group].get(key, 0) + number
    counts["pool"] = counts["state"]["ready"]
    return counts
