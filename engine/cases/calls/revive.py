"""Calls that are owed and have no job any more: their worker could not write down how the attempt ended. They get another run.

A job ends only after its handler has answered, set back or found nothing to do, so a job that has ended beside an untouched row means
that the handler was kept from writing, or that somebody removed the job.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from engine.cases.calls.ask import enqueue_run, job_of
from engine.cases.calls.tables import service_calls
from engine.dispatch import Command, Context
from engine.jobs import Jobs
from engine.store import Database

MOST: Final = 500


@dataclass(frozen=True, slots=True)
class ReviveCall(Command):
    """Give a call whose run `run` has no job another run."""

    case_id: str
    act: str
    run: int


def revive_calls(database: Database, jobs: Jobs, execute: Callable[[Command], Any]) -> int:
    """How many were revived. Looks at the 500 oldest calls; the queue is asked outside any transaction."""
    owed = select(service_calls.c.case_id, service_calls.c.act, service_calls.c.run)
    owed = owed.where(service_calls.c.failed_at.is_(None)).order_by(service_calls.c.asked_at).limit(MOST)
    with database.read() as db:
        rows = [dict(row) for row in db.execute(owed).mappings()]
    alive = jobs.alive([job_of(row) for row in rows])
    orphans = [row for row in rows if job_of(row) not in alive]
    return sum(execute(ReviveCall(**row)) for row in orphans)


def revive_call(command: ReviveCall, ctx: Context) -> bool:
    """Whether it was still that run: one that ended while we looked has moved its row on."""
    key = (command.case_id, command.act)
    owed = select(service_calls).where(service_calls.c.case_id == key[0], service_calls.c.act == key[1])
    row = ctx.db.execute(owed).mappings().first()
    if row is None or row["run"] != command.run or row["failed_at"] is not None:
        return False
    following = {"run": command.run + 1, "next_at": None}
    ctx.changes.update(service_calls, key, following)
    enqueue_run(ctx, {**row, **following})
    return True
