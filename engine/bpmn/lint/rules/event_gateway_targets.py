"""After an event-based gateway come catch events or receive tasks only (BPMN 2.0.2, 10.6.6)."""

from collections.abc import Iterator, Mapping

from engine.bpmn.lint.known import Known
from engine.bpmn.model import Graph
from engine.kernel.errors import Finding


def check(graph: Graph, graphs: Mapping[str, Graph], known: Known) -> Iterator[Finding]:
    """Event-based gateways with other targets, with conditions, or with fewer than two flows."""
    for node in graph.nodes.values():
        if node.type != "eventBasedGateway":
            continue
        targets = [graph.nodes[flow.target] for flow in node.outgoing]
        for target in targets:
            if target.type not in ("intermediateCatchEvent", "receiveTask"):
                yield Finding(
                    "event-gateway-targets",
                    "error",
                    f"{target.id!r} is no event that can be waited for",
                    node.id,
                    node.line,
                    help="Lead the gateway to intermediate catch events or receive tasks.",
                )
        if any(flow.condition is not None for flow in node.outgoing):
            yield Finding(
                "event-gateway-targets",
                "error",
                "flows of an event-based gateway have no conditions",
                node.id,
                node.line,
                help="Remove the conditions; the events decide.",
            )
        if len(node.outgoing) < 2:
            yield Finding(
                "event-gateway-targets",
                "error",
                "an event-based gateway needs at least two events to wait for",
                node.id,
                node.line,
                help="Add the other event, or wait without a gateway.",
            )
