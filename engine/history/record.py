"""Append to the event log: what was asked, by whom, in which capacity, when, and the facts that followed.

The event row and the case row's seq, head_hash and version are written in one transaction; the version check of the case row
is what keeps two writers of one case apart. There is no update and no delete here, and there must never be.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from engine.dispatch import Context
from engine.dispatch.context import Head
from engine.expressions import to_json
from engine.history.chain import GENESIS, seal
from engine.history.packed import stored
from engine.history.tables import events
from engine.kernel.errors import NotFound
from engine.store.canonical import canonical_text, ordered_text
from engine.store.columns import write_instant


class EventLog:
    """The recorder of a platform. `cases` is the table whose rows carry region, seq, head_hash and version."""

    def __init__(self, cases: Table) -> None:
        self._cases = cases
        columns = (cases.c.id, cases.c.region, cases.c.seq, cases.c.head_hash, cases.c.version)
        self._select = select(*columns)

    def record(
        self,
        ctx: Context,
        case_id: str,
        action: str,
        *,
        element: str | None,
        act: str | None,
        input: Mapping[str, Any] | None,
        facts: Iterable[Any],
        data: Mapping[str, Any] | None,
        capacity: Mapping[str, Any] | None,
    ) -> int:
        """Append one event; returns its seq. `NotFound` when there is no such case."""
        new_row = ctx.changes.inserted(self._cases, case_id)
        head = ctx.heads.get(case_id) or self._head(ctx, case_id, new_row)
        seq = head.seq + 1
        row = {
            "region": head.region,
            "case_id": case_id,
            "seq": seq,
            "at": write_instant(ctx.now),
            "actor_id": ctx.actor.user_id,
            "actor_name": ctx.actor.name,
            "channel": ctx.actor.channel,
            "capacity": _stored(capacity),
            "action": action,
            "element": element,
            "act": act,
            "input": None if input is None else ordered_text(dict(input)),
            "facts": _facts(facts),
            "data": _stored(data),
        }
        sealed = seal(row, head.hash)
        ctx.changes.insert(events, stored(sealed))
        ctx.heads[case_id] = Head(head.region, seq, sealed["hash"], head.version)
        values = {"seq": seq, "head_hash": sealed["hash"]}
        ctx.changes.update(
            self._cases, case_id, values, expect_version=None if new_row is not None else head.version
        )
        return seq

    def kept(self, db: Connection, case_id: str, seq: int, hash: str) -> bool:
        """Whether this very event is in the log."""
        place = (events.c.case_id == case_id) & (events.c.seq == seq)
        return db.execute(select(events.c.hash).where(place)).scalar() == bytes.fromhex(hash)

    def _head(self, ctx: Context, case_id: str, new_row: Mapping[str, Any] | None) -> Head:
        if new_row is not None:
            return Head(new_row["region"], 0, GENESIS, new_row["version"])
        row = ctx.db.execute(self._select.where(self._cases.c.id == case_id)).first()
        if row is None:
            raise NotFound("There is no such case", code="case-unknown")
        return Head(row.region, row.seq, row.head_hash, row.version)


def _facts(facts: Iterable[Any]) -> str | None:
    written = [fact.as_json() if hasattr(fact, "as_json") else fact for fact in facts]
    return canonical_text(written) if written else None


def _stored(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else canonical_text(to_json(dict(value)))
