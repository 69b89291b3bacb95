"""A start event has no incoming sequence flow (BPMN 2.0.2, 10.5.2)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("start-incoming", "error", "Lead the flow to the node after the start event.")
def check(subject: Subject) -> Iterator[Spot]:
    """Start events with incoming flows."""
    for node in subject.nodes("startEvent"):
        if node.incoming:
            yield at(node, "a start event must not have an incoming flow")
