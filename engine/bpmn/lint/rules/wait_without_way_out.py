"""Whoever waits for somebody else's message also says how long (our rule 3)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("wait-without-way-out", "warning", "Add a timer event behind the gateway.", ours=True)
def check(subject: Subject) -> Iterator[Spot]:
    """Event-based gateways that only messages can end, however long they stay out."""
    for graph, node in subject.placed("eventBasedGateway"):
        if node.instantiate or node.boundary:
            continue
        targets = [graph.nodes[flow.target] for flow in node.outgoing]
        kinds = {event.kind for target in targets for event in target.events}
        kinds |= {"message" for target in targets if target.type == "receiveTask"}
        if kinds == {"message"}:
            yield at(node, "only messages end this wait; without one the case stays here for ever")
