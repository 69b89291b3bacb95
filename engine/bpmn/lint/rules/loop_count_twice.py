"""How often a multi-instance activity runs is said once (BPMN 2.0.2, 10.3.8)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("loop-count-twice", "warning", "Keep the collection or the cardinality.")
def check(subject: Subject) -> Iterator[Spot]:
    """Multi-instance activities with both a cardinality and a collection."""
    for node in subject.nodes():
        if node.loop is not None and node.loop.cardinality is not None and node.loop.collection is not None:
            yield at(node, "both a cardinality and a collection say how often this runs")
