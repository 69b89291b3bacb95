"""Standard loops and multi-instance activities (BPMN 2.0.2, 13.3.6 and 13.3.7).

One activity instance in phase "loop" stands for the whole; inner instances point to it by `group`. `loopCounter` and
`index` count from 1. An inner instance sees numberOfInstances, numberOfActiveInstances, numberOfCompletedInstances and
numberOfTerminatedInstances; so does the completion condition, together with the data of the instance just completed.
"""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.machine import activities, compensation, throwing, tokens, waits
from engine.bpmn.machine.counting import whole_number
from engine.bpmn.machine.run import Run
from engine.bpmn.model import Assign, Loop, Node
from engine.bpmn.state import Act
from engine.expressions import Expression
from engine.kernel.errors import ExecutionFailed

MAX_INSTANCES = 10_000


def begin(run: Run, node: Node, sid: str, group: str | None = None) -> None:
    """Start the activity as a whole, then its first instance or all of them."""
    aid = run.new("a")
    run.live[sid] += 1
    run.fact("started", node, aid, sid)
    local = None
    shared = _shared_inputs(node)
    if shared:
        local = run.open_scope("", sid, aid, {})
        run.declare(local, run.mapped(shared, local, node))
    run.acts[aid] = Act(aid, node.id, sid, "loop", None, group, local)
    for event in node.boundary:
        waits.arm(run, event, sid, aid)
    loop = _loop(node)
    if loop.kind == "standard":
        run.loops[aid] = {"done": 0}
        if loop.test_before and not _goes_on(run, node, sid, 0, {}):
            _finish(run, aid)
        else:
            _start(run, aid, 1)
        return
    items, total = _instances(run, node, local or sid)
    run.loops[aid] = {
        "total": total,
        "started": 0,
        "done": 0,
        "terminated": 0,
        "items": items,
        "out": [None] * total,
    }
    if total == 0:
        _finish(run, aid)
    elif loop.sequential:
        _start(run, aid, 1)
    else:
        run.loops[aid] = {**run.loops[aid], "started": total}
        for index in range(1, total + 1):
            if aid not in run.acts:
                return
            _start(run, aid, index)


def _shared_inputs(node: Node) -> tuple[Assign, ...]:
    """The input mappings that the number of instances depends on; the others are for each instance."""
    loop = _loop(node)
    needed = {
        name for expression in (loop.collection, loop.cardinality) if expression for name in expression.names
    }
    return tuple(item for item in node.inputs if item.target in needed)


def outputs_of_instance(node: Node, act: Act) -> tuple[Assign, ...]:
    """The output mappings of one instance: all but those that copy the collected output, which the whole executes."""
    if act.index is None or node.loop is None or node.loop.output is None:
        return node.outputs
    return tuple(item for item in node.outputs if not _copies(item, node.loop.output))


def _copies(item: Assign, output: str) -> bool:
    return isinstance(item.source, Expression) and output in item.source.names


def result_of(run: Run, node: Node, act: Act) -> dict[str, Any]:
    """What an inner instance leaves behind for its loop, read before its data is forgotten."""
    loop = _loop(node)
    sid = act.inner if act.inner is not None and node.type != "callActivity" else activities.data_scope(act)
    env = run.env(sid)
    out: Any = None
    if loop.output_value is not None:
        out = run.value(loop.output_value, sid, node)
    elif loop.output_item is not None:
        out = env.get(loop.output_item)
    return {"out": out, "env": env}


def instance_done(run: Run, owner: Act, node: Node, act: Act, result: Mapping[str, Any]) -> None:
    """One inner instance is completed: go on, or be done."""
    loop = _loop(node)
    state = dict(run.loops[owner.id])
    state["done"] += 1
    if loop.kind == "standard":
        run.loops[owner.id] = state
        if _goes_on(run, node, owner.scope, state["done"], result["env"]):
            _start(run, owner.id, state["done"] + 1)
        else:
            _finish(run, owner.id)
        return
    out = list(state["out"])
    out[(act.index or 1) - 1] = result["out"]
    state["out"] = out
    run.loops[owner.id] = state
    _throw_behavior(run, node, owner, loop, state, result["env"])
    if owner.id not in run.acts:
        return
    if loop.condition is not None and _true(
        run, loop.condition, owner.scope, node, {**result["env"], **_counts(state)}
    ):
        rest = [other for other in run.acts.values() if other.group == owner.id]
        for other in rest:
            activities.cancel(run, other.id)
        run.loops[owner.id] = {**state, "terminated": len(rest)}
        _finish(run, owner.id)
    elif state["done"] == state["total"]:
        _finish(run, owner.id)
    elif loop.sequential:
        _start(run, owner.id, state["done"] + 1)


def _start(run: Run, aid: str, index: int) -> None:
    owner = run.acts[aid]
    node = run.node(owner)
    loop = _loop(node)
    state = run.loops[aid]
    data: dict[str, Any] = {"loopCounter": index}
    if loop.kind == "multi":
        if state["started"] < index:
            state = run.loops[aid] = {**state, "started": index}
        data.update(_counts(state))
        if loop.item is not None and state["items"] is not None:
            data[loop.item] = state["items"][index - 1]
        if loop.output_item is not None:
            data.setdefault(loop.output_item, None)
    run.spend(node)
    if owner.local is not None:
        data = {**run.vars[owner.local], **data}
    activities.start_instance(run, node, owner.scope, group=aid, index=index, data=data)


def _finish(run: Run, aid: str) -> None:
    act = run.acts[aid]
    node = run.node(act)
    loop = _loop(node)
    state = run.loops.pop(aid)
    if loop.output is not None and loop.kind == "multi":
        collected = {loop.output: state["out"]}
        copied = tuple(item for item in node.outputs if _copies(item, loop.output))
        run.assign(act.scope, run.mapped(copied, act.scope, node, collected) if copied else collected)
    waits.disarm_of(run, aid)
    if act.local is not None:
        run.close_scope(act.local)
    del run.acts[aid]
    run.fact("completed", node, aid, act.scope)
    if act.group is not None:
        owner = run.acts.get(act.group)
        if owner is not None:
            compensation.handler_done(run, owner)
    else:
        for _ in range(node.completion_quantity):
            tokens.leave(run, node, act.scope)
    tokens.release(run, act.scope)


def _instances(run: Run, node: Node, sid: str) -> tuple[list[Any] | None, int]:
    loop = _loop(node)
    if loop.collection is not None:
        items = run.value(loop.collection, sid, node)
        if items is None:
            items = []
        if not isinstance(items, (list, tuple)):
            items = [items]
        return list(items), _bounded(node, len(items))
    assert loop.cardinality is not None  # the reader refuses a loop with neither
    return None, _bounded(node, _number(run, loop.cardinality, sid, node, "the number of instances"))


def _number(run: Run, expression: Expression, sid: str, node: Node, what: str) -> int:
    value = run.value(expression, sid, node)
    number = whole_number(value)
    if number is None:
        raise ExecutionFailed(
            f"{what} of {node.name or node.id!r} is {value!r}; it must be a whole number, 0 or more",
            element=node.id,
            code="loop-cardinality",
        )
    return number


def _bounded(node: Node, count: int) -> int:
    if count > MAX_INSTANCES:
        raise ExecutionFailed(
            f"{node.name or node.id!r} would start {count:,} instances; at most {MAX_INSTANCES:,} are allowed",
            element=node.id,
            code="loop-too-many",
        )
    return count


def _goes_on(run: Run, node: Node, sid: str, done: int, env: Mapping[str, Any]) -> bool:
    loop = _loop(node)
    maximum = loop.maximum
    if isinstance(maximum, Expression):
        maximum = _number(run, maximum, sid, node, "loopMaximum")
    if maximum is not None and done >= maximum:
        return False
    if loop.condition is None:
        return True
    return _true(run, loop.condition, sid, node, {**env, **run.env(sid), "loopCounter": done})


def _true(run: Run, condition: Expression, sid: str, node: Node, extra: Mapping[str, Any]) -> bool:
    value = run.value(condition, sid, node, extra)
    if value is True or value is False or value is None:
        return value is True
    raise ExecutionFailed(
        f"the loop condition of {node.name or node.id!r} is {value!r}, not true or false",
        element=node.id,
        code="condition-not-boolean",
    )


def _counts(state: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "numberOfInstances": state["total"],
        "numberOfActiveInstances": state["started"] - state["done"] - state["terminated"],
        "numberOfCompletedInstances": state["done"],
        "numberOfTerminatedInstances": state["terminated"],
    }


def _throw_behavior(
    run: Run, node: Node, owner: Act, loop: Loop, state: Mapping[str, Any], env: Mapping[str, Any]
) -> None:
    """The event that a completed instance throws (10.3.8, `behavior`)."""
    if loop.behavior == "One" and state["done"] != 1:
        return
    for condition, event in loop.behavior_events:
        if owner.id not in run.acts:
            return
        if condition is None or _true(run, condition, owner.scope, node, {**env, **_counts(state)}):
            throwing.implicit(run, node, event, owner.id, owner.scope)


def _loop(node: Node) -> Loop:
    assert node.loop is not None  # only looping activities come here
    return node.loop
