"""Flows of parallel gateways and events have no conditions: nothing is decided there (BPMN 2.0.2, 8.4.13 and 10.6.4)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.nodes import EVENTS


@rule("flow-condition-forbidden", "error", "Remove the conditions, or use an inclusive gateway.")
def check(subject: Subject) -> Iterator[Spot]:
    """Conditions on the flows of parallel gateways and events."""
    for node in subject.nodes("parallelGateway", *EVENTS):
        if node.conditional_outgoing:
            yield at(node, "conditions have no meaning on the flows of this element")
