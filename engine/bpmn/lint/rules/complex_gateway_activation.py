"""A complex gateway that merges says when it goes on (BPMN 2.0.2, 10.6.5)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("complex-gateway-activation", "warning", "Write an activationCondition such as activationCount >= 2.")
def check(subject: Subject) -> Iterator[Spot]:
    """Merging complex gateways without an activation condition."""
    for node in subject.nodes("complexGateway"):
        if len(node.incoming) > 1 and node.activation is None:
            yield at(node, "the gateway does not say how many tokens it waits for")
