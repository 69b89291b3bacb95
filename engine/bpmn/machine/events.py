"""Awaited events: who begins to wait, and what happens when one occurs (BPMN 2.0.2, 10.5 and 13.5)."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.machine import activities, correlation, tokens, waits
from engine.bpmn.machine.run import ON_TOKEN, Run
from engine.bpmn.model import Flow, Node
from engine.bpmn.state import Act, Wait


def start_event(run: Run, node: Node, sid: str, flow: Flow | None) -> None:
    """A start event has occurred: its token goes on."""
    aid = run.new("a")
    run.fact("started", node, aid, sid)
    if node.parallel_multiple and len(node.events) > 1 and run.scopes[sid].act is None:
        _await_the_rest(run, node, sid, aid)
        return
    if node.events:
        run.fact("caught", node, aid, sid, None, kind=node.events[0].kind, name=node.events[0].name)
    run.fact("completed", node, aid, sid)
    tokens.leave(run, node, sid)


def _await_the_rest(run: Run, node: Node, sid: str, aid: str) -> None:
    """One part of a parallel multiple start has begun the instance; it goes on when the others have occurred too."""
    run.live[sid] += 1
    run.acts[aid] = Act(aid, node.id, sid, "event")
    names = [event.name for event in node.events]
    begun_by = names.index(run.begun_by) if run.begun_by in names else 0
    for position, event in enumerate(node.events):
        if position != begun_by:
            waits.arm_one(run, node, sid, aid, position, event)


def catch_event(run: Run, node: Node, sid: str, flow: Flow | None) -> None:
    """An intermediate catch event waits until its event, or all of a parallel multiple, have occurred."""
    aid = run.new("a")
    run.live[sid] += 1
    run.fact("started", node, aid, sid)
    run.acts[aid] = Act(aid, node.id, sid, "event")
    if any(event.kind == "link" for event in node.events):
        caught(run, aid, {}, 0)
        return
    waits.arm(run, node, sid, aid)


def event_gateway(run: Run, node: Node, sid: str, flow: Flow | None) -> None:
    """All targets wait; the first event decides, the others are given up (10.6.6)."""
    aid = run.new("a")
    run.live[sid] += 1
    run.fact("started", node, aid, sid)
    run.acts[aid] = Act(aid, node.id, sid, "event")
    graph = run.graph(sid)
    for outgoing in node.outgoing:
        target = graph.nodes[outgoing.target]
        if target.type == "receiveTask":
            waits.arm_one(run, target, sid, aid, waits.RECEIVE, waits.receive_message(target))
        else:
            waits.arm(run, target, sid, aid)


def occur(run: Run, wait: Wait, payload: Mapping[str, Any]) -> None:
    """The awaited event has occurred."""
    place = waits.place_of(run, wait)
    if wait.kind == "message" and run.program.correlation:
        correlation.join(run, wait.name, correlation.key_of(run.program, wait.name, payload))
    if place.parallel_multiple and len(place.events) > 1:
        waits.disarm(run, wait)
        if any(other for other in run.waits.values() if _siblings(other, wait)):
            run.assign(wait.scope, _payload(run, place, wait, payload))
            return
        if place.type == "boundaryEvent" and not place.interrupting:
            waits.arm(run, place, wait.scope, wait.act)
        elif wait.start is not None and not place.interrupting:
            for position, event in enumerate(place.events):
                waits.arm_one(run, run.node(wait), wait.scope, None, position, event, place)
        _have_held(run, wait)
    if wait.start is not None:
        _event_sub_process(run, wait, place, payload)
    elif place.type == "boundaryEvent":
        _boundary(run, wait, place, payload)
    elif place.type == "receiveTask" and wait.act is not None and run.acts[wait.act].node == place.id:
        activities.complete(run, wait.act, as_item(place, payload))
    else:
        assert wait.act is not None  # catch events and gateways have an instance
        caught(run, wait.act, payload, wait.event, place)


def caught(run: Run, aid: str, payload: Mapping[str, Any], position: int, target: Node | None = None) -> None:
    """A catch event is done; behind an event-based gateway the gateway is done first."""
    act = run.acts.pop(aid)
    node = run.node(act)
    waits.disarm_of(run, aid)
    if target is not None and target is not node:
        run.fact("completed", node, aid, act.scope)
        aid = run.new("a")
        run.fact("started", target, aid, act.scope)
        node = target
    event = node.message if position == waits.RECEIVE else node.events[position]
    run.fact(
        "caught",
        node,
        aid,
        act.scope,
        None,
        kind=event.kind if event else None,
        name=event.name if event else None,
    )
    _write(run, node, act.scope, payload)
    run.fact("completed", node, aid, act.scope)
    tokens.leave(run, node, act.scope)
    tokens.release(run, act.scope)


def _boundary(run: Run, wait: Wait, node: Node, payload: Mapping[str, Any]) -> None:
    assert wait.act is not None  # a boundary event has a host
    sid = wait.scope
    event = node.events[wait.event]
    aid = run.new("a")
    run.live[sid] += 1
    if node.interrupting or event.kind in ("error", "cancel"):
        activities.cancel(run, wait.act)
    else:
        waits.again(run, wait)
    run.fact("started", node, aid, sid)
    named = wait.name if event.kind in waits.CODED else event.name
    run.fact("caught", node, aid, sid, None, kind=event.kind, name=named)
    _write(run, node, sid, payload)
    run.fact("completed", node, aid, sid)
    tokens.leave(run, node, sid)
    tokens.release(run, sid)


def _event_sub_process(run: Run, wait: Wait, start: Node, payload: Mapping[str, Any]) -> None:
    sid = wait.scope
    node = run.graph(sid).nodes[wait.node]
    event = start.events[wait.event]
    aid = run.new("a")
    if start.interrupting or event.kind == "error":
        tokens.clear_scope(run, sid)
        tokens.disarm_starts(run, sid)
    else:
        waits.again(run, wait)
    run.live[sid] += 1
    run.fact("started", node, aid, sid)
    assert node.inner is not None  # the reader gives every sub-process a graph
    for boundary in node.boundary:
        waits.arm(run, boundary, sid, aid)
    run.acts[aid] = Act(aid, node.id, sid, "inside", None, None, None, f"s{run.serial + 1}")
    values = _payload(run, start, wait, payload)
    if not start.outputs:
        run.assign(sid, values)
    inner = tokens.begin_scope(run, run.program.graphs[node.inner], sid, aid, {}, start)
    if start.outputs:
        # a target may be declared inside as well as around it
        run.assign(inner, values)


def _have_held(run: Run, wait: Wait) -> None:
    """Conditions that are waited for again have just been true: each must become false before it can occur once more."""
    for other in list(run.waits.values()):
        if other.kind == "conditional" and _siblings(other, wait):
            run.waits[other.id] = other._replace(key=True)


def _siblings(other: Wait, wait: Wait) -> bool:
    return (other.node, other.act, other.start, other.scope) == (wait.node, wait.act, wait.start, wait.scope)


def as_item(node: Node, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """A payload of one value is the item of the event, whatever name its sender had for it (10.4.1, 10.5.1)."""
    if len(node.data_outputs) == 1 and len(payload) == 1 and node.data_outputs[0] not in payload:
        return {node.data_outputs[0]: next(iter(payload.values())), **payload}
    return payload


def _payload(run: Run, node: Node, wait: Wait, payload: Mapping[str, Any]) -> dict[str, Any]:
    if node.outputs:
        payload = as_item(node, payload)
        return run.mapped(node.outputs, wait.scope, node, {**payload, "payload": payload})
    return dict(payload)


def _write(run: Run, node: Node, sid: str, payload: Mapping[str, Any]) -> None:
    """With output mappings the event writes these, else its whole payload."""
    if node.outputs:
        payload = as_item(node, payload)
        run.assign(
            sid, run.mapped(node.outputs, sid, node, {**payload, "payload": payload, "result": payload})
        )
    else:
        run.assign(sid, payload)


ON_TOKEN["startEvent"] = start_event
ON_TOKEN["intermediateCatchEvent"] = catch_event
ON_TOKEN["eventBasedGateway"] = event_gateway
