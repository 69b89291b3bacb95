"""A work item with the row of its case, read together in one statement, for commands and for its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select

from engine.cases.loaded import know_head
from engine.cases.tables import cases
from engine.dispatch import Context, ReadContext
from engine.kernel.errors import NotFound
from engine.store.prepared import Prepared
from engine.work.tables import work_items

_ITEM = tuple(column.name for column in work_items.columns)
_CASE = tuple(column.name for column in cases.columns)
_JOINED: Select[Any] = select(
    *(column.label(f"item_{column.name}") for column in work_items.columns),
    *(column.label(f"case_{column.name}") for column in cases.columns),
).join_from(work_items, cases, work_items.c.case_id == cases.c.id)
_ONE = Prepared(_JOINED.where(work_items.c.id == bindparam("work_item_id")))


@dataclass(frozen=True, slots=True)
class ItemAtHand:
    """A work item (`item`) and its case (`case`), as rows."""

    item: Mapping[str, Any]
    case: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The work item's id."""
        return str(self.item["id"])


def load_item(ctx: ReadContext, work_item_id: str) -> ItemAtHand:
    """The item with that id. Raises NotFound. Who may see it is the caller's question (`rights.refuse_unseen`)."""
    found = _ONE.rows(ctx.db, work_item_id=work_item_id)
    if not found:
        raise NotFound("There is no such work item.", code="work-item-unknown")
    at_hand = _split(found[0])
    if isinstance(ctx, Context):
        know_head(ctx, at_hand.case)
    return at_hand


def load_items(ctx: ReadContext, condition: ColumnElement[bool]) -> list[ItemAtHand]:
    """Items that satisfy a condition, in order of opening."""
    rows = ctx.db.execute(_JOINED.where(condition).order_by(work_items.c.opened_at, work_items.c.id))
    return [_split(row) for row in rows]


def _split(row: Sequence[Any]) -> ItemAtHand:
    return ItemAtHand(dict(zip(_ITEM, row, strict=False)), dict(zip(_CASE, row[len(_ITEM) :], strict=True)))
