"""A process that is to be started needs a place to start (BPMN 2.0.2, 13.2)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("start-missing", "error", "Add a start event.")
def check(subject: Subject) -> Iterator[Spot]:
    """Containers with nodes of which none can be the first."""
    for graph in subject.graphs.values():
        if graph.nodes and not (graph.starts or graph.event_starts or graph.implicit_starts):
            yield at(graph, "nothing can start here")
