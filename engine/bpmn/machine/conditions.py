"""Conditional events: each occurs when its condition becomes true, having been false before (BPMN 2.0.2, 10.5.5)."""

from engine.bpmn.machine import correlation, events, waits
from engine.bpmn.machine.run import Run
from engine.bpmn.state import Wait


def look(run: Run) -> None:
    """What holds for a moment has held: conditions are looked at whenever data change, before the next token moves."""
    while run.dirty and run.status == "active":
        settle(run)


def awaited(run: Run) -> bool:
    """Whether a conditional event waits for anything."""
    return run.program.watches and any(wait.kind == "conditional" for wait in run.waits.values())


def settle(run: Run) -> bool:
    """Look at the conditions once after data changed; True when one occurred and tokens may move again."""
    run.dirty = False
    if not run.program.watches:
        return False
    if run.program.correlation:
        for wait, key in correlation.outdated(run):
            waits.rearm(run, wait, key)
    for wait in [wait for wait in run.waits.values() if wait.kind == "conditional"]:
        if wait.id not in run.waits:
            continue
        truth = _truth(run, wait)
        if truth is bool(wait.key):
            continue
        run.waits[wait.id] = wait._replace(key=truth)
        if truth:
            run.dirty = True
            run.spend(waits.place_of(run, wait))
            events.occur(run, run.waits[wait.id], {})
            return True
    return False


def _truth(run: Run, wait: Wait) -> bool:
    node = run.node(wait)
    place = node if wait.start is None else run.program.graphs[node.inner or ""].nodes[wait.start]
    condition = place.events[wait.event].condition
    if condition is None:
        return False
    return run.value(condition, wait.scope, place) is True
