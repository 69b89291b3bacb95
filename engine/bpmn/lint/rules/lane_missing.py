"""Where lanes say who works, every task that people do lies in one (BPMN 2.0.2, 10.8)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("lane-missing", "warning", "Add a flowNodeRef to the lane of whoever does it.")
def check(subject: Subject) -> Iterator[Spot]:
    """User and manual tasks in no lane of a process with lanes."""
    for graph in subject.graphs.values():
        nodes = graph.nodes.values()
        if graph.parent is None and any(node.lane for node in nodes):
            for node in nodes:
                if node.type in ("userTask", "manualTask") and node.lane is None:
                    yield at(node, "the task lies in no lane")
