"""An event-based gateway that starts the process stands at its beginning; only such a one may be parallel (BPMN 2.0.2, 10.6.6)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("event-gateway-instantiate", "error", "Remove the flow to it, or remove instantiate.")
def check(subject: Subject) -> Iterator[Spot]:
    """Instantiating gateways inside the flow, parallel ones that do not instantiate, and triggers that cannot start."""
    for graph, node in subject.placed("eventBasedGateway"):
        if node.instantiate and node.incoming:
            yield at(node, "a gateway that starts the process must not have an incoming flow")
        if node.instantiate and graph.parent is not None:
            yield at(node, "inside a sub-process nothing can start a process", help="Remove instantiate.")
        if node.parallel_events and not node.instantiate:
            yield at(
                node,
                "only a gateway that starts the process can wait for all of its events",
                help="Set instantiate, or use eventGatewayType Exclusive.",
            )
