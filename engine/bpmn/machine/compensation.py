"""Compensation: what was completed is undone in reverse order (BPMN 2.0.2, 10.7 and 13.5.5).

A plan belongs to the activity instance that waits for it: the throwing event, or a sub-process being undone. Its items
run one after another, last completed first. A completed sub-process or call is undone with the data it ended with: by its
compensation event sub-process if it has one, else by undoing what was done inside.
"""

from collections.abc import Iterable

from engine.bpmn.machine import activities, events, throwing, tokens
from engine.bpmn.machine.run import Run
from engine.bpmn.model import EventDefinition, Node
from engine.bpmn.state import Act, Done
from engine.kernel.errors import ExecutionFailed

# stands for the id of an activity that did not complete: only what was done inside it is undone
UNFINISHED = ""


def compensable(run: Run, node: Node, inner: tuple[Done, ...]) -> bool:
    """Whether a completed activity without a handler of its own can still be undone from inside."""
    if node.triggered_by_event or (node.inner is None and node.called is None):
        return False
    return bool(inner) or _event_sub_process(run, node) is not None


def begin(run: Run, node: Node, event: EventDefinition, aid: str) -> None:
    """A compensation event: plan what it names, or everything visible, and start undoing."""
    act = run.acts[aid]
    scopes = _visible_scopes(run, act.scope)
    plan = tuple(item for sid in scopes for item in _take(run, sid, event.activity))
    known = any(event.activity in run.graph(sid).nodes for sid in scopes)
    if event.activity is not None and not plan and not known:
        raise ExecutionFailed(
            f"{event.activity!r} is no activity that can be compensated here",
            element=node.id,
            code="compensate-unknown",
        )
    if not plan:
        return
    if event.wait_for_completion:
        run.acts[aid] = act._replace(phase="plan")
        _start(run, aid, plan)
        return
    detached = run.new("a")
    run.live[act.scope] += 1
    run.acts[detached] = Act(detached, act.node, act.scope, "plan", None, None, None, None)
    _start(run, detached, plan, detached=True)


def cancel_transaction(run: Run, node: Node, aid: str) -> None:
    """A cancel end event: everything still running ends, what was done is undone, then the cancel event occurs."""
    act = run.acts[aid]
    sid = act.scope
    while run.graph(sid).type != "transaction":
        owner = run.scopes[sid].act
        if owner is None:
            raise ExecutionFailed(
                "a cancel event needs a transaction around it", element=node.id, code="cancel-outside"
            )
        sid = run.acts[owner].scope
    begun = _begun_inside(run, sid)
    if sid == act.scope:
        tokens.clear_scope(run, sid, keep=aid)
        run.acts[aid] = act._replace(phase="plan")
    else:
        aid = _lift(run, node, act, sid)
    tokens.disarm_starts(run, sid)
    _start(run, aid, (*begun[::-1], *_take(run, sid, None)))


def _lift(run: Run, node: Node, act: Act, sid: str) -> str:
    """A cancel event deeper inside ends with all that runs; somebody has to stay in the transaction while it is undone."""
    below = act.scope
    while (owner := run.acts[run.scopes[below].act or ""]).scope != sid:
        below = owner.scope
    del run.acts[act.id]
    run.fact("completed", node, act.id, act.scope)
    tokens.clear_scope(run, sid)
    aid = run.new("a")
    run.live[sid] += 1
    run.acts[aid] = Act(aid, owner.node, sid, "cancelling")
    return aid


def _begun_inside(run: Run, sid: str) -> tuple[Done, ...]:
    """What was done inside sub-processes that still run and are about to be cancelled (10.7: it is compensated too)."""
    found = []
    for act in run.acts.values():
        node = (
            run.node(act) if act.scope == sid and act.inner in run.scopes and act.phase == "inside" else None
        )
        if node is None or act.inner is None or node.type == "callActivity":
            continue
        inner = (*run.done.get(act.inner, ()), *_begun_inside(run, act.inner))
        if inner:
            found.append(Done(UNFINISHED, act.node, run.vars[act.inner], inner, sid))
    return tuple(found)


def handler_done(run: Run, owner: Act) -> None:
    """A handler of a plan has completed: report what was undone, go on with the next."""
    current, *rest = run.plans[owner.id]
    _compensated(run, current)
    _start(run, owner.id, tuple(rest))


def undone(run: Run, aid: str) -> None:
    """The compensation event sub-process of a sub-process, or its inner plan, is through."""
    act = run.acts[aid]
    run.plans.pop(aid, None)
    if act.inner is not None and act.inner in run.scopes:
        run.close_scope(act.inner)
    del run.acts[aid]
    owner = run.acts.get(act.group or "")
    tokens.release(run, act.scope)
    if owner is not None:
        handler_done(run, owner)


def _start(run: Run, aid: str, plan: tuple[Done, ...], detached: bool = False) -> None:
    run.plans[aid] = plan
    if not plan:
        _finished(run, aid)
        return
    item = plan[0]
    sid = item.scope
    node = run.graph(sid).nodes[item.node]
    if node.compensation is not None and item.act != UNFINISHED:
        activities.begin(run, node.compensation, sid, group=aid)
    else:
        _undo(run, node, sid, item, aid)
    if detached and aid in run.acts:
        run.moves += 1


def _undo(run: Run, node: Node, sid: str, item: Done, group: str) -> None:
    """Undo a completed sub-process in a scope with the data it ended with."""
    # a called process has data of its own, a sub-process sees those around it
    around = None if node.inner is None else sid
    aid = run.new("a")
    run.live[sid] += 1
    inner = run.open_scope(node.inner or node.called or "", around, aid, item.variables or {})
    run.acts[aid] = Act(aid, node.id, sid, "undo", None, group, None, inner)
    run.done[inner] = tuple(below._replace(scope=inner) for below in item.inner)
    handler = _event_sub_process(run, node) if item.act != UNFINISHED else None
    if handler is None:
        _start(run, aid, _take(run, inner, None))
        return
    assert handler.inner is not None  # the reader gives every sub-process a graph
    graph = run.program.graphs[handler.inner]
    event_act = run.new("a")
    run.live[inner] += 1
    run.fact("started", handler, event_act, inner)
    run.acts[event_act] = Act(event_act, handler.id, inner, "inside", None, None, None, f"s{run.serial + 1}")
    tokens.begin_scope(run, graph, inner, event_act, {}, graph.event_starts[0])


def _finished(run: Run, aid: str) -> None:
    act = run.acts[aid]
    run.plans.pop(aid, None)
    if act.phase == "undo":
        undone(run, aid)
        return
    node = run.node(act)
    if act.phase == "cancelling" or any(event.kind == "cancel" for event in node.events):
        _leave_transaction(run, aid)
    elif any(event.kind == "compensate" and not event.wait_for_completion for event in node.events):
        del run.acts[aid]
        tokens.release(run, act.scope)
    else:
        run.acts[aid] = act._replace(phase="throw")
        throwing.thrown(run, aid)


def _leave_transaction(run: Run, aid: str) -> None:
    act = run.acts[aid]
    node = run.node(act)
    owner_id = run.scopes[act.scope].act
    assert owner_id is not None  # checked when the transaction was cancelled
    del run.acts[aid]
    if act.phase != "cancelling":
        run.fact("completed", node, aid, act.scope)
    owner = run.acts[owner_id]
    loop = run.acts.get(owner.group or "")
    host = loop.id if loop is not None and loop.phase == "loop" else owner_id
    wait = next((wait for wait in run.waits.values() if wait.act == host and wait.kind == "cancel"), None)
    if wait is not None:
        events.occur(run, wait, {})
        return
    # it did not succeed, so no token goes on
    sid = owner.scope
    activities.cancel(run, host)
    run.live[sid] += 1
    tokens.release(run, sid)


def _take(run: Run, sid: str, activity: str | None) -> tuple[Done, ...]:
    """What is to be undone, last completed first; it is taken out, since nothing is undone twice."""
    items = run.done.get(sid, ())
    chosen = tuple(item for item in items if activity in (None, item.node))
    run.done[sid] = tuple(item for item in items if item not in chosen)
    if not run.done[sid]:
        del run.done[sid]
    return chosen[::-1]


def _visible_scopes(run: Run, sid: str) -> tuple[str, ...]:
    """A throwing event sees what was done beside it; in an event sub-process also what was done around that."""
    owner = run.scopes[sid].act
    if owner is not None and run.node(run.acts[owner]).triggered_by_event:
        return sid, run.acts[owner].scope
    return (sid,)


def _compensated(run: Run, item: Done) -> None:
    if item.act == UNFINISHED:
        return
    run.fact("compensated", run.graph(item.scope).nodes[item.node], item.act, item.scope)


def _event_sub_process(run: Run, node: Node) -> Node | None:
    graph = run.program.graphs[node.inner or node.called or ""]
    candidates: Iterable[Node] = graph.event_sub_processes
    for candidate in candidates:
        starts = run.program.graphs[candidate.inner or ""].event_starts
        if any(event.kind == "compensate" for start in starts for event in start.events):
            return candidate
    return None
