"""A worker is about to make a call: is it still owed, and by this run? Counts the attempt before it is made.

Counted beforehand, because a call that brings its worker down never comes back to tell. A suspended case owes nothing for
now; its calls are looked at again after a while.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import select

from engine.cases.calls.ask import enqueue_run
from engine.cases.calls.tables import service_calls
from engine.cases.tables import cases
from engine.dispatch import Command, Context
from engine.expressions import from_json

LATER: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class BeginCall(Command):
    """This run of a call begins."""

    case_id: str
    act: str
    run: int


def begin_call(command: BeginCall, ctx: Context) -> dict[str, Any] | None:
    """`{connector, attempt, inputs, secret, errors}`, or None when there is nothing to do now."""
    found = select(service_calls, cases.c.status).join(cases, cases.c.id == service_calls.c.case_id)
    row = (
        ctx.db.execute(
            found.where(service_calls.c.case_id == command.case_id, service_calls.c.act == command.act)
        )
        .mappings()
        .first()
    )
    if row is None or row["run"] != command.run or row["failed_at"] is not None:
        return None
    key = (command.case_id, command.act)
    if row["status"] == "suspended":
        enqueue_run(ctx, {**row, "run": row["run"] + 1}, LATER)
        ctx.changes.update(service_calls, key, {"run": row["run"] + 1, "next_at": ctx.now + LATER})
        return None
    if row["attempts"] >= row["most_attempts"]:
        # its attempts are used up, yet none of them came back to say so
        values = {
            "failed_at": ctx.now,
            "next_at": None,
            "code": "worker-lost",
            "error": "the worker was lost",
        }
        ctx.changes.update(service_calls, key, values)
        return None
    ctx.changes.update(service_calls, key, {"attempts": row["attempts"] + 1, "next_at": None})
    asked: dict[str, Any] = from_json(row["request"])
    return {"connector": row["connector"], "attempt": row["attempts"] + 1, **asked}
