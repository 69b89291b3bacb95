"""How many work items a list has in all: from the kept counts where they know, else by counting the list itself."""

from functools import lru_cache

from sqlalchemy import func, select, union_all

from engine.dispatch import ReadContext
from engine.store.prepared import Prepared
from engine.work.filters import Narrowed, conditions, filters_of, light_is
from engine.work.model import OPEN
from engine.work.sources import Shape, Source, shapes, values
from engine.work.tables import IS_OPEN, work_item_counts, work_items

COUNTED = frozenset({"role", "item", "stage"})
"""Filters that the kept counts know."""


def total(ctx: ReadContext, sources: list[Source], narrowed: Narrowed) -> int:
    """The number of work items of these sources that the filters leave."""
    if not sources:
        return 0
    filters = filters_of(narrowed)
    statement = _total(shapes(sources), tuple(filters), narrowed.light)
    given = {**values(sources), **filters, "today": ctx.today}
    return sum(number or 0 for (number,) in statement.rows(ctx.db, **given))


@lru_cache(maxsize=256)
def _total(of: tuple[Shape, ...], filters: tuple[str, ...], colour: str | None) -> Prepared:
    parts = []
    for number, shape in enumerate(of):
        is_open = shape.state in OPEN
        kept = is_open and shape.is_place and COUNTED.issuperset(filters)
        table = work_item_counts if kept else work_items
        what = func.sum(work_item_counts.c.n) if kept else func.count()
        part = select(what.label("n")).select_from(table)
        part = part.where(shape.condition(table, number), conditions(filters, table))
        if is_open and not kept:
            part = part.where(IS_OPEN)
        parts.append(part if colour is None else part.where(light_is(colour, table)))
    return Prepared(union_all(*parts))
