"""The default flow is taken when no other is, so it has no condition (BPMN 2.0.2, 8.4.13)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("flow-default-condition", "error", "Remove the condition, or choose another default flow.")
def check(subject: Subject) -> Iterator[Spot]:
    """Default flows with a condition that nobody would evaluate."""
    for node in subject.nodes():
        if node.default is not None and node.default.condition is not None:
            yield at(node.default, f"the default flow of {node.id!r} has a condition")
