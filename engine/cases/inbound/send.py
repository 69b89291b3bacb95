"""A message from outside for whichever case awaits it: by name and correlation key, within one region."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.bpmn import inputs
from engine.cases.advance import advance
from engine.cases.capacity import place_of
from engine.cases.correlate import waiting_for
from engine.cases.inbound.keeping import expiry, keep, take_turn
from engine.cases.loaded import load_case
from engine.cases.moves import Move
from engine.cases.status import refuse_unless_active
from engine.deadlines.arm import key_text
from engine.dispatch import Command, Context
from engine.expressions import to_json
from engine.kernel.errors import Conflict, FieldError, InvalidInput


@dataclass(frozen=True, slots=True)
class SendMessage(Command):
    """Correlate a message. With `keep` (ISO 8601 duration) it waits so long for a case that awaits it."""

    permission: ClassVar[str] = "message:send"
    name: str
    correlation: Any = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    keep: str | None = None


def send_message(command: SendMessage, ctx: Context) -> dict[str, Any]:
    """`{delivered, kept_until}`; nothing is told about the case. Raises Conflict (`no-receiver`) when none awaits it and it
    is not to be kept.
    """
    region = ctx.actor.region
    if not command.name.strip() or not region:
        message = "Name the message." if region else "Only somebody of a region can send a message."
        raise InvalidInput(message, [FieldError("name", message, "required")])
    until = None if command.keep is None else expiry(ctx, command.keep)
    take_turn(ctx, region, command.name, command.correlation)
    key = key_text(to_json(command.correlation))
    waiting = waiting_for(ctx.db, region, "message", command.name, key)
    if waiting:
        case_id, wait = waiting[0]
        case = load_case(ctx, case_id)
        refuse_unless_active(case.number, case.row["status"])
        told = inputs.Deliver(command.name, dict(command.payload), command.correlation, wait)
        data = {"name": command.name, "payload": dict(command.payload), "sender": ctx.actor.user_id}
        advance(ctx, case, Move(told, "case:message_received", data=data, capacity=place_of(ctx.actor)))
        return {"delivered": True, "kept_until": None}
    if until is None:
        raise Conflict(
            f"No case awaits the message {command.name!r} with this correlation; give `keep` to have it kept.",
            code="no-receiver",
        )
    keep(ctx, region, command.name, command.correlation, dict(command.payload), until)
    return {"delivered": False, "kept_until": until}
