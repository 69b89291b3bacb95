"""A service answered: its answer, or the error it means, is an input of the case, recorded like every other.

The step that takes it closes the activity, and with it goes the row of the call: one transaction, so an answer counts once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from engine.bpmn import inputs
from engine.cases.advance import advance
from engine.cases.calls.tables import service_calls
from engine.cases.loaded import LoadedCase, load_case
from engine.cases.moves import BY_ITSELF, Move
from engine.dispatch import Command, Context


@dataclass(frozen=True, slots=True)
class AnswerCall(Command):
    """What a service answered: `data`, and with `error` the BPMN error that the answer means."""

    case_id: str
    act: str
    data: Mapping[str, Any] = field(default_factory=dict)
    error: str | None = None
    message: str = ""


def answer_call(command: AnswerCall, ctx: Context) -> dict[str, bool]:
    """`{answered}`: False when the call is not owed any more. Raises what the step raises."""
    owed = select(service_calls).where(
        service_calls.c.case_id == command.case_id, service_calls.c.act == command.act
    )
    row = ctx.db.execute(owed).mappings().first()
    if row is None:
        return {"answered": False}
    case = load_case(ctx, command.case_id)
    if case.row["status"] != "active" or not is_open(case, command.act):
        return {"answered": False}
    told = {"connector": row["connector"], "attempts": row["attempts"]}
    if command.error is None:
        move = Move(
            inputs.Complete(command.act, dict(command.data)),
            "case:call_answered",
            row["element"],
            command.act,
            told,
            BY_ITSELF,
        )
    else:
        move = Move(
            inputs.Fail(command.act, command.error, command.message, dict(command.data)),
            "case:call_refused",
            row["element"],
            command.act,
            {**told, "error": command.error, "message": command.message},
            BY_ITSELF,
        )
    advance(ctx, case, move)
    return {"answered": True}


def is_open(case: LoadedCase, act: str) -> bool:
    """Whether an activity of the case still waits for its answer."""
    return case.state is not None and act in case.state.acts
