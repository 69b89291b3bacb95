"""Answer by hand what a service did not: somebody found out otherwise, or the matter cannot wait.

The answer takes the very place of the service's: the same mappings, the same boundary events. The log says who gave it, in which
capacity, when and why, so that nobody later takes it for the service's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from engine.bpmn import inputs
from engine.cases.advance import advance
from engine.cases.calls.answer import is_open
from engine.cases.capacity import place_of
from engine.cases.incidents.list import find_incident
from engine.cases.loaded import load_case
from engine.cases.moves import Move
from engine.cases.status import refuse_unless_active
from engine.cases.view import case_view
from engine.dispatch import Command, Context
from engine.kernel.errors import Conflict, FieldError, InvalidInput

LONGEST_REASON: Final = 2000


@dataclass(frozen=True, slots=True)
class AnswerIncident(Command):
    """What the service would have answered: `data`, or the BPMN error `error`; `reason` is how one knows."""

    permission: ClassVar[str] = "incident:answer"
    incident_id: str
    reason: str
    data: Mapping[str, Any] = field(default_factory=dict)
    error: str | None = None


def answer_incident(command: AnswerIncident, ctx: Context) -> Mapping[str, Any]:
    """The case view. Raises NotFound, Conflict (`not-answerable` for a timer), or what the step raises."""
    _check(command)
    incident = find_incident(ctx, command.incident_id)
    if incident["kind"] != "call":
        raise Conflict("A timer has no answer; mend its cause and retry it.", code="not-answerable")
    case = load_case(ctx, incident["case_id"])
    refuse_unless_active(case.number, case.row["status"])
    act = incident["subject"]
    if not is_open(case, act):
        raise Conflict("The case has gone on without this answer.", code="not-answerable")
    answer: inputs.Input = (
        inputs.Complete(act, dict(command.data))
        if command.error is None
        else inputs.Fail(act, command.error, command.reason, dict(command.data))
    )
    told = {"connector": incident["connector"], "reason": command.reason, "instead_of": incident["code"]}
    if command.error is not None:
        told["error"] = command.error
    move = Move(answer, "case:call_answered_by_hand", incident["element"], act, told, place_of(ctx.actor))
    advance(ctx, case, move)
    return case_view(ctx, case.row)


def _check(command: AnswerIncident) -> None:
    errors = []
    if not command.reason.strip() or len(command.reason) > LONGEST_REASON:
        errors.append(FieldError("reason", f"Say why, in 1 to {LONGEST_REASON} characters.", "required"))
    if command.error is not None and not command.error.strip():
        errors.append(FieldError("error", "Name the error, or leave it out.", "required"))
    if errors:
        raise InvalidInput("This answer is not complete.", errors)
