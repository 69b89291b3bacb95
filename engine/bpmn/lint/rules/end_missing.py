"""A container with a start event has an end event, and one with an end event a start event (BPMN 2.0.2, 10.5.2 and 10.5.3)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("end-missing", "info", "Draw both, so that a reader sees where work begins and what ends it.")
def check(subject: Subject) -> Iterator[Spot]:
    """Containers that draw only one of the two."""
    for graph in subject.graphs.values():
        types = {node.type for node in graph.nodes.values()}
        if "startEvent" in types and "endEvent" not in types:
            yield at(graph, "there is a start event but no end event")
        elif "endEvent" in types and "startEvent" not in types:
            yield at(graph, "there is an end event but no start event")
