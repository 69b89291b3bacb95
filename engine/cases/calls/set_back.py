"""A call did not come about: have it made again after a while, or give it up, so that people see it."""

from dataclasses import dataclass

from sqlalchemy import select

from engine.cases.calls.ask import enqueue_run
from engine.cases.calls.tables import service_calls
from engine.dispatch import Command, Context
from engine.jobs.retry import retry_delay


@dataclass(frozen=True, slots=True)
class SetBackCall(Command):
    """This run failed with `code`; `again`: whether another attempt may help. `chance` (0 to 1) spreads the attempts."""

    case_id: str
    act: str
    run: int
    code: str
    error: str
    again: bool
    chance: float


def set_back_call(command: SetBackCall, ctx: Context) -> dict[str, bool]:
    """`{given_up}`. A run that is late changes nothing."""
    key = (command.case_id, command.act)
    owed = select(service_calls).where(service_calls.c.case_id == key[0], service_calls.c.act == key[1])
    row = ctx.db.execute(owed).mappings().first()
    if row is None or row["run"] != command.run or row["failed_at"] is not None:
        return {"given_up": False}
    told = {"code": command.code[:80], "error": command.error[:2000]}
    if not command.again or row["attempts"] >= row["most_attempts"]:
        ctx.changes.update(service_calls, key, {**told, "failed_at": ctx.now, "next_at": None})
        return {"given_up": True}
    delay = retry_delay(row["attempts"], command.chance)
    following = {"run": row["run"] + 1, "next_at": ctx.now + delay}
    ctx.changes.update(service_calls, key, {**told, **following})
    enqueue_run(ctx, {**row, **following}, delay)
    return {"given_up": False}
