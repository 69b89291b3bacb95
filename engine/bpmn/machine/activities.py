"""Activities: start, wait, complete, cancel (BPMN 2.0.2, 13.3). What each type does when it starts is in `tasks`."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.machine import adhoc, compensation, loops, tasks, throwing, tokens, waits
from engine.bpmn.machine.run import ON_TOKEN, Run
from engine.bpmn.model import ACTIVITIES, Flow, Node
from engine.bpmn.state import Act, Done
from engine.kernel.errors import ExecutionFailed

_QUANTITY = "quantity"


def enter(run: Run, node: Node, sid: str, flow: Flow | None) -> None:
    """A token arrives. With a start quantity above one it is held until enough have come (13.3.2)."""
    if node.start_quantity > 1:
        held = run.joins.get((sid, node.id), {}).get(_QUANTITY, 0) + 1
        if held < node.start_quantity:
            run.joins[sid, node.id] = {_QUANTITY: held}
            run.live[sid] += 1
            return
        run.joins.pop((sid, node.id), None)
        run.live[sid] -= held - 1
    begin(run, node, sid)


def begin(run: Run, node: Node, sid: str, group: str | None = None) -> None:
    """Start an activity: once, or as often as its loop says. `group` is a compensation plan that waits for it."""
    if node.loop is not None:
        loops.begin(run, node, sid, group)
    else:
        start_instance(run, node, sid, group=group)


def start_instance(
    run: Run,
    node: Node,
    sid: str,
    *,
    group: str | None = None,
    index: int | None = None,
    data: Mapping[str, Any] | None = None,
) -> Act:
    """One instance with its own data (loop variables, input mappings) over that of the scope."""
    aid = run.new("a")
    run.live[sid] += 1
    run.fact("started", node, aid, sid, index)
    local = None
    own_inputs = node.inputs and node.type != "callActivity"
    if data or own_inputs or node.data_outputs:
        local = run.open_scope("", sid, aid, {**dict.fromkeys(node.data_outputs), **(data or {})})
        if own_inputs:
            run.declare(local, run.mapped(node.inputs, local, node))
    act = Act(aid, node.id, sid, "open", index, group, local)
    run.acts[aid] = act
    if index is None and node.boundary:
        for event in node.boundary:
            waits.arm(run, event, sid, aid)
    tasks.STARTERS[node.type](run, node, act)
    return act


def data_scope(act: Act) -> str:
    """The scope whose variables the activity itself sees."""
    return act.local or act.scope


def complete(run: Run, aid: str, data: Mapping[str, Any] | None = None) -> None:
    """What an activity waited for has come: map its outputs, then finish it."""
    act = run.acts[aid]
    node = run.node(act)
    assign_outputs(run, node, act, data or {})
    finish(run, aid)


def assign_outputs(run: Run, node: Node, act: Act, data: Mapping[str, Any]) -> None:
    """With output mappings only these are written; with `jb:outputs` only the names listed there; else everything."""
    sid = data_scope(act)
    if node.outputs:
        own = {name: value for name, value in data.items() if act.local and name in run.vars[act.local]}
        run.declare(sid, own)
        values = run.mapped(loops.outputs_of_instance(node, act), sid, node, {**data, "result": data})
        run.assign(sid, values)
        return
    result = node.attributes.get("result")
    if node.type == "businessRuleTask" and isinstance(result, str):
        run.assign(sid, {result: data.get("result", data.get(result))})
        return
    listed = node.attributes.get("outputs")
    if isinstance(listed, str):
        names = {name.strip() for name in listed.split(",")}
        data = {name: value for name, value in data.items() if name in names}
    run.assign(sid, data)


def finish(run: Run, aid: str) -> None:
    """The instance is completed: what could be compensated is kept, its token goes on."""
    act = run.acts[aid]
    node = run.node(act)
    if node.message is not None and node.type not in ("sendTask", "receiveTask"):
        throwing.message(run, node, node.message, aid, data_scope(act))
    loop_result = loops.result_of(run, node, act) if act.index is not None else None
    if act.phase == "open" and node.type in tasks.OPENED:
        run.fact("closed", node, aid, act.scope, act.index, reason="completed")
    if node.type == "adHocSubProcess":
        run.loops.pop(aid, None)
    waits.disarm_of(run, aid)
    inner_done: tuple[Done, ...] = ()
    snapshot: Mapping[str, Any] | None = None
    if act.inner is not None:
        snapshot = {**(run.vars[act.local] if act.local is not None else {}), **run.vars[act.inner]}
        inner_done = run.close_scope(act.inner)
    if act.local is not None:
        run.close_scope(act.local)
    del run.acts[aid]
    run.fact("completed", node, aid, act.scope, act.index)
    if node.compensation is not None or compensation.compensable(run, node, inner_done):
        run.done[act.scope] = (
            *run.done.get(act.scope, ()),
            Done(aid, node.id, snapshot, inner_done, act.scope),
        )
    if act.group is not None:
        group_finished(run, act, node, loop_result)
    elif not node.triggered_by_event:
        for _ in range(node.completion_quantity):
            tokens.leave(run, node, act.scope)
        if run.program.graphs[node.graph].type == "adHocSubProcess":
            adhoc.activity_done(run, act.scope)
    tokens.release(run, act.scope)


def group_finished(run: Run, act: Act, node: Node, loop_result: Any) -> None:
    """Tell the loop or the compensation plan that this instance belonged to."""
    owner = run.acts.get(act.group or "")
    if owner is None:
        return
    if owner.phase == "loop":
        loops.instance_done(run, owner, node, act, loop_result)
    else:
        compensation.handler_done(run, owner)


def inner_ended(run: Run, aid: str) -> None:
    """The inner scope of a sub-process or call ran dry."""
    act = run.acts[aid]
    node = run.node(act)
    if act.phase == "undo":
        compensation.undone(run, aid)
        return
    if node.type == "callActivity":
        _return_from_call(run, node, act)
    elif node.outputs and act.inner is not None:
        run.assign(data_scope(act), run.mapped(loops.outputs_of_instance(node, act), act.inner, node))
    finish(run, aid)


def _return_from_call(run: Run, node: Node, act: Act) -> None:
    assert act.inner is not None  # a call always has its callee's scope
    callee = run.vars[act.inner]
    if node.outputs:
        outputs = loops.outputs_of_instance(node, act)
        run.assign(data_scope(act), run.mapped(outputs, act.inner, node, {"result": callee}))
    else:
        run.assign(data_scope(act), callee)


def cancel(run: Run, aid: str) -> None:
    """End an activity and everything below it at once, without completing it (13.3.2, "Terminated")."""
    act = run.acts[aid]
    node = run.node(act)
    for child in [child for child in run.acts.values() if child.group == aid]:
        if child.id in run.acts:
            cancel(run, child.id)
    if act.inner is not None and act.inner in run.scopes:
        tokens.clear_scope(run, act.inner)
        for wait in [wait for wait in run.waits.values() if wait.scope == act.inner]:
            waits.disarm(run, wait)
        run.close_scope(act.inner)
    if act.phase == "open" and node.type in tasks.OPENED:
        run.fact("closed", node, aid, act.scope, act.index, reason="cancelled")
    waits.disarm_of(run, aid)
    if act.local is not None:
        run.close_scope(act.local)
    run.loops.pop(aid, None)
    run.plans.pop(aid, None)
    del run.acts[aid]
    run.fact("cancelled", node, aid, act.scope, act.index)
    if act.scope in run.live:
        run.live[act.scope] -= 1


def open_act(run: Run, aid: str) -> Act:
    """The activity that an input speaks of, if it still waits for the outside."""
    act = run.acts.get(aid)
    if act is None or act.phase not in ("open", "inside", "loop"):
        raise ExecutionFailed(
            f"activity {aid!r} is not waiting; it is over or never was", code="activity-not-open", act=aid
        )
    return act


for _type in ACTIVITIES:
    ON_TOKEN[_type] = enter
