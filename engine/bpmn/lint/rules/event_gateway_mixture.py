"""Behind an event-based gateway either message events or receive tasks wait, not both, and without boundary events (BPMN 2.0.2, 10.6.6)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule(
    "event-gateway-mixture",
    "error",
    "Use message events only, or receive tasks without boundary events only.",
)
def check(subject: Subject) -> Iterator[Spot]:
    """Gateways that mix the two, and receive tasks behind them that carry boundary events."""
    for graph, node in subject.placed("eventBasedGateway"):
        targets = [graph.nodes[flow.target] for flow in node.outgoing]
        receives = [target for target in targets if target.type == "receiveTask"]
        messages = [
            t for t in targets if t.type != "receiveTask" and any(e.kind == "message" for e in t.events)
        ]
        if receives and messages:
            yield at(node, "message events and receive tasks must not wait behind one gateway")
        for target in receives:
            if target.boundary:
                yield at(target, "a receive task behind an event-based gateway must not have boundary events")
