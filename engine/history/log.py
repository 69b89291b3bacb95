"""Reading the event log: rows as they were hashed, out of rows as they are stored."""

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any, Final

from sqlalchemy import Connection, select

from engine.history.chain import GENESIS
from engine.history.packed import damaged_event, event
from engine.history.tables import events
from engine.store.lenient import lenient_text

Row = Mapping[str, Any]
_COLUMNS: Final = tuple(events.c.keys())
_LAST_SEQ: Final = 2**31 - 1
"""No number of an event is higher, and no database compares its column with a higher one."""


def read_events(
    db: Connection, case_id: str, *, after: int = 0, limit: int | None = None, damaged: bool = False
) -> list[Row]:
    """The events of a case in order, from the one behind `after`. With `damaged`, what cannot be read is handed out too, for
    whoever looks for damage; without, it raises `CorruptValue`.
    """
    after = min(after, _LAST_SEQ)
    # the event before comes along: its hash is part of the next one
    wanted = select(events).where(events.c.case_id == case_id).order_by(events.c.seq)
    if after:
        wanted = wanted.where(events.c.seq >= after)
    if limit is not None:
        wanted = wanted.limit(min(limit, _LAST_SEQ) + bool(after))
    read = damaged_event if damaged else event
    found: list[Row] = []
    previous = GENESIS
    with lenient_text(db) if damaged else nullcontext():
        for row in db.execute(wanted).all():
            columns = dict(zip(_COLUMNS, row, strict=True))
            if columns["seq"] > after:
                found.append(read(columns, previous))
            previous = columns["hash"].hex() if isinstance(columns["hash"], bytes) else repr(columns["hash"])
    return found


def completion_of(db: Connection, case_id: str, act: str) -> Row | None:
    """The event by which people completed an activity, or None while it is open."""
    there = (events.c.case_id == case_id) & (events.c.act == act) & (events.c.action == "work:completed")
    columns = db.execute(select(events).where(there)).mappings().first()
    return None if columns is None else event(dict(columns), "")


def first_event(db: Connection, case_id: str) -> Row | None:
    """The event with which a case began, or None when there is no such case."""
    first = select(events).where(events.c.case_id == case_id, events.c.seq == 1)
    columns = db.execute(first).mappings().first()
    return None if columns is None else event(dict(columns), GENESIS)
