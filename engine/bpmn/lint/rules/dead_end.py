"""Where end events are drawn, every path leads to one (BPMN 2.0.2, 10.5.3)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("dead-end", "warning", "Lead a flow from it to the next node or to an end event.")
def check(subject: Subject) -> Iterator[Spot]:
    """Nodes without an outgoing flow in a container with end events."""
    for graph in subject.graphs.values():
        if graph.type == "adHocSubProcess" or not any(n.type == "endEvent" for n in graph.nodes.values()):
            continue
        for node in graph.nodes.values():
            if node.type == "endEvent" or node.outgoing or node.triggered_by_event or node.for_compensation:
                continue
            if any(event.kind in ("link", "compensate") for event in node.events):
                continue
            yield at(node, "the path ends here without an end event")
