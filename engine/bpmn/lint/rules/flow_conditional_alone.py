"""A conditional flow out of an activity has another flow beside it (BPMN 2.0.2, 8.4.13)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule(
    "flow-conditional-alone", "warning", "Add a default flow for the case that the condition does not hold."
)
def check(subject: Subject) -> Iterator[Spot]:
    """Activities whose only outgoing flow has a condition."""
    for node in subject.nodes():
        if node.is_activity and len(node.outgoing) == 1 and node.outgoing[0].condition is not None:
            yield at(node.outgoing[0], f"it is the only way out of {node.id!r}, and it has a condition")
