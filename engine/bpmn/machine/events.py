"""Awaited events: arming, disarming, and what happens when one occurs (BPMN 2.0.2, 10.5 and 13.5).

Four places wait: a catch event (alone or behind an event-based gateway), a receive task, a boundary event, and the
start of an event sub-process.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from engine.bpmn.machine import activities, correlation, tokens
from engine.bpmn.machine.run import ON_TOKEN, Run
from engine.bpmn.model import EventDefinition, Flow, Node
from engine.bpmn.state import Act, Wait
from engine.kernel.errors import ExecutionFailed, JingbanError
from engine.timing import CHINA_TIME, next_due, parse_timer, timer_of

# waits that somebody outside must know of; the others are found from inside
ANNOUNCED = frozenset({"timer", "message", "signal", "conditional"})
RECEIVE = -1
_CODED = ("error", "escalation")


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
            _arm_one(run, node, sid, aid, position, event)


def catch_event(run: Run, node: Node, sid: str, flow: Flow | None) -> None:
    """An intermediate catch event waits until its event, or all of a parallel multiple, have occurred."""
    aid = run.new("a")
    run.live[sid] += 1
    run.fact("started", node, aid, sid)
    run.acts[aid] = Act(aid, node.id, sid, "event")
    if any(event.kind == "link" for event in node.events):
        caught(run, aid, {}, 0)
        return
    arm(run, node, sid, aid)


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
            _arm_one(run, target, sid, aid, RECEIVE, _receive_message(target))
        else:
            arm(run, target, sid, aid)


def arm(run: Run, node: Node, sid: str, aid: str | None) -> None:
    """Wait for every event of a catch or boundary event."""
    for position, event in enumerate(node.events):
        _arm_one(run, node, sid, aid, position, event)


def arm_receive(run: Run, node: Node, act: Act) -> None:
    """A receive task waits for its message."""
    _arm_one(run, node, act.scope, act.id, RECEIVE, _receive_message(node), env=activities.data_scope(act))


def arm_event_sub_process(run: Run, node: Node, sid: str) -> None:
    """The start events of an event sub-process wait as long as the scope runs; compensation comes afterwards."""
    assert node.inner is not None  # the reader gives every sub-process a graph
    for start in run.program.graphs[node.inner].event_starts:
        for position, event in enumerate(start.events):
            if event.kind != "compensate":
                _arm_one(run, node, sid, None, position, event, start)


def _arm_one(
    run: Run,
    node: Node,
    sid: str,
    aid: str | None,
    position: int,
    event: EventDefinition,
    start: Node | None = None,
    env: str | None = None,
) -> None:
    place = start or node
    wid = run.new("w")
    announced: dict[str, Any] = {
        "wait": wid,
        "kind": event.kind,
        "due": None,
        "workdays": None,
        "after": None,
    }
    due = key = None
    cycle: tuple[str, str, int] | None = None
    if event.kind == "timer":
        due, cycle, announced = _timer(run, event, sid, place, announced)
    elif event.kind == "message" and (event.key is not None or run.program.correlation):
        key = correlation.awaited_key(run, event, env or sid, place)
    wait = Wait(
        wid,
        event.kind,
        node.id,
        sid,
        aid,
        position,
        start.id if start else None,
        due,
        event.code if event.kind in _CODED else event.name,
        key,
        cycle,
    )
    if event.kind == "conditional":
        wait = wait._replace(name=None, key=False)
        run.dirty = True
    run.waits[wid] = wait
    if event.kind in ANNOUNCED:
        announced |= {"name": event.name, "key": key, "element": place.id, "due": due}
        run.fact("armed", place, aid or "", sid, None, **announced)


def _timer(
    run: Run, event: EventDefinition, sid: str, node: Node, announced: dict[str, Any]
) -> tuple[str | None, tuple[str, str, int] | None, dict[str, Any]]:
    timer = event.timer
    assert timer is not None  # the reader refuses a timer event without one
    if timer.kind == "workdays":
        days = int(timer.text) if timer.text is not None else _workdays(run, event, sid, node)
        after = (
            run.now.astimezone(CHINA_TIME).date()
            if timer.after is None
            else run.value(timer.after, sid, node)
        )
        if not isinstance(after, date):
            raise ExecutionFailed(
                f"{node.name or node.id}: jb:after is {after!r}, not a date",
                element=node.id,
                code="timer-after",
            )
        if isinstance(after, datetime):
            after = after.date()
        return None, None, announced | {"workdays": days, "after": after.isoformat()}
    text = timer.text
    try:
        if text is None:
            assert timer.value is not None  # a timer has a text or an expression
            value = run.value(timer.value, sid, node)
            text = value if isinstance(value, str) else None
            spec = timer_of(value, zone=CHINA_TIME)
        else:
            parsed = parse_timer(text, zone=CHINA_TIME)
            assert parsed is not None  # the reader keeps only literals as text
            spec = parsed
        due = next_due(spec, run.now)
    except JingbanError as error:
        raise ExecutionFailed(
            f"{node.name or node.id}: {error.message}", element=node.id, code=error.stable_code
        ) from error
    cycle = (text, run.now.isoformat(), 0) if spec.kind == "cycle" and text is not None else None
    return (None if due is None else due.isoformat()), cycle, announced


def _workdays(run: Run, event: EventDefinition, sid: str, node: Node) -> int:
    assert event.timer is not None  # checked by the caller
    assert event.timer.value is not None  # the reader gives it a text or an expression
    days = run.value(event.timer.value, sid, node)
    if isinstance(days, bool) or days is None or days != int(days) or days < 0:
        raise ExecutionFailed(
            f"{node.name or node.id}: {days!r} is not a number of working days",
            element=node.id,
            code="timer-workdays",
        )
    return int(days)


def disarm(run: Run, wait: Wait) -> None:
    """Give up one wait."""
    if run.waits.pop(wait.id, None) is not None and wait.kind in ANNOUNCED:
        run.fact("disarmed", _place(run, wait), wait.act or "", wait.scope, None, wait=wait.id)


def rearm(run: Run, wait: Wait, key: Any) -> None:
    """Wait on with another key: the old wait is given up, so that nobody delivers to what it stood for."""
    disarm(run, wait)
    wid = run.new("w")
    run.waits[wid] = wait._replace(id=wid, key=key)
    data = {"wait": wid, "kind": wait.kind, "due": None, "workdays": None, "after": None}
    place = _place(run, wait)
    run.fact(
        "armed", place, wait.act or "", wait.scope, None, **data, name=wait.name, key=key, element=place.id
    )


def disarm_of(run: Run, aid: str) -> None:
    """Give up all waits of an activity instance."""
    for wait in [wait for wait in run.waits.values() if wait.act == aid]:
        disarm(run, wait)


def occur(run: Run, wait: Wait, payload: Mapping[str, Any]) -> None:
    """The awaited event has occurred."""
    place = _place(run, wait)
    if wait.kind == "message" and run.program.correlation:
        correlation.join(run, wait.name, correlation.key_of(run.program, wait.name, payload))
    if place.parallel_multiple and len(place.events) > 1:
        disarm(run, wait)
        if any(other for other in run.waits.values() if _siblings(other, wait)):
            run.assign(wait.scope, _payload(run, place, wait, payload))
            return
        if place.type == "boundaryEvent" and not place.interrupting:
            arm(run, place, wait.scope, wait.act)
        elif wait.start is not None and not place.interrupting:
            for position, event in enumerate(place.events):
                _arm_one(run, run.node(wait), wait.scope, None, position, event, place)
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
    disarm_of(run, aid)
    if target is not None and target is not node:
        run.fact("completed", node, aid, act.scope)
        aid = run.new("a")
        run.fact("started", target, aid, act.scope)
        node = target
    event = node.message if position == RECEIVE else node.events[position]
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
        _again(run, wait)
    run.fact("started", node, aid, sid)
    named = wait.name if event.kind in _CODED else event.name
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
        _again(run, wait)
    run.live[sid] += 1
    run.fact("started", node, aid, sid)
    assert node.inner is not None  # the reader gives every sub-process a graph
    for boundary in node.boundary:
        arm(run, boundary, sid, aid)
    run.acts[aid] = Act(aid, node.id, sid, "inside", None, None, None, f"s{run.serial + 1}")
    values = _payload(run, start, wait, payload)
    if not start.outputs:
        run.assign(sid, values)
        values = {}
    tokens.begin_scope(run, run.program.graphs[node.inner], sid, aid, values, start)


def _again(run: Run, wait: Wait) -> None:
    """A non-interrupting event goes on waiting; a timer only if it repeats."""
    if wait.kind != "timer":
        return
    if wait.cycle is None:
        disarm(run, wait)
        return
    text, armed_at, fired = wait.cycle
    spec = parse_timer(text, zone=CHINA_TIME)
    assert spec is not None  # only literals become cycles
    due = next_due(spec, datetime.fromisoformat(armed_at), fired + 1)
    if due is None:
        disarm(run, wait)
        return
    run.waits[wait.id] = wait._replace(due=due.isoformat(), cycle=(text, armed_at, fired + 1))
    data = {"wait": wait.id, "kind": "timer", "due": due.isoformat(), "workdays": None, "after": None}
    place = _place(run, wait)
    run.fact("armed", place, wait.act or "", wait.scope, None, **data, name=None, key=None, element=place.id)


def _place(run: Run, wait: Wait) -> Node:
    """The event that waits: the start event of an event sub-process, or the node itself."""
    node = run.node(wait)
    if wait.start is None:
        return node
    assert node.inner is not None  # the reader gives every sub-process a graph
    return run.program.graphs[node.inner].nodes[wait.start]


def definition(run: Run, wait: Wait) -> EventDefinition:
    """The event definition that a wait of an event stands for."""
    return _place(run, wait).events[wait.event]


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


def _receive_message(node: Node) -> EventDefinition:
    if node.message is None:
        raise ExecutionFailed(
            f"the receive task {node.name or node.id!r} names no message",
            element=node.id,
            code="receive-without-message",
        )
    return node.message


ON_TOKEN["startEvent"] = start_event
ON_TOKEN["intermediateCatchEvent"] = catch_event
ON_TOKEN["eventBasedGateway"] = event_gateway
