"""A receive task that starts the process stands at its beginning (BPMN 2.0.2, 10.3.3)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("receive-instantiate", "error", "Remove the flow to it, or remove instantiate.")
def check(subject: Subject) -> Iterator[Spot]:
    """Instantiating receive tasks with an incoming flow or inside a sub-process."""
    for graph, node in subject.placed("receiveTask"):
        if not node.instantiate:
            continue
        if node.incoming:
            yield at(node, "a receive task that starts the process must not have an incoming flow")
        elif graph.parent is not None:
            yield at(node, "inside a sub-process nothing can start a process", help="Remove instantiate.")
