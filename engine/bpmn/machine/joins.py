"""Joins that look at the rest of the diagram: inclusive and complex gateways (BPMN 2.0.2, 13.4.3 and 13.4.5).

An inclusive join fires when no token can still come to one of its empty incoming flows, except tokens that could also
come to a flow that already has one. An active activity may send a token over its boundary events as well; that it may,
excuses nothing. It is decided only when nothing else can move, so no token is overlooked.
"""

from typing import Any

from engine.bpmn.machine import adhoc, gateways, tokens
from engine.bpmn.machine.run import ON_TOKEN, Run
from engine.bpmn.model import Flow, Node
from engine.expressions import Expression

# flows that were consumed at activation of a complex gateway are remembered with this mark until its reset
_SPENT = "!"


def inclusive(run: Run, node: Node, sid: str, flow: Flow | None) -> None:
    """With one incoming flow a token passes at once; else it is held until the join may fire."""
    if len(node.incoming) > 1 and flow is not None:
        _hold(run, node, sid, flow)
    else:
        gateways.passed(run, node, sid)
        gateways.split_inclusive(run, node, sid)


def complex_gateway(run: Run, node: Node, sid: str, flow: Flow | None) -> None:
    """Held until the activation condition holds; without one, until all have come."""
    if len(node.incoming) > 1 and flow is not None:
        _hold(run, node, sid, flow)
        _activate(run, node, sid)
    else:
        gateways.passed(run, node, sid)
        gateways.split_inclusive(run, node, sid)


def settle(run: Run) -> bool:
    """Nothing else moves: let one join fire that may; True when one did."""
    for sid, node_id in list(run.joins):
        if sid not in run.scopes or not run.scopes[sid].graph:
            continue
        node = run.graph(sid).nodes.get(node_id)
        if node is None:
            continue
        if node.type == "inclusiveGateway" and not _may_still_come(run, node, sid, run.joins[sid, node_id]):
            _fire(run, node, sid)
            return True
        if node.type == "complexGateway" and _reset(run, node, sid):
            return True
    return adhoc.settle(run)


def _hold(run: Run, node: Node, sid: str, flow: Flow) -> None:
    held = {**run.joins.get((sid, node.id), {})}
    held[flow.id] = held.get(flow.id, 0) + 1
    run.joins[sid, node.id] = held
    run.live[sid] += 1


def _fire(run: Run, node: Node, sid: str) -> None:
    """One token from each incoming flow that has one becomes one token on the diverging side."""
    _consume(run, node, sid)
    gateways.passed(run, node, sid)
    run.live[sid] += 1
    gateways.split_inclusive(run, node, sid)
    tokens.release(run, sid)


def _consume(run: Run, node: Node, sid: str) -> list[str]:
    held = run.joins.pop((sid, node.id))
    flows = [name for name in held if not name.startswith(_SPENT)]
    run.live[sid] -= len(flows)
    left = {name: held[name] - 1 for name in flows if held[name] > 1}
    if left:
        run.joins[sid, node.id] = left
    return flows


def _may_still_come(run: Run, join: Node, sid: str, held: dict[str, int]) -> bool:
    upstream, drawn = run.graph(sid).upstream[join.id], run.graph(sid).drawn[join.id]
    present = [drawn[name.lstrip(_SPENT)] for name in held]
    absent = [
        upstream[flow.id] for flow in join.incoming if flow.id not in held and _SPENT + flow.id not in held
    ]
    if not absent:
        return False
    for place in _token_places(run, sid, join.id):
        if any(place in nodes for nodes in absent) and not any(place in nodes for nodes in present):
            return True
    return False


def _token_places(run: Run, sid: str, join: str) -> set[str]:
    """Nodes of a scope that hold a token: running activities, waiting events, and other joins."""
    places = {act.node for act in run.acts.values() if act.scope == sid}
    places.update(node for scope, node in run.joins if scope == sid and node != join)
    return places


def _activate(run: Run, node: Node, sid: str) -> None:
    held = run.joins[sid, node.id]
    if any(name.startswith(_SPENT) for name in held):
        return
    count = sum(held.values())
    counts: dict[str, Any] = {
        "activationCount": count,
        **{flow.id: held.get(flow.id, 0) for flow in node.incoming},
    }
    if run.choose is not None and node.activation is not None:
        active = len(held) == len(node.incoming) or run.choose(node, None)
    elif node.activation is None:
        active = len(held) == len(node.incoming)
    else:
        active = run.value(node.activation, sid, node, counts) is True
    if not active:
        return
    flows = _consume(run, node, sid)
    if len(flows) < len(node.incoming):
        left = run.joins.get((sid, node.id), {})
        run.joins[sid, node.id] = {**left, **{_SPENT + name: 1 for name in flows}}
    _out(run, node, sid, waiting_for_start=True)


def _reset(run: Run, node: Node, sid: str) -> bool:
    """After activation: once no token can come to the remaining flows, take those that came and start anew."""
    held = run.joins[sid, node.id]
    if not any(name.startswith(_SPENT) for name in held) or _may_still_come(run, node, sid, held):
        return False
    # a token on a flow that gave one at activation belongs to the next round
    late = [name for name in held if not name.startswith(_SPENT) and _SPENT + name not in held]
    left = {name: count - (name in late) for name, count in held.items() if not name.startswith(_SPENT)}
    del run.joins[sid, node.id]
    run.live[sid] += 1 - len(late)
    if late:
        _out(run, node, sid, waiting_for_start=False)
    if any(left.values()):
        run.joins[sid, node.id] = {name: count for name, count in left.items() if count}
        _activate(run, node, sid)
    tokens.release(run, sid)
    return True


def _out(run: Run, node: Node, sid: str, *, waiting_for_start: bool) -> None:
    """Flows whose condition holds; the condition may ask for `waitingForStart` (10.6.5)."""
    gateways.passed(run, node, sid)
    chosen = False
    for flow in node.outgoing:
        if flow is node.default:
            continue
        if flow.condition is None:
            if waiting_for_start:
                run.put(flow, sid)
                chosen = True
        elif _condition(run, flow.condition, node, sid, waiting_for_start):
            run.put(flow, sid)
            chosen = True
    if not chosen and waiting_for_start:
        if node.default is None:
            raise tokens.no_flow(node)
        run.put(node.default, sid)


def _condition(run: Run, condition: Expression, node: Node, sid: str, waiting_for_start: bool) -> bool:
    if run.choose is not None:
        return waiting_for_start and run.choose(node, None)
    return run.value(condition, sid, node, {"waitingForStart": waiting_for_start}) is True


ON_TOKEN["inclusiveGateway"] = inclusive
ON_TOKEN["complexGateway"] = complex_gateway
