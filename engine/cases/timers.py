"""A timer of a case came due: the sweep found its row, this fires it.

A row may be older than what happened since; a timer that is no longer armed fires nothing. A suspended case holds its
timers: they stay due and fire once it is resumed.
"""

from engine.bpmn import inputs
from engine.cases.advance import advance
from engine.cases.loaded import load_case
from engine.cases.moves import Move
from engine.deadlines.arm import disarm
from engine.deadlines.fire import FireTimer
from engine.dispatch import Context


def fire(command: FireTimer, ctx: Context) -> dict[str, bool]:
    """`{fired}`: whether the timer was still armed and the case active."""
    case = load_case(ctx, command.case_id)
    if case.row["status"] == "suspended":
        return {"fired": False}
    # a repeating timer arms itself anew under the same id, so the old row goes first
    disarm(ctx, case.id, command.wait)
    wait = case.state.waits.get(command.wait) if case.state else None
    if wait is None:
        return {"fired": False}
    element = wait.start or wait.node
    advance(
        ctx, case, Move(inputs.Fire(command.wait), "case:timer_fired", element, data={"wait": command.wait})
    )
    return {"fired": True}
