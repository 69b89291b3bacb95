"""Which waiting instance a message is meant for (BPMN 2.0.2, 8.4.2).

With a subscription the instance's data say which key it awaits; until they do, no message of that key is for it. Without
one, the first message that an instance sends or receives joins it to the conversation of that message's key, and from
then on it hears only messages of conversations that it takes part in.
"""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.machine.run import Run
from engine.bpmn.model import EventDefinition, Node
from engine.bpmn.program import Program
from engine.bpmn.state import State, Wait
from engine.kernel.errors import JingbanError

# what a subscription awaits while its data are not there: no message has this key
NOTHING: list[Any] = []


def awaited_key(run: Run, event: EventDefinition, sid: str, place: Node) -> Any:
    """The key that a message must have to be caught; None where any will do, or where the conversation decides."""
    if event.key is not None:
        return run.value(event.key, sid, place)
    subscribed = _subscription(run, event, place)
    if subscribed is None:
        return None
    value = run.value(subscribed, sid, place)
    return NOTHING if value is None or (isinstance(value, list) and None in value) else value


def _subscription(run: Run, event: EventDefinition, place: Node) -> Any:
    carried = run.program.correlation.get(event.name or "")
    if carried is None:
        return None
    return run.program.graphs[place.process].subscriptions.get(carried[0])


def key_of(program: Program, name: str | None, payload: Mapping[str, Any]) -> Any:
    """The key that a message carries in its payload; None for a message that belongs to no key, or without the data."""
    carried = program.correlation.get(name or "")
    if carried is None:
        return None
    only = next(iter(payload.values())) if len(payload) == 1 else None
    scope = {**(only if isinstance(only, Mapping) else {}), **payload, "payload": payload}
    try:
        value = carried[1].evaluate(scope)
    except JingbanError:
        return None
    return None if isinstance(value, list) and None in value else value


def is_subscribed(program: Program, name: str | None) -> bool:
    """Whether some process says by a subscription which messages of that name it awaits."""
    carried = program.correlation.get(name or "")
    return carried is not None and any(carried[0] in graph.subscriptions for graph in program.graphs.values())


def awaits(program: Program, state: Run | State, wait: Wait, name: str | None, key: Any) -> bool:
    """Whether this message is the one that is awaited: its name, and its key where a key is awaited."""
    if wait.kind != "message" or wait.name != name:
        return False
    if wait.key is not None:
        return bool(wait.key == key)
    carried = program.correlation.get(name or "")
    joined = state.keys.get(carried[0]) if carried is not None and state.keys else None
    return joined is None or key in joined


def join(run: Run, name: str | None, key: Any) -> None:
    """The instance has sent or received a message: it takes part in that conversation."""
    carried = run.program.correlation.get(name or "")
    if carried is None or key is None:
        return
    joined = run.keys.get(carried[0], ())
    if key not in joined:
        run.keys = {**run.keys, carried[0]: (*joined, key)}


def outdated(run: Run) -> list[tuple[Wait, Any]]:
    """Waits whose subscription names another key now that data changed, each with that key."""
    found = []
    for wait in run.waits.values():
        if wait.kind != "message":
            continue
        place, event, sid = _place(run, wait)
        if event is None or event.key is not None or _subscription(run, event, place) is None:
            continue
        key = awaited_key(run, event, sid, place)
        if key != wait.key:
            found.append((wait, key))
    return found


def _place(run: Run, wait: Wait) -> tuple[Node, EventDefinition | None, str]:
    node = run.node(wait)
    if wait.start is not None:
        node = run.program.graphs[node.inner or ""].nodes[wait.start]
    event = node.message if wait.event < 0 else node.events[wait.event]
    act = run.acts.get(wait.act or "")
    local = act.local if act is not None and wait.event < 0 else None
    return node, event, local or wait.scope
