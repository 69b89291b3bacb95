"""Tokens: how they leave a node, when a scope is over, and how everything in it is ended at once (BPMN 2.0.2, 13.2–13.4)."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.facts import Fact
from engine.bpmn.machine import activities, adhoc, conditions, joins, waits
from engine.bpmn.machine.run import ON_TOKEN, Run
from engine.bpmn.model import Flow, Graph, Node
from engine.kernel.errors import ExecutionFailed

# stands in for the last token of a scope while conditions are looked at
_LAST = Node("", "lastToken")


def settle(run: Run) -> None:
    """Move every token as far as it goes: until only waits are left.

    A signal is thrown when the tokens beside it have moved: they have no order (13.2), and one that comes too early is lost.
    """
    queue, late = run.queue, run.late
    while True:
        while queue or late:
            node, sid, flow = (queue or late).popleft()
            if node.broadcasts and queue:
                late.append((node, sid, flow))
                continue
            generation = run.gen.get(sid, 0)
            run.spend(node)
            ON_TOKEN[node.type](run, node, sid, flow)
            if run.gen.get(sid, 0) == generation:
                release(run, sid)
            if run.dirty:
                conditions.look(run)
        if run.status != "active":
            return
        if run.dirty and conditions.settle(run):
            continue
        if run.joins and joins.settle(run):
            continue
        return


def release(run: Run, sid: str) -> None:
    """One token or activity less in a scope; the last one ends it."""
    left = run.live.get(sid)
    if left is None:
        return
    if left == 1 and run.dirty and conditions.awaited(run):
        # what the last activity wrote may be what a condition waits for: the scope is open until that was looked at
        run.queue.append((_LAST, sid, None))
        return
    run.live[sid] = left - 1
    if left == 1:
        end_scope(run, sid)


def leave(run: Run, node: Node, sid: str) -> None:
    """Tokens on the outgoing flows of an activity or event: all, or those whose condition holds, else the default."""
    if not node.conditional_outgoing:
        for flow in node.outgoing:
            run.put(flow, sid)
        return
    chosen = any_true = False
    for flow in node.outgoing:
        if flow is node.default:
            continue
        if flow.condition is None:
            run.put(flow, sid)
            chosen = True
        elif holds(run, flow, node, sid):
            run.put(flow, sid)
            chosen = any_true = True
    if node.default is not None and not any_true:
        run.put(node.default, sid)
    elif not chosen:
        raise no_flow(node)


def holds(run: Run, flow: Flow, node: Node, sid: str) -> bool:
    """Whether a flow's condition is true. Anything but true and false is an error: it must not choose a way."""
    if run.choose is not None:
        return run.choose(node, flow)
    assert flow.condition is not None  # callers look at conditional flows only
    value = run.value(flow.condition, sid, node)
    if value is True or value is False:
        return bool(value)
    raise ExecutionFailed(
        f"the condition of flow {flow.name or flow.id!r} is {value!r}, not true or false",
        element=flow.id,
        code="condition-not-boolean",
    )


def no_flow(node: Node) -> ExecutionFailed:
    """No outgoing flow can be taken (BPMN 2.0.2, 13.4.2: an exception is thrown)."""
    return ExecutionFailed(
        f"no outgoing flow of {node.name or node.id!r} can be taken: every condition is false and there is no default",
        element=node.id,
        code="no-flow",
    )


def begin_scope(
    run: Run,
    graph: Graph,
    parent: str | None,
    act: str | None,
    values: Mapping[str, Any],
    trigger: Node | None = None,
) -> str:
    """Start a container: its data, its event sub-processes, then its start (one trigger, or every implicit start)."""
    declared = dict.fromkeys(graph.variables)
    declared.update(values)
    sid = run.open_scope(graph.id, parent, act, declared)
    if graph.parent is None and graph.type != "globalTask":
        run.facts.append(Fact("started", graph.id, graph.process, act or "", sid))
    for node in graph.event_sub_processes:
        waits.arm_event_sub_process(run, node, sid)
    if trigger is not None:
        run.place(trigger, sid)
    elif graph.starts:
        run.place(graph.starts[0], sid)
    elif graph.type == "adHocSubProcess":
        adhoc.begin(run, graph, sid)
    else:
        for node in graph.implicit_starts:
            run.place(node, sid)
    if run.live[sid] == 0:
        end_scope(run, sid)
    return sid


def end_scope(run: Run, sid: str) -> None:
    """The last token is gone: the instance is completed, or the activity that owns the scope is."""
    scope = run.scopes[sid]
    graph = run.graph(sid)
    for wait in [wait for wait in run.waits.values() if wait.scope == sid]:
        waits.disarm(run, wait)
    for key in [key for key in run.joins if key[0] == sid]:
        del run.joins[key]
    run.gen[sid] = run.gen.get(sid, 0) + 1
    if graph.parent is None and graph.type != "globalTask":
        run.facts.append(Fact("completed", graph.id, graph.process, scope.act or "", sid))
    if scope.act is None:
        finish(run, "completed")
    else:
        activities.inner_ended(run, scope.act)


def clear_scope(run: Run, sid: str, keep: str | None = None) -> None:
    """End everything in a scope at once; the scope itself stays, with the activity `keep` if one is named."""
    run.gen[sid] = run.gen.get(sid, 0) + 1
    for tokens_there in (run.queue, run.late):
        if tokens_there:
            remaining = [token for token in tokens_there if token[1] != sid]
            tokens_there.clear()
            tokens_there.extend(remaining)
    for act in [
        act for act in run.acts.values() if act.scope == sid and act.id != keep and act.group is None
    ]:
        if act.id in run.acts:
            activities.cancel(run, act.id)
    for act in [act for act in run.acts.values() if act.scope == sid and act.id != keep]:
        if act.id in run.acts:
            activities.cancel(run, act.id)
    for key in [key for key in run.joins if key[0] == sid]:
        del run.joins[key]
    run.live[sid] = 1 if keep in run.acts else 0


def disarm_starts(run: Run, sid: str) -> None:
    """An interrupting event sub-process has started: no other one of the scope may start any more."""
    for wait in [wait for wait in run.waits.values() if wait.scope == sid and wait.start is not None]:
        waits.disarm(run, wait)


def finish(run: Run, status: str, error: Mapping[str, Any] | None = None, reason: str = "") -> None:
    """The instance is over. Its own variables stay readable."""
    root = run.scopes["s1"]
    graph = run.program.graphs[root.graph]
    if status != "completed":
        clear_scope(run, "s1")
        for wait in list(run.waits.values()):
            waits.disarm(run, wait)
        kind = "error" if status == "failed" else "cancelled"
        data = dict(error or {}) or ({"reason": reason} if reason else None)
        run.facts.append(Fact(kind, graph.id, graph.process, "", "s1", None, data))
    run.status = status
    run.error = dict(error) if error else None
    run.queue.clear()
    run.late.clear()
    run.scopes = {"s1": root}
    run.vars = {"s1": run.vars["s1"]}
    run.live = {"s1": 0}
    run.acts, run.waits, run.joins, run.loops, run.plans, run.done = {}, {}, {}, {}, {}, {}
    data = {"status": status} | ({"error": dict(error)} if error else {})
    run.facts.append(Fact("ended", graph.id, graph.process, "", "s1", None, data))


def _last(run: Run, node: Node, sid: str, flow: Flow | None) -> None:
    """It has waited long enough."""


ON_TOKEN[_LAST.type] = _last
