"""What each type of activity does when an instance starts (BPMN 2.0.2, 10.3.3 and 13.3.3–13.3.6)."""

from collections.abc import Callable
from typing import Any

from engine.bpmn.machine import activities, loops, throwing, tokens, waits
from engine.bpmn.machine.run import Run
from engine.bpmn.model import Node
from engine.bpmn.state import Act

# types whose wait for the outside is announced by `opened` and `closed`
OPENED = frozenset({"userTask", "manualTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask"})


def plain(run: Run, node: Node, act: Act) -> None:
    """An abstract task has nothing to do for an engine."""
    activities.complete(run, act.id)


def script(run: Run, node: Node, act: Act) -> None:
    """FEEL assignments, each seeing the ones before it."""
    for line in node.script:
        sid = activities.data_scope(act)
        value = run.resolve(line.source, sid, node)
        run.assign(sid, {line.target: value})
    if node.outputs:
        sid = activities.data_scope(act)
        run.assign(sid, run.mapped(loops.outputs_of_instance(node, act), sid, node))
    activities.finish(run, act.id)


def human(run: Run, node: Node, act: Act) -> None:
    """Offered to people: department, role, form and the rest of our attributes are evaluated now and kept as facts."""
    _open(run, node, act, "manual" if node.type == "manualTask" else "user")


def service(run: Run, node: Node, act: Act) -> None:
    """Asks the platform to do something; its answer completes the task."""
    _open(run, node, act, "service", inputs=_asked(run, node, act))


def rule(run: Run, node: Node, act: Act) -> None:
    """Asks for a decision; the outcome completes the task."""
    _open(run, node, act, "rule", inputs=_asked(run, node, act))


def send(run: Run, node: Node, act: Act) -> None:
    """Throws its message and is done; without a message it is an operation or a call, or nothing."""
    if node.message is not None:
        throwing.message(run, node, node.message, act.id, activities.data_scope(act))
        if act.id in run.acts:
            activities.complete(run, act.id)
    elif "operation" in node.attributes or "connector" in node.attributes:
        _open(run, node, act, "send", inputs=_asked(run, node, act))
    else:
        activities.complete(run, act.id)


def receive(run: Run, node: Node, act: Act) -> None:
    """Waits for its message."""
    run.fact("opened", node, act.id, act.scope, act.index, work="receive")
    if node.message is not None:
        waits.arm_receive(run, node, act)


def sub_process(run: Run, node: Node, act: Act) -> None:
    """Runs its inner graph with data of its own over the surrounding data."""
    assert node.inner is not None  # the reader gives every sub-process a graph
    _enter_inner(run, act, node.inner, activities.data_scope(act), {})


def call(run: Run, node: Node, act: Act) -> None:
    """Runs another process with a copy of the caller's variables, or with the mapped inputs only."""
    assert node.called is not None  # the reader refuses a call without a target
    sid = activities.data_scope(act)
    values: dict[str, Any] = run.mapped(node.inputs, sid, node) if node.inputs else dict(run.env(sid))
    _enter_inner(run, act, node.called, None, values)


def _enter_inner(run: Run, act: Act, graph: str, parent: str | None, values: dict[str, Any]) -> None:
    act = act._replace(phase="inside", inner=f"s{run.serial + 1}")
    run.acts[act.id] = act
    tokens.begin_scope(run, run.program.graphs[graph], parent, act.id, values)


def _open(run: Run, node: Node, act: Act, work: str, **data: Any) -> None:
    sid = activities.data_scope(act)
    for name, attribute in node.attributes.items():
        if name not in data:
            data[name] = run.resolve(attribute, sid, node)
    run.fact("opened", node, act.id, act.scope, act.index, work=work, **data)


def _asked(run: Run, node: Node, act: Act) -> dict[str, Any]:
    """Inputs of a service or decision: the mapped ones, or for a decision everything in sight."""
    sid = activities.data_scope(act)
    if node.inputs:
        return {item.target: run.env(sid).get(item.target) for item in node.inputs}
    return dict(run.env(sid)) if node.type == "businessRuleTask" else {}


STARTERS: dict[str, Callable[[Run, Node, Act], None]] = {
    "task": plain,
    "userTask": human,
    "manualTask": human,
    "serviceTask": service,
    "scriptTask": script,
    "businessRuleTask": rule,
    "sendTask": send,
    "receiveTask": receive,
    "subProcess": sub_process,
    "transaction": sub_process,
    "adHocSubProcess": sub_process,
    "callActivity": call,
}
