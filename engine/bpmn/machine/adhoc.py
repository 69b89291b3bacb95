"""Ad-hoc sub-processes (BPMN 2.0.2, 10.3.5 and 13.3.5).

Our reading, where the standard leaves the order to the performers: every activity without an incoming flow is enabled
and is started once, all together (Parallel) or one after another in document order (Sequential). After each completed
activity the completion condition is looked at; when it is true the rest is cancelled or, with
cancelRemainingInstances="false", allowed to finish while nothing new starts. Without a condition the sub-process ends
when all is done. With a condition that is still false everything is enabled again if what the condition reads has
changed meanwhile (activities may be performed several times); if it has not, the sub-process waits until it does.
"""

from typing import Any

from engine.bpmn.machine import tokens
from engine.bpmn.machine.run import Run
from engine.bpmn.model import Graph, Node

_HELD = "ad-hoc"


def begin(run: Run, graph: Graph, sid: str) -> None:
    """Enable the activities."""
    node = _owner(run, sid)
    if node.completion is not None:
        run.live[sid] += 1
        run.joins[sid, _HELD] = {_HELD: 1}
    _enable(run, node, graph, sid)


def _enable(run: Run, node: Node, graph: Graph, sid: str) -> None:
    if node.completion is not None:
        run.loops[run.scopes[sid].act or ""] = {"seen": _seen(run, node, sid)}
    first = graph.implicit_starts[:1] if node.sequential else graph.implicit_starts
    if node.sequential:
        run.joins[sid, _HELD] = {**run.joins.get((sid, _HELD), {}), "next": 1}
    for start in first:
        run.place(start, sid)


def activity_done(run: Run, sid: str) -> None:
    """One inner activity has completed: end the sub-process, or start the next of a sequence."""
    node = _owner(run, sid)
    held = run.joins.get((sid, _HELD), {})
    if "closing" not in held and is_complete(run, sid):
        close(run, sid)
        return
    position = held.get("next")
    starts = run.graph(sid).implicit_starts
    if node.sequential and position is not None and position < len(starts) and "closing" not in held:
        run.joins[sid, _HELD] = {**held, "next": position + 1}
        run.place(starts[position], sid)


def is_complete(run: Run, sid: str) -> bool:
    """Whether the completion condition holds now."""
    node = _owner(run, sid)
    return node.completion is not None and run.value(node.completion, sid, node) is True


def close(run: Run, sid: str) -> None:
    """The condition is true: cancel what still runs, or let it finish."""
    node = _owner(run, sid)
    if node.cancel_remaining:
        tokens.clear_scope(run, sid)
        tokens.end_scope(run, sid)
        return
    run.joins[sid, _HELD] = {"closing": 1}
    tokens.release(run, sid)


def settle(run: Run) -> bool:
    """Data changed: an ad-hoc sub-process that waits for its condition may be over."""
    for sid, place in list(run.joins):
        held = run.joins.get((sid, place), {})
        if place == _HELD and _HELD in held and sid in run.live and run.live[sid] == 1:
            if is_complete(run, sid):
                close(run, sid)
                return True
            node = _owner(run, sid)
            if run.loops[run.scopes[sid].act or ""]["seen"] != _seen(run, node, sid):
                run.spend(node)
                _enable(run, node, run.graph(sid), sid)
                return True
    return False


def _seen(run: Run, node: Node, sid: str) -> dict[str, Any]:
    """The values that the completion condition depends on."""
    assert node.completion is not None  # asked only with a condition
    env = run.env(sid)
    return {name: env.get(name) for name in sorted(node.completion.names)}


def _owner(run: Run, sid: str) -> Node:
    return run.node(run.acts[run.scopes[sid].act or ""])
