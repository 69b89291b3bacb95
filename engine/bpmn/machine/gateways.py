"""Exclusive and parallel gateways, and the diverging side of inclusive ones (BPMN 2.0.2, 13.4.1–13.4.3)."""

from engine.bpmn.machine import tokens
from engine.bpmn.machine.run import ON_TOKEN, Run
from engine.bpmn.model import Flow, Node


def exclusive(run: Run, node: Node, sid: str, flow: Flow | None) -> None:
    """The first flow whose condition holds, else the default; a token from any side passes through."""
    passed(run, node, sid)
    if len(node.outgoing) == 1 and node.outgoing[0].condition is None:
        run.put(node.outgoing[0], sid)
        return
    for outgoing in node.outgoing:
        if outgoing is not node.default and (
            outgoing.condition is None or tokens.holds(run, outgoing, node, sid)
        ):
            run.put(outgoing, sid)
            return
    if node.default is not None:
        run.put(node.default, sid)
    elif node.outgoing:
        raise tokens.no_flow(node)


def parallel(run: Run, node: Node, sid: str, flow: Flow | None) -> None:
    """Waits for one token from every incoming flow, then sends one on every outgoing flow."""
    if len(node.incoming) > 1 and flow is not None:
        held = {**run.joins.get((sid, node.id), {})}
        held[flow.id] = held.get(flow.id, 0) + 1
        run.live[sid] += 1
        if len(held) < len(node.incoming):
            run.joins[sid, node.id] = held
            return
        run.live[sid] -= len(held)
        left = {name: count - 1 for name, count in held.items() if count > 1}
        if left:
            run.joins[sid, node.id] = left
        else:
            run.joins.pop((sid, node.id), None)
    passed(run, node, sid)
    for outgoing in node.outgoing:
        run.put(outgoing, sid)


def split_inclusive(run: Run, node: Node, sid: str) -> None:
    """Every flow whose condition holds, else the default."""
    chosen = False
    for outgoing in node.outgoing:
        if outgoing is node.default:
            continue
        if outgoing.condition is None or tokens.holds(run, outgoing, node, sid):
            run.put(outgoing, sid)
            chosen = True
    if chosen:
        return
    if node.default is not None:
        run.put(node.default, sid)
    elif node.outgoing:
        raise tokens.no_flow(node)


def passed(run: Run, node: Node, sid: str) -> None:
    """A gateway starts and completes in one moment."""
    aid = run.new("a")
    run.fact("started", node, aid, sid)
    run.fact("completed", node, aid, sid)


ON_TOKEN["exclusiveGateway"] = exclusive
ON_TOKEN["parallelGateway"] = parallel
