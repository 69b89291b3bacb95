"""A process or sub-process without flow nodes does nothing."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("container-empty", "warning", "Draw what happens in it, or use a task.")
def check(subject: Subject) -> Iterator[Spot]:
    """Containers without flow nodes; an empty ad-hoc sub-process has a rule of its own."""
    for graph in subject.graphs.values():
        if not graph.nodes and graph.type != "adHocSubProcess":
            yield at(graph, "there is nothing in it")
