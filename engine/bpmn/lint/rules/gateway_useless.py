"""A gateway splits or merges (BPMN 2.0.2, 10.6.1)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.nodes import GATEWAYS


@rule("gateway-useless", "warning", "Remove it, or connect the missing flow.")
def check(subject: Subject) -> Iterator[Spot]:
    """Gateways with one way in and one way out."""
    for node in subject.nodes(*(GATEWAYS - {"eventBasedGateway"})):
        if len(node.incoming) <= 1 and len(node.outgoing) <= 1:
            yield at(node, "the gateway neither splits nor merges")
