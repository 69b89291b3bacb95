"""Telling a case something from outside: a message for one of its waiting events, and timers that came due."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.bpmn import inputs
from engine.bpmn.state import Wait
from engine.cases.advance import advance
from engine.cases.capacity import place_of
from engine.cases.inbound.keeping import declared, expiry, keep
from engine.cases.loaded import LoadedCase, keep_state, load_case
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
    keep: str | None = None


def deliver(command: DeliverMessage, ctx: Context) -> Mapping[str, Any]:
    """Returns the case view. A message that nothing in the case awaits yet is kept for `keep` (ISO 8601 duration), else for
    the `jb:keep` of an event of its process that will await it; without both: Conflict (`no-receiver`).
    """
    case = load_case(ctx, command.case_id)
    refuse_unseen(ctx, case.row)
    refuse_unless_active(case.number, case.row["status"])
    if not command.name.strip():
        message = "Name the message."
        raise InvalidInput(message, [FieldError("name", message, "required")])
    keep_for = command.keep or declared(case.program, command.name)
    if keep_for is not None and not _is_awaited(case, command.name, command.correlation):
        _keep(ctx, case, command, keep_for)
        return case_view(ctx, case.row)
    wait = _wait(case, command.name, command.correlation)
    told = inputs.Deliver(command.name, dict(command.payload), command.correlation, wait)
    data = {"name": command.name, "payload": dict(command.payload)}
    advance(ctx, case, Move(told, "case:message_received", data=data, capacity=place_of(ctx.actor)))
    return case_view(ctx, case.row)


def _keep(ctx: Context, case: LoadedCase, command: DeliverMessage, duration: str) -> None:
    """The event moves the case's version on, so that nobody can begin to wait unseen while the message is put aside."""
    until = expiry(ctx, duration)
    payload = dict(command.payload)
    keep(ctx, case.row["region"], command.name, command.correlation, payload, until, case.id)
    data = {"name": command.name, "kept_until": until.isoformat(), "payload": payload}
    ctx.record(case.id, "case:message_kept", data=data, capacity=place_of(ctx.actor))
    keep_state(ctx, case.row)
    case.row["version"] += 1


def _is_awaited(case: LoadedCase, name: str, correlation: Any) -> bool:
    return bool(_waits(case, name, correlation))


def _waits(case: LoadedCase, name: str, correlation: Any) -> list[Wait]:
    assert case.state is not None  # loaded from a row, so it has begun
    named = [wait for wait in case.state.waits.values() if wait.kind == "message" and wait.name == name]
    if correlation is None:
        return named
    text = key_text(to_json(correlation))
    return [wait for wait in named if wait.key is None or key_text(to_json(wait.key)) == text]


def _wait(case: LoadedCase, name: str, correlation: Any) -> str:
    """The wait a message is for. Without a correlation the only wait of that name is meant, whatever its key."""
    assert case.state is not None  # loaded from a row, so it has begun
    named = _waits(case, name, correlation)
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
