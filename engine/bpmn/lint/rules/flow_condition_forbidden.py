"""Flows of parallel gateways and start events have no conditions: nothing is decided there (BPMN 2.0.2, 8.4.13 and 10.6.4)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("flow-condition-forbidden", "error", "Remove the conditions, or use an inclusive gateway.")
def check(subject: Subject) -> Iterator[Spot]:
    """Conditions on the flows of parallel gateways and start events."""
    for node in subject.nodes("parallelGateway", "startEvent"):
        if node.conditional_outgoing:
            yield at(node, "conditions have no meaning on the flows of this element")
