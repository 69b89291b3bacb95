"""`step`: one input, one new state, the facts that followed. Pure: no clock, no randomness, no input or output."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from engine.bpmn import inputs
from engine.bpmn.facts import Fact
from engine.bpmn.machine import (  # each construct registers itself
    activities,
    conditions,
    correlation,
    events,
    gateways,
    joins,
    propagation,
    throwing,
    tokens,
)
from engine.bpmn.machine.run import ON_TOKEN, Run
from engine.bpmn.model import Graph, Node
from engine.bpmn.program import Program
from engine.bpmn.state import State
from engine.kernel.errors import ExecutionFailed, JingbanError
from engine.timing import CHINA_TIME

_OCCURRED = "occurred"


class Outcome(NamedTuple):
    """The state after an input, and what happened on the way, in order."""

    state: State
    facts: tuple[Fact, ...]


def step(program: Program, state: State | None, item: inputs.Input, now: datetime) -> Outcome:
    """Apply one input to an instance (`state` None: it begins). `now` is an aware instant.

    Raises `ExecutionFailed` naming the element when the instance cannot go on, `LimitExceeded` when the step would not
    end; `state` is unchanged then. The same arguments always give the same outcome.
    """
    if now.tzinfo is None:
        raise ExecutionFailed("the time of a step needs an offset", code="time-naive")
    # FEEL's today() is the day in China, where the limits of the law are counted
    now = now.astimezone(CHINA_TIME)
    begins = isinstance(item, inputs.Start)
    if begins and state is not None:
        raise ExecutionFailed("the instance has begun already", code="already-started")
    if not begins and (state is None or state.status != "active"):
        raise ExecutionFailed("the instance is over", code="instance-over")
    run = Run(program, state or State(), now)
    try:
        _INPUTS[type(item)](run, item)
        if run.status == "active":
            if not begins:
                conditions.look(run)
            tokens.settle(run)
    except JingbanError as error:
        # they did not happen, since the state stays as it was; a simulation tells how far it would have come
        error.facts = tuple(run.facts)
        raise
    return Outcome(run.state(), tuple(run.facts))


def begin(run: Run, item: inputs.Start) -> None:
    """Open the instance's own scope and place its first token."""
    graph = run.program.graphs.get(item.process or run.program.root)
    if graph is None or graph.parent is not None:
        raise ExecutionFailed(f"there is no process {item.process!r}", code="process-unknown")
    trigger = graph.nodes.get(item.trigger) if item.trigger is not None else None
    if item.trigger is not None and trigger is None:
        raise ExecutionFailed(f"there is no start {item.trigger!r}", code="start-unknown")
    if trigger is None and not graph.starts and graph.event_starts:
        trigger = graph.event_starts[0]
    run.begun_by = item.event
    if item.event is not None and run.program.correlation:
        correlation.join(run, item.event, correlation.key_of(run.program, item.event, item.payload))
    if trigger is None or not trigger.outputs:
        tokens.begin_scope(run, graph, None, None, {**item.data, **item.payload}, _entry(graph, trigger))
        return
    sid = tokens.begin_scope(run, graph, None, None, item.data, _entry(graph, trigger))
    payload = {**events.as_item(trigger, item.payload), "payload": item.payload, "result": item.payload}
    run.assign(sid, run.mapped(trigger.outputs, sid, trigger, payload))


def _entry(graph: Graph, trigger: Node | None) -> Node | None:
    """A process may also be started by an event behind an instantiating event-based gateway, or by a receive task.

    Its event has come already, so a stand-in passes the token on without waiting again; behind a parallel gateway the
    other events are awaited as well (BPMN 2.0.2, 10.6.6).
    """
    if trigger is None or trigger.type == "startEvent":
        return trigger
    if trigger.type == "eventBasedGateway":
        trigger = graph.nodes[trigger.outgoing[0].target]
    awaited = [
        graph.nodes[flow.target]
        for gateway in graph.event_starts
        if gateway.parallel_events and any(flow.target == trigger.id for flow in gateway.outgoing)
        for flow in gateway.outgoing
        if flow.target != trigger.id
    ]
    return replace(
        trigger,
        type=_OCCURRED,
        events=trigger.events or ((trigger.message,) if trigger.message else ()),
        boundary=tuple(awaited),
    )


def _occurred(run: Run, node: Node, sid: str, flow: Any) -> None:
    for other in node.boundary:
        run.place(other, sid)
    events.start_event(run, node, sid, flow)


ON_TOKEN[_OCCURRED] = _occurred


def _complete(run: Run, item: inputs.Complete) -> None:
    act = activities.open_act(run, item.act)
    if act.phase != "open":
        raise ExecutionFailed(
            f"activity {item.act!r} ends by itself when what is inside it ends",
            code="activity-not-open",
            act=item.act,
        )
    activities.complete(run, item.act, item.data)


def _fail(run: Run, item: inputs.Fail) -> None:
    act = activities.open_act(run, item.act)
    propagation.error(run, item.code, item.message, item.data, act.scope, item.act, run.node(act))


def _escalate(run: Run, item: inputs.Escalate) -> None:
    act = activities.open_act(run, item.act)
    node = run.node(act)
    run.fact("thrown", node, act.id, act.scope, act.index, kind="escalation", code=item.code)
    propagation.escalation(run, item.code, item.data, act.scope, item.act)


def _deliver(run: Run, item: inputs.Deliver) -> None:
    if item.wait is not None:
        wait = run.waits.get(item.wait)
        if wait is not None and (wait.kind != "message" or wait.name != item.name):
            wait = None
    else:
        key = item.key if item.key is not None else correlation.key_of(run.program, item.name, item.payload)
        awaiting = (w for w in run.waits.values() if correlation.awaits(run.program, run, w, item.name, key))
        wait = next(awaiting, None)
    if wait is None:
        raise ExecutionFailed(f"nothing here waits for the message {item.name!r}", code="no-receiver")
    events.occur(run, wait, item.payload)


def _broadcast(run: Run, item: inputs.Broadcast) -> None:
    if throwing.broadcast(run, item.name, item.payload) == 0:
        raise ExecutionFailed(f"nothing here waits for the signal {item.name!r}", code="no-receiver")


def _fire(run: Run, item: inputs.Fire) -> None:
    wait = run.waits.get(item.wait)
    if wait is None or wait.kind != "timer":
        raise ExecutionFailed(f"there is no armed timer {item.wait!r}", code="no-timer", wait=item.wait)
    events.occur(run, wait, {})


def _cancel(run: Run, item: inputs.Cancel) -> None:
    tokens.finish(run, "cancelled", reason=item.reason)


_INPUTS: dict[type, Callable[[Run, Any], None]] = {
    inputs.Start: begin,
    inputs.Complete: _complete,
    inputs.Fail: _fail,
    inputs.Escalate: _escalate,
    inputs.Deliver: _deliver,
    inputs.Broadcast: _broadcast,
    inputs.Fire: _fire,
    inputs.Cancel: _cancel,
}

__all__ = ["Outcome", "gateways", "joins", "step"]
