"""Accepting an application (受理): from this day its promised and its legal term run, side by side.

A clock starts once. Deemed acceptance counts from the day of receipt, not from the day the silence was noticed
(行政许可法 art. 32(4)).
"""

from datetime import date
from typing import Any

from engine.cases import national
from engine.cases.events import CaseAccepted
from engine.cases.members import as_date, move, start_clocks
from engine.cases.operations import Call
from engine.kernel.clock import office_day
from engine.timing import WorkCalendar


def accept(call: Call) -> dict[str, Any]:
    """Operation `case.accept` {accepted_on?} → {accepted_on, due_promise, due_legal}. Default: today."""
    return _accept(call, call.day("accepted_on", call.ctx.today))


def deem_accept(call: Call) -> dict[str, Any]:
    """Operation `case.deem_accept`: no answer within five working days accepts as of the day of receipt.

    After a supplement that is the day on which the supplement was received.
    """
    received = as_date(call.member["received_on"]) or office_day(call.case.row["received_at"])
    return _accept(call, received)


def _accept(call: Call, accepted_on: date) -> dict[str, Any]:
    member = call.member
    if accepted_on > call.ctx.today:
        raise call.failed(f"may not accept as of {accepted_on}, which is in the future", "accepted-in-future")
    move(member, national.ACCEPTED, call.ctx.today)
    promise, legal = start_clocks(member, call.ctx.services[WorkCalendar], accepted_on)
    call.case.members_changed()
    call.ctx.emit(CaseAccepted(call.case, member["code"]))
    return {"accepted_on": accepted_on, "due_promise": promise.due, "due_legal": legal.due}
