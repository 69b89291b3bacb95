"""After an event-based gateway come catch events or receive tasks only (BPMN 2.0.2, 10.6.6)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Node

_TRIGGERS = frozenset({"message", "timer", "signal", "conditional"})


@rule("event-gateway-targets", "error", "Lead the gateway to intermediate catch events or receive tasks.")
def check(subject: Subject) -> Iterator[Spot]:
    """Event-based gateways with other targets, with conditions, or with fewer than two flows."""
    for graph, node in subject.placed("eventBasedGateway"):
        targets = [graph.nodes[flow.target] for flow in node.outgoing]
        for target in targets:
            if not _can_wait(target):
                yield at(node, f"{target.id!r} is no event that can be waited for")
        if any(flow.condition is not None for flow in node.outgoing):
            yield at(
                node,
                "flows of an event-based gateway have no conditions",
                help="Remove the conditions; the events decide.",
            )
        if len(node.outgoing) < 2:
            yield at(
                node,
                "an event-based gateway needs at least two events to wait for",
                help="Add the other event, or wait without a gateway.",
            )


def _can_wait(target: Node) -> bool:
    if target.type == "receiveTask":
        return True
    return target.type == "intermediateCatchEvent" and all(e.kind in _TRIGGERS for e in target.events)
