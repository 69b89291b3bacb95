"""Withdrawing, terminating, suspending and resuming a case.

A withdrawal is the applicant's right until the decision; afterwards it is refused. Termination is the office's act for
the same period, always with a reason. Suspension holds the work; it does not stop a legal clock, because the law lists
what may (行政许可法 art. 45) and a pause of the desk is not among it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.bpmn import inputs
from engine.cases import national, status
from engine.cases.advance import advance
from engine.cases.capacity import place_of
from engine.cases.events import CaseStatusChanged
from engine.cases.loaded import LoadedCase, load_case
from engine.cases.members import is_open, move
from engine.cases.moves import Move
from engine.cases.sight import refuse_unseen
from engine.cases.view import case_view
from engine.dispatch import Command, Context
from engine.kernel.errors import Conflict, FieldError, InvalidInput

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class WithdrawCase(Command):
    """The applicant (or the window on the applicant's behalf) takes the application back."""

    permission: ClassVar[str] = "case:withdraw"
    case_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class TerminateCase(Command):
    """The office ends a case that cannot go on (its subject is gone, the project was cancelled)."""

    permission: ClassVar[str] = "case:terminate"
    case_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class SuspendCase(Command):
    """Hold all work on a case."""

    permission: ClassVar[str] = "case:suspend"
    case_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class ResumeCase(Command):
    """Let work on a suspended case go on."""

    permission: ClassVar[str] = "case:suspend"
    case_id: str


def withdraw(command: WithdrawCase, ctx: Context) -> Mapping[str, Any]:
    """Returns the case view. Raises Conflict (`already-decided`, `case-ended`), NotFound, InvalidInput."""
    return _cancel(ctx, command.case_id, command.reason, "withdrawn", "case:withdrawn")


def terminate(command: TerminateCase, ctx: Context) -> Mapping[str, Any]:
    """Returns the case view. Raises as `withdraw`."""
    return _cancel(ctx, command.case_id, command.reason, "terminated", "case:terminated")


def suspend(command: SuspendCase, ctx: Context) -> Mapping[str, Any]:
    """Returns the case view. Raises Conflict (`case-suspended`, `case-ended`), NotFound, InvalidInput."""
    case = _seen(ctx, command.case_id)
    reason = checked_reason(command.reason)
    status.refuse_unless_active(case.number, case.row["status"])
    case.change_status("suspended")
    case.set(stop_reason=reason, updated_at=ctx.now)
    ctx.record(case.id, "case:suspended", data={"reason": reason}, capacity=place_of(ctx.actor))
    ctx.emit(CaseStatusChanged(case, "suspended", reason))
    case.save()
    return case_view(ctx, case.row)


def resume(command: ResumeCase, ctx: Context) -> Mapping[str, Any]:
    """Returns the case view. Raises Conflict when the case is not suspended."""
    case = _seen(ctx, command.case_id)
    if case.row["status"] != "suspended":
        raise Conflict(f"Case {case.number} is not suspended.", code="not-suspended")
    case.change_status("active")
    case.set(stop_reason=None, updated_at=ctx.now)
    ctx.record(case.id, "case:resumed", capacity=place_of(ctx.actor))
    ctx.emit(CaseStatusChanged(case, "active"))
    case.save()
    return case_view(ctx, case.row)


def checked_reason(reason: str) -> str:
    """A reason that a person can read later. Raises InvalidInput (path `reason`)."""
    text = reason.strip()
    if not text or len(text) > LONGEST_REASON:
        message = f"Give a reason of 1 to {LONGEST_REASON} characters."
        raise InvalidInput(message, [FieldError("reason", message, "required" if not text else "too-long")])
    return text


def _cancel(
    ctx: Context, case_id: str, reason: str, reached: status.Status, action: str
) -> Mapping[str, Any]:
    case = _seen(ctx, case_id)
    text = checked_reason(reason)
    status.refuse_move(case.number, case.row["status"], reached)
    entered = _withdraw_members(case, ctx, text)
    case.change_status(reached)
    case.set(stop_reason=None)
    told = {"reason": text, "national_states": entered}
    advance(ctx, case, Move(inputs.Cancel(text), action, data=told, capacity=place_of(ctx.actor)))
    return case_view(ctx, case.row)


def _withdraw_members(case: LoadedCase, ctx: Context, reason: str) -> dict[str, int]:
    """Every open item goes to 2 or 14; an item that was decided stands in the way of withdrawing the whole."""
    decided = [member["code"] for member in case.members.values() if member["state"] in national.DECIDED]
    if decided:
        raise Conflict(
            f"Case {case.number} has been decided ({', '.join(decided)}); it can only be withdrawn before the decision.",
            code="already-decided",
            items=decided,
        )
    entered: dict[str, int] = {}
    for member in case.members.values():
        if is_open(member):
            entered[member["code"]] = national.withdrawal(member["state"])
            move(member, entered[member["code"]], ctx.today)
            member["reason"] = reason
    case.members_changed()
    return entered


def _seen(ctx: Context, case_id: str) -> LoadedCase:
    case = load_case(ctx, case_id)
    refuse_unseen(ctx, case.row)
    return case
