"""Throw and end events: what each result does (BPMN 2.0.2, 10.5.4 and 13.5.3).

Signals and messages that something in the same instance awaits are delivered at once, so that a boundary event still
sees what is thrown inside its activity; the fact `thrown` lets the platform reach all others.
"""

from collections.abc import Callable, Mapping
from typing import Any

from engine.bpmn.machine import compensation, correlation, events, propagation, tokens, waits
from engine.bpmn.machine.run import ON_TOKEN, Run
from engine.bpmn.model import EventDefinition, Flow, Node
from engine.bpmn.state import Act
from engine.kernel.errors import ExecutionFailed

Thrower = Callable[[Run, Node, EventDefinition, str, str], None]


def throw_event(run: Run, node: Node, sid: str, flow: Flow | None) -> None:
    """An intermediate throw or an end event: every result in order, then it is done, unless a result ended it."""
    aid = run.new("a")
    run.live[sid] += 1
    run.fact("started", node, aid, sid)
    local = None
    if node.inputs:
        local = run.open_scope("", sid, aid, run.mapped(node.inputs, sid, node))
    run.acts[aid] = Act(aid, node.id, sid, "throw", None, None, local)
    # what ends the scope comes last, or the other results would be lost
    for event in sorted(node.events, key=_ends) if len(node.events) > 1 else node.events:
        THROWERS[event.kind](run, node, event, aid, local or sid)
        if aid not in run.acts:
            return
    if run.acts[aid].phase == "throw":
        thrown(run, aid)


def _ends(event: EventDefinition) -> bool:
    return event.kind in ("error", "cancel", "terminate")


def thrown(run: Run, aid: str) -> None:
    """The event is done: an intermediate one passes its token on, an end event consumes it."""
    act = _leave(run, aid)
    node = run.node(act)
    run.fact("completed", node, aid, act.scope)
    if node.type != "endEvent":
        tokens.leave(run, node, act.scope)
    tokens.release(run, act.scope)


def implicit(run: Run, node: Node, event: EventDefinition, aid: str, sid: str) -> None:
    """The implicit throw event of a multi-instance activity; its own boundary events see it first (10.3.8).

    The default signal has no name: it is meant for the signal events on its boundary that name none either.
    """
    if event.kind == "signal" and event.name is None:
        run.fact("thrown", node, aid, sid, None, kind="signal", name="")
        for wait in [wait for wait in run.waits.values() if wait.act == aid and wait.kind == "signal"]:
            if wait.id in run.waits and waits.definition(run, wait).unnamed:
                events.occur(run, wait, {})
        return
    if event.kind in ("signal", "message", "escalation", "error"):
        THROWERS[event.kind](run, node, event, aid, sid)
        return
    for wait in list(run.waits.values()):
        if wait.act == aid and wait.kind == event.kind:
            events.occur(run, wait, {})
            return


def message(run: Run, node: Node, event: EventDefinition, aid: str, sid: str) -> None:
    """A message to whoever awaits it: first here, then in other instances."""
    payload = _payload(run, node, event, sid)
    key, carried = run.value(event.key, sid, node) if event.key is not None else None, None
    if key is None and run.program.correlation:
        # what the message does not carry itself is taken from the data of its sender
        carried = correlation.key_of(
            run.program, event.name, {**run.env(sid), **payload} if payload else run.env(sid)
        )
        key = carried if correlation.is_subscribed(run.program, event.name) else None
    meant = carried if key is None else key
    targets = run.program.routes.get(node.id)
    wait = next(
        (
            wait
            for wait in run.waits.values()
            if wait.act != aid
            and correlation.awaits(run.program, run, wait, event.name, meant)
            and (targets is None or (wait.start or wait.node) in targets)
        ),
        None,
    )
    correlation.join(run, event.name, meant)
    run.fact(
        "thrown",
        node,
        aid,
        sid,
        None,
        kind="message",
        name=event.name,
        payload=payload,
        key=key,
        delivered=wait is not None,
        **({} if carried is None else {"correlation": carried}),
    )
    if wait is not None:
        events.occur(run, wait, payload)


def broadcast(run: Run, name: str | None, payload: Mapping[str, Any]) -> int:
    """A signal to every catcher that waits now; how many it reached."""
    reached = 0
    for wait in [wait for wait in run.waits.values() if wait.kind == "signal" and wait.name == name]:
        if wait.id in run.waits:
            events.occur(run, run.waits[wait.id], payload)
            reached += 1
    return reached


def _signal(run: Run, node: Node, event: EventDefinition, aid: str, sid: str) -> None:
    payload = _payload(run, node, event, sid)
    run.fact("thrown", node, aid, sid, None, kind="signal", name=event.name, payload=payload)
    broadcast(run, event.name, payload)


def _error(run: Run, node: Node, event: EventDefinition, aid: str, sid: str) -> None:
    act = run.acts[aid]
    payload = _payload(run, node, event, sid) if not node.is_activity else {}
    run.fact("thrown", node, aid, act.scope, None, kind="error", code=event.code)
    if node.type == "endEvent":
        # the end event is over before its error ends the scope that it stands in
        _leave(run, aid)
        run.fact("completed", node, aid, act.scope)
    origin = None if node.type == "endEvent" else aid
    message = f"thrown at {node.name or node.id}"
    propagation.error(run, event.code, message, payload, act.scope, origin, node)


def _escalation(run: Run, node: Node, event: EventDefinition, aid: str, sid: str) -> None:
    act = run.acts[aid]
    payload = _payload(run, node, event, sid) if not node.is_activity else {}
    run.fact("thrown", node, aid, act.scope, None, kind="escalation", code=event.code)
    propagation.escalation(run, event.code, payload, act.scope, aid if node.is_activity else None)


def _leave(run: Run, aid: str) -> Act:
    """The event is over, and with it the data of its own."""
    act = run.acts.pop(aid)
    if act.local is not None:
        run.close_scope(act.local)
    return act


def _compensate(run: Run, node: Node, event: EventDefinition, aid: str, sid: str) -> None:
    run.fact("thrown", node, aid, run.acts[aid].scope, None, kind="compensate", activity=event.activity)
    compensation.begin(run, node, event, aid)


def _cancel(run: Run, node: Node, event: EventDefinition, aid: str, sid: str) -> None:
    run.fact("thrown", node, aid, run.acts[aid].scope, None, kind="cancel")
    compensation.cancel_transaction(run, node, aid)


def _terminate(run: Run, node: Node, event: EventDefinition, aid: str, sid: str) -> None:
    """Everything in the scope ends at once, without compensation or event handling (10.5.4)."""
    scope = run.acts[aid].scope
    run.fact("thrown", node, aid, scope, None, kind="terminate")
    _leave(run, aid)
    run.fact("completed", node, aid, scope)
    tokens.clear_scope(run, scope)
    tokens.end_scope(run, scope)


def _link(run: Run, node: Node, event: EventDefinition, aid: str, sid: str) -> None:
    """A link is a flow that is not drawn: the token goes on at the catching end of the same name (10.5.5)."""
    act = _leave(run, aid)
    graph = run.graph(act.scope)
    target = graph.links.get(event.name or "")
    if target is None:
        raise ExecutionFailed(
            f"no link event catches {event.name!r} here", element=node.id, code="link-without-target"
        )
    run.fact("thrown", node, aid, act.scope, None, kind="link", name=event.name)
    run.fact("completed", node, aid, act.scope)
    run.place(target, act.scope)
    tokens.release(run, act.scope)


def _payload(run: Run, node: Node, event: EventDefinition, sid: str) -> dict[str, Any]:
    if event.payload:
        return run.mapped(event.payload, sid, node)
    return {item.target: run.env(sid).get(item.target) for item in node.inputs}


THROWERS: dict[str, Thrower] = {
    "message": message,
    "signal": _signal,
    "error": _error,
    "escalation": _escalation,
    "compensate": _compensate,
    "cancel": _cancel,
    "terminate": _terminate,
    "link": _link,
}

ON_TOKEN["endEvent"] = throw_event
ON_TOKEN["intermediateThrowEvent"] = throw_event
ON_TOKEN["implicitThrowEvent"] = throw_event
