"""Telling a case something from outside: a message for one of its waiting events, and timers that came due."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.bpmn import inputs
from engine.cases.advance import advance
from engine.cases.capacity import place_of
from engine.cases.loaded import LoadedCase, load_case
from engine.cases.moves import Move
from engine.cases.sight import refuse_unseen
from engine.cases.status import refuse_unless_active
from engine.cases.view import case_view
from engine.deadlines.arm import key_text
from engine.dispatch import Command, Context
from engine.expressions import to_json
from engine.kernel.errors import Conflict, FieldError, InvalidInput


@dataclass(frozen=True, slots=True)
class DeliverMessage(Command):
    """A message for a waiting case: what the applicant supplemented, what another office answered."""

    permission: ClassVar[str] = "case:message"
    case_id: str
    name: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    correlation: Any = None


def deliver(command: DeliverMessage, ctx: Context) -> Mapping[str, Any]:
    """Returns the case view. Raises Conflict (`no-receiver`) when nothing in the case waits for it."""
    case = load_case(ctx, command.case_id)
    refuse_unseen(ctx, case.row)
    refuse_unless_active(case.number, case.row["status"])
    if not command.name.strip():
        message = "Name the message."
        raise InvalidInput(message, [FieldError("name", message, "required")])
    wait = _wait(case, command.name, command.correlation)
    told = inputs.Deliver(command.name, dict(command.payload), command.correlation, wait)
    data = {"name": command.name, "payload": dict(command.payload)}
    advance(ctx, case, Move(told, "case:message_received", data=data, capacity=place_of(ctx.actor)))
    return case_view(ctx, case.row)


def _wait(case: LoadedCase, name: str, correlation: Any) -> str:
    """The wait a message is for. Without a correlation the only wait of that name is meant, whatever its key."""
    assert case.state is not None  # loaded from a row, so it has begun
    named = [wait for wait in case.state.waits.values() if wait.kind == "message" and wait.name == name]
    if correlation is not None:
        text = key_text(to_json(correlation))
        named = [wait for wait in named if wait.key is None or key_text(to_json(wait.key)) == text]
    if not named:
        awaited = sorted({str(w.name) for w in case.state.waits.values() if w.kind == "message"})
        raise Conflict(
            f"Case {case.number} does not wait for the message {name!r}"
            + (f" with the correlation {correlation!r}" if correlation is not None else "")
            + f"; it waits for: {', '.join(awaited) or 'none'}.",
            code="no-receiver",
            awaited=awaited,
        )
    if correlation is None and len({key_text(to_json(wait.key)) for wait in named}) > 1:
        raise Conflict(
            f"Several parts of case {case.number} wait for {name!r}; say which by its correlation.",
            code="ambiguous-receiver",
            correlations=[to_json(wait.key) for wait in named],
        )
    return named[0].id
