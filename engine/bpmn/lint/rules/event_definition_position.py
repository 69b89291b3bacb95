"""Which triggers and results an event may have depends on where it stands (BPMN 2.0.2, 10.5, table 10.93)."""

from collections.abc import Iterator, Mapping

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph, Node

_CATCHING = frozenset({"message", "timer", "signal", "conditional"})
_ALLOWED: Mapping[str, tuple[str, frozenset[str]]] = {
    "startEvent": ("start event", _CATCHING),
    "triggered": ("start event of an event sub-process", _CATCHING | {"error", "escalation", "compensate"}),
    "intermediateCatchEvent": ("intermediate catch event", _CATCHING | {"link"}),
    "intermediateThrowEvent": (
        "intermediate throw event",
        frozenset({"message", "signal", "escalation", "compensate", "link"}),
    ),
    "boundaryEvent": ("boundary event", _CATCHING | {"error", "escalation", "cancel", "compensate"}),
    "endEvent": (
        "end event",
        frozenset({"message", "signal", "error", "escalation", "cancel", "compensate", "terminate"}),
    ),
}


@rule("event-definition-position", "error", "Use an event of another kind, or another event definition.")
def check(subject: Subject) -> Iterator[Spot]:
    """Events with a definition that they may not have."""
    for graph, node in subject.placed(*(key for key in _ALLOWED if key != "triggered")):
        what, allowed = _ALLOWED[_position(subject, graph, node)]
        for kind in dict.fromkeys(event.kind for event in node.events if event.kind not in allowed):
            article = "an" if what[0] in "aeiou" else "a"
            yield at(node, f"{article} {what} must not have a {kind} definition")


def _position(subject: Subject, graph: Graph, node: Node) -> str:
    parent = subject.parent(graph)
    if node.type == "startEvent" and parent is not None and parent.triggered_by_event:
        return "triggered"
    return node.type
