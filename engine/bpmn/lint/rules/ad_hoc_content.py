"""An ad-hoc sub-process holds activities without a fixed order: no start or end events (BPMN 2.0.2, 10.3.5)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("ad-hoc-content", "error", "Remove the event; activities without an incoming flow can start at once.")
def check(subject: Subject) -> Iterator[Spot]:
    """Ad-hoc sub-processes with start or end events, or without any activity."""
    for graph in subject.graphs.values():
        if graph.type != "adHocSubProcess":
            continue
        for node in graph.nodes.values():
            if node.type in ("startEvent", "endEvent"):
                yield at(node, "an ad-hoc sub-process must not have start or end events")
        if not any(node.is_activity for node in graph.nodes.values()):
            yield at(graph, "an ad-hoc sub-process needs an activity", help="Add what may be done in it.")
