"""`parallelMultiple` needs several triggers to wait for (BPMN 2.0.2, 10.5.2)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("parallel-multiple", "warning", "Add the other event definitions, or remove parallelMultiple.")
def check(subject: Subject) -> Iterator[Spot]:
    """Parallel multiple events with fewer than two definitions."""
    for node in subject.nodes():
        if node.parallel_multiple and len(node.events) < 2:
            yield at(node, "the event says that it waits for several triggers, but has fewer than two")
