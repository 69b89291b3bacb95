"""The default flow is taken when no other is; a condition on it is ignored (BPMN 2.0.2, 10.3.1, 10.6.2 and 10.6.3)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("flow-default-condition", "warning", "Remove the condition, or choose another default flow.")
def check(subject: Subject) -> Iterator[Spot]:
    """Default flows with a condition that nobody would evaluate."""
    for node in subject.nodes():
        if node.default is not None and node.default.condition is not None:
            yield at(node.default, f"the default flow of {node.id!r} has a condition")
