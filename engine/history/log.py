"""Reading the event log as it is stored."""

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from sqlalchemy import Connection, select

from engine.history.tables import events
from engine.store.lenient import lenient_text

Row = Mapping[str, Any]


def read_events(
    db: Connection, case_id: str, *, after: int = 0, limit: int | None = None, damaged: bool = False
) -> list[Row]:
    """The events of a case in order, from the one behind `after`, as stored. With `damaged`, texts whose bytes are broken are
    handed out too, for whoever looks for damage; without, the driver refuses them.
    """
    wanted = select(events).where(events.c.case_id == case_id).order_by(events.c.seq)
    if after:
        wanted = wanted.where(events.c.seq > after)
    if limit is not None:
        wanted = wanted.limit(limit)
    with lenient_text(db) if damaged else nullcontext():
        return [dict(row) for row in db.execute(wanted).mappings()]
