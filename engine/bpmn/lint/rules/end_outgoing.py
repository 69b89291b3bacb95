"""An end event has no outgoing sequence flow (BPMN 2.0.2, 10.5.3)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("end-outgoing", "error", "Remove the flow, or use an intermediate throw event.")
def check(subject: Subject) -> Iterator[Spot]:
    """End events with outgoing flows."""
    for node in subject.nodes("endEvent"):
        if node.outgoing:
            yield at(node, "an end event must not have an outgoing flow")
