"""The events behind an event-based gateway have no other way in (BPMN 2.0.2, 10.6.6)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("event-gateway-target-flows", "error", "Lead the other flow to the gateway or to an event of its own.")
def check(subject: Subject) -> Iterator[Spot]:
    """Targets of event-based gateways with a second incoming flow."""
    for graph, node in subject.placed("eventBasedGateway"):
        for flow in node.outgoing:
            target = graph.nodes[flow.target]
            if len(target.incoming) > 1:
                yield at(target, f"only the gateway {node.id!r} may lead to this event")
